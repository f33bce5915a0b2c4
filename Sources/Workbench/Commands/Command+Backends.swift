import Diagnostics
import Toolchain

extension Command {

  static let backends: Command = Command(
    "backends", "shows what programs can be run by", usage: ["backends"], examples: ["backends"],
    listedWith: "compile", redirection: .file,
    recording: { _ in .input(because: "compilers differ") }
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 0 ... 0, of: .backends)
    let usual = try session.usualBackend.name
    let native = NativeEnvironment.system
    let compiler: String
    do throws(CompilationProblem) {
      compiler = try native.compiler(isCancelled: session.surroundings.isCancelled).compiler.title
    } catch {
      compiler = error.message
    }
    let rows = session.toolchain.backends.map { b in
      (
        name: b.name, isUsual: b.name == usual,
        text: b.isCompiling
          ? "\(b.summary): \(compiler), for \(native.target.level.rawValue), "
            + "\(native.threads.count) \(native.threads.count == 1 ? "thread" : "threads")"
          : b.summary
      )
    }
    return Output([
      Output.Item(
        text: { form in
          var table = TextTable(["", "", ""], [.left, .left, .left])
          for r in rows { table.add([r.isUsual ? "*" : "", r.name, r.text]) }
          return table.text(width: form.width)
        },
        json: { _ in
          .object([
            "backends": .array(
              rows.map {
                .object([
                  "name": .string($0.name), "isUsual": .bool($0.isUsual),
                  "summary": .string($0.text),
                ])
              })
          ])
        })
    ])
  }

}

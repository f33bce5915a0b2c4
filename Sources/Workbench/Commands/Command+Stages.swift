import Diagnostics
import Toolchain

extension Command {

  static let stages: Command = Command(
    "stages", "draws the toolchain for the current program", usage: "stages [PROGRAM]",
    examples: ["stages", "stages diffuse"]
  ) { line, session throws(DiagnosticError) in
    let callable = try session.callable(line.words.first, at: line.span)
    var runner = session.toolchain.runner
    _ = try session.toolchain.executable(for: callable, &runner)
    return Output(
      [stageGraph(of: callable, runner.records, stable: session.settings.stable)],
      hint: "show STAGE prints one: show itir, show func_to_past")
  }

  private static func stageGraph(
    of callable: Callable, _ records: [StageRecord], stable: Bool
  ) -> Output.Item {
    var table = TextTable(["step", "", "from -> to", "time"], [.left, .left, .left, .right])
    for r in records {
      table.add([
        r.step, r.isCached ? "cached" : "done", "\(r.from) -> \(r.to)",
        stable ? "[TIME]" : r.duration.shortText,
      ])
    }
    table.add(["call", "", "Executable + arguments -> result", ""])
    return Output.Item(
      "\(callable.name)\n\(table.text)",
      json: .object([
        "program": .string(callable.name),
        "stages": .array(
          records.map { r in
            .object([
              "step": .string(r.step), "from": .string(r.from), "to": .string(r.to),
              "cached": .bool(r.isCached),
              "seconds": stable ? .null : .number(r.duration / .seconds(1)),
            ])
          }),
      ]))
  }

}

import CodeGen
import Diagnostics
import IteratorIR
import Transforms

extension Backend {

  /// The backend that writes C, has it compiled, and calls what comes out.
  public static let c = Backend.c(.system)

  /// The backend `c` with the compiler, the cache and the threads of `environment`.
  public static func c(
    _ environment: NativeEnvironment, options: Schedule.Options = Schedule.Options()
  ) -> Backend {
    .native(
      "c", summary: "C, on \(environment.threads.count) threads", environment, .c,
      texts: [
        .before("loops", "the loops of compiled code: loads, stores, temporaries") {
          (input) throws(DiagnosticError) in
          let loops = try input.cProgram(unlessSet: options).loops
          let schedule = loops.schedule.text.split(separator: "\n").map { "# \($0)\n" }
          return schedule.joined() + loops.text
        },
        .before("schedule", "how the loops are run: order, tiles, threads, what is fused") {
          (input) throws(DiagnosticError) in
          let text = try input.cProgram(unlessSet: options).loops.schedule.text
          return text.isEmpty ? "nothing to choose: the loops run as they stand\n" : text
        },
        .code("c", "the C code that runs it"),
      ],
      pipeline: .compiledC,
      compiler: { (isCancelled) throws(CompilationProblem) in
        try environment.compiler(isCancelled: isCancelled)
      },
      write: { (input) throws(DiagnosticError) in
        let code = try input.cProgram(unlessSet: options)
        return NativeCode(text: code.text, entry: code.entry)
      })
  }

}

extension CompilableProgram {

  /// Returns the C program, with the schedule `usual` unless the settings ask for one.
  func cProgram(unlessSet usual: Schedule.Options) throws(DiagnosticError) -> CProgram {
    try CProgram(lowering: program, tables: tableTypes, options: schedule(unlessSet: usual))
  }

  /// Returns the schedule that its settings ask for, or `usual` if they ask for none.
  func schedule(unlessSet usual: Schedule.Options) -> Schedule.Options {
    settings.schedule.isEmpty ? usual : Schedule.Options(settings.schedule) ?? usual
  }

  /// What is known of neighbor tables, as code is made for them.
  var tableTypes: [String: TableType] {
    Dictionary(
      uniqueKeysWithValues: connectivities.map {
        (
          $0.offset,
          TableType(
            target: $0.type.target, local: $0.type.local, source: $0.type.source,
            columns: $0.type.neighborCount, hasSkipValues: $0.type.hasSkipValues)
        )
      })
  }

}

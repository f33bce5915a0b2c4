import CodeGen
import Diagnostics

extension Toolchain {

  /// What compiled code looks like on its way.
  public struct NativeText: Sendable {

    /// The loops, how they were chosen, and the C text.
    public let loops: String, schedule: String, code: String

  }

  /// Returns the loops and the C text for calls like `info`: nothing is built.
  ///
  /// - Throws: What lowering throws, and what the C backend cannot express.
  public func nativeText(
    for info: CompileInfo, on backend: Backend, options: Schedule.Options = Schedule.Options(),
    _ runner: inout StepRunner
  ) throws(DiagnosticError) -> NativeText {
    let program = try transformed(info, for: backend, &runner)
    let code = try program.cProgram(unlessSet: options)
    let schedule = code.loops.schedule.text
    let comment = schedule.split(separator: "\n").map { "# \($0)\n" }.joined()
    return NativeText(loops: comment + code.loops.text, schedule: schedule, code: code.text)
  }

}

import Diagnostics
import IteratorIR
import Transforms

/// The passes that can be looked at one by one: those of `pipeline`.
extension Toolchain {

  /// Returns what each pass makes of the ITIR of `callable`.
  ///
  /// - Throws: What lowering and the passes throw.
  public func passes(
    of callable: Callable, settings: PassSettings = PassSettings(), _ runner: inout StepRunner
  ) throws(DiagnosticError) -> PipelineRun {
    let program = try program(for: callable, &runner).with(settings)
    return try runner.apply(Steps.passes(of: pipeline, owner), to: program)
  }

  /// Returns each step that the pass `name` takes on `program`.
  ///
  /// Steps are recorded only where somebody asks for them.
  ///
  /// - Throws: What the passes throw; `Diagnostic.interrupted` once the runner is to stop.
  public func trace(
    ofPass name: String, on program: Program, settings: PassSettings, _ runner: StepRunner
  ) throws(DiagnosticError) -> Trace {
    let pass = try pipeline.pass(named: name)
    return try recorded(runner) { isCancelled in
      try pass.trace(program, settings, isCancelled: isCancelled)
    }
  }

  /// Returns each step that all passes take on `program`.
  ///
  /// - Throws: What the passes throw; `Diagnostic.interrupted` once the runner is to stop.
  public func trace(
    of program: Program, settings: PassSettings, _ runner: StepRunner
  ) throws(DiagnosticError) -> Trace {
    try recorded(runner) { [pipeline] isCancelled in
      try pipeline.record(
        program, Pipeline.Options(settings: settings, isCancelled: isCancelled)
      ).trace
    }
  }

  private func recorded(
    _ runner: StepRunner, _ record: @escaping @Sendable (@escaping IsCancelled) throws -> Trace
  ) throws(DiagnosticError) -> Trace {
    let isCancelled = runner.isCancelled
    return try runner.interruptibly { () throws(DiagnosticError) in
      try diagnosingPasses { try record(isCancelled) }
    }
  }

}

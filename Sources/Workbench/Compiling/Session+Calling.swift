import Diagnostics
import Fields
import StencilTypes
import Toolchain

extension Session {

  /// Returns what a person should know of work beside the session, since this was asked last: that
  /// nothing can be compiled, or that nothing compiled is kept.
  public static func takeNotices() -> [String] { NativeEnvironment.system.takeNotices() }

  /// What a call gave.
  struct CallResult {

    let values: [(name: String, value: ArgumentValue)]
    let duration: Duration

    /// What a person should know of it.
    var remarks: [String] = []

  }

  /// Makes the call, with a variant that was compiled for it if there is one.
  ///
  /// If native code cannot be made the interpreter answers, which says so once.
  mutating func call(
    _ run: PreparedRun, _ runner: inout StepRunner
  ) throws(DiagnosticError) -> CallResult {
    let backend = run.request.backend
    if backend.interprets { return try call(run, on: backend, &runner) }
    if let frozen = frozenBackend(for: run) {
      return try call(run, on: frozen, &runner)
    }
    if let i = variant(for: run, &runner) {
      let v = variants[i]
      let result = try call(
        run, on: try toolchain.backend(named: v.backend), statics: v.info.statics, &runner)
      variants[i].hits += 1
      return result
    }
    try demandCode(for: run, &runner)
    do throws(DiagnosticError) {
      if backend.compilesWith == nil { try noteVariant(of: run, on: backend, &runner) }
      return try call(run, on: backend, &runner)
    } catch {
      guard error.diagnostics.contains(where: { $0.meansNoCode }) else { throw error }
      var result = try call(run, on: .interpreter, &runner)
      for d in error.diagnostics where d.meansNoCode {
        let remedy = d.hint.map { " What to do: \($0)." } ?? ""
        let text = "\(d.message) The interpreter answers instead.\(remedy)"
        if said.insert(text).inserted { result.remarks.append(text) }
      }
      return result
    }
  }

  /// What runs the program if it was thawed; `nil` if it was not.
  func frozenBackend(for run: PreparedRun) -> Backend? {
    guard case .itir = run.info.callable.definition else { return nil }
    return thawed[run.info.callable.name]
  }

  /// Checks that there is code for `run`, or that code may be made.
  ///
  /// - Throws: That nothing was compiled for it although nothing is compiled unasked.
  func demandCode(for run: PreparedRun, _ runner: inout StepRunner) throws(DiagnosticError) {
    if settings.jit || run.request.backend.interprets || frozenBackend(for: run) != nil { return }
    if variant(for: run, &runner) == nil {
      throw DiagnosticError(missingVariant(for: run, &runner))
    }
  }

  /// Compiles for `run` and notes that it was done.
  private mutating func noteVariant(
    of run: PreparedRun, on backend: Backend, _ runner: inout StepRunner
  ) throws(DiagnosticError) {
    let clock = ContinuousClock()
    let start = clock.now
    _ = try toolchain.compile(run.info, on: backend, &runner)
    keep(
      Variant(
        info: run.info, program: run.program, backend: backend.name, reason: .firstRun,
        duration: clock.now - start, hits: 1))
  }

  private func call(
    _ run: PreparedRun, on backend: Backend, statics: [BoundArgument] = [],
    _ runner: inout StepRunner
  ) throws(DiagnosticError) -> CallResult {
    let clock = ContinuousClock()
    let start = clock.now
    let values = try toolchain.call(
      run.info.callable,
      CallArguments(keywords: run.arguments.values.map { ($0.name, $0.value) }),
      statics: statics.map(\.name), tables: tablesByOffset, settings: run.info.settings,
      on: backend, compiles: settings.jit, &runner)
    return CallResult(values: values, duration: clock.now - start)
  }

}

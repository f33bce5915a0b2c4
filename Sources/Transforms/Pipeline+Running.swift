import Diagnostics
import IteratorIR

extension Pipeline {

  /// How carefully a pipeline runs.
  public struct Options: Sendable {

    public var settings: PassSettings

    /// Whether it is made sure that what the passes made has a meaning.
    public var verifies: Bool

    /// Asked from time to time; the run ends with `CancellationError` once it returns `true`.
    public var isCancelled: @Sendable () -> Bool

    /// Creates options; `verifies` checks the result, and finds the pass that is to blame.
    public init(
      settings: PassSettings = PassSettings(), verifies: Bool = false,
      isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
      self.settings = settings
      self.verifies = verifies
      self.isCancelled = isCancelled
    }

  }

  /// Runs the passes on `program`, on a large stack.
  ///
  /// - Throws: a diagnostic that names the pass if one does not settle, or makes a program that has
  ///   no meaning; `CancellationError` if the run was cancelled.
  public func run(_ program: Program, _ options: Options = Options()) throws -> PipelineRun {
    try finished(program, options, records: false).run
  }

  /// Runs the passes like `run`, and keeps each step of them.
  ///
  /// - Throws: What `run` throws.
  /// - Complexity: The time of `run`; the memory grows with the number of steps, not with their depth.
  public func record(
    _ program: Program, _ options: Options = Options()
  ) throws -> RecordedRun {
    let (run, rewrites) = try finished(program, options, records: true)
    return RecordedRun(run: run, trace: Trace(initial: program, rewrites: rewrites))
  }

  private func finished(
    _ program: Program, _ options: Options, records: Bool
  ) throws -> (run: PipelineRun, rewrites: [Rewrite]) {
    try withLargeStack {
      var running = Running(program, options, records: records)
      do {
        try running.run(stages)
      } catch {
        // What a pass throws may come of what an earlier one made.
        if options.verifies, error is DiagnosticError { try running.checkResults() }
        throw error
      }
      if options.verifies { try running.checkResult() }
      return (PipelineRun(initial: program, passes: running.runs), running.context.rewrites)
    }
  }

}

/// A pipeline half way.
private struct Running {

  var program: Program
  var nodeCount: Int
  var context: PassContext
  var runs: [PassRun] = []

  init(_ program: Program, _ options: Pipeline.Options, records: Bool) {
    self.program = program
    nodeCount = program.nodeCount
    context = PassContext(
      .init(records: records, settings: options.settings, isCancelled: options.isCancelled))
  }

  private mutating func run(_ pass: Pass, round: Int?) throws {
    let before = (steps: context.stepCount, nodes: nodeCount)
    let clock = ContinuousClock()
    let start = clock.now
    program = try pass.run(program, &context, nodeCount: nodeCount)
    nodeCount = program.nodeCount
    let run = PassRun(
      pass: pass.name, round: round, program: program, nodesBefore: before.nodes,
      nodesAfter: nodeCount, steps: before.steps ..< context.stepCount,
      duration: clock.now - start)
    runs.append(run)
  }

  mutating func run(_ stages: [Pipeline.Stage]) throws {
    for stage in stages {
      switch stage {
      case .pass(let pass): try run(pass, round: nil)
      case .fixpoint(let limit, let passes): try `repeat`(passes, limit: limit)
      }
    }
  }

  private mutating func `repeat`(_ passes: [Pass], limit: Int) throws {
    // A program cannot shrink for ever, so rounds that make it smaller are not counted: they take
    // away one level after the other.
    var (round, left) = (0, limit)
    while left > 0 {
      round += 1
      let (first, size) = (runs.count, nodeCount)
      for pass in passes { try run(pass, round: round) }
      if !runs[first...].contains(where: \.isChanged) { return }
      if nodeCount >= size { left -= 1 }
    }
    let firing = runs.suffix(passes.count).filter(\.isChanged).map(\.pass)
    throw DiagnosticError(.unsettled(passes: firing, rounds: round))
  }

  /// Throws a diagnostic that names the pass to blame if the program has no meaning any more.
  ///
  /// Most programs have one, so what stands between passes is looked at only where the last does not:
  /// checking it each time would take longer than the passes do.
  func checkResult() throws(DiagnosticError) {
    guard runs.contains(where: \.isChanged) else { return }
    do {
      try program.verify()
    } catch {
      try checkResults()
      throw error
    }
  }

  /// Throws a diagnostic that names the first pass whose result has no meaning.
  func checkResults() throws(DiagnosticError) {
    for run in runs where run.isChanged {
      do {
        try run.program.verify()
      } catch {
        throw DiagnosticError([.invalidResult(of: run.pass)] + error.diagnostics)
      }
    }
  }

}

extension Diagnostic {

  static func unknownPass(_ name: String, among names: [String]) -> Diagnostic {
    Diagnostic(
      code: TransformCode.unknownPass, "There is no pass '\(name)'.",
      hint: nearest(to: name, among: names).map { "did you mean '\($0)'?" }
        ?? "the passes are: \(names.joined(separator: ", "))")
  }

  fileprivate static func unsettled(passes: [String], rounds: Int) -> Diagnostic {
    Diagnostic(
      code: TransformCode.unsettled,
      "The passes do not settle: \(passes.joined(separator: " and ")) still changed the program in"
        + " round \(rounds).",
      hint: "look at the last rounds with 'passes', and step through one with 'step PASS'")
  }

  fileprivate static func invalidResult(of pass: String) -> Diagnostic {
    Diagnostic(
      code: TransformCode.invalidResult, "The pass '\(pass)' made a program that has no meaning.",
      hint: "this is a fault of the tool; 'show itir after \(pass)' shows what it made")
  }

}

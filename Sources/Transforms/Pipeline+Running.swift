import Diagnostics
import IteratorIR

extension Pipeline {

  /// How carefully a pipeline runs.
  public struct Options: Sendable {

    public var settings: PassSettings

    /// Whether the program is verified after each pass that changed it.
    public var verifies: Bool

    /// Asked from time to time; the run ends with `CancellationError` once it returns `true`.
    public var isCancelled: @Sendable () -> Bool

    /// Creates options; `verifies` checks the program after each pass.
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
      for stage in stages {
        switch stage {
        case .pass(let pass): try running.run(pass, round: nil)
        case .fixpoint(let limit, let passes): try running.repeat(passes, limit: limit)
        }
      }
      return (PipelineRun(initial: program, passes: running.runs), running.context.rewrites)
    }
  }

}

/// A pipeline half way.
private struct Running {

  let verifies: Bool
  var program: Program
  var nodeCount: Int
  var context: PassContext
  var runs: [PassRun] = []

  init(_ program: Program, _ options: Pipeline.Options, records: Bool) {
    self.program = program
    nodeCount = program.nodeCount
    verifies = options.verifies
    context = PassContext(
      .init(records: records, settings: options.settings, isCancelled: options.isCancelled))
  }

  mutating func run(_ pass: Pass, round: Int?) throws {
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
    if verifies, run.isChanged { try verify(pass) }
  }

  mutating func `repeat`(_ passes: [Pass], limit: Int) throws {
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

  private func verify(_ pass: Pass) throws(DiagnosticError) {
    do {
      try program.verify()
    } catch {
      throw DiagnosticError([.invalidResult(of: pass.name)] + error.diagnostics)
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

import Diagnostics
import IteratorIR

/// A list of passes, some of them repeated until nothing changes.
public struct Pipeline: Sendable {

  public enum Stage: Sendable {

    case pass(Pass)

    /// Repeats the passes until none changes the program, at most `limit` times without making it
    /// smaller.
    case fixpoint(limit: Int, [Pass])

  }

  public let stages: [Stage]

  /// Creates the pipeline that runs `stages` in this order.
  public init(_ stages: [Stage]) { self.stages = stages }

  /// Every pass once, in the order in which they first run.
  public var passes: [Pass] {
    var names: Set<String> = []
    let all = stages.flatMap { stage in
      switch stage {
      case .pass(let p): [p]
      case .fixpoint(_, let passes): passes
      }
    }
    return all.filter { names.insert($0.name).inserted }
  }

  /// Returns the pass with `name`.
  ///
  /// - Throws: That there is none, and which name is meant.
  public func pass(named name: String) throws(DiagnosticError) -> Pass {
    guard let pass = passes.first(where: { $0.name == name }) else {
      throw DiagnosticError(.unknownPass(name, among: passes.map(\.name)))
    }
    return pass
  }

  /// The rules of all passes by name.
  public var rules: [String: Rule] {
    Dictionary(passes.flatMap(\.rules).map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
  }

  /// The rules of all passes by name that can be switched off.
  public var optionalRules: [String: Rule] { rules.filter(\.value.isOptional) }

}

/// One pass of a run.
public struct PassRun: Sendable {

  /// The name of the pass.
  public let pass: String

  /// The round of the fixpoint that the pass ran in, from 1; `nil` outside of fixpoints.
  public let round: Int?

  /// The program after the pass.
  public let program: Program

  public let nodesBefore: Int, nodesAfter: Int

  /// The numbers of the steps that the pass did, counted from 0 over the whole run.
  public let steps: Range<Int>

  public let duration: Duration

  /// `true` iff the pass changed the program.
  public var isChanged: Bool { !steps.isEmpty }

}

/// What a pipeline made of a program.
public struct PipelineRun: Sendable {

  public let initial: Program
  public let passes: [PassRun]

  /// The program after the last pass.
  public var result: Program { passes.last?.program ?? initial }

  /// Returns the program before the pass with number `index`.
  public func program(before index: Int) -> Program {
    index == 0 ? initial : passes[index - 1].program
  }

}

/// What a pipeline made of a program, with each step on the way.
public struct RecordedRun: Sendable {

  public let run: PipelineRun

  /// The steps of all passes.
  public let trace: Trace

  /// Returns the steps of the pass with number `index`.
  public func trace(of index: Int) -> Trace {
    Trace(
      initial: run.program(before: index),
      rewrites: Array(trace.rewrites[run.passes[index].steps]))
  }

}

import Transforms

/// A walk through a trace: the states of a program, and the one that is looked at.
///
/// The trace is fixed; stepping forwards and backwards only changes `position`.
public struct Stepper: Sendable {

  /// A way to move, which an empty input repeats.
  public enum Move: Hashable, Sendable {
    case forward(Int)
    case back(Int)

    /// To the next use of the named rule, or of another rule than the last.
    case next(String?)
  }

  /// The name of the program.
  public let program: String

  /// The name of the pass, or `pipeline` for all of them.
  public let pass: String

  public let trace: Trace

  /// The passes that did the steps, with the numbers of theirs from 0 on, if there are several.
  private let passes: [(name: String, steps: Range<Int>)]

  /// The number of rewrites that were done: state 0 is the program before the first.
  public private(set) var position = 0

  public var lastMove = Move.forward(1)

  /// Creates a walk that stands before the first step.
  ///
  /// - Parameter passes: the passes that did the steps, if there are several.
  public init(
    program: String, pass: String, trace: Trace,
    passes: [(name: String, steps: Range<Int>)] = []
  ) {
    self.program = program
    self.pass = pass
    self.trace = trace
    self.passes = passes.filter { !$0.steps.isEmpty }
  }

  /// Returns the pass that did step `number`, counted from 1; `nil` if all are of one pass.
  func passName(ofStep number: Int) -> String? {
    passes.first { $0.steps.contains(number - 1) }?.name
  }

  /// The rewrite that led to the state that is looked at; `nil` at the start.
  public var current: Rewrite? { position == 0 ? nil : trace.rewrites[position - 1] }

  /// Goes to state `n`, or as near as there is one.
  public mutating func go(to n: Int) { position = min(max(0, n), trace.count) }

  /// Returns the number of the first state behind this one whose rewrite satisfies `predicate`.
  public func nextState(where predicate: (Rewrite) -> Bool) -> Int? {
    trace.rewrites[position...].firstIndex(where: predicate).map { $0 + 1 }
  }

  /// `constant_folding[3/17]`.
  public var label: String { "\(pass)[\(position)/\(trace.count)]" }

}

extension Int {

  /// Returns the sum, or the end of `Int` that lies in its direction.
  func addingClamped(_ n: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(n)
    return overflow ? n < 0 ? .min : .max : sum
  }

  /// Returns the difference, or the end of `Int` that lies in its direction.
  func subtractingClamped(_ n: Int) -> Int {
    let (difference, overflow) = subtractingReportingOverflow(n)
    return overflow ? n < 0 ? .max : .min : difference
  }

}

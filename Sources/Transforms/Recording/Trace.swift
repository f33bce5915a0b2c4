import IteratorIR

/// What a pass, or a whole pipeline, did to a program: the program and each rewrite.
///
/// State 0 is the program as it was, state `n` what stood after rewrite `n`; states are rebuilt
/// when asked for.
public struct Trace: Sendable {

  public let initial: Program
  public let rewrites: [Rewrite]

  /// Some of the states, by the number of rewrites that led to them, in order.
  private let checkpoints: [(count: Int, program: Program)]

  /// Creates the trace of `rewrites`, the first of which changes `initial`.
  public init(initial: Program, rewrites: [Rewrite]) {
    self.initial = initial
    self.rewrites = rewrites
    // A checkpoint may hold a new copy of all nodes on the way to the last rewrite, so there are
    // few on large programs: the memory for each step stays the same.
    let interval = max(128, initial.nodeCount / 8)
    var checkpoints = [(0, initial)]
    if rewrites.count > interval {
      var builder = StateBuilder(initial)
      for (i, r) in rewrites.enumerated() {
        builder.apply(r)
        if (i + 1).isMultiple(of: interval) { checkpoints.append((i + 1, builder.program())) }
      }
    }
    self.checkpoints = checkpoints
  }

  /// The number of rewrites; the last state has this number.
  public var count: Int { rewrites.count }

  /// Returns the program after the first `n` rewrites.
  public func state(_ n: Int) -> Program {
    precondition((0 ... count).contains(n), "a trace of \(count) steps has no state \(n)")
    let start = checkpoints.last { $0.count <= n } ?? (0, initial)
    if start.count == n { return start.program }
    var builder = StateBuilder(start.program)
    for r in rewrites[start.count ..< n] { builder.apply(r) }
    return builder.program()
  }

  /// Returns the trace of the rewrites in `range` alone.
  public func slice(_ range: Range<Int>) -> Trace {
    Trace(initial: state(range.lowerBound), rewrites: Array(rewrites[range]))
  }

}

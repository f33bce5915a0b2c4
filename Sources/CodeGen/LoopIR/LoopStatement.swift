import StencilTypes

/// One thing inside loops.
public indirect enum LoopStatement: Sendable, Hashable {

  case define(Int, LoopInstruction)
  case store(LoopMemory, at: LoopOperand, LoopOperand, guarded: LoopOperand?)

  /// Stores a vector, past the caches if `past` holds: it fills a cache line then.
  case stream(LoopMemory, at: LoopOperand, LoopOperand, past: LoopOperand)

  /// Asks for the cache line of an element, which need not exist.
  case fetch(LoopMemory, at: LoopOperand)

  case loop(Loop)
  case `if`(LoopOperand, [LoopStatement])

  /// Takes note of a failure if `failure` is not 0: `(leaf, slot)` at `index`.
  case record(LoopOperand, leaf: Int, slot: Int, index: [LoopOperand])

}

/// The processors that a loop is for.
public enum LoopProcessors: Sendable, Hashable {

  case all

  /// Those whose registers hold a cache line, which have many of them; the others.
  case wide, narrow

}

/// A loop over a half-open range.
public struct Loop: Sendable, Hashable {

  public let variable: Int
  public let name: String
  public let lower: LoopOperand, upper: LoopOperand
  public let step: Int
  public let isBackward: Bool

  /// Whether iterations are independent and lie side by side in memory.
  public let isVector: Bool

  /// Whether iterations are independent and handed to threads.
  public let isParallel: Bool

  /// The value in it that is the first of `step` neighbors, which are computed as one vector;
  /// `nil` if points are computed one by one.
  public let lane: Int?

  /// Where it runs: on others it has no iterations.
  public let processors: LoopProcessors

  public let body: [LoopStatement]

  init(
    variable: Int, name: String, lower: LoopOperand, upper: LoopOperand, step: Int,
    isBackward: Bool, isVector: Bool, isParallel: Bool, lane: Int? = nil,
    processors: LoopProcessors = .all, body: [LoopStatement]
  ) {
    self.variable = variable
    self.name = name
    self.lower = lower
    self.upper = upper
    self.step = step
    self.isBackward = isBackward
    self.isVector = isVector
    self.isParallel = isParallel
    self.lane = lane
    self.processors = processors
    self.body = body
  }

  /// Returns the loop with another end and another body.
  func with(upper: LoopOperand? = nil, body: [LoopStatement]) -> Loop {
    Loop(
      variable: variable, name: name, lower: lower, upper: upper ?? self.upper, step: step,
      isBackward: isBackward, isVector: isVector, isParallel: isParallel, lane: lane,
      processors: processors, body: body)
  }

}

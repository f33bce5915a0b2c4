import StencilTypes

/// A program of explicit loops over memory: what C is written from.
///
/// Values have numbers and are defined once. First come definitions that hold for the whole call,
/// then the tests that let it go on, then the steps.
public struct LoopProgram: Sendable, Hashable {

  public let entry: EntryPoint

  /// Values that depend on sizes and scalars only.
  public let definitions: [LoopStatement]

  /// What has to hold before anything is written.
  public let tests: [Test]

  public let buffers: [LoopBuffer]

  public let views: [LoopView]

  /// The bytes of what is kept in the workspace, and of what statements use in turns.
  public let keptSize: LoopOperand, scratchSize: LoopOperand

  /// The loops, in order.
  public let steps: [Step]

  /// The type of each value.
  public let kinds: [ScalarKind]

  /// What the loops were made of, as a list of choices.
  public let schedule: Schedule

  /// A condition of a call, and what it returns if it does not hold.
  public struct Test: Sendable, Hashable {

    public let condition: LoopOperand

    /// 2, 4 or 5; with `slot` as what is at fault.
    public let code: Int
    public let slot: Int
    public let comment: String

  }

  /// One thing that a call does.
  public enum Step: Sendable, Hashable {

    case nest(LoopNest)

    /// Returns if a point has failed, after `restore` has put back what earlier statements wrote.
    case stopIfFailed(restore: [LoopNest])

  }

}

/// A constant, or a value by its number.
public enum LoopOperand: Sendable, Hashable {

  case constant(ScalarValue)
  case value(Int)

  /// An index.
  public static func index(_ i: Int) -> LoopOperand {
    .constant(ScalarValue(wrapping: i, as: .int64))
  }

  /// Returns the constant `b`.
  public static func truth(_ b: Bool) -> LoopOperand { .constant(ScalarValue(b)) }

  var constant: ScalarValue? {
    guard case .constant(let v) = self else { return nil }
    return v
  }

  /// The number that it is, if it is a constant index.
  var constantIndex: Int? { constant?.integer.map { Int(clamping: $0) } }

}

/// Memory that loops read and write.
public enum LoopMemory: Sendable, Hashable {

  /// An argument, by its number in the entry point.
  case field(Int)

  case table(Int)

  /// A part of the workspace.
  case buffer(Int)

  /// A field, or a buffer instead.
  case view(Int)

  /// A small array of a nest.
  case local(Int)

}

/// A part of the workspace, or an array of one thread.
public struct LoopBuffer: Sendable, Hashable {

  public let name: String
  public let kind: ScalarKind

  /// The number of elements.
  public let count: LoopOperand

  /// Where it starts, in bytes, after what is kept if it is not.
  public let offset: LoopOperand

  public let isKept: Bool

  /// Whether each thread has one of its own.
  public let isPerThread: Bool

}

/// Where a statement writes: a field, or a buffer if `condition` holds.
public struct LoopView: Sendable, Hashable {

  public let field: Int
  public let buffer: Int
  public let condition: LoopOperand

}

/// Arithmetic on indices, which do not overflow.
public enum IndexOperation: Sendable, Hashable {

  case add, subtract, multiply, minimum, maximum

  /// `true` iff the first is at most the second.
  case atMost

  /// `true` iff the first is less than the second.
  case less

  /// The first in the upper half of a word, clamped, the second in the lower one.
  case pack

  /// The first divided by the second, rounded up; both are positive.
  case chunks

  /// The first divided by the second, rounded down, and what is left; both are positive.
  case quotient, remainder

}

/// What the caller passes besides the memory of fields.
public enum CallFact: Sendable, Hashable {

  case scalar(Int)
  case origin(field: Int, axis: Int)
  case extent(field: Int, axis: Int)
  case stride(field: Int, axis: Int)
  case rows(table: Int), columns(table: Int), rowStride(table: Int), columnStride(table: Int)
  case skip(table: Int), hasSkip(table: Int), lowest(table: Int), highest(table: Int)

  /// Whether the memory of two fields has bytes in common.
  case overlap(Int, Int)

  /// The number of threads, at least 1.
  case threads

}

/// How a value comes about.
public enum LoopInstruction: Sendable, Hashable {

  case fact(CallFact)

  /// A function of scalars; divisors are not 0, exponents of integers not negative.
  case scalar(ScalarOperation, [LoopOperand])

  case cast(LoopOperand, to: ScalarKind)

  case select(LoopOperand, LoopOperand, LoopOperand)

  case index(IndexOperation, LoopOperand, LoopOperand)

  /// The element of `memory`, of which `version` counts the writes; 0 where `guarded` is false.
  case load(LoopMemory, at: LoopOperand, guarded: LoopOperand?, version: Int)

  /// An end of the range of a table's entries in some rows.
  case neighborEnd(table: Int, rows: LoopOperand, LoopOperand, isUpper: Bool)

  /// Whether all entries in some rows, `least` to `most` further, lie in a range.
  case neighborsInside(
    table: Int, rows: LoopOperand, LoopOperand, least: LoopOperand, most: LoopOperand,
    range: LoopOperand, LoopOperand)

  /// The number of elements from the last cache line's start to an element of `memory`; -1 if none
  /// starts there.
  case skew(LoopMemory, at: LoopOperand)

}

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

  public let body: [LoopStatement]

  init(
    variable: Int, name: String, lower: LoopOperand, upper: LoopOperand, step: Int,
    isBackward: Bool, isVector: Bool, isParallel: Bool, lane: Int? = nil, body: [LoopStatement]
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
    self.body = body
  }

  /// Returns the loop with another end and another body.
  func with(upper: LoopOperand? = nil, body: [LoopStatement]) -> Loop {
    Loop(
      variable: variable, name: name, lower: lower, upper: upper ?? self.upper, step: step,
      isBackward: isBackward, isVector: isVector, isParallel: isParallel, lane: lane, body: body)
  }

}

/// A stride that is a number known when code is made, if memory lies as was hoped for.
public struct StrideHope: Sendable, Hashable {

  public let stride: LoopOperand
  public let number: Int

  /// Whether it is the distance of neighbors in the innermost loop.
  public let isAlongRow: Bool

}

/// Loops that are one function.
public struct LoopNest: Sendable, Hashable {

  public let name: String

  /// What it computes, for readers.
  public let comment: String

  /// Whether it runs.
  public let condition: LoopOperand

  public let body: [LoopStatement]

  /// What strides are if memory lies as was hoped for.
  public let hopes: [StrideHope]

  /// Whether it has no points where memory does not lie so.
  public let needsHopes: Bool

  /// The strides along the innermost loop that are hoped to be 1.
  var unitStrides: [LoopOperand] { hopes.filter(\.isAlongRow).map(\.stride) }

  /// Small arrays: the kind and the number of elements of each.
  public let locals: [Int: Local]

  /// Whether points can fail.
  public let canFail: Bool

  /// The number of points.
  public let work: LoopOperand

  init(
    name: String, comment: String, condition: LoopOperand, body: [LoopStatement],
    hopes: [StrideHope], needsHopes: Bool = false, locals: [Int: Local], canFail: Bool,
    work: LoopOperand
  ) {
    self.name = name
    self.comment = comment
    self.condition = condition
    self.body = body
    self.hopes = hopes
    self.needsHopes = needsHopes
    self.locals = locals
    self.canFail = canFail
    self.work = work
  }

  public struct Local: Sendable, Hashable {

    public let kind: ScalarKind
    public let count: Int

    /// Whether it is one vector rather than an array.
    public let isVector: Bool

  }

}

import StencilTypes

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
  indirect case neighborsInside(
    table: Int, rows: LoopOperand, LoopOperand, least: LoopOperand, most: LoopOperand,
    range: LoopOperand, LoopOperand)

  /// The number of elements from the last cache line's start to an element of `memory`; -1 if none
  /// starts there.
  case skew(LoopMemory, at: LoopOperand)

}

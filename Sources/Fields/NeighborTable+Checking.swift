import Diagnostics
import StencilTypes

/// Why an array is no neighbor table.
public enum NeighborTableError: Error, Hashable, Sendable {

  /// The offset moves along one dimension and has no table.
  case cartesian(FieldOffset)

  /// The array has not two axes, points and their neighbors.
  case wrongRank(FieldOffset, shape: [Int])

  /// The elements are no integers.
  case noIntegers(FieldOffset, ScalarKind)

  /// An entry is less than 0, and not the skip value.
  case negative(FieldOffset, row: Int, column: Int, entry: Int128)

  /// An entry, or the skip value, is none of a 32-bit integer.
  case tooLarge(FieldOffset, row: Int, column: Int, entry: Int128)

  case skipValueTooLarge(FieldOffset, Int)

  /// There is no memory for the table.
  case noMemory(FieldOffset, byteCount: Int)

  /// An entry names a point that the dimension does not have.
  case outside(
    name: String, source: Dimension, row: Int, column: Int, entry: Int, indices: Range<Int>)

}

extension NeighborTable {

  /// Creates the table of `offset` that `array` holds: a row for each point, in each row the
  /// neighbors.
  ///
  /// Entries count from 0; those equal to `skipValue` stand for no neighbor.
  ///
  /// - Throws: If it has not two axes of integers, or an entry is no index and no skip value.
  /// - Complexity: O(entries).
  public init(
    checking array: NpyArray, offset: FieldOffset, skipValue: Int?
  ) throws(NeighborTableError) {
    guard offset.target.count == 2 else { throw .cartesian(offset) }
    guard array.shape.count == 2 else { throw .wrongRank(offset, shape: array.shape) }
    guard array.dtype.isInteger else { throw .noIntegers(offset, array.dtype) }
    if let skipValue, Int32(exactly: skipValue) == nil {
      throw .skipValueTooLarge(offset, skipValue)
    }
    let columns = array.shape[1]
    let byteCount = array.shape[0] * columns * MemoryLayout<Int32>.size
    guard Memory.has(byteCount) else { throw .noMemory(offset, byteCount: byteCount) }
    var entries: [Int32] = []
    entries.reserveCapacity(array.shape[0] * columns)
    try array.forEachInteger { (entry) throws(NeighborTableError) in
      let n = entries.count
      let (row, column) = (n / max(1, columns), n % max(1, columns))
      guard let small = Int32(exactly: entry) else {
        if entry < 0 { throw .negative(offset, row: row, column: column, entry: entry) }
        throw .tooLarge(offset, row: row, column: column, entry: entry)
      }
      if small < 0, Int(small) != skipValue {
        throw .negative(offset, row: row, column: column, entry: entry)
      }
      entries.append(small)
    }
    self.init(
      target: offset.target[0], local: offset.target[1], source: offset.source,
      rowCount: array.shape[0], columnCount: columns, entries: entries,
      skipValue: skipValue.map { Int32($0) })
  }

  /// Checks that each entry of the table, which is called `name`, is one of the points `indices` of
  /// the source dimension.
  ///
  /// - Throws: `NeighborTableError.outside` about the first that is none.
  /// - Complexity: O(entries).
  public func check(
    against indices: Range<Int>, name: String
  ) throws(NeighborTableError) {
    for (n, entry) in entries.enumerated() where entry != skipValue {
      if !indices.contains(Int(entry)) {
        throw .outside(
          name: name, source: source, row: n / columnCount, column: n % columnCount,
          entry: Int(entry), indices: indices)
      }
    }
  }

}

extension NpyArray {

  /// Calls `body` with the elements, which are integers, in C order.
  fileprivate func forEachInteger(
    _ body: (Int128) throws(NeighborTableError) -> Void
  ) throws(NeighborTableError) {
    let axes = shape.indices.map { Dimension("\($0)") }
    // Names of one digit sort as their numbers do, and an origin of 0 always fits.
    guard let field = try? Field(self, axes: axes) else {
      preconditionFailure("an array is a field of its axes")
    }
    try field.withUnsafeBytes { (base) throws(NeighborTableError) in
      try field.forEachRow { (row) throws(NeighborTableError) in
        for i in 0 ..< row.count {
          let p = (row.position + i * row.stride) * dtype.byteCount
          try body(ScalarValue(loading: base + p, as: dtype).integer ?? 0)
        }
      }
    }
  }

}

extension NeighborTableError: CustomStringConvertible {

  public var description: String {
    switch self {
    case .cartesian(let o):
      "\(o.name) moves along \(o.source.name) and needs no neighbor table"
    case .wrongRank(let o, let shape):
      "the table of \(o.name) needs two axes, points and their neighbors; this array has "
        + "the shape \(shape)"
    case .noIntegers(let o, let kind):
      "the table of \(o.name) needs integers, not \(kind)"
    case .negative(let o, let row, let column, let entry):
      "the table of \(o.name) has \(entry) in row \(row), column \(column), where an index of "
        + "\(o.source.name) should stand"
    case .tooLarge(let o, let row, let column, let entry):
      "the table of \(o.name) has \(entry) in row \(row), column \(column); indices end at "
        + "\(Int32.max)"
    case .noMemory(let o, let count):
      "the table of \(o.name) needs \(count) bytes, more memory than can be had"
    case .skipValueTooLarge(let o, let value):
      "the skip value \(value) of \(o.name) does not fit in 32 bits"
    case .outside(let name, let source, let row, let column, let entry, let indices):
      "the table of \(name) has \(entry) in row \(row), column \(column), but \(source.name) "
        + "covers \(indices.lowerBound):\(indices.upperBound)"
    }
  }

  /// What to do about it.
  public var hint: String {
    switch self {
    case .cartesian: "write f(I + 1) or the offset itself; nothing has to be connected"
    case .wrongRank: "save an array with one row for each point"
    case .noIntegers: "convert the array with .astype(numpy.int32)"
    case .negative(_, _, _, let entry): "write skip=\(entry) if that stands for no neighbor"
    case .tooLarge: "check that the array holds indices, counted from 0"
    case .noMemory: "connect a smaller table; or \(Memory.remedy)"
    case .skipValueTooLarge: "write skip=-1, and -1 where there is no neighbor"
    case .outside: "check that entries count from 0, and that the table belongs to this grid"
    }
  }

}

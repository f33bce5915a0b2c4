import StencilTypes

/// The neighbors of each point of one dimension in another: what an unstructured offset means.
public struct NeighborTable: Hashable, Sendable {

  /// The dimension that the rows belong to: the first target of the offset.
  public let target: Dimension

  /// The local dimension that the columns belong to.
  public let local: Dimension

  /// The dimension that the entries count: the source of the offset.
  public let source: Dimension

  /// The number of points of `target` and the largest number of neighbors of one.
  public let rowCount, columnCount: Int

  /// The entries, row after row.
  public let entries: [Int32]

  /// The entry that stands for no neighbor.
  public let skipValue: Int32?

  /// The range of the entries that stand for a neighbor; `nil` if none does.
  public let entryRange: ClosedRange<Int>?

  /// What is known of the table before a call.
  public let type: ConnectivityType

  /// Creates the table with `rowCount` rows of `columnCount` entries each, row by row.
  ///
  /// - Requires: There are `rowCount * columnCount` entries.
  public init(
    target: Dimension, local: Dimension, source: Dimension, rowCount: Int, columnCount: Int,
    entries: [Int32], skipValue: Int32?
  ) {
    precondition(entries.count == rowCount * columnCount)
    self.target = target
    self.local = local
    self.source = source
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.entries = entries
    self.skipValue = skipValue
    var (lowest, highest) = (Int32.max, Int32.min)
    for e in entries where e != skipValue {
      lowest = min(lowest, e)
      highest = max(highest, e)
    }
    entryRange = lowest <= highest ? Int(lowest) ... Int(highest) : nil
    type = ConnectivityType(
      target: target, local: local, source: source, neighborCount: columnCount,
      hasSkipValues: skipValue.map { entries.contains($0) } ?? false)
  }

  /// The neighbor `column` of point `row`; `nil` for a skip value.
  public subscript(row: Int, column: Int) -> Int? {
    let e = entries[row * columnCount + column]
    return e == skipValue ? nil : Int(e)
  }

}

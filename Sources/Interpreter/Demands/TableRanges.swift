import Fields
import StencilTypes

/// The ranges of neighbor tables' entries that a run asked for.
final class TableRanges {

  /// What the range of a table's entries depends on.
  private struct Key: Hashable {

    let name: String
    let rows: Range<Int>
    let column: Int?

  }

  private var known: [Key: Range<Int>] = [:]

  /// Returns the hull of the neighbors of `rows` in `column` of the table called `name`, or in all
  /// columns; skip values are no neighbors.
  ///
  /// - Complexity: The number of entries, the first time.
  func range(
    _ name: String, _ table: NeighborTable, rows: Range<Int>, column: Int?
  ) -> Range<Int> {
    let key = Key(name: name, rows: rows, column: column)
    if let range = known[key] { return range }
    var low = Int.max
    var high = Int.min
    let columns = column.map { $0 ..< $0 + 1 } ?? 0 ..< table.columnCount
    for row in rows.clamped(to: 0 ..< table.rowCount) {
      for c in columns.clamped(to: 0 ..< table.columnCount) {
        let e = table.entries[row * table.columnCount + c]
        if e == table.skipValue { continue }
        low = min(low, Int(e))
        high = max(high, Int(e))
      }
    }
    let range = low <= high ? low ..< high + 1 : 0 ..< 0
    known[key] = range
    return range
  }

}

/// How long work on a field goes on: it tells at intervals how much is done, and can be stopped.
public struct WorkProgress<Stop: Error>: Sendable {

  private let onPart: @Sendable (Double) throws(Stop) -> Void

  /// Creates a progress that calls `onPart` with the part that is done, from 0 to 1; what that
  /// throws ends the work.
  public init(_ onPart: @escaping @Sendable (_ part: Double) throws(Stop) -> Void) {
    self.onPart = onPart
  }

  /// A progress that nobody watches, and that goes to the end.
  public static var unwatched: WorkProgress { WorkProgress { (_) throws(Stop) in } }

  /// Tells that `done` of `total` parts are done.
  ///
  /// - Throws: What the one who watches throws if the rest is no longer wanted.
  public func check(_ done: Int, of total: Int) throws(Stop) {
    try onPart(Double(done) / Double(max(1, total)))
  }

}

/// The number of elements after which long work tells how far it is.
private let partCount = 1 << 16

extension Field {

  /// Calls `body` with all elements in canonical order, in rows or in parts of long rows.
  func forEachRow<Stop>(
    _ progress: WorkProgress<Stop>, _ body: (FieldRow) throws(Stop) -> Void
  ) throws(Stop) {
    let total = domain.count
    var done = 0
    var told = 0
    try forEachRow { (row) throws(Stop) in
      for start in stride(from: 0, to: row.count, by: partCount) {
        let part = row.part(start ..< min(row.count, start + partCount))
        try body(part)
        done += part.count
        if done - told >= partCount {
          told = done
          try progress.check(done, of: total)
        }
      }
    }
  }

}

extension FieldRow {

  /// Returns the elements of the row with the given numbers.
  fileprivate func part(_ range: Range<Int>) -> FieldRow {
    if range.count == count { return self }
    var index = index
    if !index.isEmpty { index[index.count - 1] += range.lowerBound }
    return FieldRow(
      index: index, position: position + range.lowerBound * stride, count: range.count,
      stride: stride)
  }

}

import StencilTypes

/// The elements of a field along the last dimension of its domain, at one point of the others.
public struct FieldRow: Sendable {

  /// The index of the first element.
  public let index: [Int]

  /// The position of the first element, in elements.
  public let position: Int

  /// The number of elements.
  public let count: Int

  /// The distance between neighbors, in elements.
  public let stride: Int

}

extension Field {

  /// Calls `body` with each row of `domain`, in canonical order: the last dimension runs fastest.
  ///
  /// A field without dimensions has one row of one element.
  ///
  /// - Throws: What `body` throws.
  public func forEachRow<E: Error>(_ body: (FieldRow) throws(E) -> Void) throws(E) {
    if domain.isEmpty { return }
    var index = domain.ranges.map(\.lowerBound)
    let count = domain.ranges.last?.count ?? 1
    let stride = strides.last ?? 1
    while true {
      try body(FieldRow(index: index, position: position(of: index), count: count, stride: stride))
      var d = index.count - 2
      while d >= 0 {
        index[d] += 1
        if index[d] < domain.ranges[d].upperBound { break }
        index[d] = domain.ranges[d].lowerBound
        d -= 1
      }
      if d < 0 { return }
    }
  }

  /// Returns the index of the element that comes `n`th in canonical order, from 0.
  public func index(ofElement n: Int) -> [Int] {
    var rest = n
    var index = domain.ranges.map(\.lowerBound)
    for d in index.indices.reversed() {
      let extent = domain.ranges[d].count
      index[d] += rest % extent
      rest /= extent
    }
    return index
  }

}

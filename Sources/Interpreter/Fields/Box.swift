import StencilTypes

/// A box of index points by dimension: what is demanded of a field.
struct Box: Hashable {

  var ranges: [Dimension: Range<Int>]

  init(_ ranges: [Dimension: Range<Int>]) { self.ranges = ranges }

  init(_ domain: Domain) {
    ranges = Dictionary(uniqueKeysWithValues: zip(domain.dims, domain.ranges))
  }

  var isEmpty: Bool { ranges.values.contains(where: \.isEmpty) }

  subscript(dimension: Dimension) -> Range<Int>? {
    get { ranges[dimension] }
    set { ranges[dimension] = newValue }
  }

  /// Returns the box without the dimensions that are not in `dims`.
  func restricted(to dims: some Sequence<Dimension>) -> Box {
    let keep = Set(dims)
    return Box(ranges.filter { keep.contains($0.key) })
  }

  /// Returns the smallest box that contains `self` and `other`.
  func hull(_ other: Box) -> Box {
    Box(ranges.merging(other.ranges) { $0.hull($1) })
  }

  /// `true` iff every point of `other` lies in `self`.
  func contains(_ other: Box) -> Bool {
    other.isEmpty
      || ranges.allSatisfy { d, r in
        guard let o = other[d] else { return false }
        return r.lowerBound <= o.lowerBound && o.upperBound <= r.upperBound
      }
  }

  /// The box as a domain, dimensions in canonical order.
  var domain: Domain {
    let dims = ranges.keys.sorted()
    return Domain(dims: dims, ranges: dims.map { ranges[$0] ?? 0 ..< 0 })
  }

}

extension Range<Int> {

  /// Returns the smallest range that contains `self` and `other`.
  func hull(_ other: Range<Int>) -> Range<Int> {
    if isEmpty { return other }
    if other.isEmpty { return self }
    return Swift.min(lowerBound, other.lowerBound) ..< Swift.max(upperBound, other.upperBound)
  }

  /// Returns the range moved by `distance`.
  func shifted(by distance: Int) -> Range<Int> {
    lowerBound + distance ..< upperBound + distance
  }

}

extension Box {

  /// Returns the hulls of the points of the box inside `region` and of those outside it, each with
  /// whether all points of the hull are such points; `nil` where there are no points.
  func split(by region: Region) -> (inside: (Box, isExact: Bool)?, outside: (Box, isExact: Bool)?) {
    // Between the breaks of a region, either all points belong to it or none.
    let dims = region.dims.filter { ranges[$0] != nil }.sorted()
    var cells: [[Dimension: Range<Int>]] = [[:]]
    for d in dims {
      guard let range = ranges[d], !range.isEmpty else { return (nil, nil) }
      let inner = Set(region.breaks(along: d)).filter {
        range.lowerBound < $0 && $0 < range.upperBound
      }
      let ends = [range.lowerBound] + inner.sorted() + [range.upperBound]
      cells = cells.flatMap { cell in
        zip(ends, ends.dropFirst()).map { cell.merging([d: $0 ..< $1]) { $1 } }
      }
    }
    func hull(of part: [[Dimension: Range<Int>]]) -> (Box, isExact: Bool)? {
      guard let first = part.first else { return nil }
      let all = part.dropFirst().reduce(Box(first)) { $0.hull(Box($1)) }
      let size: ([Dimension: Range<Int>]) -> Int = { $0.values.reduce(1) { $0 * $1.count } }
      let isExact = part.reduce(0) { $0 + size($1) } == size(all.ranges)
      return (Box(ranges.merging(all.ranges) { $1 }), isExact)
    }
    let isInside = { (cell: [Dimension: Range<Int>]) in
      region.contains(cell.mapValues(\.lowerBound))
    }
    return (hull(of: cells.filter(isInside)), hull(of: cells.filter { !isInside($0) }))
  }

}

extension Box {

  /// Returns the points of the box that lie in `other`, which may have fewer dimensions.
  func clamped(to other: Box) -> Box {
    var box = self
    for (d, r) in other.ranges { box[d] = box[d]?.clamped(to: r) }
    return box
  }

}

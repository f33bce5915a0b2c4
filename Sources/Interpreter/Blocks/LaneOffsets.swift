import Diagnostics
import Fields
import StencilTypes

/// Where in a field's memory the lanes of a block are, seen from a place.
///
/// Positions count elements. They are all inside the field: lanes that are not are in `poison`.
struct LaneOffsets {

  /// The position of the first lane, if all others are added.
  var base: Int

  /// What one step along each axis adds.
  var strides: [Int]

  /// What each step along an axis adds, where that is no multiple of one stride.
  var tables: [Int: [Int]] = [:]

  /// What each lane adds besides.
  var free: [Int]?

  /// The lanes that are outside the field, or nowhere.
  var poison: Poison = .none

}

extension Block {

  /// Says why lanes are outside: at a coordinate along a dimension that covers a range.
  typealias OutsideFailure = (Dimension, Range<Int>, _ coordinate: Int) -> Failure

  /// Returns where the lanes at `place` are in `field`; throws the dimension that `place` lacks.
  func offsets(
    in field: Field, at place: Place, outside: OutsideFailure
  ) throws(MissingDimension) -> LaneOffsets {
    var search = OffsetSearch(self, in: field)
    for (i, d) in field.domain.dims.enumerated() {
      guard let c = place.coordinates[d] else { throw MissingDimension(dimension: d) }
      let side = OffsetSearch.Side(
        dimension: d, range: field.domain.ranges[i], stride: field.strides[i])
      search.add(c, along: side, outside)
    }
    return search.result(isEmpty: field.domain.isEmpty)
  }

}

/// The offsets of a block's lanes, added up dimension by dimension.
private struct OffsetSearch {

  /// What a field covers along a dimension, and what a step along it means in memory.
  struct Side {

    let dimension: Dimension
    let range: Range<Int>
    let stride: Int

    /// Returns the place of coordinate `c`, or why there is none.
    ///
    /// Coordinates that are no coordinates fail as gaps of the place do.
    func resolve(_ c: Int, _ outside: Block.OutsideFailure) -> (offset: Int, failure: Failure) {
      if range.contains(c) { return ((c - range.lowerBound) * stride, .none) }
      return (0, outside(dimension, range, c))
    }

  }

  private let block: Block
  private var offsets: LaneOffsets

  /// The lanes that are outside, side by side: where one is outside along several, the first is told.
  private var bad: [BadLanes] = []

  init(_ block: Block, in field: Field) {
    self.block = block
    offsets = LaneOffsets(
      base: field.offset, strides: [Int](repeating: 0, count: block.axes.count))
  }

  /// Adds what coordinates along `side` mean.
  mutating func add(_ c: Coordinate, along side: Side, _ outside: Block.OutsideFailure) {
    switch c {
    case .affine(let axis, let offset):
      let lanes = block.axes[axis].range.shifted(by: offset)
      if side.range.lowerBound <= lanes.lowerBound, lanes.upperBound <= side.range.upperBound {
        offsets.base += (lanes.lowerBound - side.range.lowerBound) * side.stride
        offsets.strides[axis] += side.stride
      } else {
        addTable(axis, side, outside) { lanes.lowerBound + $0 }
      }
    case .fixed(let i):
      let (offset, failure) = side.resolve(i, outside)
      offsets.base += offset
      if !failure.isNone { bad.append(.all(failure)) }
    case .along(let a): addTable(a.axis, side, outside) { Int(a.values[$0]) }
    case .free(let f): addLanes(f.values, side, outside)
    }
  }

  private mutating func addTable(
    _ axis: Int, _ side: Side, _ outside: Block.OutsideFailure, _ coordinate: (Int) -> Int
  ) {
    var table =
      offsets.tables[axis] ?? [Int](repeating: 0, count: block.axes[axis].range.count)
    var failures: [Failure]?
    for step in table.indices {
      let (offset, failure) = side.resolve(coordinate(step), outside)
      table[step] += offset
      note(failure, at: step, of: table.count, in: &failures)
    }
    offsets.tables[axis] = table
    if let failures { bad.append(.along(axis, failures)) }
  }

  private mutating func addLanes(
    _ coordinates: [Int32], _ side: Side, _ outside: Block.OutsideFailure
  ) {
    var free = offsets.free ?? [Int](repeating: 0, count: block.shape.count)
    var failures: [Failure]?
    for lane in free.indices {
      let (offset, failure) = side.resolve(Int(coordinates[lane]), outside)
      free[lane] += offset
      note(failure, at: lane, of: free.count, in: &failures)
    }
    offsets.free = free
    if let failures { bad.append(.each(failures)) }
  }

  private func note(
    _ failure: Failure, at i: Int, of count: Int, in failures: inout [Failure]?
  ) {
    guard !failure.isNone else { return }
    if failures == nil { failures = [Failure](repeating: .none, count: count) }
    failures?[i] = failure
  }

  /// Returns the offsets, with the lanes that failed as poison.
  func result(isEmpty: Bool) -> LaneOffsets {
    // In an empty field there is nothing to read: every lane failed already, and no position is
    // valid.
    var r =
      isEmpty ? LaneOffsets(base: 0, strides: offsets.strides.map { _ in 0 }) : offsets
    r.poison = block.poison(of: bad)
    return r
  }

}

extension Block {

  fileprivate func poison(of bad: [BadLanes]) -> Poison {
    if bad.isEmpty { return .none }
    if case .all(let failure) = bad[0] { return .all(failure) }
    let buffer = LaneBuffer(from: shape.pool)
    let out = buffer.lanes(of: Failure.self)
    out.update(repeating: .none, count: shape.count)
    for b in bad.reversed() {
      switch b {
      case .all(let failure): out.update(repeating: failure, count: shape.count)
      case .along(let axis, let failures):
        forEachLane(along: axis) { lane, step in
          if !failures[step].isNone { out[lane] = failures[step] }
        }
      case .each(let failures):
        for lane in failures.indices where !failures[lane].isNone { out[lane] = failures[lane] }
      }
    }
    return .lanes(buffer)
  }

}

/// Why lanes stand outside a field along one of its sides.
private enum BadLanes {
  case all(Failure)
  /// Those at each step along an axis of the block.
  case along(Int, [Failure])
  case each([Failure])
}

/// A field was to be read from a place that does not have one of its dimensions.
struct MissingDimension: Error {

  let dimension: Dimension

}

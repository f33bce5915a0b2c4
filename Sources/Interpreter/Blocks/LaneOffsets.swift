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

  /// Why places along an axis, single lanes, or all of them are outside.
  private var bad: [Int: [Failure]] = [:]
  private var badLanes: [Failure]?
  private var all: Failure?

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
      if !failure.isNone { all = failure }
    case .along(let a): addTable(a.axis, side, outside) { Int(a.values[$0]) }
    case .free(let f): addLanes(f.values, side, outside)
    }
  }

  private mutating func addTable(
    _ axis: Int, _ side: Side, _ outside: Block.OutsideFailure, _ coordinate: (Int) -> Int
  ) {
    var table =
      offsets.tables[axis] ?? [Int](repeating: 0, count: block.axes[axis].range.count)
    for step in table.indices {
      let (offset, failure) = side.resolve(coordinate(step), outside)
      table[step] += offset
      if !failure.isNone {
        bad[axis, default: [Failure](repeating: .none, count: table.count)][step] = failure
      }
    }
    offsets.tables[axis] = table
  }

  private mutating func addLanes(
    _ coordinates: [Int32], _ side: Side, _ outside: Block.OutsideFailure
  ) {
    var free = offsets.free ?? [Int](repeating: 0, count: block.shape.count)
    for lane in free.indices {
      let (offset, failure) = side.resolve(Int(coordinates[lane]), outside)
      free[lane] += offset
      if !failure.isNone {
        var lanes = badLanes ?? [Failure](repeating: .none, count: block.shape.count)
        lanes[lane] = failure
        badLanes = lanes
      }
    }
    offsets.free = free
  }

  /// Returns the offsets, with the lanes that failed as poison.
  func result(isEmpty: Bool) -> LaneOffsets {
    // In an empty field there is nothing to read: every lane failed already, and no position is
    // valid.
    var r =
      isEmpty ? LaneOffsets(base: 0, strides: offsets.strides.map { _ in 0 }) : offsets
    r.poison = block.poison(all: all, axes: bad, lanes: badLanes)
    return r
  }

}

extension Block {

  fileprivate func poison(all: Failure?, axes bad: [Int: [Failure]], lanes: [Failure]?) -> Poison {
    if let all { return .all(all) }
    if bad.isEmpty, lanes == nil { return .none }
    let buffer = LaneBuffer(from: shape.pool)
    let out = buffer.lanes(of: Failure.self)
    for i in 0 ..< shape.count { out[i] = lanes?[i] ?? .none }
    for (axis, failures) in bad {
      forEachLane(along: axis) { lane, step in
        if !failures[step].isNone { out[lane] = failures[step] }
      }
    }
    return .lanes(buffer)
  }

}

/// A field was to be read from a place that does not have one of its dimensions.
struct MissingDimension: Error {

  let dimension: Dimension

}

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
    var r = LaneOffsets(base: field.offset, strides: [Int](repeating: 0, count: axes.count))
    var bad: [Int: [Failure]] = [:]
    var badLanes: [Failure]?
    var all: Failure?
    for (i, d) in field.domain.dims.enumerated() {
      guard let c = place.coordinates[d] else { throw MissingDimension(dimension: d) }
      let range = field.domain.ranges[i]
      let stride = field.strides[i]
      // Coordinates that are no coordinates fail as gaps of the place do.
      func resolve(_ c: Int) -> (offset: Int, failure: Failure) {
        if range.contains(c) { return ((c - range.lowerBound) * stride, .none) }
        return (0, outside(d, range, c))
      }
      func add(axis: Int, _ coordinate: (Int) -> Int) {
        var table = r.tables[axis] ?? [Int](repeating: 0, count: axes[axis].range.count)
        for step in table.indices {
          let (offset, failure) = resolve(coordinate(step))
          table[step] += offset
          if !failure.isNone {
            bad[axis, default: [Failure](repeating: .none, count: table.count)][step] = failure
          }
        }
        r.tables[axis] = table
      }
      switch c {
      case .affine(let axis, let offset):
        let lanes = axes[axis].range.shifted(by: offset)
        if range.lowerBound <= lanes.lowerBound, lanes.upperBound <= range.upperBound {
          r.base += (lanes.lowerBound - range.lowerBound) * stride
          r.strides[axis] += stride
        } else {
          add(axis: axis) { lanes.lowerBound + $0 }
        }
      case .fixed(let i):
        let (offset, failure) = resolve(i)
        r.base += offset
        if !failure.isNone { all = failure }
      case .along(let a): add(axis: a.axis) { Int(a.values[$0]) }
      case .free(let f):
        var free = r.free ?? [Int](repeating: 0, count: shape.count)
        for lane in free.indices {
          let (offset, failure) = resolve(Int(f.values[lane]))
          free[lane] += offset
          if !failure.isNone {
            var lanes = badLanes ?? [Failure](repeating: .none, count: shape.count)
            lanes[lane] = failure
            badLanes = lanes
          }
        }
        r.free = free
      }
    }
    if field.domain.isEmpty {
      // There is nothing to read: every lane failed already, and no position is valid.
      r = LaneOffsets(base: 0, strides: r.strides.map { _ in 0 })
    }
    r.poison = poison(all: all, axes: bad, lanes: badLanes)
    return r
  }

  private func poison(all: Failure?, axes bad: [Int: [Failure]], lanes: [Failure]?) -> Poison {
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

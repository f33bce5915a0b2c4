import Diagnostics
import Fields
import StencilTypes

/// A box of points that are computed together, each of them a lane; the last axis varies fastest.
final class Block {

  let axes: [(dimension: Dimension, range: Range<Int>)]
  let shape: LaneShape

  /// The number of neighboring lanes with the same coordinate, for each axis.
  let laneStrides: [Int]

  /// Where the lanes stand themselves.
  let home: Place

  /// What nodes are at places, for those that are read more than once.
  var memo: [ReadKey: Value] = [:]

  private var knownCalls: KnownCalls?

  /// Returns what is known of calls on the lanes.
  func known(_ run: RunContext) -> KnownCalls {
    if let knownCalls { return knownCalls }
    let new = KnownCalls(run)
    knownCalls = new
    return new
  }

  /// Places that no other can be the same as; kept, since the memo knows them by identity.
  private var strays: [Place] = []

  private var places: [[Dimension: Coordinate]: Place] = [:]
  private var moved: [MoveKey: Coordinate] = [:]
  private var indices: [Coordinate: Lanes] = [:]

  struct ReadKey: Hashable {
    let node: ObjectIdentifier
    let place: ObjectIdentifier
  }

  private struct MoveKey: Hashable {
    let coordinate: Coordinate
    let table: String?
    let index: Int
  }

  /// Creates the block of `axes`; along the dimensions of `fixed` all lanes have one coordinate.
  init(
    axes: [(dimension: Dimension, range: Range<Int>)], fixed: [Dimension: Int] = [:],
    pool: LanePool
  ) {
    self.axes = axes
    shape = LaneShape(count: axes.reduce(1) { $0 * $1.range.count }, pool: pool)
    var strides = [Int](repeating: 1, count: axes.count)
    for i in axes.indices.dropLast().reversed() {
      strides[i] = strides[i + 1] * axes[i + 1].range.count
    }
    laneStrides = strides
    var coordinates = fixed.mapValues(Coordinate.fixed)
    for (i, a) in axes.enumerated() { coordinates[a.dimension] = .affine(axis: i, offset: 0) }
    home = Place(coordinates: coordinates)
    places[coordinates] = home
  }

  /// Returns the place with the given coordinates; the same one for the same coordinates.
  func place(at coordinates: [Dimension: Coordinate], poison: Poison = .none) -> Place {
    guard poison.isNone else {
      strays.append(Place(coordinates: coordinates, poison: poison))
      return strays[strays.count - 1]
    }
    if let p = places[coordinates] { return p }
    let p = Place(coordinates: coordinates)
    places[coordinates] = p
    return p
  }

  /// Returns the coordinates that are `distance` further.
  func moved(_ c: Coordinate, by distance: Int) -> Coordinate {
    if distance == 0 { return c }
    func move(_ values: [Int32]) -> [Int32] {
      values.map {
        NoCoordinate.contains($0)
          ? $0 : Int32(clamping: max(Int(NoCoordinate.outsideTable) + 1, Int($0) + distance))
      }
    }
    switch c {
    case .affine(let axis, let offset): return .affine(axis: axis, offset: offset + distance)
    case .fixed(let i):
      return i <= Int(NoCoordinate.outsideTable) ? c : .fixed(i + distance)
    case .along(let a):
      return memoized(MoveKey(coordinate: c, table: nil, index: distance)) {
        .along(AxisCoordinates(axis: a.axis, values: move(a.values)))
      }
    case .free(let f):
      return memoized(MoveKey(coordinate: c, table: nil, index: distance)) {
        .free(LaneCoordinates(values: move(f.values)))
      }
    }
  }

  /// Returns the coordinates of the neighbors in `column` of the table named `name`.
  func neighbor(
    _ c: Coordinate, in table: NeighborTable, named name: String, column: Int
  ) -> Coordinate {
    memoized(MoveKey(coordinate: c, table: name, index: column)) {
      switch c {
      case .affine(let axis, let offset):
        .along(
          AxisCoordinates(
            axis: axis,
            values: axes[axis].range.map { table.entry(row: $0 + offset, column: column) }))
      case .fixed(let i):
        .fixed(Int(table.entry(row: i, column: column)))
      case .along(let a):
        .along(
          AxisCoordinates(
            axis: a.axis,
            values: a.values.map { table.entry(row: Int($0), column: column) }))
      case .free(let f):
        .free(
          LaneCoordinates(values: f.values.map { table.entry(row: Int($0), column: column) }))
      }
    }
  }

  private func memoized(_ key: MoveKey, _ compute: () -> Coordinate) -> Coordinate {
    if let c = moved[key] { return c }
    let c = compute()
    moved[key] = c
    return c
  }

  /// Returns the coordinates as `int32` lanes; 0 where there is none.
  func lanes(of c: Coordinate) -> Lanes {
    if let l = indices[c] { return l }
    let l = makeLanes(of: c)
    indices[c] = l
    return l
  }

  private func makeLanes(of c: Coordinate) -> Lanes {
    if case .fixed(let i) = c { return .constant(ScalarValue(wrapping: i, as: .int32)) }
    let buffer = LaneBuffer(from: shape.pool)
    let out = buffer.lanes(of: Int32.self)
    switch c {
    case .fixed: break
    case .affine(let axis, let offset):
      let first = axes[axis].range.lowerBound + offset
      forEachLane(along: axis) { out[$0] = Int32(truncatingIfNeeded: first + $1) }
    case .along(let a):
      forEachLane(along: a.axis) {
        out[$0] = NoCoordinate.contains(a.values[$1]) ? 0 : a.values[$1]
      }
    case .free(let f):
      for lane in 0 ..< shape.count {
        out[lane] = NoCoordinate.contains(f.values[lane]) ? 0 : f.values[lane]
      }
    }
    return Lanes(kind: .int32, content: .buffer(buffer))
  }

  /// Calls `body` with each lane and its place along `axis`, counted from 0.
  @inline(__always)
  func forEachLane(along axis: Int, _ body: (_ lane: Int, _ step: Int) -> Void) {
    let stride = laneStrides[axis]
    let extent = axes[axis].range.count
    var lane = 0
    while lane < shape.count {
      for step in 0 ..< extent {
        for _ in 0 ..< stride {
          body(lane, step)
          lane += 1
        }
      }
    }
  }

  /// Returns the coordinates of `lane` along the block's axes.
  func coordinates(ofLane lane: Int) -> [Int] {
    axes.indices.map { axes[$0].range.lowerBound + lane / laneStrides[$0] % axes[$0].range.count }
  }

  /// Returns a coordinate that no lane falls below, and one that none exceeds; `nil` if unknown.
  func bounds(of c: Coordinate) -> ClosedRange<Int>? {
    switch c {
    case .affine(let axis, let offset):
      let r = axes[axis].range
      return r.isEmpty ? nil : r.lowerBound + offset ... r.upperBound + offset - 1
    case .fixed(let i): return i ... i
    case .along(let a): return closedRange(of: a.values)
    case .free(let f): return closedRange(of: f.values)
    }
  }

  private func closedRange(of values: [Int32]) -> ClosedRange<Int>? {
    let present = values.lazy.filter { !NoCoordinate.contains($0) }
    guard let low = present.min(), let high = present.max() else { return nil }
    return Int(low) ... Int(high)
  }

}

extension NeighborTable {

  /// The neighbor in `column` of `row`, or a `NoCoordinate`.
  func entry(row: Int, column: Int) -> Int32 {
    if row == Int(NoCoordinate.skipped) { return NoCoordinate.skipped }
    guard 0 ..< rowCount ~= row, 0 ..< columnCount ~= column else {
      return NoCoordinate.outsideTable
    }
    let e = entries[row * columnCount + column]
    return e == skipValue ? NoCoordinate.skipped : e
  }

}

/// The coordinates of a block's lanes along one dimension.
enum Coordinate: Hashable {

  /// The lane's coordinate along an axis of the block, and `offset` more.
  case affine(axis: Int, offset: Int)

  /// The same on all lanes.
  case fixed(Int)

  /// One for each point of an axis.
  case along(AxisCoordinates)

  /// One for each lane.
  case free(LaneCoordinates)

}

/// The entries of a coordinate list that are no coordinates.
enum NoCoordinate {

  /// The neighbor does not exist.
  static let skipped = Int32.min

  /// The neighbor table has no such row.
  static let outsideTable = Int32.min + 1

  /// `true` iff `c` stands for one of the above.
  @inline(__always) static func contains(_ c: Int32) -> Bool { c <= outsideTable }

}

/// Coordinates that depend on the place along one axis of a block.
final class AxisCoordinates: Hashable {

  let axis: Int
  let values: [Int32]

  /// Whether some are no coordinates.
  let hasGaps: Bool

  init(axis: Int, values: [Int32]) {
    self.axis = axis
    self.values = values
    hasGaps = values.contains(where: NoCoordinate.contains)
  }

  static func == (l: AxisCoordinates, r: AxisCoordinates) -> Bool { l === r }

  func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }

}

/// Coordinates that depend on the lane.
final class LaneCoordinates: Hashable {

  let values: [Int32]

  /// Whether some are no coordinates.
  let hasGaps: Bool

  init(values: [Int32]) {
    self.values = values
    hasGaps = values.contains(where: NoCoordinate.contains)
  }

  static func == (l: LaneCoordinates, r: LaneCoordinates) -> Bool { l === r }

  func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }

}

import StencilTypes

/// Where the lanes of a block stand: a coordinate along each dimension.
final class Place {

  let coordinates: [Dimension: Coordinate]

  /// The lanes that were led astray: the distance of a shift had no value there.
  let poison: Poison

  init(coordinates: [Dimension: Coordinate], poison: Poison = .none) {
    self.coordinates = coordinates
    self.poison = poison
  }

  /// Whether some lanes stand nowhere.
  var hasGaps: Bool {
    coordinates.values.contains { c in
      switch c {
      case .affine: false
      case .fixed(let i): i <= Int(NoCoordinate.outsideTable)
      case .along(let a): a.hasGaps
      case .free(let f): f.hasGaps
      }
    }
  }

}

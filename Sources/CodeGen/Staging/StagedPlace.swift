import StencilTypes

/// A coordinate: the value of `base` and `offset` more.
struct Coordinate: Hashable {

  var base: LoopOperand
  var offset = 0

  /// Whether the neighbor exists; `nil` if it does.
  var exists: LoopOperand?

  /// Whether the table has the row; `nil` if it does.
  var hasRow: LoopOperand?

}

/// Where something is read: a coordinate along each dimension.
struct StagedPlace: Hashable {

  var coordinates: [Dimension: Coordinate]

  /// Why nothing is there; `nil` if something is.
  var poison: LoopOperand?

  /// How it was reached, while stencils are looked at.
  var steps: [PlaceStep] = []

}

/// One shift, as it is written.
struct PlaceStep: Hashable {

  let tag: String

  /// The distance or the number of the neighbor; `nil` if it is computed.
  let index: Int?

}

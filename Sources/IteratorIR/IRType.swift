import StencilTypes

/// The type of an ITIR expression.
public indirect enum IRType: Hashable, Sendable {

  case scalar(ScalarKind)

  /// The values at the neighbors of one point; `nil` for a constant list, which fits any.
  case list(IRType, Dimension?)

  case tuple([IRType])

  /// A field on `dims`; its element is a scalar, or a list for a sparse field.
  case field(dims: [Dimension], element: IRType)

  /// What a stencil reads: a place among `position` dimensions in data on `defined` dimensions.
  case iterator(position: [Dimension]?, defined: [Dimension], element: IRType)

  case domain([Dimension])
  case namedRange(Dimension)
  case axis(Dimension)
  case offset
  case function(parameters: [IRType], result: IRType)

}

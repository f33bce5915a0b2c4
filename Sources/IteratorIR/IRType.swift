import StencilTypes

/// The type of an ITIR expression.
///
/// What holds others, or much, stands apart, so that a type is one word: most are scalars.
public enum IRType: Hashable, Sendable {

  case scalar(ScalarKind)

  /// The values at the neighbors of one point; `nil` for a constant list, which fits any.
  indirect case list(IRType, Dimension?)

  case tuple([IRType])

  /// A field on `dims`; its element is a scalar, or a list for a sparse field.
  indirect case field(dims: [Dimension], element: IRType)

  /// What a stencil reads: a place among `position` dimensions in data on `defined` dimensions.
  indirect case iterator(position: [Dimension]?, defined: [Dimension], element: IRType)

  case domain([Dimension])
  indirect case namedRange(Dimension)
  indirect case axis(Dimension)
  case offset
  indirect case function(parameters: [IRType], result: IRType)

}

import StencilTypes

/// What a parameter of a program is given: the values that come back after a call.
public indirect enum ArgumentValue: Sendable {

  case scalar(ScalarValue)
  case field(Field)
  case tuple([ArgumentValue])

  /// The scalars and fields in it, from left to right.
  public var leaves: [ArgumentValue] {
    switch self {
    case .scalar, .field: [self]
    case .tuple(let e): e.flatMap(\.leaves)
    }
  }

}

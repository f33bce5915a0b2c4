import StencilTypes

/// What is known of an argument before its values are.
public indirect enum ArgumentOutline: Sendable {

  case scalar(ScalarValue)

  /// A scalar of this type whose value is not known: what it decides counts each way.
  case unknown(ScalarKind)

  /// A field on this domain; `nil` if it is not known yet.
  case field(Domain?)

  case tuple([ArgumentOutline])

  /// Creates the outline of `value`.
  public init(_ value: ArgumentValue) {
    switch value {
    case .scalar(let v): self = .scalar(v)
    case .field(let f): self = .field(f.domain)
    case .tuple(let e): self = .tuple(e.map(ArgumentOutline.init))
    }
  }

}

import StencilTypes

/// The type of a value in a random program.
indirect enum SampleType: Hashable, Sendable {

  case scalar(ScalarKind)

  /// A field on the dimensions of these names, in canonical order.
  case field([String], ScalarKind)

  case tuple([SampleType])

  /// The type as an annotation.
  var text: String {
    switch self {
    case .scalar(let kind): "\(kind)"
    case .field(let dims, let kind): "Field[[\(dims.joined(separator: ", "))], \(kind)]"
    case .tuple(let parts): "tuple[\(parts.map(\.text).joined(separator: ", "))]"
    }
  }

  /// The scalars and fields in it, in order.
  var leaves: [SampleType] {
    if case .tuple(let parts) = self { parts.flatMap(\.leaves) } else { [self] }
  }

  /// `true` iff no field is in it.
  var isScalar: Bool { leaves.allSatisfy { $0.dims == nil } }

  /// Returns the type with fields on `dims` for the scalars.
  func spread(over dims: [String]) -> SampleType {
    switch self {
    case .scalar(let kind): .field(dims, kind)
    case .field: self
    case .tuple(let parts): .tuple(parts.map { $0.spread(over: dims) })
    }
  }

  /// The dimensions of a field.
  var dims: [String]? {
    if case .field(let dims, _) = self { dims } else { nil }
  }

}

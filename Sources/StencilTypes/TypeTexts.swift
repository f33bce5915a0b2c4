/// Returns how two different types are written in one message: if they would read the same, with
/// the kinds of their dimensions.
public func texts(_ a: DataType, _ b: DataType) -> (String, String) {
  let short = (a.description, b.description)
  return a == b || short.0 != short.1 ? short : (a.textWithKinds, b.textWithKinds)
}

/// Returns how the names of two different lists of dimensions are written in one message.
public func texts(_ a: [Dimension], _ b: [Dimension]) -> (String, String) {
  let short = (a.map(\.name), b.map(\.name))
  let isClear = a == b || short.0 != short.1
  return (
    (isClear ? short.0 : a.map(\.description)).joined(separator: ", "),
    (isClear ? short.1 : b.map(\.description)).joined(separator: ", ")
  )
}

/// Returns two dimensions of `dims` that no field has both: of one name and different kinds, or one
/// the staggered counterpart of the other.
public func conflict(in dims: [Dimension]) -> (Dimension, Dimension)? {
  for (i, a) in dims.enumerated() {
    for b in dims[(i + 1)...] where a != b && a.unstaggered.name == b.unstaggered.name {
      return (a, b)
    }
  }
  return nil
}

extension DataType {

  /// The type with the kinds of all dimensions: `Field[[I[vertical]], float64]`.
  fileprivate var textWithKinds: String {
    switch self {
    case .scalar(let kind): kind.description
    case .field(let f): "Field[[\(f.dims.map(\.description).joined(separator: ", "))], \(f.dtype)]"
    case .tuple(let e): "tuple[\(e.map(\.textWithKinds).joined(separator: ", "))]"
    case .named(let n):
      "\(n.name){\(n.members.map { "\($0.name): \($0.type.textWithKinds)" }.joined(separator: ", "))}"
    }
  }

}

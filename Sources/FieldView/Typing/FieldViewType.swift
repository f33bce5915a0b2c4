import StencilTypes

/// The type of an expression inside a field operator or a program.
public enum FieldViewType: Hashable, Sendable {

  /// Fields, scalars, tuples and named collections of them.
  case data(DataType)

  case dimension(Dimension)

  /// Where a dimension satisfies a condition: `K < 3`.
  case domain([Dimension])

  /// Unknown because of a mistake, which was reported.
  case error

  /// The data type; `nil` for the others.
  public var data: DataType? {
    guard case .data(let d) = self else { return nil }
    return d
  }

}

extension FieldViewType: CustomStringConvertible {

  public var description: String {
    switch self {
    case .data(let d): d.description
    case .dimension(let d): "Dimension '\(d)'"
    case .domain(let d): "Domain[\(d.map(\.name).joined(separator: ", "))]"
    case .error: "unknown"
    }
  }

}

/// Returns how two different types are written in one message.
func texts(_ a: FieldViewType, _ b: FieldViewType) -> (String, String) {
  if let x = a.data, let y = b.data { return texts(x, y) }
  return (a.description, b.description)
}

extension DataType {

  /// The type of elements of a scalar or a field; `nil` for tuples.
  var dtype: ScalarKind? {
    switch self {
    case .scalar(let k): k
    case .field(let f): f.dtype
    case .tuple, .named: nil
    }
  }

  /// The dimensions of a field; none for a scalar; `nil` for tuples.
  var dims: [Dimension]? {
    switch self {
    case .scalar: []
    case .field(let f): f.dims
    case .tuple, .named: nil
    }
  }

  var isField: Bool {
    if case .field = self { true } else { false }
  }

  /// `true` iff a leaf is a sparse field.
  var containsSparseField: Bool {
    leaves.contains { $0.dims?.contains { $0.kind == .local } ?? false }
  }

  /// Returns the type with each leaf replaced.
  func mapLeaves(_ transform: (DataType) -> DataType) -> DataType {
    switch self {
    case .scalar, .field: transform(self)
    case .tuple(let e): .tuple(e.map { $0.mapLeaves(transform) })
    case .named(let n):
      .named(
        NamedCollectionType(
          name: n.name,
          members: n.members.map { .init(name: $0.name, type: $0.type.mapLeaves(transform)) }))
    }
  }

  /// Returns the scalar or field type with `kind` as type of elements.
  func with(dtype kind: ScalarKind) -> DataType {
    switch self {
    case .scalar: .scalar(kind)
    case .field(let f): .field(f.dims, kind)
    case .tuple, .named: self
    }
  }

}

/// Returns the type of an elementwise operation on `types`, scalars and fields of one dtype: on all
/// of their dimensions; `nil` if the dtypes differ, or if there are two local
/// dimensions, or a dimension and its staggered counterpart.
func promote(_ types: [DataType]) -> DataType? {
  let kinds = Set(types.map(\.dtype))
  guard kinds.count == 1, let kind = kinds.first, let kind else { return nil }
  guard types.contains(where: \.isField) else { return .scalar(kind) }
  let dims = StencilTypes.promote(types.map { $0.dims ?? [] })
  return dims.count { $0.kind == .local } > 1 || conflict(in: dims) != nil
    ? nil : .field(dims, kind)
}

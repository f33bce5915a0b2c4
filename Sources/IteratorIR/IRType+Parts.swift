import StencilTypes

extension IRType {

  /// Creates the type that data of `type` has in a program.
  ///
  /// The local dimension of a sparse field becomes part of its element.
  public init(_ type: DataType) {
    switch type {
    case .scalar(let k): self = .scalar(k)
    case .field(let f):
      let dims = f.dims.filter { $0.kind != .local }
      let element = IRType.scalar(f.dtype)
      self = .field(dims: dims, element: f.localDim.map { .list(element, $0) } ?? element)
    case .tuple, .named: self = .tuple((type.elements ?? []).map { IRType($0) })
    }
  }

  /// The parts that are no tuples, from left to right.
  public var leaves: [IRType] {
    if case .tuple(let elements) = self { elements.flatMap(\.leaves) } else { [self] }
  }

  /// The dimensions of a field; none for the others.
  public var dims: [Dimension] {
    if case .field(let dims, _) = self { dims } else { [] }
  }

  /// What a field is made of; a scalar or a list itself.
  public var element: IRType {
    if case .field(_, let element) = self { element } else { self }
  }

  /// Returns the type with each leaf replaced.
  func mapLeaves<E: Error>(_ transform: (IRType) throws(E) -> IRType) throws(E) -> IRType {
    guard case .tuple(let elements) = self else { return try transform(self) }
    var results: [IRType] = []
    for e in elements { results.append(try e.mapLeaves(transform)) }
    return .tuple(results)
  }

}

extension IRType: CustomStringConvertible {

  public var description: String {
    switch self {
    case .scalar(let k): k.description
    case .list(let element, let dim): "List[\(element)\(dim.map { ", \($0.name)" } ?? "")]"
    case .tuple(let elements): "tuple[\(names(elements))]"
    case .field(let dims, let element): "Field[[\(names(dims))], \(element)]"
    case .iterator(let position, let defined, let element):
      "Iterator[\(position.map { "[\(names($0))]" } ?? "?"), [\(names(defined))], \(element)]"
    case .domain(let dims): "Domain[\(names(dims))]"
    case .namedRange(let dim): "NamedRange[\(dim.name)]"
    case .axis(let dim): "Dimension[\(dim.name)]"
    case .offset: "Offset"
    case .function(let parameters, let result): "(\(names(parameters))) → \(result)"
    }
  }

}

private func names(_ dims: [Dimension]) -> String { dims.map(\.name).joined(separator: ", ") }

private func names(_ types: [IRType]) -> String {
  types.map(\.description).joined(separator: ", ")
}

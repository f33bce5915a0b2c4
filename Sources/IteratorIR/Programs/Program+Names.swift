import StencilTypes

// The names that a program uses.

extension Program {

  /// The names of what statements write: parameters and temporaries.
  public var writtenNames: Set<Symbol> {
    assignments.reduce(into: []) { $0.formUnion($1.target.freeNames) }
  }

  /// The offsets that shifts may name: those that are declared, the implicit one of each dimension,
  /// and those of `tables`, by their names: sparse fields have neighbors by tables that the program
  /// need not name.
  public func offsets(knowing tables: [String: FieldOffset]) -> [String: FieldOffset] {
    var result = offsets
    let dims =
      parameters.flatMap { $0.type.leaves }.flatMap(\.dims)
      + offsets.sorted { $0.key < $1.key }.flatMap { [$0.value.source] + $0.value.target }
    for d in dims where d.kind != .local && result[d.implicitOffsetName] == nil {
      result[d.implicitOffsetName] = FieldOffset(d.implicitOffsetName, source: d, target: [d])
    }
    return result.merging(tables) { declared, _ in declared }
  }

}

extension DataType {

  /// The dimensions of a field; none for anything else.
  fileprivate var dims: [Dimension] {
    switch self {
    case .field(let f): f.dims
    case .scalar, .tuple, .named: []
    }
  }

}

import IteratorIR

extension DomainWalk {

  /// Returns the let `e` with its body and its values visited.
  mutating func visitLet(
    _ e: Expr, _ demand: NeededPoints, _ context: inout PassContext
  ) throws -> Expr {
    guard let (names, values, body) = e.asLet, case .call(let function, _) = e.kind else {
      return e
    }
    let scalars = Dictionary(
      zip(names, values).filter { mayBeInBound($0.1) }, uniquingKeysWith: { a, _ in a })
    // Demands that mention a name of the same kind from further out are kept apart.
    let outer = scalars.keys.contains { mentioned.contains($0) } ? demands : nil
    if outer != nil { demands = demands.mapValues { _ in .nothing } }
    let hidden = names.map { demands.updateValue(.nothing, forKey: $0) }
    let newBody = try context.inChild(0) {
      try $0.inChild(0) { try visit(body, demand, &$0) }
    }
    if scalars.keys.contains(where: { mentioned.contains($0) }) {
      // Outside of the let its names mean nothing.
      demands = demands.mapValues { $0.substituting(scalars, free) }
      if outer == nil { mentioned.subtract(scalars.keys) }
      for v in scalars.values { mentioned.formUnion(free.names(of: v)) }
    }
    let needed = names.map { demands[$0] ?? .nothing }
    for (n, d) in zip(names, hidden) { demands[n] = d }
    if let outer { demands.merge(outer) { $0.union($1) } }

    var isChanged = !newBody.isIdentical(to: body)
    var newValues: [Expr] = []
    for (i, (v, d)) in zip(values, needed).enumerated() {
      let new = try context.inChild(i + 1) { try visit(v, d, &$0) }
      isChanged = isChanged || !new.isIdentical(to: v)
      newValues.append(new)
    }
    guard isChanged else { return e }
    return Expr(.lambda(names, newBody), at: function.span).applied(to: newValues, at: e.span)
  }

  /// `true` iff a domain can be bounded by the value: it is made of scalars.
  private func mayBeInBound(_ value: Expr) -> Bool {
    if case .lambda = value.kind { return false }
    guard let type = types[value] else { return true }
    return type.leaves.allSatisfy { if case .scalar = $0 { true } else { false } }
  }

}

extension NeededPoints {

  /// Returns the demand with `values` in place of names in its bounds.
  fileprivate func substituting(_ values: [Symbol: Expr], _ free: FreeNames) -> NeededPoints {
    func bound(_ b: SymbolicBound) -> SymbolicBound {
      let e = b.expr
      return free.names(of: e).contains { values[$0] != nil }
        ? SymbolicBound(e.substituting(values, free: free)) : b
    }
    func range(_ r: SymbolicRange) -> SymbolicRange {
      SymbolicRange(bound(r.lower), bound(r.upper))
    }
    return mapPoints { points in
      Points(
        domain: SymbolicDomain(points.domain.ranges.mapValues(range)),
        column: points.column.map(range))
    }
  }

}

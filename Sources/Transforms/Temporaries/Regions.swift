import IteratorIR

extension Expr {

  /// Returns the stencil with both branches of each choice that depends on `coordinates` alone, its
  /// iterators of coordinates and of scalars, needed at every point.
  ///
  /// Such a choice was made by region, and the domains of what it reads are cut to the region: all
  /// of their points are needed.
  func needingBothRegions(_ coordinates: Set<Symbol>) -> Expr {
    if coordinates.isEmpty { return self }
    if let scan = arguments(of: .scan), let pass = scan.first {
      return .call(
        .scan, arguments: [pass.needingBothRegions(coordinates)] + scan.dropFirst())
    }
    guard case .lambda(let parameters, let body) = kind else { return self }
    return Expr(.lambda(parameters, body.resolved(coordinates).expr), at: span)
  }

  /// The result, and whether it depends on nothing but `coordinates`.
  private func resolved(_ coordinates: Set<Symbol>) -> (expr: Expr, isKnown: Bool) {
    switch kind {
    case .reference(let name): return (self, coordinates.contains(name))
    case .builtin, .literal, .typeName, .infinity, .offset, .axis: return (self, true)
    case .lambda(let parameters, let body):
      let new = body.resolved(coordinates.subtracting(parameters))
      return (
        new.expr.isIdentical(to: body) ? self : Expr(.lambda(parameters, new.expr), at: span),
        new.isKnown
      )
    case .call:
      if let (names, values, body) = asLet {
        let new = values.map { $0.resolved(coordinates) }
        let known = zip(names, new).filter(\.1.isKnown).map(\.0)
        let inner = body.resolved(coordinates.subtracting(names).union(known))
        return (
          Expr(.lambda(names, inner.expr)).applied(to: new.map(\.expr), at: span), inner.isKnown
        )
      }
      var isKnown = true
      var parts: [Bool] = []
      let new = mapChildren { c in
        let (e, known) = c.resolved(coordinates)
        parts.append(known)
        isKnown = isKnown && known
        return e
      }
      if let a = new.arguments(of: .if), a.count == 3, parts[1] {
        return (.tuple(a, at: span), isKnown)
      }
      return (new, isKnown)
    }
  }

}

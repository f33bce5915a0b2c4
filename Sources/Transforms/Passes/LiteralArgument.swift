import IteratorIR

extension Rule {

  /// What a stencil reads everywhere as one literal need not be an argument.
  static let literalArgument = Rule(
    "literal-argument",
    "as_fieldop(λ(a, n) → ·a × ·n)(f, 4.0) ⇒ as_fieldop(λ(a) → ·a × 4.0)(f)",
    except: "where n is shifted or passed on, and for the last argument of a stencil",
    mentions: [.asFieldop]
  ) { e, _ in
    guard case .call(let fieldop, var arguments) = e.kind, arguments.count > 1,
      let a = fieldop.arguments(of: .asFieldop), let stencil = a.first
    else { return .miss(.otherForm) }
    for (i, literal) in arguments.enumerated() where literal.literalValue != nil {
      guard let reading = reading(literal, instead: i, in: stencil) else { continue }
      arguments.remove(at: i)
      return .match(
        Expr.call(.asFieldop, arguments: [reading] + a.dropFirst(), at: fieldop.span).applied(
          to: arguments, at: e.span), literals: [literal])
    }
    return .miss(.otherForm)
  }

}

/// Returns `stencil`, or the scan that it is, with `literal` where it reads its argument `i`, which
/// is gone; `nil` if it does something else with it.
private func reading(_ literal: Expr, instead i: Int, in stencil: Expr) -> Expr? {
  if let scan = stencil.arguments(of: .scan), scan.count == 3 {
    guard let pass = reading(literal, instead: i + 1, in: scan[0]) else { return nil }
    return .call(.scan, pass, scan[1], scan[2], at: stencil.span)
  }
  guard case .lambda(var parameters, let body) = stencil.kind, parameters.indices.contains(i),
    let newBody = body.replacingReads(of: parameters[i], with: literal)
  else { return nil }
  parameters.remove(at: i)
  return Expr(.lambda(parameters, newBody), at: stencil.span)
}

extension Expr {

  /// Returns `self` with `·name` replaced; `nil` if the name is used in another way.
  fileprivate func replacingReads(of name: Symbol, with literal: Expr) -> Expr? {
    switch kind {
    case .reference(let n): return n == name ? nil : self
    case .lambda(let parameters, _) where parameters.contains(name): return self
    case .builtin, .literal, .typeName, .infinity, .offset, .axis: return self
    case .lambda, .call:
      if let it = arguments(of: .deref)?.first, case .reference(name) = it.kind { return literal }
      do {
        return try mapChildren { (child) throws(UsedOtherwise) in
          guard let new = child.replacingReads(of: name, with: literal) else {
            throw UsedOtherwise()
          }
          return new
        }
      } catch {
        return nil
      }
    }
  }

}

private struct UsedOtherwise: Error {}

import IteratorIR
import StencilTypes

extension Pass {

  /// Writes comparisons of dimensions as domains.
  ///
  ///     K < n  ⇒  c⟨ K: [-∞, n[ ⟩
  ///     K != n  ⇒  c⟨ K: [-∞, n[ ⟩ ∨ c⟨ K: [n + 1, ∞[ ⟩
  public static let inferDomainOps = Pass(
    "infer_domain_ops", "Writes comparisons of dimensions as domains.",
    applying: [.compareDimension])

  /// Joins the domains of a condition.
  ///
  ///     c⟨ K: [1, ∞[ ⟩ ∧ c⟨ K: [-∞, n[ ⟩  ⇒  c⟨ K: [1, n[ ⟩
  ///
  /// Does nothing to `∨`: what it holds is no box.
  public static let canonicalizeDomainArgument = Pass(
    "canonicalize_domain_argument", "Joins the domains of a condition.",
    applying: [.joinDomains])

}

extension Rule {

  static let compareDimension = Rule(
    "compare-dimension", "K < n ⇒ c⟨ K: [-∞, n[ ⟩, and so for the other comparisons",
    heads: [.less, .lessEqual, .greater, .greaterEqual, .eq, .notEq]
  ) { e, _ in
    guard case (.scalar(.comparison(let comparison)), let a)? = e.builtinCall, a.count == 2 else {
      return .miss(.otherForm)
    }
    var box: Expr?
    if case .axis = a[0].kind {
      box = domain(of: a[0], comparison, a[1])
    } else if case .axis = a[1].kind {
      box = domain(of: a[1], comparison.flipped, a[0])
    }
    return box.map { .match($0) } ?? .miss(.otherForm)
  }

  static let joinDomains = Rule(
    "join-domains", "c⟨ K: [1, ∞[ ⟩ ∧ c⟨ K: [-∞, n[ ⟩ ⇒ c⟨ K: [1, n[ ⟩", heads: [.and]
  ) { e, _ in
    guard let a = e.arguments(of: .and), a.count == 2, let l = SymbolicDomain(a[0]),
      let r = SymbolicDomain(a[1]), let builtin = a[0].builtinCall?.builtin
    else { return .miss(.otherForm) }
    return .match(l.common(r).expr(builtin))
  }

}

/// Returns the points whose coordinate along `axis` compares with `bound`.
private func domain(of axis: Expr, _ comparison: Comparison, _ bound: Expr) -> Expr {
  func box(_ lower: Expr?, _ upper: Expr?) -> Expr {
    .call(
      .cartesianDomain,
      .call(
        .namedRange, axis, lower ?? Expr(.infinity(negative: true)),
        upper ?? Expr(.infinity(negative: false))))
  }
  let next = (SymbolicBound(bound) + 1).expr
  return switch comparison {
  case .less: box(nil, bound)
  case .lessEqual: box(nil, next)
  case .greater: box(next, nil)
  case .greaterEqual: box(bound, nil)
  case .equal: box(bound, next)
  case .notEqual: .call(.or, box(nil, bound), box(next, nil))
  }
}

import IteratorIR

extension Pass {

  /// Replaces reads of lifted stencils by calls of the stencils.
  ///
  ///     ·(↑f)(a, b)  ⇒  f(a, b)
  public static let inlineLifts = Pass(
    "inline_lifts", "Replaces reads of lifted stencils by calls of the stencils.",
    applying: [.shiftLift, .derefLift, .canDerefLift])

}

extension Rule {

  static let shiftLift = Rule(
    "shift-lift", "⟪o⟫((↑f)(a, b)) ⇒ (↑f)(⟪o⟫(a), ⟪o⟫(b))", mentions: [.lift]
  ) { e in
    guard let (offsets, it) = e.appliedShift, let (_, arguments) = it.appliedLift,
      case .call(let lifted, _) = it.kind
    else { return .miss(.otherForm) }
    let shift = Expr.call(.shift, arguments: offsets)
    return .match(lifted.applied(to: arguments.map { shift.applied(to: [$0]) }, at: e.span))
  }

  static let derefLift = Rule(
    "deref-lift", "·(↑f)(a, b) ⇒ f(a, b)", heads: [.deref], mentions: [.lift]
  ) { e in
    guard let (stencil, arguments) = e.arguments(of: .deref)?.first?.appliedLift else {
      return .miss(.otherForm)
    }
    return .match(stencil.applied(to: arguments, at: e.span))
  }

  static let canDerefLift = Rule(
    "can-deref-lift", "can_deref((↑f)(a, b)) ⇒ can_deref(a) ∧ can_deref(b)", heads: [.canDeref],
    mentions: [.lift]
  ) { e in
    guard let (_, arguments) = e.arguments(of: .canDeref)?.first?.appliedLift else {
      return .miss(.otherForm)
    }
    let parts = arguments.map { Expr.call(.canDeref, $0) }
    guard let first = parts.first else { return .match(.boolean(true, at: e.span)) }
    return .match(parts.dropFirst().reduce(first) { .call(.and, $0, $1) })
  }

}

extension Expr {

  /// The stencil and the iterators if `self` is `(↑f)(a, b)`.
  var appliedLift: (stencil: Expr, arguments: [Expr])? {
    guard case .call(let f, let arguments) = kind, let stencil = f.arguments(of: .lift)?.first
    else { return nil }
    return (stencil, arguments)
  }

}

import IteratorIR

extension Pass {

  /// Joins shifts of shifts.
  ///
  ///     ⟪b⟫(⟪a⟫(it))  ⇒  ⟪a, b⟫(it)
  public static let normalizeShifts = Pass(
    "normalize_shifts", "Joins shifts of shifts.", applying: [.joinShifts])

}

extension Rule {

  static let joinShifts = Rule("join-shifts", "⟪b⟫(⟪a⟫(it)) ⇒ ⟪a, b⟫(it)", mentions: [.shift]) {
    e, _ in
    guard let (outer, shifted) = e.appliedShift, let (inner, it) = shifted.appliedShift else {
      return .miss(.otherForm)
    }
    return .match(.call(.shift, arguments: inner + outer).applied(to: [it], at: e.span))
  }

}

extension Expr {

  /// The tags and distances, and the iterator, if `self` is `⟪a⟫(it)`.
  var appliedShift: (offsets: [Expr], iterator: Expr)? {
    guard case .call(let f, let it) = kind, it.count == 1, let a = f.arguments(of: .shift) else {
      return nil
    }
    return (a, it[0])
  }

}

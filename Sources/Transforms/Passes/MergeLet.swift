import IteratorIR

extension Pass {

  /// Merges nested lets that do not depend on each other.
  ///
  ///     let a = x; let b = y; e  ⇒  let a = x, b = y; e
  ///
  /// Does nothing if `y` uses `a`, if `x` uses `b`, or if both lets bind the same name.
  public static let mergeLet = Pass(
    "merge_let", "Merges nested lets that do not depend on each other.", rules: [.mergeLet]
  ) { program, context in
    return try context.mapExpressions(of: program) { try mergeLets(in: $0, &$1) }
  }

}

extension Rule {

  static let mergeLet = Rule(
    "merge-let", "let a = x; let b = y; e ⇒ let a = x, b = y; e",
    except: "where y uses a, or x uses b")

}

/// Returns `e` with each row of independent lets merged into one, from the outside inward.
private func mergeLets(in e: Expr, _ context: inout PassContext) throws -> Expr {
  guard e.containsLet else { return e }
  var e = e
  if let merged = mergedLets(e) { e = context.replace(e, with: merged, by: .mergeLet) }
  return try context.mapChildren(e) { try mergeLets(in: $0, &$1) }
}

/// Returns the let `e` with as many as possible of the lets that follow it taken in; `nil` if none.
private func mergedLets(_ e: Expr) -> Expr? {
  guard var (names, values, body) = e.asLet, !names.isEmpty else { return nil }
  var bound = Set(names)
  var used = Set<Symbol>()
  values.forEach { $0.collectReferences(into: &used) }
  let count = names.count
  while let (newNames, newValues, newBody) = body.asLet, !newNames.isEmpty {
    var newUsed = Set<Symbol>()
    newValues.forEach { $0.collectReferences(into: &newUsed) }
    guard newUsed.isDisjoint(with: bound), used.isDisjoint(with: newNames),
      bound.isDisjoint(with: newNames)
    else { break }
    names += newNames
    values += newValues
    bound.formUnion(newNames)
    used.formUnion(newUsed)
    body = newBody
  }
  if names.count == count { return nil }
  return Expr(.lambda(names, body), at: e.span).applied(to: values, at: e.span)
}

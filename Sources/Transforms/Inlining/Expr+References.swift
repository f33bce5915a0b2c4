import IteratorIR

extension Expr {

  /// Adds the names of all references in `self` to `names`, whatever binds them.
  func collectReferences(into names: inout Set<Symbol>) {
    if case .reference(let n) = kind { names.insert(n) }
    for c in children { c.collectReferences(into: &names) }
  }

}

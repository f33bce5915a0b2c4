import IteratorIR

extension Pass {

  /// Removes choices by region that always choose the same.
  ///
  ///     concat_where(d, a, a)  ⇒  a
  ///     concat_where(d, a, b)  ⇒  a, where all points that are needed lie in d
  ///     concat_where(d, a, b)  ⇒  b, where no point that is needed lies in d
  ///
  /// Does nothing where the field that is left has fewer dimensions than the choice.
  public static let pruneEmptyConcatWhere = Pass(
    "prune_empty_concat_where", "Removes choices by region that always choose the same.",
    rules: [.pruneEqualBranches, .pruneFullRegion, .pruneEmptyRegion]
  ) { program, context in
    guard program.builtins.contains(.concatWhere) else { return program }
    return try DomainWalk.run(on: program, &context) { e, place, context in
      guard let a = e.arguments(of: .concatWhere), a.count == 3 else { return e }
      let (rule, branch): (Rule, Expr)
      if a[1] == a[2] {
        (rule, branch) = (.pruneEqualBranches, a[1])
      } else if let isInside = place.domain.lies(in: a[0]) {
        (rule, branch) = isInside ? (.pruneFullRegion, a[1]) : (.pruneEmptyRegion, a[2])
      } else {
        return e
      }
      guard a[1] == a[2] || place.types[branch] == place.types[e] else {
        return e
      }
      return context.replace(e, with: branch, by: rule)
    }
  }

}

extension Rule {

  static let pruneEqualBranches = Rule("prune-equal-branches", "concat_where(d, a, a) ⇒ a")

  static let pruneFullRegion = Rule(
    "prune-full-region", "concat_where(d, a, b) ⇒ a, where all points lie in d")

  static let pruneEmptyRegion = Rule(
    "prune-empty-region", "concat_where(d, a, b) ⇒ b, where no point lies in d")

}

extension SymbolicDomain {

  /// Returns `true` if all points of the box lie in the region that `domain` means, `false` if none
  /// does, and `nil` if that is not certain.
  fileprivate func lies(in domain: Expr) -> Bool? {
    for (b, decisive) in [(Builtin.and, false), (.or, true)] {
      guard let a = domain.arguments(of: b), a.count == 2 else { continue }
      let (l, r) = (lies(in: a[0]), lies(in: a[1]))
      return l == decisive || r == decisive ? decisive : l == nil || r == nil ? nil : !decisive
    }
    guard let region = SymbolicDomain(domain) else { return nil }
    if region.contains(self) { return true }
    return intersection(region).isEmpty && !isEmpty ? false : nil
  }

}

import IteratorIR

extension Pass {

  /// Removes choices by region that always choose the same.
  ///
  ///     concat_where(d, a, a)  ⇒  a
  ///     concat_where(d, a, b)  ⇒  b, where no point that is needed lies in d
  public static let pruneEmptyConcatWhere = Pass(
    "prune_empty_concat_where", "Removes choices by region that always choose the same.",
    rules: [.pruneEqualBranches, .pruneEmptyRegion]
  ) { program, context in
    guard program.calls(.concatWhere) else { return program }
    return try DomainWalk.run(on: program, &context) { e, place, context in
      guard let a = e.arguments(of: .concatWhere), a.count == 3,
        place.types[a[1]] == place.types[e]
          || a[1] == a[2]
      else { return e }
      if a[1] == a[2], context.allows(Rule.pruneEqualBranches.name) {
        return context.replace(e, with: a[1], by: Rule.pruneEqualBranches.name)
      }
      guard let region = SymbolicDomain(a[0]), context.allows(Rule.pruneEmptyRegion.name) else {
        return e
      }
      if place.domain.intersection(region).isEmpty, !place.domain.isEmpty {
        return context.replace(e, with: a[2], by: Rule.pruneEmptyRegion.name)
      }
      return e
    }
  }

}

extension Rule {

  static let pruneEqualBranches = Rule("prune-equal-branches", "concat_where(d, a, a) ⇒ a")

  static let pruneEmptyRegion = Rule(
    "prune-empty-region", "concat_where(d, a, b) ⇒ b, where no point lies in d")

}

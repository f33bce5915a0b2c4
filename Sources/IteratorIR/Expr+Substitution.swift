import HashTreeCollections

extension Expr {

  /// Returns the expression with `replacements` in place of free names.
  ///
  /// Names in replacements keep their meaning: a lambda that would bind one of them has its
  /// parameter renamed, by `_` behind its name. `free` can be shared by calls on parts of one tree.
  public func substituting(
    _ replacements: [Symbol: Expr], free: FreeNames = FreeNames()
  ) -> Expr {
    let substitution = Substitution(
      replacements: TreeDictionary(uniqueKeysWithValues: replacements.map { ($0, $1) }))
    return substitution.apply(to: self, free)
  }

  /// Returns the expression with other names in place of free ones.
  public func renaming(_ names: [Symbol: Symbol]) -> Expr {
    substituting(names.mapValues { Expr(.reference($0)) })
  }

}

extension Symbol {

  /// Returns a name like this one that is not taken: with up to three `_` behind it, or a number.
  ///
  /// Complexity: O(log *n*) questions where *n* such names are taken.
  public func fresh(where isTaken: (Symbol) -> Bool) -> Symbol {
    var name = self
    for _ in 0 ... 3 {
      if !isTaken(name) { return name }
      name = Symbol(name.name + "_")
    }
    func numbered(_ n: Int) -> Symbol { Symbol("\(self.name)_\(n)") }
    var (taken, free) = (3, 4)
    while isTaken(numbered(free)) { (taken, free) = (free, 2 * free) }
    while free - taken > 1 {
      let middle = (taken + free) / 2
      if isTaken(numbered(middle)) { taken = middle } else { free = middle }
    }
    return numbered(free)
  }

}

private struct Substitution {

  var replacements: TreeDictionary<Symbol, Expr>

  func apply(to e: Expr, _ free: FreeNames) -> Expr {
    let names = free.names(of: e)
    if !replacements.keys.contains(where: names.contains) { return e }
    switch e.kind {
    case .reference(let name): return replacements[name] ?? e
    case .lambda(let parameters, let body):
      var inner = self
      for p in parameters { inner.replacements[p] = nil }
      let renamed = inner.avoidCapture(by: parameters, in: free.names(of: body), free)
      return Expr(.lambda(renamed, inner.apply(to: body, free)), at: e.span)
    case .call, .builtin, .literal, .typeName, .infinity, .offset, .axis:
      return e.mapChildren { apply(to: $0, free) }
    }
  }

  /// Returns `parameters` under names that no replacement in a body with the free `names` uses.
  private mutating func avoidCapture(
    by parameters: [Symbol], in names: TreeSet<Symbol>, _ free: FreeNames
  ) -> [Symbol] {
    var inserted = TreeSet<Symbol>()
    for (name, r) in replacements where names.contains(name) {
      inserted.formUnion(free.names(of: r))
    }
    if !parameters.contains(where: inserted.contains) { return parameters }
    var taken = inserted.union(names).union(parameters)
    return parameters.map { p in
      guard inserted.contains(p) else { return p }
      let new = p.fresh(where: taken.contains)
      taken.insert(new)
      replacements[p] = Expr(.reference(new))
      return new
    }
  }

}

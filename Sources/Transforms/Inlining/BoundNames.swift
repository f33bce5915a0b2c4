import IteratorIR

/// The names that are bound around a place in a program.
struct BoundNames {

  /// For each name what its binders, from the outermost, noted when they bound it.
  private var marks: [Symbol: [Int]] = [:]

  /// Creates the names that are bound around the statements of `program`.
  init(_ program: Program) {
    let names =
      program.parameters.map(\.name) + program.functions.map(\.name)
      + program.temporaries.map(\.name)
    bind(names, mark: 0)
  }

  func contains(_ name: Symbol) -> Bool { marks[name] != nil }

  /// What the innermost binder of `name` noted; `nil` if there is none.
  func mark(of name: Symbol) -> Int? { marks[name]?.last }

  mutating func bind(_ names: [Symbol], mark: Int = 0) {
    for n in names { marks[n, default: []].append(mark) }
  }

  mutating func unbind(_ names: [Symbol]) {
    for n in names {
      if marks[n]?.count == 1 { marks[n] = nil } else { marks[n]?.removeLast() }
    }
  }

}

extension Expr {

  /// Returns `self`, a lambda, with the parameters in `clashing` renamed to names that neither
  /// stand in it nor are in `bound`.
  func renamingParameters(_ clashing: Set<Symbol>, avoiding bound: BoundNames) -> Expr {
    guard case .lambda(let parameters, let body) = kind else { return self }
    var taken = Set(parameters)
    body.collectNames(into: &taken)
    var renamed: [Symbol: Symbol] = [:]
    for p in parameters where clashing.contains(p) {
      var fresh = Symbol(p.name + "_")
      while taken.contains(fresh) || bound.contains(fresh) { fresh = Symbol(fresh.name + "_") }
      taken.insert(fresh)
      renamed[p] = fresh
    }
    return Expr(
      .lambda(parameters.map { renamed[$0] ?? $0 }, body.renamingFree(renamed)), at: span)
  }

  /// Adds the names of all references and parameters in `self` to `names`.
  private func collectNames(into names: inout Set<Symbol>) {
    if case .reference(let n) = kind { names.insert(n) }
    if case .lambda(let parameters, _) = kind { names.formUnion(parameters) }
    for c in children { c.collectNames(into: &names) }
  }

  /// Returns `self` with free references renamed to names that stand nowhere in it.
  private func renamingFree(_ names: [Symbol: Symbol]) -> Expr {
    if names.isEmpty { return self }
    switch kind {
    case .reference(let n):
      return names[n].map { Expr(.reference($0), at: span) } ?? self
    case .lambda(let parameters, _):
      let inner = names.filter { !parameters.contains($0.key) }
      return mapChildren { $0.renamingFree(inner) }
    case .builtin, .literal, .typeName, .infinity, .offset, .axis, .call:
      return mapChildren { $0.renamingFree(names) }
    }
  }

}

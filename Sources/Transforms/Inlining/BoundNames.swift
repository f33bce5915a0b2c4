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

  /// Returns `self`, a lambda, with the parameters in `clashing` renamed to names that are not in
  /// `bound`, which holds all names that are bound around it.
  func renamingParameters(_ clashing: Set<Symbol>, avoiding bound: BoundNames) -> Expr {
    guard case .lambda(let parameters, let body) = kind else { return self }
    var taken = Set(parameters)
    var renamed: [Symbol: Symbol] = [:]
    for p in parameters where clashing.contains(p) {
      let fresh = p.fresh { taken.contains($0) || bound.contains($0) }
      taken.insert(fresh)
      renamed[p] = fresh
    }
    return Expr(.lambda(parameters.map { renamed[$0] ?? $0 }, body.renaming(renamed)), at: span)
  }

}

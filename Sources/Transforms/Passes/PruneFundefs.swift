import IteratorIR

extension Pass {

  /// Removes functions that nothing calls.
  ///
  ///     f = λ(x) → b;  …  ⇒  …, where f is not used
  public static let pruneFundefs = Pass(
    "prune_fundefs", "Removes functions that nothing calls.", rules: [.pruneFundef]
  ) { program, context in
    if program.functions.isEmpty { return program }
    let free = FreeNames()
    var used: Set<Symbol> = []
    program.forEachStatementExpression { used.formUnion(free.names(of: $0)) }
    // What a used function calls is used; callees may stand before or after their callers.
    var pending = program.functions
    while true {
      let callers = pending.filter { used.contains($0.name) }
      if callers.isEmpty { break }
      pending.removeAll { used.contains($0.name) }
      for f in callers { used.formUnion(free.names(of: f.body).subtracting(f.parameters)) }
    }
    if pending.isEmpty { return program }
    let kept = program.functions.filter { used.contains($0.name) }
    return context.replace(
      program, with: program.with(functions: kept), by: .pruneFundef)
  }

}

extension Rule {

  static let pruneFundef = Rule("prune-fundef", "f = λ(x) → b; … ⇒ …, where f is not used")

}

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
    let functions = Dictionary(
      program.functions.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    var pending = program.functions.filter { used.contains($0.name) }
    while let f = pending.popLast() {
      for name in free.names(of: f.body) where !f.parameters.contains(name) {
        if let callee = functions[name], used.insert(name).inserted { pending.append(callee) }
      }
    }
    let kept = program.functions.filter { used.contains($0.name) }
    if kept.count == program.functions.count { return program }
    return context.replace(
      program, with: program.with(functions: kept), by: .pruneFundef)
  }

}

extension Rule {

  static let pruneFundef = Rule("prune-fundef", "f = λ(x) → b; … ⇒ …, where f is not used")

}

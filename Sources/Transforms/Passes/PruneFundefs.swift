import IteratorIR

extension Pass {

  /// Removes functions that nothing calls.
  ///
  ///     f = λ(x) → b;  …  ⇒  …, where f is not used
  public static let pruneFundefs = Pass(
    "prune_fundefs", "Removes functions that nothing calls.", rules: [.pruneFundef]
  ) { program, context in
    guard context.allows(Rule.pruneFundef.name) else { return program }
    if program.functions.isEmpty { return program }
    let free = FreeNames()
    var used: Set<Symbol> = []
    program.temporaries.forEach { used.formUnion(free.names(of: $0.domain)) }
    program.body.forEach { s in s.forEachExpression { used.formUnion(free.names(of: $0)) } }
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
      program,
      with: Program(
        name: program.name, functions: kept, parameters: program.parameters,
        temporaries: program.temporaries, body: program.body, offsets: program.offsets),
      by: Rule.pruneFundef.name)
  }

}

extension Rule {

  static let pruneFundef = Rule("prune-fundef", "f = λ(x) → b; … ⇒ …, where f is not used")

}

extension Statement {

  /// Calls `body` with each expression that stands directly in the statement or one inside it.
  func forEachExpression(_ body: (Expr) -> Void) {
    switch self {
    case .set(let target, let domain, let value):
      body(target)
      body(domain)
      body(value)
    case .if(let condition, let then, let otherwise):
      body(condition)
      for s in then { s.forEachExpression(body) }
      for s in otherwise { s.forEachExpression(body) }
    }
  }

}

import IteratorIR

extension Pass {

  /// Removes functions that nothing calls.
  ///
  ///     f = λ(x) → b;  …  ⇒  …, where f is not used
  public static let pruneFundefs = Pass(
    "prune_fundefs", "Removes functions that nothing calls.", rules: [.pruneFundef]
  ) { program, context in
    if program.functions.isEmpty { return program }
    var uses = FunctionUses(of: program.functions.map(\.name))
    var used: Set<Symbol> = []
    program.forEachStatementExpression { used.formUnion(uses.functions(in: $0)) }
    // What a used function calls is used; callees may stand before or after their callers.
    let functions = Dictionary(
      program.functions.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    var pending = program.functions.filter { used.contains($0.name) }
    while let f = pending.popLast() {
      for name in uses.functions(in: f.body) where !f.parameters.contains(name) {
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

/// Finds which functions of a program expressions use.
private struct FunctionUses {

  private let functions: Set<Symbol>
  private let free = FreeNames()

  /// The nodes of the expression at work that were looked into, of those that may be shared.
  private var seen: Set<ObjectIdentifier> = []

  init(of functions: [Symbol]) { self.functions = Set(functions) }

  /// Returns the names of the functions that `e` uses.
  mutating func functions(in e: Expr) -> Set<Symbol> {
    var found: Set<Symbol> = []
    seen.removeAll(keepingCapacity: true)
    // Where a name of a function is bound anew it has to be looked at who means which.
    return collect(e, into: &found) ? found : functions.intersection(free.names(of: e))
  }

  /// Adds the functions that `e` names to `found`; `false` if a function's name is bound in it.
  private mutating func collect(_ e: Expr, into found: inout Set<Symbol>) -> Bool {
    if e.nodeCount > 64, !seen.insert(e.identity).inserted { return true }
    switch e.kind {
    case .reference(let name):
      if functions.contains(name) { found.insert(name) }
      return true
    case .builtin, .literal, .typeName, .infinity, .offset, .axis: return true
    case .lambda(let parameters, let body):
      return parameters.allSatisfy { !functions.contains($0) } && collect(body, into: &found)
    case .call(let function, let arguments):
      guard collect(function, into: &found) else { return false }
      for a in arguments where !collect(a, into: &found) { return false }
      return true
    }
  }

}

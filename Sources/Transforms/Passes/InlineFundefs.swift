import IteratorIR

extension Pass {

  /// Replaces the names of functions by the functions.
  ///
  ///     f = λ(x) → b;  … f(v) …  ⇒  … (λ(x) → b)(v) …
  ///
  /// Does nothing to a name that is bound again inside.
  public static let inlineFundefs = Pass(
    "inline_fundefs", "Replaces the names of functions by the functions.", rules: [.inlineFundef]
  ) { program, context in
    guard context.allows(Rule.inlineFundef.name) else { return program }
    var inliner = FunctionInliner(program)
    return try inliner.run(&context)
  }

}

extension Rule {

  static let inlineFundef = Rule("inline-fundef", "f ⇒ λ(x) → b, where f = λ(x) → b")

}

private struct FunctionInliner {

  private let program: Program
  private let numbers: [Symbol: Int]

  /// The functions whose bodies are done, as lambdas.
  private var lambdas: [Symbol: Expr] = [:]

  /// The numbers of functions whose bodies are being done.
  private var open: Set<Int> = []

  /// How many binders hide a function at the place.
  private var hidden: [Symbol: Int] = [:]

  init(_ program: Program) {
    self.program = program
    numbers = Dictionary(
      program.functions.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { $1 })
  }

  mutating func run(_ context: inout PassContext) throws -> Program {
    // A function comes before those that call it, wherever it is defined.
    for f in program.functions { try finish(f.name, &context) }
    let functions = program.functions.map { f in
      guard case .lambda(_, let body) = lambdas[f.name]?.kind else { return f }
      return f.with(body: body)
    }
    return try context.mapStatementExpressions(of: program.with(functions: functions)) {
      try visit($0, &$1)
    }
  }

  private mutating func finish(_ name: Symbol, _ context: inout PassContext) throws {
    guard lambdas[name] == nil, let i = numbers[name], open.insert(i).inserted else { return }
    let f = program.functions[i]
    for callee in callees(of: f.body) { try finish(callee, &context) }
    for p in f.parameters { hidden[p, default: 0] += 1 }
    let body = try context.at(.function(i)) { try visit(f.body, &$0) }
    for p in f.parameters { hidden[p, default: 0] -= 1 }
    lambdas[name] = Expr(.lambda(f.parameters, body), at: f.body.span)
    open.remove(i)
  }

  private func callees(of e: Expr) -> [Symbol] {
    if case .reference(let name) = e.kind { return numbers[name] == nil ? [] : [name] }
    return e.children.flatMap { callees(of: $0) }
  }

  private mutating func visit(_ e: Expr, _ context: inout PassContext) throws -> Expr {
    switch e.kind {
    case .reference(let name):
      guard let lambda = lambdas[name], hidden[name, default: 0] == 0 else { return e }
      return context.replace(e, with: lambda, by: Rule.inlineFundef.name)
    case .lambda(let parameters, _):
      for p in parameters { hidden[p, default: 0] += 1 }
      defer { for p in parameters { hidden[p, default: 0] -= 1 } }
      return try context.mapChildren(e) { try visit($0, &$1) }
    case .builtin, .literal, .typeName, .infinity, .offset, .axis:
      return e
    case .call:
      return try context.mapChildren(e) { try visit($0, &$1) }
    }
  }

}

import Diagnostics
import IteratorIR

extension Pass {

  /// Replaces the names of functions by the functions.
  ///
  ///     f = λ(x) → b;  … f(v) …  ⇒  … (λ(x) → b)(v) …
  ///
  /// Does nothing to a name that is bound again inside. Functions that call others twice, which do
  /// the same, would double with each of them. Where that makes much of little they are applied at
  /// once instead, each to the same arguments once:
  ///
  ///     g = λ(x) → f(x) + f(f(x));  … g(v) …  ⇒  … let f_0 = f(v); f_0 + f(f_0) …
  public static let inlineFundefs = Pass(
    "inline_fundefs", "Replaces the names of functions by the functions.",
    rules: [.inlineFundef, .shareCalls]
  ) { program, context in
    var sizes = InlinedSizes(program)
    let shared = try sharingCalls(program, &sizes, &context)
    var inliner = FunctionInliner(
      shared, leaving: program.functions.filter { sizes.isTooLarge($0) }.map(\.name))
    return try inliner.run(&context)
  }

}

extension Rule {

  static let inlineFundef = Rule("inline-fundef", "f ⇒ λ(x) → b, where f = λ(x) → b")

  static let shareCalls = Rule(
    "share-calls", "g(v) ⇒ let f_0 = f(v); f_0 + f(f_0), where g = λ(x) → f(x) + f(f(x))",
    except: "where no more than a few copies of functions arise")

}

/// Returns `program` with those values anew that would grow without bound, all functions applied.
private func sharingCalls(
  _ program: Program, _ sizes: inout InlinedSizes, _ context: inout PassContext
) throws -> Program {
  let names = program.definedNames
  return try context.mapValues(of: program) { value, _, _, context in
    guard sizes.isTooLarge(value) else { return value }
    var calls = SharedCalls(program, isCancelled: context.options.isCancelled)
    let new = calls.apply(in: value, taken: names)
    try context.checkCancellation()
    if let f = calls.excess { throw DiagnosticError(.tooManyCalls(of: f.name, at: f.body.span)) }
    guard let new else { return value }
    return context.replace(value, with: new, by: .shareCalls)
  }
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

  /// Creates what inlines the functions of `program` but those in `left`.
  init(_ program: Program, leaving left: [Symbol]) {
    self.program = program
    numbers = Dictionary(
      program.functions.enumerated().filter { !left.contains($1.name) }.map { ($1.name, $0) },
      uniquingKeysWith: { $1 })
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
    var callees: [Symbol] = []
    collectCallees(of: f.body, into: &callees)
    for callee in callees { try finish(callee, &context) }
    for p in f.parameters { hidden[p, default: 0] += 1 }
    let body = try context.at(.function(i)) { try visit(f.body, &$0) }
    for p in f.parameters { hidden[p, default: 0] -= 1 }
    lambdas[name] = Expr(.lambda(f.parameters, body), at: f.body.span)
    open.remove(i)
  }

  private func collectCallees(of e: Expr, into callees: inout [Symbol]) {
    if case .reference(let name) = e.kind, numbers[name] != nil { callees.append(name) }
    for c in e.children { collectCallees(of: c, into: &callees) }
  }

  private mutating func visit(_ e: Expr, _ context: inout PassContext) throws -> Expr {
    switch e.kind {
    case .reference(let name):
      guard let lambda = lambdas[name], hidden[name, default: 0] == 0 else { return e }
      return context.replace(e, with: lambda, by: .inlineFundef)
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

import Diagnostics
import IteratorIR

/// Applies rules to an expression and all its parts until none fires.
///
/// It works from the leaves up. A node whose parts are normal is offered to the rules in their
/// order; what a rule makes of it is normalised again, where parts that are known to be normal are
/// passed over, so the work grows with the number of nodes and rewrites.
struct RewriteEngine {

  private let rules: RuleTable
  private var scope: Scope

  /// The normal nodes of the innermost block; in another block names mean something else.
  ///
  /// Of all blocks if no rule asks for that.
  private var normal: Nodes = [:]

  /// What was known of the arguments of the normal lambdas of the innermost block.
  private var normalLambdas: Lambdas = [:]

  private typealias Nodes = [ObjectIdentifier: Expr]
  private typealias Lambdas = [ObjectIdentifier: (Expr, [ScalarFacts])]

  /// The number of rewrites that are left before the rules are said not to settle.
  private var fuel: Int

  /// Creates an engine for expressions of `program`.
  init(_ rules: RuleTable, for program: Program) {
    self.rules = rules
    scope = Scope(program)
    fuel = 0
    refuel(for: program)
  }

  /// Grants the number of rewrites that `program` may need, which is another round's.
  mutating func refuel(for program: Program) {
    let (most, overflow) = program.nodeCount.multipliedReportingOverflow(by: 16)
    fuel = overflow ? .max : 10_000 + most
  }

  /// Returns the normal form of `e`, which stands at the context's place.
  ///
  /// - Throws: a diagnostic that names the rule still firing if the rules do not settle.
  mutating func normalize(_ e: Expr, _ context: inout PassContext) throws -> Expr {
    if e.builtins.isDisjoint(with: rules.mentions) { return e }
    guard case .call = e.kind else {
      if case .lambda(let parameters, _) = e.kind {
        return try normalizeLambda(e, parameters, nil, &context)
      }
      return e
    }
    var e = e
    while normal[e.identity] == nil {
      e = try normalizeChildren(of: e, &context)
      guard let (rule, result, premises) = firstMatch(e, context) else {
        normal[e.identity] = e
        return e
      }
      e = context.replace(e, with: result, by: rule, because: premises)
      fuel -= 1
      if fuel < 0 { throw DiagnosticError(.unsettled(rule: rule, pass: context.pass)) }
      if fuel & 0xFFF == 0 { try context.checkCancellation() }
      if case .call = e.kind { continue }
      return try normalize(e, &context)
    }
    return e
  }

  private mutating func firstMatch(
    _ e: Expr, _ context: PassContext
  ) -> (rule: Rule, result: Expr, premises: [Premise])? {
    guard case .call(let function, _) = e.kind else { return nil }
    for rule in rules[function] where context.allows(rule) {
      if case .match(let result, let premises) = rule.answer(to: e, in: &scope) {
        return (rule, result, premises)
      }
    }
    return nil
  }

  /// Returns `e`, a call, with normal children; for a let the values come first, since the body
  /// may rely on them.
  private mutating func normalizeChildren(
    of e: Expr, _ context: inout PassContext
  ) throws -> Expr {
    guard let (parameters, values, _) = e.asLet, case .call(let function, _) = e.kind else {
      guard rules.asksScope else {
        return try context.mapChildren(e) { try normalize($0, &$1) }
      }
      let outer = scope.enterParts(of: e)
      defer { scope.leaveParts(outer) }
      return try context.mapChildren(e) { child, context in
        try normalize(child, &context)
      }
    }
    var changed = false
    var newValues: [Expr] = []
    do {
      let outer = scope.enterNamed()
      defer { scope.leaveParts(outer) }
      for (i, v) in values.enumerated() {
        let new = try context.inChild(i + 1) { try normalize(v, &$0) }
        changed = changed || !new.isIdentical(to: v)
        newValues.append(new)
      }
    }
    let facts = rules.asksScope ? newValues.map { scope.facts(of: $0) } : nil
    let newFunction = try context.inChild(0) {
      try normalizeLambda(function, parameters, facts, &$0)
    }
    changed = changed || !newFunction.isIdentical(to: function)
    return changed ? Expr(.call(newFunction, newValues), at: e.span) : e
  }

  /// Returns `e`, a lambda, with a normal body; `facts` are what is known of its arguments.
  private mutating func normalizeLambda(
    _ e: Expr, _ parameters: [Symbol], _ facts: [ScalarFacts]?, _ context: inout PassContext
  ) throws -> Expr {
    guard rules.asksScope else {
      if normal[e.identity] != nil { return e }
      let new = try context.mapChildren(e) { try normalize($0, &$1) }
      normal[new.identity] = new
      return new
    }
    let facts = facts ?? parameters.map { _ in .unknown }
    if let known = normalLambdas[e.identity], known.1 == facts { return e }
    // Swapped, so that nobody else holds the tables when they grow: copies would make it quadratic.
    var (otherNodes, otherLambdas): (Nodes, Lambdas) = ([:], [:])
    swap(&normal, &otherNodes)
    swap(&normalLambdas, &otherLambdas)
    scope.enter(parameters, facts)
    let new = try context.mapChildren(e) { body, context in try normalize(body, &context) }
    scope.leave()
    swap(&normal, &otherNodes)
    swap(&normalLambdas, &otherLambdas)
    normalLambdas[new.identity] = (new, facts)
    return new
  }

}

extension Diagnostic {

  static func unsettled(rule: Rule, pass: String) -> Diagnostic {
    Diagnostic(
      code: TransformCode.unsettled,
      "The pass '\(pass)' does not settle: its rule '\(rule.name)' fires again and again.",
      hint: rule.isOptional
        ? "switch the rule off: set rule \(rule.name) off"
        : "step through the pass, and switch off a rule that comes before: step \(pass)")
  }

}

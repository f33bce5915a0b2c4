import IteratorIR
import StencilTypes

extension Trace {

  /// Returns why the parts of the last state for which `predicate` is true were not folded.
  ///
  /// Parts inside one for which it is true are left out. If there is none, what an earlier state
  /// had of it is explained by the step that took it away.
  public func foldingExplanations(
    disabledRules: Set<String> = [], where predicate: (Expr) -> Bool
  ) -> [FoldingExplanation] {
    let last = state(count).foldingExplanations(disabledRules: disabledRules, where: predicate)
    if !last.isEmpty { return last }
    for r in rewrites {
      guard let (before, after) = r.expressions, let e = before.first(where: predicate),
        after.first(where: predicate) == nil
      else { continue }
      return [
        FoldingExplanation(
          expression: e, closestRule: r.rule, reason: .alreadyGone(step: r.step, rule: r.rule))
      ]
    }
    return []
  }

}

extension Program {

  /// Returns why the parts for which `predicate` is true were not folded.
  public func foldingExplanations(
    disabledRules: Set<String> = [], where predicate: (Expr) -> Bool
  ) -> [FoldingExplanation] {
    var search = FoldingSearch(self, disabledRules)
    for f in functions {
      search.binders = Dictionary(
        f.parameters.map { ($0, .functionParameter) }, uniquingKeysWith: { $1 })
      search.visit(f.body, predicate)
    }
    search.binders = [:]
    forEachStatementExpression { search.visit($0, predicate) }
    return search.found
  }

}

extension Expr {

  /// Returns the first part, from the outside, for which `predicate` is true.
  fileprivate func first(where predicate: (Expr) -> Bool) -> Expr? {
    if predicate(self) { return self }
    for c in children {
      if let e = c.first(where: predicate) { return e }
    }
    return nil
  }

}

/// A walk that knows what binds each name.
private struct FoldingSearch {

  enum Binder {
    case value(Expr)
    case element
    case functionParameter
  }

  let disabledRules: Set<String>
  private let parameters: [Symbol: DataType]
  private var scope: Scope
  var binders: [Symbol: Binder] = [:]
  var found: [FoldingExplanation] = []

  init(_ program: Program, _ disabledRules: Set<String>) {
    self.disabledRules = disabledRules
    parameters = Dictionary(
      program.parameters.map { ($0.name, $0.type.structural) }, uniquingKeysWith: { $1 })
    scope = Scope(program)
  }

  mutating func visit(_ e: Expr, _ predicate: (Expr) -> Bool) {
    if predicate(e) {
      found.append(explanation(of: e))
      return
    }
    if case .call(let function, let values) = e.kind, let (names, _, body) = e.asLet {
      for v in values { visit(v, predicate) }
      if predicate(function) {
        found.append(explanation(of: function))
      } else {
        inside(names, values.map { .value($0) }, values.map { scope.facts(of: $0) }) {
          $0.visit(body, predicate)
        }
      }
    } else if case .lambda(let names, let body) = e.kind {
      inside(names, names.map { _ in .element }, names.map { _ in .unknown }) {
        $0.visit(body, predicate)
      }
    } else {
      for c in e.children { visit(c, predicate) }
    }
  }

  private mutating func inside(
    _ names: [Symbol], _ new: [Binder], _ facts: [ScalarFacts],
    _ body: (inout FoldingSearch) -> Void
  ) {
    let saved = binders
    for (n, b) in zip(names, new) { binders[n] = b }
    scope.enter(names, facts)
    body(&self)
    scope.leave()
    binders = saved
  }

  private mutating func explanation(of e: Expr) -> FoldingExplanation {
    let (rule, reason) = closest(e)
    return FoldingExplanation(
      expression: e, closestRule: rule?.name,
      reason: rule.flatMap { disabledRules.contains($0.name) ? .ruleOff($0.name) : nil } ?? reason)
  }

  private mutating func closest(_ e: Expr) -> (Rule?, FoldingExplanation.Reason) {
    switch e.kind {
    case .literal: return (nil, .alreadyLiteral)
    case .reference: return (nil, blame(e))
    case .builtin(let b): return (nil, .noRule("the name '\(b.name)'"))
    case .typeName, .infinity, .offset, .axis: return (nil, .noRule("a \(e.text(style: .gt4py))"))
    case .lambda: return (nil, .noRule("a function"))
    case .call: break
    }
    if let (condition, _, _) = e.choice { return (.ifLiteral, blame(condition)) }
    guard let (builtin, arguments) = e.builtinCall else {
      return (nil, .noRule("the call of a function"))
    }
    if builtin == .cast { return (.literalCast, blame(arguments[0])) }
    guard builtin.scalarOperation != nil else {
      return (nil, .noRule("a call of '\(builtin.name)'"))
    }
    return closest(builtin, arguments, e)
  }

  private mutating func closest(
    _ builtin: Builtin, _ arguments: [Expr], _ e: Expr
  ) -> (Rule?, FoldingExplanation.Reason) {
    let other = arguments.first { $0.literalValue == nil }
    guard let other else { return (.literalCall, blame(e)) }
    if let (operand, literal, _) = e.operandAndLiteral, let value = literal.literalValue {
      if let b = value.bool, builtin == (b ? .or : .and) {
        return (builtin == .or ? .orLiteral : .andLiteral, .mayFail(operand))
      }
      if value.kind.isFloat, let rule = identity(builtin, value) { return (rule, .floatingPoint) }
      if value.integer == 0, builtin == .multiplies { return (.timesZero, .mayFail(operand)) }
    }
    if arguments.count == 2, arguments[0] == arguments[1], builtin == .minus {
      let facts = scope.facts(of: other)
      if facts.kind?.isFloat == true { return (.minusSame, .floatingPoint) }
      if !facts.isTotal { return (.minusSame, .mayFail(other)) }
    }
    return (.literalCall, blame(other))
  }

  /// Returns the rule that would hold for the integer of the value of `literal`.
  private func identity(_ builtin: Builtin, _ literal: ScalarValue) -> Rule? {
    let value = literal.float64 ?? literal.float32.map { Double($0) }
    switch (builtin, value) {
    case (.plus, 0), (.minus, 0): return .plusZero
    case (.multiplies, 1): return .timesOne
    case (.multiplies, 0): return .timesZero
    case (.divides, 1), (.floordiv, 1): return .divideByOne
    default: return nil
    }
  }

  /// Returns what keeps `e` from being a literal.
  private mutating func blame(_ e: Expr) -> FoldingExplanation.Reason {
    switch e.kind {
    case .literal: return .alreadyLiteral
    case .typeName, .infinity, .offset, .axis, .builtin, .lambda:
      return .noRule("a \(e.text(style: .gt4py))")
    case .reference(let name): return blame(name, e)
    case .call: break
    }
    if let (condition, _, _) = e.choice, condition.literalValue == nil { return blame(condition) }
    guard let (builtin, arguments) = e.builtinCall else {
      return .noRule("the call of a function")
    }
    switch builtin {
    case .deref, .neighbors, .reduce, .listGet, .map, .canDeref: return .fieldElement(e)
    default: break
    }
    if let operand = arguments.first(where: { $0.literalValue == nil && !$0.isTypeName }) {
      return blame(operand)
    }
    guard let operation = builtin.scalarOperation else {
      return .noRule("a call of '\(builtin.name)'")
    }
    guard case .failure(let failure) = operation.evaluate(arguments.compactMap(\.literalValue))
    else { return .ruleOff(Rule.literalCall.name) }
    let kinds = Set(arguments.compactMap(\.literalValue?.kind))
    return failure == .undefined && kinds.count > 1 ? .mixedTypes : .wouldFail(failure)
  }

  private mutating func blame(_ name: Symbol, _ e: Expr) -> FoldingExplanation.Reason {
    switch binders[name] {
    case .element: return .fieldElement(e)
    case .functionParameter: return .functionParameter(name)
    case .value(let value):
      if let literal = value.literalValue { return .notInlined(name, value: literal) }
      return blame(value)
    case nil:
      guard case .scalar(let kind)? = parameters[name] else { return .fieldElement(e) }
      return .runtimeParameter(name, kind)
    }
  }

}

extension Expr {

  fileprivate var isTypeName: Bool {
    if case .typeName = kind { true } else { false }
  }

}

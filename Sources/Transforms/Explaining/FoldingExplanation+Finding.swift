import IteratorIR
import StencilTypes

extension Trace {

  /// Returns why the parts of the last state for which `predicate` is true were not folded.
  ///
  /// Parts inside one for which it is true are left out. If there is none, what an earlier state
  /// had of it is explained by the step that took it away.
  ///
  /// - Parameter rules: those of the passes that did the steps.
  public func foldingExplanations(
    by rules: [Rule] = Rule.constantFolding, disabledRules: Set<String> = [],
    where predicate: (Expr) -> Bool
  ) -> [FoldingExplanation] {
    let last = state(count).foldingExplanations(
      by: rules, disabledRules: disabledRules, where: predicate)
    if !last.isEmpty { return last }
    for r in rewrites {
      guard let (before, after) = r.expressions, let e = before.first(where: predicate),
        after.first(where: predicate) == nil
      else { continue }
      return [
        FoldingExplanation(
          expression: e, closestRule: r.rule, reason: .alreadyGone(step: r.step, rule: r.rule.name))
      ]
    }
    return []
  }

}

extension Program {

  /// Returns why none of `rules` changed the parts for which `predicate` is true.
  ///
  /// Rules that a pass applies by itself answer nobody. If there are no others, the answers are those
  /// of constant folding.
  public func foldingExplanations(
    by rules: [Rule] = Rule.constantFolding, disabledRules: Set<String> = [],
    where predicate: (Expr) -> Bool
  ) -> [FoldingExplanation] {
    let answering = rules.filter(\.isAppliedByEngine)
    let table = answering.isEmpty ? constantFoldingTable : RuleTable(answering)
    var search = FoldingSearch(self, table, disabledRules)
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

  private let rules: RuleTable
  let disabledRules: Set<String>
  private let parameters: [Symbol: DataType]
  private var scope: Scope
  var binders: [Symbol: Binder] = [:]
  var found: [FoldingExplanation] = []

  init(_ program: Program, _ rules: RuleTable, _ disabledRules: Set<String>) {
    self.rules = rules
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
      let outer = scope.enterNamed()
      for v in values { visit(v, predicate) }
      scope.leaveParts(outer)
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
      let outer = scope.enterParts(of: e)
      for c in e.children { visit(c, predicate) }
      scope.leaveParts(outer)
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
    return FoldingExplanation(expression: e, closestRule: rule, reason: reason)
  }

  /// Returns the rule that comes closest to folding `e`, and what keeps it from that.
  private mutating func closest(_ e: Expr) -> (rule: Rule?, reason: FoldingExplanation.Reason) {
    switch e.kind {
    case .literal: return (nil, .alreadyLiteral)
    case .reference(let name): return (nil, blame(name, e))
    case .builtin(let b): return (nil, .noRule("the name '\(b.name)'"))
    case .typeName, .infinity, .offset, .axis: return (nil, .noRule("a \(e.text(style: .gt4py))"))
    case .lambda: return (nil, .noRule("a function"))
    case .call(let function, _):
      guard let builtin = e.builtinCall?.builtin else {
        return (nil, .noRule("the call of a function"))
      }
      guard let (rule, miss) = closest(of: rules[function], e) else {
        if builtin.readsFields { return (nil, .fieldElement(e)) }
        return (nil, .noRule("a call of '\(builtin.name)'"))
      }
      return (rule, miss.map { reason($0) } ?? .ruleOff(rule.name))
    }
  }

  /// Returns the rule whose answer to `e` comes closest, with what it misses; `nil` for that if it is
  /// switched off and misses nothing.
  private mutating func closest(of rules: [Rule], _ e: Expr) -> (rule: Rule, miss: Miss?)? {
    var best: (rule: Rule, miss: Miss)?
    for rule in rules {
      switch rule.answer(to: e, in: &scope) {
      case .match:
        if disabledRules.contains(rule.name) { return (rule, nil) }
      case .miss(let miss):
        if miss.closeness > best?.miss.closeness ?? 0 { best = (rule, miss) }
      }
    }
    return best.map { ($0.rule, $0.miss) }
  }

  private mutating func reason(_ miss: Miss) -> FoldingExplanation.Reason {
    switch miss {
    case .otherForm: .noRule("this")
    case .noLiteral(let e): closest(e).reason
    case .mayFail(let e): .mayFail(e)
    case .floatingPoint: .floatingPoint
    case .mixedTypes: .mixedTypes
    case .wouldFail(let failure): .wouldFail(failure)
    case .wouldWrap(let n): .wouldWrap(n)
    }
  }

  private mutating func blame(_ name: Symbol, _ e: Expr) -> FoldingExplanation.Reason {
    switch binders[name] {
    case .element: return .fieldElement(e)
    case .functionParameter: return .functionParameter(name)
    case .value(let value):
      if let literal = value.literalValue { return .notInlined(name, value: literal) }
      return closest(value).reason
    case nil:
      guard case .scalar(let kind)? = parameters[name] else { return .fieldElement(e) }
      return .runtimeParameter(name, kind)
    }
  }

}

extension Builtin {

  /// `true` iff calls read fields, or lists of what is read from them.
  fileprivate var readsFields: Bool {
    let readers: BuiltinSet = [.deref, .neighbors, .reduce, .listGet, .map, .canDeref]
    return readers.contains(self)
  }

}

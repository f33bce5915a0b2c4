import IteratorIR

/// Rules that the engine applies, by the functions whose calls they rewrite, each list in the order
/// in which it is tried.
struct RuleTable: Sendable {

  private let byHead: [Builtin: [Rule]]

  /// The rules for calls of anything that is no builtin.
  private let others: [Rule]

  /// No rule does anything to an expression that mentions none of these.
  let mentions: BuiltinSet

  /// Whether what the rules do depends on what is known of names.
  let asksScope: Bool

  init(_ rules: [Rule]) {
    let patterns = rules.map { rule in
      guard case .engine(let pattern, _) = rule.application else {
        preconditionFailure("the engine does not apply the rule '\(rule.name)'")
      }
      return (rule: rule, pattern: pattern)
    }
    var byHead: [Builtin: [Rule]] = [:]
    for b in Builtin.allCases {
      let own = patterns.filter { $0.pattern.heads?.contains(b) ?? true }.map(\.rule)
      if !own.isEmpty { byHead[b] = own }
    }
    self.byHead = byHead
    others = patterns.filter { $0.pattern.heads == nil }.map(\.rule)
    mentions = patterns.reduce(BuiltinSet()) { $0.union($1.pattern.mentions) }
    asksScope = patterns.contains { $0.pattern.asksScope }
  }

  /// The rules for calls of `function`.
  subscript(function: Expr) -> [Rule] {
    if case .builtin(let b) = function.kind { byHead[b] ?? [] } else { others }
  }

}

import IteratorIR

/// Rules by the functions whose calls they rewrite, each list in the order in which it is tried.
struct RuleTable: Sendable {

  private let byHead: [Builtin: [Rule]]

  /// The rules for calls of anything that is no builtin.
  private let others: [Rule]

  /// No rule does anything to an expression that mentions none of these.
  let mentions: BuiltinSet

  init(_ rules: [Rule]) {
    var byHead: [Builtin: [Rule]] = [:]
    for b in Builtin.allCases {
      let own = rules.filter { $0.heads?.contains(b) ?? true }
      if !own.isEmpty { byHead[b] = own }
    }
    self.byHead = byHead
    others = rules.filter { $0.heads == nil }
    mentions = rules.reduce(BuiltinSet()) { $0.union($1.mentions) }
  }

  /// The rules for calls of `function`.
  subscript(function: Expr) -> [Rule] {
    if case .builtin(let b) = function.kind { byHead[b] ?? [] } else { others }
  }

}

import IteratorIR

extension Program {

  /// Returns the program with `bindings` in place and their parameters gone, and made for the values
  /// of `statics`, whose parameters stay.
  ///
  /// Nothing is substituted: each value arrives by a let around the statement's expression and
  /// around each domain, also of temporaries, that mentions the name.
  ///
  ///     o @ D(n) ← e   ⇒   o @ (λ(n) → D(n))(4) ← (λ(n) → e)(4)
  public func binding(_ bindings: [BoundArgument], statics: [BoundArgument] = []) -> Program {
    mapStatementExpressions { e, root in
      if case .target = root { e } else { e.binding(bindings + statics) }
    }.with(parameters: parameters.without(bindings))
  }

  /// Returns the program with `bindings` inside `function`, whose calls no longer pass them, and with
  /// `statics` there, whose parameters stay.
  ///
  ///     f = λ(n, a) → e;  o @ D ← f(n, a)   ⇒   f = λ(a) → (λ(n) → e)(4);  o @ D ← f(a)
  public func binding(
    _ bindings: [BoundArgument], statics: [BoundArgument] = [], in function: String
  ) -> Program {
    guard let f = functions.first(where: { $0.name.name == function }) else {
      preconditionFailure("the program has no function \(function)")
    }
    let kept = f.parameters.indices.filter { i in
      !bindings.contains { $0.name == f.parameters[i].name }
    }
    let bound = FunctionDefinition(
      name: f.name, parameters: kept.map { f.parameters[$0] },
      body: f.body.binding(bindings + statics))
    return mapStatementExpressions { e, _ in e.keepingArguments(kept, ofCallsTo: f.name) }
      .with(
        functions: functions.map { $0.name == f.name ? bound : $0 },
        parameters: parameters.without(bindings))
  }

}

extension [Parameter] {

  fileprivate func without(_ bindings: [BoundArgument]) -> [Parameter] {
    filter { p in !bindings.contains { $0.name == p.name.name } }
  }

}

extension Expr {

  /// Returns `self` inside a let of the bindings that it mentions, or itself if it mentions none.
  fileprivate func binding(_ bindings: [BoundArgument]) -> Expr {
    let free = freeNames
    let mentioned = bindings.filter { free.contains(Symbol($0.name)) }
    if mentioned.isEmpty { return self }
    return Expr.lambda(mentioned.map(\.name), self, at: span)
      .applied(to: mentioned.map(\.expression), at: span)
  }

  /// Returns `self` with only the arguments at `positions` left in calls of `function`.
  fileprivate func keepingArguments(_ positions: [Int], ofCallsTo function: Symbol) -> Expr {
    if case .call(let f, let arguments) = kind, case .reference(function) = f.kind {
      return Expr(.call(f, positions.map { arguments[$0] }), at: span)
    }
    return mapChildren { $0.keepingArguments(positions, ofCallsTo: function) }
  }

}

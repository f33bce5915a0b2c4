// Everything that a program consists of, one after the other.

extension Program {

  /// The statements and those in their branches, each before those in it.
  public var statements: [Statement] { body.flatMap(\.flattened) }

  /// The statements that store something, also those in branches.
  public var assignments: [Statement.Assignment] { statements.compactMap(\.assignment) }

  /// Calls `body` with each expression that stands directly in the program: the bodies of
  /// functions, the domains of temporaries, and what is in statements.
  ///
  /// - Throws: What `body` throws.
  public func forEachExpression<E: Error>(_ body: (Expr) throws(E) -> Void) throws(E) {
    for f in functions { try body(f.body) }
    try forEachStatementExpression(body)
  }

  /// Calls `body` with each expression outside functions: the domains of temporaries, and what is
  /// in statements.
  ///
  /// - Throws: What `body` throws.
  public func forEachStatementExpression<E: Error>(_ body: (Expr) throws(E) -> Void) throws(E) {
    for t in temporaries { try body(t.domain) }
    for s in self.body { try s.forEachExpression(body) }
  }

  /// Calls `body` with each node of each expression, shared ones each time.
  public func forEachNode(_ body: (Expr) -> Void) { forEachExpression { $0.forEachNode(body) } }

  /// `true` iff `predicate` holds for some node of some expression.
  public func contains(where predicate: (Expr) -> Bool) -> Bool {
    var found = false
    forEachExpression { found = found || $0.contains(where: predicate) }
    return found
  }

}

extension Statement {

  /// What `target @ domain ← value` consists of.
  public typealias Assignment = (target: Expr, domain: Expr, value: Expr)

  /// What it stores, where and on which points; `nil` if it is an `if`.
  public var assignment: Assignment? {
    switch self {
    case .set(let target, let domain, let value): (target, domain, value)
    case .if: nil
    }
  }

  /// The statement and those in its branches, each before those in it.
  public var flattened: [Statement] {
    guard case .if = self else { return [self] }
    var result: [Statement] = []
    var pending = [self]
    while let s = pending.popLast() {
      result.append(s)
      switch s {
      case .set: break
      case .if(_, let then, let otherwise):
        pending += otherwise.reversed()
        pending += then.reversed()
      }
    }
    return result
  }

  /// The expressions that stand directly in it, without those of the statements in its branches.
  public var ownExpressions: [Expr] {
    switch self {
    case .set(let target, let domain, let value): [target, domain, value]
    case .if(let condition, _, _): [condition]
    }
  }

  /// The expressions that stand directly in it or in a statement in its branches.
  public var expressions: [Expr] { flattened.flatMap(\.ownExpressions) }

  /// Calls `body` with each expression that stands directly in it or in a statement in its branches.
  ///
  /// - Throws: What `body` throws.
  public func forEachExpression<E: Error>(_ body: (Expr) throws(E) -> Void) throws(E) {
    if case .set(let target, let domain, let value) = self {
      // What most statements are, and every pass asks for, without an array.
      try body(target)
      try body(domain)
      try body(value)
    } else {
      for e in expressions { try body(e) }
    }
  }

}

extension Expr {

  /// Calls `body` with each node, shared ones each time.
  public func forEachNode(_ body: (Expr) -> Void) {
    var pending = [self]
    while let e = pending.popLast() {
      body(e)
      e.appendChildren(to: &pending)
    }
  }

  /// `true` iff `predicate` holds for some node.
  public func contains(where predicate: (Expr) -> Bool) -> Bool {
    var pending = [self]
    // Where large parts are shared, each is looked at once.
    var seen: Set<ObjectIdentifier> = []
    while let e = pending.popLast() {
      if predicate(e) { return true }
      if e.nodeCount > 64, !seen.insert(e.identity).inserted { continue }
      e.appendChildren(to: &pending)
    }
    return false
  }

}

// The same program with other expressions or statements.

extension Program {

  /// Returns the program with each expression that stands directly in it replaced: the bodies of
  /// functions, the domains of temporaries, then what is in statements.
  ///
  /// - Throws: What `transform` throws.
  @inlinable public func mapExpressions<E: Error>(
    _ transform: (Expr, Path.Root) throws(E) -> Expr
  ) throws(E) -> Program {
    var functions = functions
    for (i, f) in functions.enumerated() {
      functions[i] = f.with(body: try transform(f.body, .function(i)))
    }
    return try with(functions: functions).mapStatementExpressions(transform)
  }

  /// Returns the program with each expression outside functions replaced.
  ///
  /// - Throws: What `transform` throws.
  @inlinable public func mapStatementExpressions<E: Error>(
    _ transform: (Expr, Path.Root) throws(E) -> Expr
  ) throws(E) -> Program {
    var temporaries = temporaries
    for (i, t) in temporaries.enumerated() {
      temporaries[i] = t.with(domain: try transform(t.domain, .temporary(i)))
    }
    var body = body
    for (i, s) in body.enumerated() {
      body[i] = try s.mapExpressions(at: StatementPath(i), transform)
    }
    return with(temporaries: temporaries, body: body)
  }

  /// Returns the program with each statement that stores something replaced by others, also in
  /// branches; `transform` gets the place that it has in `self`.
  ///
  /// - Throws: What `transform` throws.
  @inlinable public func flatMapAssignments<E: Error>(
    _ transform: (Statement.Assignment, StatementPath) throws(E) -> [Statement]
  ) throws(E) -> Program {
    var body: [Statement] = []
    for (i, s) in self.body.enumerated() {
      body += try s.flatMapAssignments(at: StatementPath(i), transform)
    }
    return with(body: body)
  }

  /// Returns the program with the value of each statement that stores something replaced.
  ///
  /// - Throws: What `transform` throws.
  @inlinable public func mapValues<E: Error>(
    _ transform: (Statement.Assignment, StatementPath) throws(E) -> Expr
  ) throws(E) -> Program {
    try flatMapAssignments { (s, path) throws(E) in
      [.set(target: s.target, domain: s.domain, value: try transform(s, path))]
    }
  }

}

extension Statement {

  /// What `Program.mapExpressions` does to one statement; one that stays the same is not made anew.
  @inlinable func mapExpressions<E: Error>(
    at path: StatementPath, _ transform: (Expr, Path.Root) throws(E) -> Expr
  ) throws(E) -> Statement {
    switch self {
    case .set(let target, let domain, let value):
      let newTarget = try transform(target, .target(path))
      let newDomain = try transform(domain, .domain(path))
      let newValue = try transform(value, .value(path))
      if newTarget.isIdentical(to: target), newDomain.isIdentical(to: domain),
        newValue.isIdentical(to: value)
      {
        return self
      }
      return .set(target: newTarget, domain: newDomain, value: newValue)
    case .if(let condition, var then, var otherwise):
      let condition = try transform(condition, .condition(path))
      for (i, s) in then.enumerated() {
        then[i] = try s.mapExpressions(at: path.inside(branch: 0, i), transform)
      }
      for (i, s) in otherwise.enumerated() {
        otherwise[i] = try s.mapExpressions(at: path.inside(branch: 1, i), transform)
      }
      return .if(condition: condition, then: then, otherwise: otherwise)
    }
  }

  /// What `Program.flatMapAssignments` does to one statement.
  @inlinable func flatMapAssignments<E: Error>(
    at path: StatementPath, _ transform: (Assignment, StatementPath) throws(E) -> [Statement]
  ) throws(E) -> [Statement] {
    switch self {
    case .set(let target, let domain, let value):
      return try transform((target, domain, value), path)
    case .if(let condition, let then, let otherwise):
      var branches: [[Statement]] = [[], []]
      for (branch, statements) in [then, otherwise].enumerated() {
        for (i, s) in statements.enumerated() {
          branches[branch] += try s.flatMapAssignments(
            at: path.inside(branch: branch, i), transform)
        }
      }
      return [.if(condition: condition, then: branches[0], otherwise: branches[1])]
    }
  }

}

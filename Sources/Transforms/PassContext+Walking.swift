import IteratorIR

// How passes walk through a program: the context goes along, so it knows where a rewrite is.

extension PassContext {

  /// Returns `e`, which stands at the current place, with each child replaced.
  ///
  /// - Throws: What `transform` throws.
  public mutating func mapChildren(
    _ e: Expr, _ transform: (Expr, inout PassContext) throws -> Expr
  ) rethrows -> Expr {
    var slot = 0
    return try e.mapChildren { child in
      cursor.enter(slot)
      let new = try transform(child, &self)
      cursor.leave()
      slot += 1
      return new
    }
  }

  /// Returns what `transform` makes of child `slot` of the expression at the current place.
  ///
  /// - Throws: What `transform` throws.
  public mutating func inChild<T>(
    _ slot: Int, _ transform: (inout PassContext) throws -> T
  ) rethrows -> T {
    cursor.enter(slot)
    defer { cursor.leave() }
    return try transform(&self)
  }

  /// Returns what `transform` makes of the expression that stands directly in the program at `root`.
  ///
  /// - Throws: What `transform` throws.
  public mutating func at<T>(
    _ root: Path.Root, _ transform: (inout PassContext) throws -> T
  ) rethrows -> T {
    cursor.start(at: root)
    return try transform(&self)
  }

  /// Returns `program` with each of its expressions replaced.
  ///
  /// - Throws: What `transform` throws.
  public mutating func mapExpressions(
    of program: Program, _ transform: (Expr, inout PassContext) throws -> Expr
  ) rethrows -> Program {
    try program.mapExpressions { e, root in try at(root) { try transform(e, &$0) } }
  }

  /// Returns `program` with each expression of its temporaries and statements replaced.
  ///
  /// - Throws: What `transform` throws.
  public mutating func mapStatementExpressions(
    of program: Program, _ transform: (Expr, inout PassContext) throws -> Expr
  ) rethrows -> Program {
    try program.mapStatementExpressions { e, root in try at(root) { try transform(e, &$0) } }
  }

}

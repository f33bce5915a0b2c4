extension Program {

  /// The number of nodes of all expressions, shared ones counted each time; saturates.
  public var nodeCount: Int { count(of: forEachExpression) }

}

extension Statement {

  /// The number of nodes of all expressions, shared ones counted each time; saturates.
  public var nodeCount: Int { count(of: forEachExpression) }

}

private func count(of forEachExpression: ((Expr) -> Void) -> Void) -> Int {
  var count = 0
  forEachExpression { e in
    let (sum, overflow) = count.addingReportingOverflow(e.nodeCount)
    count = overflow ? .max : sum
  }
  return count
}

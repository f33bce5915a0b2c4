extension Program {

  /// The number of nodes of all expressions.
  public var nodeCount: Int {
    functions.reduce(0) { $0 &+ $1.body.nodeCount }
      &+ temporaries.reduce(0) { $0 &+ $1.domain.nodeCount }
      &+ body.reduce(0) { $0 &+ $1.nodeCount }
  }

}

extension Statement {

  /// The number of nodes of all expressions.
  public var nodeCount: Int {
    switch self {
    case .set(let target, let domain, let value):
      target.nodeCount &+ domain.nodeCount &+ value.nodeCount
    case .if(let condition, let then, let otherwise):
      condition.nodeCount &+ then.reduce(0) { $0 &+ $1.nodeCount }
        &+ otherwise.reduce(0) { $0 &+ $1.nodeCount }
    }
  }

}

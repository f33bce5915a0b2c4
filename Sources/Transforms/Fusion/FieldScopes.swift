import IteratorIR

/// Where the values of a graph are written: at the beginning of the whole, or of a branch of a
/// choice if only the branch needs them.
struct FieldScopes {

  final class Scope {

    let outer: Scope?
    let depth: Int

    /// The nodes that belong here, what is read before its readers.
    fileprivate(set) var nodes: [FieldNode] = []

    init(in outer: Scope?) {
      self.outer = outer
      depth = (outer?.depth ?? -1) + 1
    }

  }

  let whole = Scope(in: nil)

  private var scopes: [Int: Scope] = [:]
  private var branches: [Int: (then: Scope, otherwise: Scope)] = [:]

  /// How many others read each node.
  private(set) var readerCounts: [Int: Int] = [:]

  /// Creates the scopes of the nodes of `graph`.
  init(_ graph: FieldGraph) {
    place(graph.root, in: whole)
    for n in graph.nodes {
      guard let scope = scopes[n.id] else { continue }
      scope.nodes.append(n)
      if let (condition, then, otherwise) = n.choice {
        let inner = (then: Scope(in: scope), otherwise: Scope(in: scope))
        branches[n.id] = inner
        place(condition, in: scope)
        place(then, in: inner.then)
        place(otherwise, in: inner.otherwise)
      } else {
        for c in n.children { place(c, in: scope) }
      }
    }
    whole.nodes.reverse()
    for (then, otherwise) in branches.values {
      then.nodes.reverse()
      otherwise.nodes.reverse()
    }
  }

  /// The scopes of the branches of a choice.
  func branches(of node: FieldNode) -> (then: Scope, otherwise: Scope)? { branches[node.id] }

  func scope(of node: FieldNode) -> Scope { scopes[node.id] ?? whole }

  private mutating func place(_ node: FieldNode, in scope: Scope) {
    readerCounts[node.id, default: 0] += 1
    guard var a = scopes[node.id] else {
      scopes[node.id] = scope
      return
    }
    // The innermost scope around both.
    var b = scope
    while a !== b {
      if a.depth >= b.depth, let o = a.outer { a = o } else if let o = b.outer { b = o }
    }
    scopes[node.id] = a
  }

}

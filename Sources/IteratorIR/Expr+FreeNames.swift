import HashTreeCollections

/// Answers which names expressions use and do not bind; what it found once it knows.
///
/// The sets of a tree share their structure, so asking for all nodes costs little more than asking
/// for the root.
public final class FreeNames {

  private var known: [ObjectIdentifier: (node: Expr, names: TreeSet<Symbol>)] = [:]

  /// Creates a memory that knows no node yet.
  public init() {}

  /// Returns the names that `e` uses and does not bind itself.
  public func names(of e: Expr) -> TreeSet<Symbol> {
    if let (_, names) = known[e.identity] { return names }
    var names: TreeSet<Symbol>
    switch e.kind {
    case .reference(let name): return TreeSet(CollectionOfOne(name))
    case .builtin, .literal, .typeName, .infinity, .offset, .axis: return TreeSet()
    case .lambda(let parameters, let body):
      names = self.names(of: body)
      for p in parameters { names.remove(p) }
    case .call(let function, let arguments):
      names = self.names(of: function)
      for a in arguments {
        let others = self.names(of: a)
        if names.isEmpty { names = others } else if !others.isEmpty { names.formUnion(others) }
      }
    }
    known[e.identity] = (e, names)
    return names
  }

}

extension Expr {

  /// The names that the expression uses and does not bind itself.
  public var freeNames: Set<Symbol> { Set(FreeNames().names(of: self)) }

}

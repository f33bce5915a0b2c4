import IteratorIR

/// Writes a graph as an expression: values with several readers become lets.
struct FieldWriter {

  private let scopes: FieldScopes

  /// The names that are taken around the expression, and those given so far.
  private var taken: Set<Symbol>

  private let graph: FieldGraph

  /// The expressions that stand for the nodes.
  private var written: [Int: Expr] = [:]

  /// Domains of stencils that differ from those that are written.
  private let domains: [Int: Expr]

  private init(_ graph: FieldGraph, taken: Set<Symbol>, domains: [Int: Expr]) {
    self.graph = graph
    self.domains = domains
    scopes = FieldScopes(graph)
    self.taken = taken
  }

  /// Returns the expression of `graph`, which binds no names in `taken`.
  static func write(
    _ graph: FieldGraph, taken: Set<Symbol>, domains: [Int: Expr] = [:]
  ) -> Expr {
    var writer = FieldWriter(graph, taken: taken, domains: domains)
    return writer.write(graph.root, in: writer.scopes.whole)
  }

  /// Returns `root` with lets for what belongs to `scope` and has several readers.
  private mutating func write(_ root: FieldNode, in scope: FieldScopes.Scope) -> Expr {
    var bindings: [(Symbol, Expr)] = []
    for n in scope.nodes {
      let e = expr(of: n)
      // A domain has to stand where it is used: passes read it there.
      if n !== root, !n.isAtom, scopes.readerCounts[n.id, default: 0] > 1, !e.isDomain {
        let name = newName(n.name ?? Symbol("_f"))
        bindings.append((name, e))
        written[n.id] = Expr(.reference(name))
      } else {
        written[n.id] = e
      }
    }
    var result = standIn(for: root)
    for (name, value) in bindings.reversed() { result = .let(name.name, value, in: result) }
    return result
  }

  /// Returns the expression that stands for `node`.
  private func standIn(for node: FieldNode) -> Expr {
    written[node.id] ?? graph.known[node.id] ?? node.expr
  }

  private mutating func newName(_ hint: Symbol) -> Symbol {
    let name = hint.fresh { taken.contains($0) }
    taken.insert(name)
    return name
  }

  /// Returns the expression of `node`, whose children are written.
  private mutating func expr(of node: FieldNode) -> Expr {
    if let (then, otherwise) = scopes.branches(of: node), let choice = node.choice {
      for (branch, scope) in [(choice.then, then), (choice.otherwise, otherwise)] {
        // A branch that belongs to an outer scope is written there.
        if scopes.scope(of: branch) === scope { written[branch.id] = write(branch, in: scope) }
      }
    }
    let children = node.children.map { standIn(for: $0) }
    switch node.kind {
    case .leaf(let names):
      if names.isEmpty { return node.expr }
      return node.expr.substituting(
        Dictionary(zip(names, children), uniquingKeysWith: { a, _ in a }))
    case .call(let slots):
      guard case .call(let function, var arguments) = node.expr.kind else { return node.expr }
      for (slot, c) in zip(slots, children) { arguments[slot] = c }
      return Expr(.call(function, arguments), at: node.expr.span)
    case .stencil(let stencil):
      guard case .call(var function, _) = node.expr.kind else { return node.expr }
      guard let (written, domain) = node.fieldop else { return node.expr }
      if !stencil.isFused {
        if let d = domains[node.id] { function = .call(.asFieldop, written, d) }
        return Expr(.call(function, children), at: node.expr.span)
      }
      let (new, fields) = stencil.written()
      function = .call(
        .asFieldop, arguments: [new] + ((domains[node.id] ?? domain).map { [$0] } ?? []))
      return Expr(
        .call(function, fields.map { standIn(for: $0) }), at: node.expr.span)
    }
  }

}

extension Expr {

  /// Whether it is written as a domain: ranges, comparisons of a dimension, or what logic makes of
  /// them.
  fileprivate var isDomain: Bool {
    guard let (b, arguments) = builtinCall else { return false }
    if b == .cartesianDomain || b == .unstructuredDomain { return true }
    if case .scalar(.comparison) = b {
      return arguments.contains { if case .axis = $0.kind { true } else { false } }
    }
    return [.and, .or, .xor, .not].contains(b) && arguments.contains(where: \.isDomain)
  }

}

import IteratorIR
import StencilTypes

/// The values that a statement computes; one node for each, however many others read it.
///
/// Lets are gone: a name is the node of its value.
final class FieldGraph {

  /// The value of the whole.
  let root: FieldNode

  /// The types of the nodes' expressions, if they matter.
  let types: InferredTypes?

  let offsets: [String: FieldOffset]

  /// The nodes that are computed already, and what stands for them.
  let known: [Int: Expr]

  /// All nodes, readers before what they read.
  private(set) var nodes: [FieldNode] = []

  /// Creates the graph of `value`; `nil` if it binds or calls functions other than by stencils.
  init?(_ value: Expr, types: InferredTypes? = nil, offsets: [String: FieldOffset]) {
    var builder = FieldGraphBuilder()
    let root = builder.node(of: value)
    guard builder.isComplete else { return nil }
    self.root = root
    self.types = types
    self.offsets = offsets
    known = [:]
    sort()
  }

  /// Creates the graph of the values that `root` needs.
  init(root: FieldNode, offsets: [String: FieldOffset]) {
    self.root = root
    self.offsets = offsets
    types = nil
    known = [:]
    sort()
  }

  /// Creates the part of `graph` that computes `root` from inputs and nodes that are `known`.
  init(part root: FieldNode, of graph: FieldGraph, after known: [Int: Expr]) {
    self.root = root
    types = graph.types
    offsets = graph.offsets
    self.known = known
    sort()
  }

  /// `true` iff stencils read computed fields, or the value is chosen.
  var isComposed: Bool {
    nodes.contains { n in
      if n.choice != nil { return true }
      guard case .stencil = n.kind else { return false }
      return n.children.contains { if case .leaf = $0.kind { false } else { true } }
    }
  }

  /// Finds the nodes that are still part of the value, and their order.
  func sort() {
    nodes.removeAll(keepingCapacity: true)
    var seen: Set<Int> = []
    func visit(_ n: FieldNode) {
      guard seen.insert(n.id).inserted else { return }
      for c in n.children where known[c.id] == nil { visit(c) }
      nodes.append(n)
    }
    visit(root)
    nodes.reverse()
  }

}

/// A value that a statement computes.
final class FieldNode {

  enum Kind {

    /// No fields are computed: a name, a literal, a scalar, `index(K)`. The children are what
    /// `names` means in the expression.
    case leaf(names: [Symbol])

    /// A stencil on the children.
    case stencil(FusedStencil)

    /// A builtin's call; the children are its arguments at `slots`.
    case call(slots: [Int])

  }

  let id: Int

  /// The expression that the node was made of.
  let expr: Expr

  var kind: Kind
  var children: [FieldNode]

  /// The name that a let gave it.
  var name: Symbol?

  init(id: Int, _ expr: Expr, _ kind: Kind, _ children: [FieldNode]) {
    self.id = id
    self.expr = expr
    self.kind = kind
    self.children = children
  }

  /// The condition and the branches of a choice between fields.
  var choice: (condition: FieldNode, then: FieldNode, otherwise: FieldNode)? {
    guard case .call = kind, expr.arguments(of: .if) != nil, children.count == 3 else { return nil }
    return (children[0], children[1], children[2])
  }

  /// The stencil and the domain as they are written, if the node applies one.
  var fieldop: (stencil: Expr, domain: Expr?)? {
    guard case .stencil = kind, case .call(let f, _) = expr.kind,
      let parts = f.arguments(of: .asFieldop)
    else { return nil }
    return (parts[0], parts.count > 1 ? parts[1] : nil)
  }

  /// `true` iff the expression costs nothing and may be written wherever it is read.
  var isAtom: Bool {
    guard case .leaf = kind else { return false }
    return children.isEmpty && expr.nodeCount <= 4
  }

}

private struct FieldGraphBuilder {

  private var count = 0

  /// Nodes of equal expressions without let-bound names.
  private var known: [Expr: FieldNode] = [:]

  /// The nodes of the names that lets around the place bind.
  private var names: [Symbol: FieldNode] = [:]

  private let free = FreeNames()

  /// `false` iff something was met that has no place in a graph.
  private(set) var isComplete = true

  mutating func node(of e: Expr) -> FieldNode {
    switch e.kind {
    case .reference(let name): return names[name] ?? leaf(e)
    case .literal, .infinity, .axis, .typeName, .offset: return leaf(e)
    case .builtin, .lambda:
      isComplete = false
      return leaf(e)
    case .call(let function, let arguments):
      if let (parameters, values, body) = e.asLet {
        let nodes = values.map { node(of: $0) }
        let hidden = zip(parameters, nodes).map { p, n in
          if n.name == nil { n.name = p }
          return names.updateValue(n, forKey: p)
        }
        let result = node(of: body)
        for (p, n) in zip(parameters, hidden) { names[p] = n }
        return result
      }
      if let parts = function.arguments(of: .asFieldop) {
        // A stencil that uses names of lets cannot leave them.
        if !names.isEmpty,
          parts.contains(where: { free.names(of: $0).contains { names[$0] != nil } })
        {
          isComplete = false
        }
        let children = arguments.map { node(of: $0) }
        guard let stencil = FusedStencil(parts[0], children) else {
          return add(e, .call(slots: Array(arguments.indices)), children)
        }
        return add(e, .stencil(stencil), children)
      }
      guard case .builtin(let b) = function.kind else {
        isComplete = false
        return leaf(e)
      }
      let fieldArguments = b.structural?.definition.fieldArguments
      guard let slots = fieldArguments?.places(among: arguments.count) else {
        return leaf(e)
      }
      return add(e, .call(slots: slots), slots.map { node(of: arguments[$0]) })
    }
  }

  private mutating func add(
    _ e: Expr, _ kind: FieldNode.Kind, _ children: [FieldNode]
  ) -> FieldNode {
    count += 1
    return FieldNode(id: count, e, kind, children)
  }

  private mutating func leaf(_ e: Expr) -> FieldNode {
    let used = names.isEmpty ? [] : free.names(of: e).filter { names[$0] != nil }
    if used.isEmpty {
      if let n = known[e] { return n }
      let n = add(e, .leaf(names: []), [])
      known[e] = n
      return n
    }
    let sorted = used.sorted { $0.name < $1.name }
    return add(e, .leaf(names: sorted), sorted.compactMap { names[$0] })
  }

}

import IteratorIR
import StencilTypes

/// On which points a statement needs each value of its graph, and which it needs for certain.
struct FieldDemands {

  private var domains: [Int: SymbolicDomain] = [:]

  /// The part of the demands on each node that comes from readers in one scope.
  private var domainsByScope: [Int: [ObjectIdentifier: SymbolicDomain]] = [:]

  /// The choices in each scope.
  private var choices:
    [ObjectIdentifier: [(then: FieldScopes.Scope, otherwise: FieldScopes.Scope)]] =
      [:]

  /// The nodes that are needed at some point only if a condition says so.
  private var doubtful: Set<Int> = []

  /// The nodes that stencils read.
  private(set) var operands: Set<Int> = []

  private let types: InferredTypes?
  private let offsets: [String: FieldOffset]
  private let scopes: FieldScopes

  /// Creates the demands of a statement that writes on `domain`.
  init(_ graph: FieldGraph, _ scopes: FieldScopes, on domain: SymbolicDomain) {
    types = graph.types
    offsets = graph.offsets
    self.scopes = scopes
    for n in graph.nodes {
      guard let inner = scopes.branches(of: n) else { continue }
      choices[ObjectIdentifier(scopes.scope(of: n)), default: []].append(inner)
    }
    need(graph.root, on: domain, in: scopes.whole)
    for n in graph.nodes {
      if !isCovered(n) { doubtful.insert(n.id) }
      follow(n)
    }
  }

  /// The points at which `node` is needed, along its own dimensions; `nil` if they are not known.
  ///
  /// What is written may be more, if it was written for another branch too.
  func domain(of node: FieldNode) -> SymbolicDomain? {
    let needed = types?[node.expr]?.leaves.first.flatMap { leaf in
      let d = domains[node.id]?.restricted(to: leaf.dims)
      return d?.dims == leaf.dims ? d : nil
    }
    guard let (stencil, domain) = node.fieldop, let domain else { return needed }
    guard let written = SymbolicDomain(domain) else { return nil }
    // Scans start where it is written.
    guard let needed, stencil.arguments(of: .scan) == nil, written.contains(needed) else {
      return written
    }
    return needed
  }

  /// `true` iff all points of the node's domain are needed, whatever conditions say.
  func isCertain(_ node: FieldNode) -> Bool { !doubtful.contains(node.id) }

  /// `true` iff all points of the node's domain are needed whichever branches are taken.
  private func isCovered(_ node: FieldNode) -> Bool {
    guard let domain = domain(of: node), let demands = domainsByScope[node.id] else { return true }
    func isCovered(in scope: FieldScopes.Scope) -> Bool {
      if let d = demands[ObjectIdentifier(scope)], d.contains(domain) { return true }
      return choices[ObjectIdentifier(scope), default: []].contains {
        isCovered(in: $0.then) && isCovered(in: $0.otherwise)
      }
    }
    // With one scope for all readers there is nothing to compare.
    return demands.count == 1 || isCovered(in: scopes.scope(of: node))
  }

  private mutating func need(
    _ node: FieldNode, on domain: SymbolicDomain, in scope: FieldScopes.Scope
  ) {
    domains[node.id] = domains[node.id]?.hull(domain) ?? domain
    let known = domainsByScope[node.id]?[ObjectIdentifier(scope)]
    domainsByScope[node.id, default: [:]][ObjectIdentifier(scope)] = known?.hull(domain) ?? domain
  }

}

// From readers to what they read.

extension FieldDemands {

  private mutating func follow(_ n: FieldNode) {
    let scope = scopes.scope(of: n)
    switch n.kind {
    case .leaf: return
    case .stencil: followReads(of: n, in: scope)
    case .call:
      let isRegional = n.expr.arguments(of: .concatWhere) != nil
      for (i, c) in n.children.enumerated() {
        if isRegional || doubtful.contains(n.id) { doubtful.insert(c.id) }
        guard let d = domains[n.id] else { continue }
        if let (then, otherwise) = scopes.branches(of: n), i > 0 {
          need(c, on: d, in: i == 1 ? then : otherwise)
        } else {
          need(c, on: d, in: scope)
        }
      }
    }
  }

  private mutating func followReads(of node: FieldNode, in scope: FieldScopes.Scope) {
    guard let stencil = node.fieldop?.stencil else { return }
    let regional = stencil.needingBothRegions(coordinates(of: node, stencil))
    let reads = StencilAccesses(of: regional, arity: node.children.count)
    let own = domain(of: node)
    for (child, r) in zip(node.children, reads.parameters) {
      operands.insert(child.id)
      if !r.possible.isEmpty || doubtful.contains(node.id) { doubtful.insert(child.id) }
      guard let own else { continue }
      for shifts in r.all { need(child, on: own.moved(by: shifts, offsets), in: scope) }
    }
  }

  /// The parameters of a stencil that stand for coordinates and scalars.
  private func coordinates(of node: FieldNode, _ stencil: Expr) -> Set<Symbol> {
    let function = stencil.arguments(of: .scan)?.first ?? stencil
    guard case .lambda(let parameters, _) = function.kind,
      node.children.contains(where: { $0.expr.arguments(of: .index) != nil })
    else { return [] }
    let own = parameters.suffix(node.children.count)
    return Set(
      zip(own, node.children).filter { _, child in
        guard case .leaf = child.kind else { return false }
        if child.expr.arguments(of: .index) != nil { return true }
        if case .scalar? = types?[child.expr] { return true }
        return false
      }.map(\.0))
  }

}

extension SymbolicDomain {

  /// `true` iff every point of `other` lies in the box, which may have more dimensions.
  fileprivate func contains(_ other: SymbolicDomain) -> Bool {
    other.ranges.allSatisfy { d, r in
      guard let own = self[d] else { return false }
      return own.lower.isAtMost(r.lower) && r.upper.isAtMost(own.upper)
    }
  }

}

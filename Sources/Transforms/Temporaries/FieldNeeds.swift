import IteratorIR
import StencilTypes

/// On which points a statement needs each value of its graph, and which it needs for certain.
struct FieldNeeds {

  /// The points of a box, which are needed if some ranges have points.
  struct Points {

    var box: SymbolicDomain

    /// The ranges of the regions on the way here, all of which must have points.
    var conditions: Set<SymbolicRange> = []

    /// `true` iff the box is empty itself where one of the conditions fails.
    var isTight = true

    /// The box as an expression, empty where nothing is needed.
    func domain(_ builtin: Builtin) -> Expr {
      guard !isTight, let d = box.dims.first, let range = box[d] else { return box.expr(builtin) }
      let all = conditions.map { Expr.call(.less, $0.lower.expr, $0.upper.expr) }
        .sorted { $0.text() < $1.text() }
      guard let first = all.first else { return box.expr(builtin) }
      let condition = all.dropFirst().reduce(first) { .call(.and, $0, $1) }
      let upper = Expr.call(.if, condition, range.upper.expr, range.lower.expr)
      var guarded = box
      guarded[d] = SymbolicRange(range.lower, .sum(upper, 0))
      return guarded.expr(builtin)
    }

  }

  /// What the readers of a value in one scope need, under the same conditions.
  private struct Need {
    let scope: ObjectIdentifier
    var points: Points
  }

  private var needs: [Int: [Need]] = [:]

  /// The nodes of which it is not known where a reader needs them.
  private var unknown: Set<Int> = []

  /// The nodes that are needed at some point only if a condition says so.
  private var doubtful: Set<Int> = []

  /// The nodes that stencils read.
  private(set) var operands: Set<Int> = []

  /// The choices in each scope.
  private var choices:
    [ObjectIdentifier: [(then: FieldScopes.Scope, otherwise: FieldScopes.Scope)]] =
      [:]

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
    need(graph.root, Points(box: domain), in: scopes.whole)
    for n in graph.nodes {
      if !isCovered(n) { doubtful.insert(n.id) }
      follow(n)
    }
  }

  /// The points at which `node` is needed, along its own dimensions; `nil` if they are not known.
  ///
  /// What is written may be more, if it was written for another branch too.
  func points(of node: FieldNode) -> Points? {
    let needed = needed(node)
    guard let (_, domain) = node.fieldop, let domain else { return needed }
    guard let written = SymbolicDomain(domain) else { return nil }
    // Scans start where it is written.
    if let needed, !node.isScan, written.contains(needed.box) { return needed }
    let conditions = needed?.conditions ?? []
    return Points(box: written, conditions: conditions, isTight: conditions.isEmpty)
  }

  /// `true` iff all points of the node are needed, whatever conditions on values say.
  func isCertain(_ node: FieldNode) -> Bool { !doubtful.contains(node.id) }

  /// The points that readers need, along the node's own dimensions.
  private func needed(_ node: FieldNode) -> Points? {
    guard !unknown.contains(node.id), let all = needs[node.id]?.map(\.points),
      let first = all.first,
      let dims = types?[node.expr]?.leaves.first?.dims
    else { return nil }
    let hull = all.dropFirst().reduce(first) { $0.union($1) }
    let box = hull.box.restricted(to: dims)
    guard box.dims == dims else { return nil }
    return Points(
      box: box, conditions: hull.conditions,
      isTight: hull.conditions.isEmpty || hull.isTight && box.dims == hull.box.dims)
  }

  /// `true` iff all points of the node are needed whichever branches are taken.
  private func isCovered(_ node: FieldNode) -> Bool {
    guard let points = points(of: node), let needs = needs[node.id] else { return true }
    func isCovered(in scope: FieldScopes.Scope) -> Bool {
      let covers = needs.contains {
        $0.scope == ObjectIdentifier(scope) && $0.points.conditions == points.conditions
          && $0.points.box.restricted(to: points.box.dims).contains(points.box)
      }
      return covers
        || choices[ObjectIdentifier(scope), default: []].contains {
          isCovered(in: $0.then) && isCovered(in: $0.otherwise)
        }
    }
    // What a scan needs below follows from the scan.
    return needs.count == 1 && node.isScan || isCovered(in: scopes.scope(of: node))
  }

  private mutating func need(_ node: FieldNode, _ points: Points, in scope: FieldScopes.Scope) {
    let id = ObjectIdentifier(scope)
    let same = needs[node.id]?.firstIndex {
      $0.scope == id && $0.points.conditions == points.conditions
    }
    if let same {
      needs[node.id]?[same].points.form(points)
    } else {
      needs[node.id, default: []].append(Need(scope: id, points: points))
    }
  }

}

// From readers to what they read.

extension FieldNeeds {

  /// More regions inside each other than this are not told apart.
  private static let limit = 4

  private mutating func follow(_ n: FieldNode) {
    let scope = scopes.scope(of: n)
    switch n.kind {
    case .leaf: return
    case .stencil: followReads(of: n, in: scope)
    case .call:
      let isRegional = n.expr.arguments(of: .concatWhere) != nil
      let own = points(of: n)
      for (i, c) in n.children.enumerated() {
        if isRegional || doubtful.contains(n.id) { doubtful.insert(c.id) }
        guard let own else {
          unknown.insert(c.id)
          continue
        }
        if let (then, otherwise) = scopes.branches(of: n), i > 0 {
          need(c, own, in: i == 1 ? then : otherwise)
        } else {
          need(c, own, in: scope)
        }
      }
    }
  }

  private mutating func followReads(of node: FieldNode, in scope: FieldScopes.Scope) {
    guard let stencil = node.fieldop?.stencil else { return }
    let reads = StencilRegions(
      stencil, arity: node.children.count, facts(of: node, stencil))
    let own = points(of: node)
    for (i, child) in node.children.enumerated() {
      if !reads.places[i].isEmpty { operands.insert(child.id) }
      if !reads.possible[i].isEmpty || doubtful.contains(node.id) { doubtful.insert(child.id) }
      guard let own else {
        unknown.insert(child.id)
        continue
      }
      for r in reads.certain {
        let points = r.region.map { own.within($0) } ?? own
        if points == nil || own.conditions.count > Self.limit {
          if !r.places[i].isSubset(of: reads.certain[0].places[i]) { doubtful.insert(child.id) }
        }
        for shifts in r.places[i].ordered {
          need(child, (points ?? own).moved(by: shifts, offsets), in: scope)
        }
      }
      for shifts in reads.possible[i].ordered {
        need(child, own.moved(by: shifts, offsets), in: scope)
      }
    }
  }

  /// What is known of the parameters of a stencil that stand for coordinates and scalars.
  private func facts(of node: FieldNode, _ stencil: Expr) -> PointFacts {
    let function = stencil.arguments(of: .scan)?.first ?? stencil
    var known: [Symbol: PointFact] = [:]
    guard case .lambda(let parameters, _) = function.kind,
      node.children.contains(where: { $0.expr.arguments(of: .index) != nil })
    else { return PointFacts([:], offsets: offsets) }
    for (p, c) in zip(parameters.suffix(node.children.count), node.children) {
      guard case .leaf = c.kind else { continue }
      if let a = c.expr.arguments(of: .index)?.first, case .axis(let d) = a.kind {
        known[p] = .coordinates(d, 0)
      } else if c.children.isEmpty, case .scalar? = types?[c.expr] {
        known[p] = .scalar(SymbolicBound(c.expr))
      }
    }
    return PointFacts(known, offsets: offsets)
  }

}

extension FieldNeeds.Points {

  /// Returns the points that are needed by either, in one box.
  fileprivate func union(_ other: Self) -> Self {
    let conditions = conditions.intersection(other.conditions)
    let hull = box.hull(other.box)
    return Self(
      box: hull, conditions: conditions,
      isTight: conditions.isEmpty || isTight && other.isTight && hull == box && hull == other.box)
  }

  fileprivate mutating func form(_ other: Self) { self = union(other) }

  /// Returns the points within a region; `nil` if they are no box.
  fileprivate func within(_ region: SymbolicDomain) -> Self? {
    guard let common = box.exactCommon(region), common.dims == box.dims else { return nil }
    let ranges = region.dims.compactMap { common[$0] }.filter { !($0.lower + 1).isAtMost($0.upper) }
    return Self(box: common, conditions: conditions.union(ranges), isTight: isTight)
  }

  fileprivate func moved(by shifts: [Shift], _ offsets: [String: FieldOffset]) -> Self {
    let isRigid = shifts.allSatisfy { s in
      if case .at = s.index { offsets[s.tag]?.isCartesian ?? true } else { false }
    }
    return Self(
      box: box.moved(by: shifts, offsets), conditions: conditions,
      isTight: conditions.isEmpty || isTight && isRigid)
  }

}

extension FieldNode {

  fileprivate var isScan: Bool { fieldop?.stencil.arguments(of: .scan) != nil }

}

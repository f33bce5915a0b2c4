import IteratorIR
import StencilTypes

/// The places that a stencil reads for certain at the points of one region.
struct RegionalReads {

  /// Where the points lie; `nil` for all points that are computed.
  let region: SymbolicDomain?

  /// The places where each parameter is read, in the parameters' order.
  let places: [Set<[Shift]>]

}

/// Where a stencil reads its parameters, told apart by the regions of its choices.
///
/// A choice by region depends on nothing but coordinates and values that are the same at all
/// points: `if ·k < ·n then ·a else ·b` needs `a` at every point below `n`, and at no other.
struct StencilRegions {

  /// How many choices by region are looked at.
  ///
  /// The reads of others count as conditional.
  private static let limit = 16

  /// The reads at all points, then those of each region.
  private(set) var certain: [RegionalReads]

  /// The places where each parameter is read if a condition says so that no region tells.
  let possible: [Set<[Shift]>]

  /// The places where each parameter may be read.
  let places: [Set<[Shift]>]

  /// Finds the reads of `stencil`, of whose parameters `facts` knows some.
  init(_ stencil: Expr, arity: Int, _ facts: PointFacts) {
    let whole = StencilAccesses(of: stencil, arity: arity)
    places = whole.parameters.map(\.all)
    certain = [RegionalReads(region: nil, places: whole.parameters.map(\.certain))]
    guard !facts.isEmpty, whole.parameters.contains(where: { !$0.possible.isEmpty }) else {
      possible = whole.parameters.map(\.possible)
      return
    }
    var choices = RegionalChoices(limit: Self.limit)
    for v in choices.variants(ofStencil: stencil, facts) {
      let reads = StencilAccesses(of: v.expr, arity: arity)
      certain.append(
        RegionalReads(region: v.region, places: reads.parameters.map(\.certain)))
    }
    let rest = StencilAccesses(of: stencil, arity: arity, regional: choices.found)
    possible = rest.parameters.map(\.possible)
  }

}

/// Takes choices by region apart.
private struct RegionalChoices {

  /// An expression with one branch of each choice around some place, as it is in a region.
  typealias Variant = (region: SymbolicDomain, expr: Expr)

  private let limit: Int

  /// The branches, by their choice's identity, that are needed at every point of some box.
  private(set) var found: [ObjectIdentifier: StencilAccesses.Branches] = [:]

  init(limit: Int) { self.limit = limit }

  /// Returns the variants of a lambda or a scan whose parameters `facts` knows.
  mutating func variants(ofStencil e: Expr, _ facts: PointFacts) -> [Variant] {
    if let scan = e.arguments(of: .scan), let pass = scan.first {
      return variants(ofStencil: pass, facts).map {
        ($0.region, .call(.scan, arguments: [$0.expr] + scan.dropFirst()))
      }
    }
    guard case .lambda(let parameters, let body) = e.kind else { return [] }
    return variants(of: body, facts).map { ($0.region, Expr(.lambda(parameters, $0.expr))) }
  }

  /// Returns the variants of `e` for each branch of each choice in it.
  mutating func variants(of e: Expr, _ facts: PointFacts) -> [Variant] {
    switch e.kind {
    case .reference, .builtin, .literal, .typeName, .infinity, .offset, .axis: return []
    case .lambda(let parameters, let body):
      return variants(of: body, facts.hiding(parameters)).map {
        ($0.region, Expr(.lambda(parameters, $0.expr), at: e.span))
      }
    case .call(let function, let arguments):
      if let (names, values, body) = e.asLet {
        let inner = variants(of: body, facts.binding(names, to: values))
        return inner.map { ($0.region, Expr(.lambda(names, $0.expr)).applied(to: values)) }
          + variants(ofArguments: arguments, of: function, facts)
      }
      if let a = e.arguments(of: .if), a.count == 3, found.count < limit,
        let region = facts.region(a[0])
      {
        return variants(of: e, region, then: a[1], otherwise: a[2], facts)
      }
      return variants(of: function, facts).map { ($0.region, $0.expr.applied(to: arguments)) }
        + variants(ofArguments: arguments, of: function, facts)
    }
  }

  private mutating func variants(
    ofArguments arguments: [Expr], of function: Expr, _ facts: PointFacts
  ) -> [Variant] {
    arguments.enumerated().flatMap { i, a in
      variants(of: a, facts).map { v in
        var all = arguments
        all[i] = v.expr
        return (v.region, function.applied(to: all))
      }
    }
  }

  private mutating func variants(
    of choice: Expr, _ region: PointRegion, then: Expr, otherwise: Expr, _ facts: PointFacts
  ) -> [Variant] {
    var result: [Variant] = []
    var branches: StencilAccesses.Branches = []
    found[choice.identity] = []
    for (expr, box, branch) in [
      (then, region.inside, StencilAccesses.Branches.then),
      (otherwise, region.outside, .otherwise),
    ] {
      guard let box else { continue }
      let all = variants(of: expr, facts)
      let inner = all.compactMap { v in box.exactCommon(v.region).map { ($0, v.expr) } }
      if inner.count < all.count { continue }
      branches.insert(branch)
      result.append((box, expr))
      result += inner
    }
    found[choice.identity] = branches
    return result
  }

}

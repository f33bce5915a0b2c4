import IteratorIR
import StencilTypes

/// The names that occur in bounds of a program's domains, each with the dimensions of its ranges.
struct DomainBounds {

  private(set) var lower: [String: Set<Dimension>] = [:]
  private(set) var upper: [String: Set<Dimension>] = [:]

  /// Finds the bounds of the domains of `program`; with those of regions also what coordinates are
  /// compared with, as in `concat_where(K < n, …)`.
  init(_ program: Program, withRegions: Bool = false) {
    for t in program.temporaries { add(t.domain) }
    for s in program.assignments { add(s.domain) }
    if withRegions { program.forEachNode { addComparison($0) } }
  }

  private mutating func addComparison(_ e: Expr) {
    guard case let (.scalar(.comparison(comparison)), operands)? = e.builtinCall,
      operands.count == 2
    else { return }
    for (axis, bound, c) in [
      (operands[0], operands[1], comparison), (operands[1], operands[0], comparison.flipped),
    ] {
      guard case .axis(let d) = axis.kind else { continue }
      for name in bound.freeNames.map(\.name) {
        switch c {
        case .less, .lessEqual: upper[name, default: []].insert(d)
        case .greater, .greaterEqual: lower[name, default: []].insert(d)
        case .equal, .notEqual: break
        }
      }
    }
  }

  private mutating func add(_ domain: Expr) {
    if let range = domain.arguments(of: .namedRange), range.count == 3,
      case .axis(let axis) = range[0].kind
    {
      for name in range[1].freeNames { lower[name.name, default: []].insert(axis) }
      for name in range[2].freeNames { upper[name.name, default: []].insert(axis) }
    } else {
      domain.children.forEach { add($0) }
    }
  }

}

import IteratorIR
import StencilTypes

// Which of the points are needed that a choice by region sends to either side.

extension NeededPoints.Points {

  /// Returns a box of the points that lie in the region that `domain` means, as small as the text
  /// allows.
  func part(inside domain: Expr) -> Self {
    switch domain.regionOperation {
    case .and(let a, let b): part(inside: a).part(inside: b)
    case .or(let a, let b): part(inside: a).hull(part(inside: b))
    case .box(let box): intersection(box)
    case .unknown: self
    }
  }

  /// Returns a box of the points that lie outside the region that `domain` means, as small as the
  /// text allows.
  func part(outside domain: Expr) -> Self {
    switch domain.regionOperation {
    case .and(let a, let b): part(outside: a).hull(part(outside: b))
    case .or(let a, let b): part(outside: a).part(outside: b)
    case .box(let box):
      // A point lies outside if it does so along one of the dimensions, below or above.
      box.dims.flatMap { d in
        box[d].map { range in
          [
            SymbolicRange(.infinity(negative: true), range.lower),
            SymbolicRange(range.upper, .infinity(negative: false)),
          ].map { intersection(SymbolicDomain([d: $0])) }
        } ?? []
      }.reduce(nil) { (hull: Self?, part) in hull?.hull(part) ?? part } ?? self
    case .unknown: self
    }
  }

}

/// How a region is made of others.
private enum RegionOperation {
  case and(Expr, Expr)
  case or(Expr, Expr)
  case box(SymbolicDomain)
  case unknown
}

extension Expr {

  fileprivate var regionOperation: RegionOperation {
    if let a = arguments(of: .and), a.count == 2 { return .and(a[0], a[1]) }
    if let a = arguments(of: .or), a.count == 2 { return .or(a[0], a[1]) }
    return SymbolicDomain(self).map { .box($0) } ?? .unknown
  }

}

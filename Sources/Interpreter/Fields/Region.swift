import StencilTypes

/// The ends of a range of indices, half-open; `nil` for an end without bound.
struct Bounds: Hashable {

  let lower: Int?
  let upper: Int?

  func contains(_ i: Int) -> Bool {
    (lower.map { $0 <= i } ?? true) && (upper.map { i < $0 } ?? true)
  }

}

/// A set of index points: what a domain expression means.
indirect enum Region {

  /// The points between bounds along each of some dimensions, in the order they were written.
  case box([(dimension: Dimension, bounds: Bounds)])

  case combination(LogicOperation, Region, Region)

  /// The dimensions on which it depends whether a point belongs to the region.
  var dims: Set<Dimension> {
    switch self {
    case .box(let b): Set(b.map(\.dimension))
    case .combination(_, let a, let b): a.dims.union(b.dims)
    }
  }

  /// `true` iff the point with these coordinates belongs to the region.
  func contains(_ point: [Dimension: Int]) -> Bool {
    switch self {
    case .box(let sides):
      return sides.allSatisfy { s in point[s.dimension].map(s.bounds.contains) ?? true }
    case .combination(let op, let a, let b):
      let (x, y) = (a.contains(point), b.contains(point))
      return switch op {
      case .and: x && y
      case .or: x || y
      case .xor: x != y
      }
    }
  }

  /// The places along `dimension` where belonging can change.
  func breaks(along dimension: Dimension) -> [Int] {
    switch self {
    case .box(let sides):
      sides.filter { $0.dimension == dimension }
        .flatMap { [$0.bounds.lower, $0.bounds.upper].compactMap { $0 } }
    case .combination(_, let a, let b):
      a.breaks(along: dimension) + b.breaks(along: dimension)
    }
  }

}

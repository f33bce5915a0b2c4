import IteratorIR
import StencilTypes

/// Where the fields of a value are needed.
indirect enum NeededPoints: Hashable {

  struct Points: Hashable {

    var domain: SymbolicDomain

    /// The levels between which scans walk; `nil` without a vertical dimension.
    ///
    /// They are those of the output, within a branch of `concat_where` only those for which the
    /// branch is chosen. Shifts do not move them.
    var column: SymbolicRange?

    /// Returns the smallest box that holds both; what is known to have no points counts for nothing.
    func hull(_ other: Points) -> Points {
      if other.domain.isEmpty { return self }
      if domain.isEmpty { return other }
      return Points(
        domain: domain.hull(other.domain),
        column: column.flatMap { c in other.column.map { c.hull($0) } })
    }

    /// Returns the points that lie in `region`, which may have fewer dimensions.
    func intersection(_ region: SymbolicDomain) -> Points {
      let vertical = region.dims.first { $0.kind == .vertical }
      let levels = vertical.flatMap { region[$0] }
      return Points(
        domain: domain.intersection(region),
        column: levels.flatMap { l in column.map { $0.intersection(l) } } ?? column)
    }

  }

  case nothing

  /// Every field of the value is needed here, along those of the dimensions that it has.
  case points(Points)

  case tuple([NeededPoints])

  /// The demand on element `index` of a tuple.
  func element(_ index: Int) -> NeededPoints {
    switch self {
    case .nothing: .nothing
    case .points: self
    case .tuple(let elements): elements.indices.contains(index) ? elements[index] : .nothing
    }
  }

  /// The demand on a tuple of whose elements only the one at `index` is needed, as `self` says.
  func asElement(_ index: Int) -> NeededPoints {
    .tuple((0 ... index).map { $0 == index ? self : .nothing })
  }

  func union(_ other: NeededPoints) -> NeededPoints {
    switch (self, other) {
    case (.nothing, let d), (let d, .nothing): d
    case (.points(let a), .points(let b)): .points(a.hull(b))
    case (.tuple, _), (_, .tuple):
      .tuple((0 ..< max(count, other.count)).map { element($0).union(other.element($0)) })
    }
  }

  private var count: Int {
    if case .tuple(let elements) = self { elements.count } else { 0 }
  }

  /// The smallest box that holds all points that are needed; `nil` if there are none.
  var hull: Points? {
    switch self {
    case .nothing: nil
    case .points(let d): d
    case .tuple(let elements):
      elements.compactMap(\.hull).reduce(nil) { (a: Points?, b) in a?.hull(b) ?? b }
    }
  }

  /// Returns the demand with all points replaced.
  func mapPoints(_ transform: (Points) -> Points) -> NeededPoints {
    switch self {
    case .nothing: .nothing
    case .points(let d): .points(transform(d))
    case .tuple(let elements): .tuple(elements.map { $0.mapPoints(transform) })
    }
  }

}

extension NeededPoints {

  /// Creates the demand of a statement that writes `target` on `domain`; `nil` if the domain is no
  /// written box.
  init?(target: Expr, domain: Expr) {
    if let box = SymbolicDomain(domain) {
      self = .points(Points(domain: box))
      return
    }
    guard let domains = domain.arguments(of: .makeTuple) else { return nil }
    let targets = target.arguments(of: .makeTuple)
    var elements: [NeededPoints] = []
    for (i, d) in domains.enumerated() {
      guard let demand = NeededPoints(target: targets?[i] ?? target, domain: d) else { return nil }
      elements.append(demand)
    }
    self = .tuple(elements)
  }

}

import StencilTypes

/// What scans of a statement depend on.
final class StatementFrame: Sendable {

  /// The vertical dimension of the output, along which scans walk.
  let verticalDimension: Dimension?

  /// The vertical range of the output.
  let verticalRange: Range<Int>?

  /// What the fields of the run cover together, along each dimension.
  let reach: [Dimension: Range<Int>]

  /// The frame of what stands outside all statements.
  static let none = StatementFrame(writing: [], amid: [])

  /// Creates the frame of a statement that writes on `domains`, in a run with fields on `fields`.
  init(writing domains: [Domain], amid fields: [Domain]) {
    let vertical = domains.lazy.flatMap(\.dims).first { $0.kind == .vertical }
    verticalDimension = vertical
    verticalRange = vertical.flatMap { d in
      domains.compactMap { $0[d] }.reduce(nil) { (a: Range<Int>?, b) in a.map { $0.hull(b) } ?? b }
    }
    var reach: [Dimension: Range<Int>] = [:]
    for domain in fields {
      for (d, r) in zip(domain.dims, domain.ranges) { reach[d] = reach[d].map { $0.hull(r) } ?? r }
    }
    self.reach = reach
  }

}

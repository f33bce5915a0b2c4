import StencilTypes

/// Where a program reads and writes a field.
public struct Requirement: Hashable, Sendable {

  /// The box; along the dimensions of `open` as far as what is written, which is a guess.
  public let domain: Domain

  /// The dimensions along which values say which points are read.
  public let open: Set<Dimension>

  /// Creates the requirement of points in `domain`, and along `open` of such as values say.
  public init(domain: Domain, open: Set<Dimension>) {
    self.domain = domain
    self.open = open
  }

}

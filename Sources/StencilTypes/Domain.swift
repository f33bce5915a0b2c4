/// A box of index points: one half-open range for each dimension.
public struct Domain: Hashable, Sendable {

  public let dims: [Dimension]
  public let ranges: [Range<Int>]

  /// Creates the box that covers `ranges[i]` along `dims[i]`.
  ///
  /// - Requires: One range for each dimension.
  public init(dims: [Dimension], ranges: [Range<Int>]) {
    precondition(dims.count == ranges.count)
    self.dims = dims
    self.ranges = ranges
  }

  /// The number of points along each dimension; saturates.
  public var shape: [Int] { ranges.map(\.saturatingCount) }

  /// The number of points; 1 for no dimensions; saturates.
  public var count: Int {
    if isEmpty { return 0 }
    return shape.reduce(1) { product, extent in
      let (count, overflow) = product.multipliedReportingOverflow(by: extent)
      return overflow ? .max : count
    }
  }

  public var isEmpty: Bool { ranges.contains(where: \.isEmpty) }

  /// The range along `dimension`; `nil` if the box does not have it.
  public subscript(dimension: Dimension) -> Range<Int>? {
    dims.firstIndex(of: dimension).map { ranges[$0] }
  }

  /// Returns the smallest box that contains `self` and `other`, which has the same dimensions.
  ///
  /// - Requires: The dimensions are the same, in the same order.
  public func hull(_ other: Domain) -> Domain {
    precondition(dims == other.dims)
    if isEmpty { return other }
    if other.isEmpty { return self }
    return Domain(
      dims: dims,
      ranges: zip(ranges, other.ranges).map {
        min($0.lowerBound, $1.lowerBound) ..< max($0.upperBound, $1.upperBound)
      })
  }

  /// `true` iff every point of `other`, which has the same dimensions, lies in `self`.
  ///
  /// - Requires: The dimensions are the same, in the same order.
  public func contains(_ other: Domain) -> Bool {
    precondition(dims == other.dims)
    return other.isEmpty
      || zip(ranges, other.ranges).allSatisfy {
        $0.lowerBound <= $1.lowerBound && $1.upperBound <= $0.upperBound
      }
  }

}

extension Domain: CustomStringConvertible {

  /// `I=0:8, K=0:4`.
  public var description: String {
    zip(dims, ranges).map { "\($0.name)=\($1.lowerBound):\($1.upperBound)" }
      .joined(separator: ", ")
  }

}

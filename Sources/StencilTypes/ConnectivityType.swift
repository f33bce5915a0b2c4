/// What is known of an offset's neighbor table before a call.
public struct ConnectivityType: Hashable, Sendable {

  /// The dimension of the points that have neighbors.
  public let target: Dimension

  /// The dimension that counts the neighbors of one point.
  public let local: Dimension

  /// The dimension that the neighbors belong to.
  public let source: Dimension

  /// The largest number of neighbors of one point.
  public let neighborCount: Int

  /// Whether some points have fewer neighbors.
  public let hasSkipValues: Bool

  /// Creates what is known of a table with a row of `neighborCount` entries for each point of `target`.
  public init(
    target: Dimension, local: Dimension, source: Dimension, neighborCount: Int,
    hasSkipValues: Bool
  ) {
    self.target = target
    self.local = local
    self.source = source
    self.neighborCount = neighborCount
    self.hasSkipValues = hasSkipValues
  }

}

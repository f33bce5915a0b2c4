/// What is known of an offset's neighbor table before a call.
public struct ConnectivityType: Hashable, Sendable {

  /// The dimension of the points that have neighbours.
  public let target: Dimension

  /// The dimension that counts the neighbours of one point.
  public let local: Dimension

  /// The dimension that the neighbours belong to.
  public let source: Dimension

  /// The largest number of neighbours of one point.
  public let neighborCount: Int

  /// Whether some points have fewer neighbours.
  public let hasSkipValues: Bool

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

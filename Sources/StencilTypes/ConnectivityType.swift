/// What is known of an offset's neighbor table before a call.
public struct ConnectivityType: Hashable, Sendable {

  /// The largest number of neighbours of one point.
  public let neighborCount: Int

  /// Whether some points have fewer neighbours.
  public let hasSkipValues: Bool

  public init(neighborCount: Int, hasSkipValues: Bool) {
    self.neighborCount = neighborCount
    self.hasSkipValues = hasSkipValues
  }

}

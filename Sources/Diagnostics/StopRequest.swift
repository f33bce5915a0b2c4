import Synchronization

/// A wish that work stops, which stays once it was heard.
public final class StopRequest: Sendable {

  private let isWished: @Sendable () -> Bool
  private let isHeard = Atomic<Bool>(false)

  /// Creates a request that is due once `isWished` returned true.
  public init(once isWished: @escaping @Sendable () -> Bool) { self.isWished = isWished }

  /// `true` iff work is to stop.
  public var isDue: Bool {
    if isHeard.load(ordering: .relaxed) { return true }
    if !isWished() { return false }
    isHeard.store(true, ordering: .relaxed)
    return true
  }

}

/// A table that forgets what was not used for the longest time once it is full.
public struct RecentlyUsed<Key: Hashable, Value> {

  /// The most entries that are kept.
  public let capacity: Int

  private var entries: [Key: (value: Value, use: UInt64)] = [:]

  /// The number of uses so far: each gets its own.
  private var uses: UInt64 = 0

  /// Creates an empty table.
  ///
  /// - Requires: `capacity` is positive.
  public init(capacity: Int) {
    precondition(capacity > 0, "a table has room")
    self.capacity = capacity
  }

  public var count: Int { entries.count }

  /// Returns the value for `key`, which counts as a use.
  public mutating func value(for key: Key) -> Value? {
    guard let i = entries.index(forKey: key) else { return nil }
    uses += 1
    entries.values[i].use = uses
    return entries.values[i].value
  }

  /// Keeps `value` for `key`; takes time in proportion to the capacity if the table is full.
  public mutating func insert(_ value: Value, for key: Key) {
    uses += 1
    entries[key] = (value, uses)
    // Uses have numbers of their own: which entry goes does not depend on the order of the table.
    if entries.count > capacity, let oldest = entries.min(by: { $0.value.use < $1.value.use }) {
      entries[oldest.key] = nil
    }
  }

}

extension RecentlyUsed: Sendable where Key: Sendable, Value: Sendable {}

/// A table that forgets what was not used for the longest time once it is full.
public struct RecentlyUsed<Key: Hashable, Value> {

  /// The most entries that are kept.
  public let capacity: Int

  private var entries: [Key: (value: Value, use: UInt64)] = [:]

  /// The uses in their order, from `firstUse` on; those that later ones of their keys outdid count
  /// for nothing.
  private var order: [(key: Key, use: UInt64)] = []
  private var firstUse = 0

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
    entries.values[i].use = noteUse(of: key)
    return entries.values[i].value
  }

  /// Keeps `value` for `key`.
  ///
  /// Complexity: O(1), amortised.
  public mutating func insert(_ value: Value, for key: Key) {
    entries[key] = (value, noteUse(of: key))
    while entries.count > capacity {
      let (oldest, use) = order[firstUse]
      firstUse += 1
      if entries[oldest]?.use == use { entries[oldest] = nil }
    }
  }

  /// Returns the number of this use.
  private mutating func noteUse(of key: Key) -> UInt64 {
    uses += 1
    if order.count >= 4 * capacity + 16 {
      order = order[firstUse...].filter { entries[$0.key]?.use == $0.use }
      firstUse = 0
    }
    order.append((key, uses))
    return uses
  }

}

extension RecentlyUsed: Sendable where Key: Sendable, Value: Sendable {}

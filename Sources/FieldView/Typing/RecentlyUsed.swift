/// A table that forgets what was not used for the longest time once it is full.
public struct RecentlyUsed<Key: Hashable, Value> {

  /// The most entries that are kept.
  public let capacity: Int

  /// An entry, and its neighbors in the order of use.
  fileprivate struct Entry {
    let key: Key
    var value: Value
    var older: Int?
    var newer: Int?
  }

  /// The entries.
  ///
  /// Once there are as many as can be kept, new ones take the places of the oldest, so that nothing
  /// but them is held.
  private var entries: [Entry] = []
  private var places: [Key: Int] = [:]

  /// The ends of the order of use.
  private var oldest: Int?
  private var newest: Int?

  /// Creates an empty table.
  ///
  /// - Requires: `capacity` is positive.
  public init(capacity: Int) {
    precondition(capacity > 0, "a table has room")
    self.capacity = capacity
  }

  public var count: Int { entries.count }

  /// Returns the value for `key`, which counts as a use.
  ///
  /// - Complexity: O(1).
  public mutating func value(for key: Key) -> Value? {
    guard let place = places[key] else { return nil }
    unlink(place)
    link(place)
    return entries[place].value
  }

  /// Keeps `value` for `key`.
  ///
  /// - Complexity: O(1).
  public mutating func insert(_ value: Value, for key: Key) {
    let entry = Entry(key: key, value: value)
    let place: Int
    if let known = places[key] {
      place = known
      unlink(place)
      entries[place] = entry
    } else if entries.count == capacity, let oldest {
      place = oldest
      unlink(place)
      places[entries[place].key] = nil
      entries[place] = entry
    } else {
      place = entries.count
      entries.append(entry)
    }
    places[key] = place
    link(place)
  }

  /// Takes the entry at `place` out of the order of use.
  private mutating func unlink(_ place: Int) {
    let (older, newer) = (entries[place].older, entries[place].newer)
    if let older { entries[older].newer = newer } else { oldest = newer }
    if let newer { entries[newer].older = older } else { newest = older }
  }

  /// Makes the entry at `place`, which is in no order, the one that was used last.
  private mutating func link(_ place: Int) {
    entries[place].older = newest
    entries[place].newer = nil
    if let newest { entries[newest].newer = place } else { oldest = place }
    newest = place
  }

}

extension RecentlyUsed: Sendable where Key: Sendable, Value: Sendable {}

extension RecentlyUsed.Entry: Sendable where Key: Sendable, Value: Sendable {}

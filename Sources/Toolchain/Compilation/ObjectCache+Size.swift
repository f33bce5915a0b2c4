import Fields
import Foundation
import Glibc

// What is in a cache, and what goes when it is full.
extension ObjectCache {

  /// What an entry is, for `cache`.
  public struct Entry: Hashable, Sendable {
    public let key: String
    public let about: String

    /// What the key was made of, by names.
    public let parts: [String: String]

    public let byteCount: Int

    /// When it was used last, in seconds since 1970; to the hour.
    public let lastUse: Double
  }

  /// All entries, those that were not used for longest first.
  public func entries() -> [Entry] {
    guard let root else { return [] }
    var result: [Entry] = []
    for shard in root.names() where shard.count == 2 {
      guard let shelf = try? root.folder(shard) else { continue }
      for name in shelf.names() {
        guard let folder = try? shelf.folder(name) else { continue }
        let files = folder.names().compactMap { folder.status($0) }
        let record = (try? folder.read("meta.json", limit: 1 << 20)).flatMap(
          CacheRecord.init(bytes:))
        result.append(
          Entry(
            key: shard + name, about: record?.about ?? "damaged",
            parts: record?.parts ?? [:],
            byteCount: files.reduce(0) { $0 + $1.byteCount },
            lastUse: folder.status("stamp")?.time ?? 0))
      }
    }
    return result.sorted { ($0.lastUse, $0.key) < ($1.lastUse, $1.key) }
  }

  /// Removes all entries; returns how many there were.
  @discardableResult public func clear() -> Int {
    let all = entries()
    remove(all)
    sweep(olderThan: 0)
    return all.count
  }

  /// Makes room: what was not used for longest goes, until a fifth is free.
  func trim() {
    sweep(olderThan: 86_400)
    var left = entries()
    var size = left.reduce(0) { $0 + $1.byteCount }
    if size <= limits.byteCount, left.count <= limits.entryCount { return }
    var victims: [Entry] = []
    while let oldest = left.first,
      size > limits.byteCount / 5 * 4 || left.count > limits.entryCount / 5 * 4,
      now() - oldest.lastUse >= limits.leastAge
    {
      victims.append(left.removeFirst())
      size -= oldest.byteCount
    }
    remove(victims)
    state.withLock { $0.statistics.evicted += victims.count }
  }

  private func remove(_ entries: [Entry]) {
    guard let root else { return }
    for e in entries {
      guard let shelf = try? root.folder(String(e.key.prefix(2))) else { continue }
      discard(String(e.key.dropFirst(2)), of: shelf, in: root)
    }
  }

  /// Removes what processes that are gone left behind.
  func sweep(olderThan age: Double) {
    guard let root else { return }
    for place in ["tmp", "trash"] {
      guard let folder = try? root.folder(place) else { continue }
      for name in folder.names() {
        guard let status = folder.status(name) else { continue }
        let parts = name.split(separator: "-")
        let pid = parts.count == 3 ? pid_t(parts[1]) : nil
        let isOurs = parts.first.map(String.init) == Self.hostName
        if isOurs, let pid, kill(pid, 0) == 0 || errno == EPERM { continue }
        // Whether a process of another machine still lives, only time tells.
        if now() - status.time < (isOurs ? age : max(age, 86_400)) { continue }
        folder.remove(name)
      }
    }
  }

  func now() -> Double { Date().timeIntervalSince1970 }

}

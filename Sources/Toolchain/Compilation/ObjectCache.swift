import Fields
import Foundation
import Glibc
import Synchronization

/// What was compiled, kept on disk: entries of files, found by what they were made from.
///
/// An entry is made aside and moved into place whole, and everything that is read is checked against
/// its digest first: whatever happened to a file, a later run makes it anew. No lock is needed: of
/// two processes that make the same, the first wins. A cache that cannot be used never makes a
/// command fail; it says why once.
public final class ObjectCache: Sendable {

  /// How much a cache may hold.
  public struct Limits: Hashable, Sendable {

    public var byteCount, entryCount: Int

    /// The age in seconds under which nothing is evicted.
    public var leastAge: Double

    /// The number of entries that are made between two looks at the size.
    public var interval: Int

    /// Creates limits: bytes and entries in all, the age in seconds below which nothing goes, and the
    /// number of writes between two looks at what is there.
    public init(
      byteCount: Int = 2 << 30, entryCount: Int = 20_000, leastAge: Double = 3600,
      interval: Int = 200
    ) {
      self.byteCount = byteCount
      self.entryCount = entryCount
      self.leastAge = leastAge
      self.interval = interval
    }

  }

  /// What happened in this process.
  public struct Statistics: Hashable, Sendable {
    public var hits = 0, misses = 0, published = 0, healed = 0, evicted = 0
  }

  /// Why nothing is kept.
  public struct Problem: Error, Hashable, Sendable {

    /// What is wrong, as a clause: `'/a' is no folder`.
    public let reason: String

    /// What a person can do.
    public let remedy: String

  }

  struct State {
    var root: Folder?
    var isOpen = false
    var statistics = Statistics()
    var warning: String?
    var problem: Problem?
    var sinceTrim = 0
  }

  /// The absolute path; `nil` for a cache that keeps nothing.
  public let path: String?

  public let limits: Limits

  let state = Mutex(State())

  /// Creates the cache in the folder at `path`; `nil` for one that keeps nothing.
  public init(path: String?, limits: Limits = Limits()) {
    self.path = path
    self.limits = limits
  }

  /// A cache that keeps nothing.
  public static var none: ObjectCache { ObjectCache(path: nil) }

  public var statistics: Statistics { state.withLock { $0.statistics } }

  /// Returns why the cache is of no use, the first time that it is asked after that turned out.
  public func takeWarning() -> String? {
    state.withLock { s in
      defer { s.warning = nil }
      return s.warning
    }
  }

  /// Why the cache is of no use, however often it is asked for; `nil` if it is used.
  public var problem: Problem? {
    if path == nil {
      return Problem(
        reason: "neither STENCIL_CACHE_DIR nor HOME is set",
        remedy: "set STENCIL_CACHE_DIR to a folder of yours")
    }
    _ = root
    return state.withLock { $0.problem }
  }

  // MARK: Entries

  /// What there is of an entry.
  public enum Finding: Hashable, Sendable {

    /// Its files, by their names.
    case found([String: [UInt8]])

    case missing

    /// It was not as it was kept, and is gone now.
    case damaged

  }

  /// Returns the files of the entry for `key`, by their names, or `nil` if there is no good one.
  public func entry(_ key: CacheKey) -> [String: [UInt8]]? {
    if case .found(let files) = find(key) { files } else { nil }
  }

  /// Returns what there is of the entry for `key`; what is damaged is removed.
  public func find(_ key: CacheKey) -> Finding {
    guard let root else { return .missing }
    let (shard, name) = key.place
    guard let shelf = try? root.folder(shard), shelf.status(name) != nil else {
      state.withLock { $0.statistics.misses += 1 }
      return .missing
    }
    guard let files = Self.files(in: shelf, name, key) else {
      // Whatever it was, it is in the way of a good one.
      discard(name, of: shelf, in: root)
      state.withLock {
        $0.statistics.misses += 1
        $0.statistics.healed += 1
      }
      return .damaged
    }
    if let entry = try? shelf.folder(name),
      let age = entry.status("stamp").map({ now() - $0.time }),
      age > 3600
    {
      entry.touch("stamp")
    }
    state.withLock { $0.statistics.hits += 1 }
    return .found(files)
  }

  /// Returns the files of the entry `name` if all are what its record says.
  static func files(in shelf: Folder, _ name: String, _ key: CacheKey) -> [String: [UInt8]]? {
    guard let entry = try? shelf.folder(name),
      let record = (try? entry.read("meta.json", limit: 1 << 20)).flatMap(CacheRecord.init(bytes:)),
      record.key == key.digits
    else { return nil }
    var files: [String: [UInt8]] = [:]
    for f in record.files {
      guard let bytes = try? entry.read(f.name), bytes.count == f.byteCount,
        SHA256.hexadecimal(of: bytes) == f.sha256
      else { return nil }
      files[f.name] = bytes
    }
    return files
  }

  /// Keeps `files` as the entry for `key`; `about` says to people what it is.
  public func publish(
    _ key: CacheKey, _ files: [String: [UInt8]], about: String, parts: [String: String] = [:]
  ) {
    guard let root else { return }
    do throws(Folder.Failure) {
      let (shard, name) = key.place
      let shelf = try root.folder(shard, creates: true)
      let aside = try root.folder("tmp", creates: true)
      let temporary = Self.temporaryName()
      do throws(Folder.Failure) {
        let folder = try aside.folder(temporary, creates: true)
        for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
          try folder.write(bytes, to: name)
        }
        try folder.write([], to: "stamp")
        try folder.write(
          CacheRecord(key: key, about: about, parts: parts, files: files).bytes, to: "meta.json")
        try aside.move(temporary, to: shelf, as: name)
      } catch {
        aside.remove(temporary)
        // Another process was faster.
        if error.code == ENOTEMPTY || error.code == EEXIST { return }
        // Something that is no folder stands where the entry belongs.
        if error.code == ENOTDIR { discard(name, of: shelf, in: root) }
        throw error
      }
    } catch {
      warn(
        "the cache '\(path ?? "")' cannot be written (\(error.reason)); nothing is kept",
        Problem(
          reason: "'\(path ?? "")' cannot be written (\(error.reason))",
          remedy: "make room there, or set STENCIL_CACHE_DIR to another folder of yours"))
      return
    }
    let isDue = state.withLock { s in
      s.statistics.published += 1
      s.sinceTrim += 1
      if s.sinceTrim > 1, s.sinceTrim < limits.interval { return false }
      if s.sinceTrim >= limits.interval { s.sinceTrim = 1 }
      return true
    }
    if isDue { trim() }
  }

  /// Takes an entry out of the way; files of it that are in use stay valid.
  func discard(_ name: String, of shelf: Folder, in root: Folder) {
    let temporary = Self.temporaryName()
    do throws(Folder.Failure) {
      let trash = try root.folder("trash", creates: true)
      try shelf.move(name, to: trash, as: temporary)
      trash.remove(temporary)
    } catch {
      shelf.remove(name)
    }
  }

  // MARK: The folder

  /// The root, opened at first use; `nil` if it cannot be used.
  var root: Folder? {
    state.withLock { s in
      if s.isOpen { return s.root }
      s.isOpen = true
      guard let path else { return nil }
      do throws(Folder.Distrust) {
        s.root = try Folder.trusted(path + "/v1")
      } catch {
        let problem = Problem(reason: "'\(error.path)' \(error.reason)", remedy: error.remedy)
        s.warning = "the cache is not used: \(problem.reason)"
        s.problem = problem
      }
      return s.root
    }
  }

  private func warn(_ text: String, _ problem: Problem) {
    state.withLock { s in
      // It would say so for each program.
      s.root = nil
      s.warning = text
      s.problem = problem
    }
  }

  static let hostName: String = {
    var host = [CChar](repeating: 0, count: 256)
    gethostname(&host, 255)
    let name = String(decoding: host.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return "h" + name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") }
  }()

  static func temporaryName() -> String {
    "\(hostName)-\(getpid())-\(String(UInt64.random(in: 0 ... .max), radix: 16))"
  }

}

extension CacheKey {

  /// The folder of the entry, and its name in there.
  var place: (shard: String, name: String) {
    (String(digits.prefix(2)), String(digits.dropFirst(2)))
  }

}

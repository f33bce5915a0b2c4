import ArgumentParser
import Foundation
import Glibc
import Toolchain

/// Kills processes while they write to a cache, and flips bits of what is there: later readers must
/// find what was written, or nothing.
///
/// Limits: 1,000 kills and 1,000 flipped bits, and every later look is right.
struct CacheBench: ParsableCommand {

  static let configuration = CommandConfiguration(
    commandName: "cache", abstract: "Attacks the cache of compiled objects: kills, flipped bits.")

  @Option(help: "The number of writers that are killed.")
  var kills = 1000

  @Option(help: "The number of bits that are flipped.")
  var flips = 1000

  @Option(help: "Of two processes that write at a time, how often.")
  var races = 50

  @Option(help: .hidden)
  var writer: String?

  @Option(help: .hidden)
  var fileLimit: Int?

  func run() throws {
    if let writer {
      write(to: writer)
      return
    }
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "stencil-cache-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.path
    var wrong = 0
    wrong += try attackByKills(path)
    wrong += try attackByFlips(path)
    wrong += try race(path)
    wrong += try fill(path)
    if wrong > 0 { throw BenchFailure("\(wrong) looks gave what nobody had written") }
  }

  // MARK: Entries

  private static let count = 40

  private static func key(_ n: Int) -> CacheKey { CacheKey("bench", ["\(n)"]) }

  /// What the entry `n` must hold.
  private static func files(_ n: Int) -> [String: [UInt8]] {
    [
      "k.so": [UInt8](repeating: UInt8(truncatingIfNeeded: 7 * n + 1), count: 40_000 + 1000 * n),
      "k.c": Array("int f\(n);\n".utf8),
    ]
  }

  /// Writes entries until somebody ends it.
  private func write(to path: String) {
    if let fileLimit {
      // Files cannot get larger: what a full disk does.
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: rlim_t(fileLimit), rlim_max: rlim_t(fileLimit))
      setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    }
    let cache = ObjectCache(path: path)
    let entries = (0 ..< Self.count).map { (Self.key($0), Self.files($0)) }
    for round in 0... {
      for (key, files) in entries { cache.publish(key, files, about: "bench") }
      if fileLimit != nil || round > 1000 { break }
      cache.clear()
    }
  }

  private func process(_ path: String, _ more: [String] = []) -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
    process.arguments = ["cache", "--writer", path] + more
    return process
  }

  /// Looks for all entries; returns how many are wrong.
  private func wrongEntries(_ path: String, _ found: inout Int) -> Int {
    let cache = ObjectCache(path: path)
    return (0 ..< Self.count).reduce(0) { wrong, n in
      guard let files = cache.entry(Self.key(n)) else { return wrong }
      found += 1
      return wrong + (files == Self.files(n) ? 0 : 1)
    }
  }

  // MARK: Attacks

  private func attackByKills(_ path: String) throws -> Int {
    var (wrong, found) = (0, 0)
    for n in 0 ..< kills {
      let process = process(path)
      try process.run()
      usleep(UInt32(5000 + (n * 7919) % 150_000))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      wrong += wrongEntries(path, &found)
    }
    // Whoever never gets to write shows nothing.
    if kills > 20, found == 0 { throw BenchFailure("all writers were killed before they wrote") }
    print("kills \(kills): \(found) entries found, \(wrong) wrong")
    return wrong
  }

  private func attackByFlips(_ path: String) throws -> Int {
    var (wrong, found, healed) = (0, 0, 0)
    for n in 0 ..< flips {
      let number = n % Self.count
      let cache = ObjectCache(path: path)
      if cache.entry(Self.key(number)) == nil {
        cache.publish(Self.key(number), Self.files(number), about: "bench")
      }
      let digits = Self.key(number).digits
      let entry = "\(path)/v1/\(digits.prefix(2))/\(digits.dropFirst(2))"
      let name = ["k.so", "k.so", "meta.json", "k.c"][n / Self.count % 4]
      let url = URL(fileURLWithPath: "\(entry)/\(name)")
      var bytes = try Data(contentsOf: url)
      bytes[(n * 104_729) % bytes.count] ^= 1 << UInt8(n % 8)
      try bytes.write(to: url)
      let later = ObjectCache(path: path)
      if let files = later.entry(Self.key(number)) {
        found += 1
        wrong += files == Self.files(number) ? 0 : 1
      } else {
        healed += 1
        later.publish(Self.key(number), Self.files(number), about: "bench")
        if ObjectCache(path: path).entry(Self.key(number)) != Self.files(number) { wrong += 1 }
      }
    }
    print("flips \(flips): \(healed) noticed, \(found) without effect on files, \(wrong) wrong")
    return wrong
  }

  private func race(_ path: String) throws -> Int {
    var (wrong, found) = (0, 0)
    for _ in 0 ..< races {
      let both = [process(path), process(path)]
      for p in both { try p.run() }
      usleep(30_000)
      wrong += wrongEntries(path, &found)
      for p in both {
        kill(p.processIdentifier, SIGKILL)
        p.waitUntilExit()
      }
    }
    print("races \(races): \(found) entries found, \(wrong) wrong")
    return wrong
  }

  private func fill(_ path: String) throws -> Int {
    ObjectCache(path: path).clear()
    var (wrong, found) = (0, 0)
    for limit in [0, 1, 100, 4096, 30_000, 60_000] {
      let process = process(path, ["--file-limit", "\(limit)"])
      try process.run()
      process.waitUntilExit()
      if process.terminationStatus != 0 { wrong += 1 }
      wrong += wrongEntries(path, &found)
    }
    print("full disks 6: \(found) entries found, \(wrong) wrong")
    return wrong
  }

}

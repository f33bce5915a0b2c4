import Foundation
import Glibc
import Testing

@testable import Toolchain

@Suite("Object cache") struct ObjectCacheTests {

  private let folder: TemporaryFolder
  private let key = CacheKey("test", ["a", "b"])
  private let files: [String: [UInt8]] = [
    "k.so": Array(repeating: 7, count: 5000), "k.c": Array("int f;\n".utf8),
  ]

  init() throws { folder = try TemporaryFolder() }

  private func cache(_ limits: ObjectCache.Limits = .init()) -> ObjectCache {
    ObjectCache(path: folder.path + "/cache", limits: limits)
  }

  private var entryPath: String {
    "\(folder.path)/cache/v1/\(key.digits.prefix(2))/\(key.digits.dropFirst(2))"
  }

  @Test func `keeps what it was given, for others, too`() {
    let first = cache()
    #expect(first.entry(key) == nil)
    first.publish(key, files, about: "test")
    #expect(first.entry(key) == files)
    #expect(first.statistics == .init(hits: 1, misses: 1, published: 1))
    #expect(cache().entry(key) == files)
    #expect(cache().entry(CacheKey("test", ["ab", ""])) == nil)
    #expect(cache().entries().map(\.about) == ["test"])
    #expect(first.takeWarning() == nil)
  }

  @Test func `is for its owner alone`() {
    cache().publish(key, files, about: "test")
    for path in [folder.path + "/cache", folder.path + "/cache/v1", entryPath] {
      var status = stat()
      #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o700)
    }
  }

  @Test func `takes keys apart that have the same letters`() {
    #expect(CacheKey("k", ["ab", "c"]) != CacheKey("k", ["a", "bc"]))
    #expect(CacheKey("k", ["a"]) != CacheKey("ka", []))
    #expect(CacheKey("k", ["a"]) == CacheKey("k", ["a"]))
  }

  @Test func `notices every flipped bit, and makes the entry anew`() throws {
    for name in ["k.so", "k.c", "meta.json"] {
      cache().publish(key, files, about: "test")
      let size = try Data(contentsOf: URL(fileURLWithPath: "\(entryPath)/\(name)")).count
      for position in Set([0, size / 2, size - 1, size / 3]).sorted() {
        for bit in [0, 6] {
          cache().publish(key, files, about: "test")
          let url = URL(fileURLWithPath: "\(entryPath)/\(name)")
          var bytes = try Data(contentsOf: url)
          bytes[position] ^= 1 << UInt8(bit)
          try bytes.write(to: url)
          let c = cache()
          if let found = c.entry(key) {
            // The line for people is not what the files depend on.
            #expect(name == "meta.json" && found == files)
          } else {
            #expect(c.statistics.healed == 1)
            c.publish(key, files, about: "test")
            #expect(c.entry(key) == files)
          }
        }
      }
    }
  }

  @Test func `takes nothing that is not all there`() throws {
    let damages: [(String) throws -> Void] = [
      { try FileManager.default.removeItem(atPath: $0 + "/k.so") },
      { try FileManager.default.removeItem(atPath: $0 + "/meta.json") },
      { try Data().write(to: URL(fileURLWithPath: $0 + "/meta.json")) },
      { truncate($0 + "/k.so", 4096) },
      { truncate($0 + "/k.so", 1 << 20) },
      {
        try FileManager.default.removeItem(atPath: $0)
        try Data([1]).write(to: URL(fileURLWithPath: $0))
      },
      {
        try FileManager.default.removeItem(atPath: $0 + "/k.so")
        try FileManager.default.createDirectory(
          atPath: $0 + "/k.so", withIntermediateDirectories: false)
      },
    ]
    for damage in damages {
      cache().publish(key, files, about: "test")
      try damage(entryPath)
      let c = cache()
      #expect(c.entry(key) == nil)
      c.publish(key, files, about: "test")
      #expect(c.entry(key) == files)
      #expect(c.takeWarning() == nil)
    }
    // What was taken out of the way does not stay.
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path + "/cache/v1/trash") == [])
  }

  @Test func `follows no links`() throws {
    let other = try TemporaryFolder()
    // An entry, and a file of it, that lead somewhere else.
    cache().publish(key, files, about: "test")
    try FileManager.default.moveItem(atPath: entryPath, toPath: other.path + "/entry")
    try FileManager.default.createSymbolicLink(
      atPath: entryPath, withDestinationPath: other.path + "/entry")
    #expect(cache().entry(key) == nil)
    cache().publish(key, files, about: "test")
    #expect(cache().entry(key) == files)
    try FileManager.default.removeItem(atPath: entryPath + "/k.so")
    try FileManager.default.createSymbolicLink(
      atPath: entryPath + "/k.so", withDestinationPath: other.path + "/entry/k.so")
    #expect(cache().entry(key) == nil)
    // What the links led to is as it was.
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: other.path + "/entry/k.so"))
        == Data(files["k.so"] ?? []))
    // The folder itself.
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/link", withDestinationPath: other.path)
    let linked = ObjectCache(path: folder.path + "/link")
    linked.publish(key, files, about: "test")
    #expect(linked.entry(key) == nil)
    #expect(linked.takeWarning() == "the cache is not used: '\(folder.path)/link' is no folder")
    #expect(linked.takeWarning() == nil)
  }

  @Test func `is not used where others can write or nobody can`() throws {
    let open = folder.path + "/open"
    try FileManager.default.createDirectory(atPath: open, withIntermediateDirectories: false)
    chmod(open, 0o777)
    let shared = ObjectCache(path: open + "/cache")
    shared.publish(key, files, about: "test")
    #expect(shared.entry(key) == nil)
    #expect(shared.takeWarning() == "the cache is not used: '\(open)' can be written by others")
    let absent = ObjectCache(path: "/proc/no/cache")
    absent.publish(key, files, about: "test")
    #expect(absent.entry(key) == nil)
    #expect(absent.takeWarning()?.hasPrefix("the cache is not used: '/proc/no' ") == true)
    try Data().write(to: URL(fileURLWithPath: folder.path + "/file"))
    #expect(ObjectCache(path: folder.path + "/file").entry(key) == nil)
    #expect(ObjectCache.none.entry(key) == nil)
    #expect(ObjectCache.none.takeWarning() == nil)
  }

  @Test func `says why it is of no use as often as it is asked`() throws {
    let file = folder.path + "/file"
    try Data().write(to: URL(fileURLWithPath: file))
    let open = folder.path + "/open"
    try FileManager.default.createDirectory(atPath: open, withIntermediateDirectories: false)
    chmod(open, 0o777)
    let other = "set STENCIL_CACHE_DIR to a folder of yours that nobody else can write in"
    for (path, reason, remedy) in [
      (file, "'\(file)' is no folder", other),
      ("/proc/no", "'/proc/no' cannot be used: no such file or directory", other),
      (open, "'\(open)' can be written by others", "chmod go-w '\(open)', or \(other)"),
    ] {
      let cache = ObjectCache(path: path)
      for _ in 0 ..< 2 {
        #expect(cache.problem == .init(reason: reason, remedy: remedy))
      }
      #expect(cache.takeWarning() == "the cache is not used: \(reason)")
    }
    #expect(
      ObjectCache.none.problem?.reason == "neither STENCIL_CACHE_DIR nor HOME is set")
    #expect(cache().problem == nil)
  }

  @Test func `tells what was damaged from what was not there`() throws {
    func explanation(_ finding: ObjectCache.Finding) -> String {
      CacheLookup(program: "__field_operator_lap", key: key, finding, parts: [:])
        .explanation(in: cache())
    }
    let digits = key.digits.prefix(8)
    var finding = cache().find(key)
    #expect(finding == .missing)
    #expect(explanation(finding) == "lap: compiled as \(digits), the first of its name")
    cache().publish(key, files, about: "__field_operator_lap")
    finding = cache().find(key)
    #expect(finding == .found(files))
    #expect(explanation(finding) == "lap: found \(digits)")
    truncate(entryPath + "/k.so", 7)
    finding = cache().find(key)
    #expect(finding == .damaged)
    cache().publish(key, files, about: "__field_operator_lap")
    #expect(
      explanation(finding) == "lap: compiled as \(digits), since what was kept was damaged")
  }

  @Test func `says once when it cannot write, and goes on`() throws {
    let c = cache()
    c.publish(key, files, about: "test")
    // A name that no file system takes stands for a disk that is full.
    c.publish(CacheKey("test", ["c"]), [String(repeating: "x", count: 300): []], about: "test")
    let warning = try #require(c.takeWarning())
    #expect(c.problem?.reason.contains("cannot be written (file name too long)") == true)
    #expect(warning.contains("cannot be written") && warning.contains("nothing is kept"))
    c.publish(CacheKey("test", ["d"]), files, about: "test")
    #expect(c.takeWarning() == nil)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path + "/cache/v1/tmp") == [])
    #expect(cache().entry(key) == files)
  }

  @Test func `leaves an entry to whoever was first`() {
    let (a, b) = (cache(), cache())
    a.publish(key, files, about: "a")
    b.publish(key, files, about: "b")
    #expect(cache().entries().map(\.about) == ["a"])
    #expect(b.entry(key) == files)
    #expect(b.takeWarning() == nil)
  }

  @Test func `serves many at once`() async throws {
    let path = folder.path + "/cache"
    await withTaskGroup(of: Void.self) { group in
      for t in 0 ..< 8 {
        group.addTask {
          let c = ObjectCache(path: path)
          for n in 0 ..< 25 {
            let key = CacheKey("test", ["\(n)"])
            let files: [String: [UInt8]] = ["k": Array(repeating: UInt8(n), count: 1000)]
            if (n + t) % 7 == 0 { c.clear() }
            if let found = c.entry(key) { #expect(found == files) }
            c.publish(key, files, about: "n")
            if let found = c.entry(key) { #expect(found == files) }
          }
          #expect(c.takeWarning() == nil)
        }
      }
    }
  }

  @Test func `stays within its limits by what was used last`() throws {
    let limits = ObjectCache.Limits(byteCount: 1 << 20, entryCount: 10, leastAge: 0, interval: 1)
    let c = cache(limits)
    for n in 0 ..< 30 {
      let key = CacheKey("test", ["\(n)"])
      c.publish(key, ["k": [UInt8(n)]], about: "\(n)")
      #expect(c.entries().count <= 10)
    }
    #expect(c.statistics.evicted >= 20)
    #expect(c.entry(CacheKey("test", ["29"])) != nil)
    #expect(c.entry(CacheKey("test", ["0"])) == nil)
    c.publish(key, ["k": Array(repeating: 1, count: 900_000)], about: "large")
    #expect(c.entries().reduce(0) { $0 + $1.byteCount } <= 1 << 20)
    // What is young stays, whatever the limit.
    let young = cache(.init(byteCount: 1, entryCount: 1, leastAge: 3600, interval: 1))
    young.publish(CacheKey("test", ["x"]), ["k": [1]], about: "x")
    young.publish(CacheKey("test", ["y"]), ["k": [1]], about: "y")
    #expect(young.entry(CacheKey("test", ["x"])) != nil)
    #expect(c.clear() > 0)
    #expect(c.entries() == [])
  }

  @Test func `sweeps what dead processes left behind`() throws {
    let c = cache()
    c.publish(key, files, about: "test")
    let tmp = folder.path + "/cache/v1/tmp"
    let old = "\(tmp)/host-999999999-1"
    for path in [old, "\(tmp)/host-999999999-2"] {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -100_000)], ofItemAtPath: old)
    cache().publish(CacheKey("test", ["e"]), files, about: "test")
    #expect(try FileManager.default.contentsOfDirectory(atPath: tmp) == ["host-999999999-2"])
  }

  @Test func `lies where the environment says`() {
    #expect(
      ObjectCache.system(environment: ["STENCIL_CACHE_DIR": "/a", "HOME": "/h"]).path == "/a")
    #expect(
      ObjectCache.system(environment: ["XDG_CACHE_HOME": "/no/x", "HOME": "/no/h"]).path
        == "/no/x/stencil-repl")
    #expect(ObjectCache.system(environment: ["HOME": "/no/h"]).path == "/no/h/.cache/stencil-repl")
    #expect(ObjectCache.system(environment: [:]).path == nil)
    #expect(
      ObjectCache.system(environment: ["STENCIL_CACHE_DIR": "./x/../c", "HOME": "/h"], in: "/a/b")
        .path == "/a/b/c")
    #expect(
      ObjectCache.system(environment: ["STENCIL_CACHE_DIR": "", "HOME": "/no/h"], in: "/a").path
        == "/no/h/.cache/stencil-repl")
    #expect(ObjectCache.system(environment: ["STENCIL_CACHE_ENTRIES": "9"]).limits.entryCount == 9)
  }

}

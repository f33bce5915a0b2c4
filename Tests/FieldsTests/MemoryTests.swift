import Foundation
import StencilTypes
import Testing

@testable import Diagnostics
@testable import Fields

/// Memory that cannot be had is refused before anybody asks the system for it.
@Suite struct MemoryTests {

  private static let i = Dimension("I")

  @Test func knowsItsLimits() {
    #expect(Memory.total > 1 << 28)
    #expect(Memory.has(1) && Memory.has(1 << 20))
    #expect(!Memory.has(Memory.total + 1) && !Memory.has(.max))
  }

  /// The message says how much was asked for.
  @Test func saysHowMuch() {
    let domain = Domain(dims: [Self.i], ranges: [0 ..< 1 << 50])
    #expect(throws: FieldError.tooLarge(domain, byteCount: 1 << 53)) {
      try Field.zeros(.float64, on: domain)
    }
    let text = FieldError.tooLarge(domain, byteCount: 1 << 53).description
    #expect(text.contains("needs 9007199254740992 bytes"))
  }

  /// What an operation makes, and the copies of fields whose elements do not lie side by side.
  @Test func countsWhatAnOperationTakes() throws {
    let one = try Field.zeros(.float64, on: Domain(dims: [Self.i], ranges: [0 ..< 1]))
    let domain = Domain(dims: [Self.i], ranges: [0 ..< 1 << 50])
    func field(stride: Int) -> Field {
      Field(dtype: .float64, domain: domain, strides: [stride], offset: 0, storage: one.storage)
    }
    let (dense, sparse) = (field(stride: 1), field(stride: 2))
    for (operands, size) in [([dense, dense], 8), ([dense, sparse], 16), ([sparse, sparse], 24)] {
      #expect(throws: FieldError.tooLarge(domain, byteCount: size << 50)) {
        try Field.checkMemory(applying: .binary(.plus), to: operands)
      }
    }
    #expect(throws: Never.self) {
      try Field.checkMemory(applying: .binary(.plus), to: [one, one])
    }
  }

  /// A system's list of groups, which of their files say what, the limit and what is left.
  @Test(
    arguments: [
      (
        "0::/job/step", ["job/memory.max": "3000", "job/memory.current": "1000"],
        limit: 3000, left: 2000
      ),
      (
        "0::/job/step",
        [
          "job/memory.max": "9000", "job/memory.current": "500", "job/step/memory.max": "4000",
          "job/step/memory.current": "400", "job/step/memory.stat": "anon 1\ninactive_file 300\n",
        ], limit: 4000, left: 3900
      ),
      // The group around it has less left than its own limit allows.
      (
        "0::/job/step",
        [
          "job/memory.max": "9000", "job/memory.current": "8950", "job/step/memory.max": "4000",
          "job/step/memory.current": "400",
        ], limit: 4000, left: 50
      ),
      ("0::/", ["memory.max": "max", "memory.current": "1"], limit: nil, left: nil),
      // In a container, what the path names is outside.
      (
        "0::/../elsewhere", ["memory.max": "800", "memory.current": "900"], limit: 800, left: 0
      ),
      (
        "9:name=systemd:/\n4:cpu,memory:/a\n0::/",
        [
          "memory/a/memory.limit_in_bytes": "700\n", "memory/a/memory.usage_in_bytes": "200\n",
          "memory/a/memory.stat": "inactive_file 1\ntotal_inactive_file 100\n",
          "memory.max": "3", "memory.current": "3",
        ], limit: 700, left: 600
      ),
    ] as [(String, [String: String], limit: Int?, left: Int?)])
  func readsControlGroups(
    list: String, files: [String: String], limit: Int?, left: Int?
  ) throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "group-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: root) }
    for (name, text) in files {
      let file = root.appending(path: name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    let group = try #require(ControlGroup(list, below: root.path))
    #expect(group.limit == limit)
    #expect(group.available == left)
  }

  @Test func knowsWhereThereAreNoGroups() {
    #expect(ControlGroup("", below: "/nowhere") == nil)
    #expect(ControlGroup("4:cpu:/a", below: "/nowhere") == nil)
    // The versions call the limit differently, and hints name it.
    #expect(ControlGroup("4:cpu,memory:/a", below: "/nowhere")?.setting == "memory.limit_in_bytes")
    #expect(ControlGroup("0::/a", below: "/nowhere")?.setting == "memory.max")
  }

  /// What limits most is what is named.
  @Test(
    arguments: [
      (nil, nil, "machine"), (500, nil, "ulimit -v"), (500, 400, "memory.max"),
      (300, 400, "ulimit -v"), (nil, 400, "memory.max"), (5000, nil, "machine"),
      (nil, 5000, "machine"), (5000, 900, "memory.max"),
    ] as [(Int?, Int?, String)])
  func namesWhatLimitsIt(process: Int?, group: Int?, expected: String) {
    let text = Memory.remedy(
      process: process, group: group, groupSetting: "memory.max", physical: 1000)
    #expect(text.contains(expected), "\(text)")
  }

  /// A text that takes more than there is is not begun; a sparse file takes no room on the disk.
  @Test func readsTextsThatFit() throws {
    let path = FileManager.default.temporaryDirectory.path + "/text-\(UUID().uuidString).py"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data("x = 1\n".utf8).write(to: URL(filePath: path))
    #expect(try TextFile.bytes(atPath: path) == Array("x = 1\n".utf8))
    #expect(TextFile.excess(ofPath: path) == nil)
    let file = try #require(FileHandle(forWritingAtPath: path))
    try file.truncate(atOffset: UInt64(Memory.total))
    let expected = TextFile.Problem.tooLarge(byteCount: Memory.total * 256)
    #expect(throws: expected) { try TextFile.bytes(atPath: path) }
    let sentence = expected.sentence(about: "a.py")
    #expect(sentence.contains("'a.py' needs \(Memory.total * 256) bytes of memory"), "\(sentence)")
    #expect(throws: TextFile.Problem.unreadable) { try TextFile.bytes(atPath: path + "x") }
  }

  /// Whether more than half of the memory is free, as the system says.
  private static let hasHalf: Bool = {
    let text = (try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8)) ?? ""
    let machine = text.firstMatch(of: /MemAvailable:\s+(\d+) kB/).flatMap { Int($0.1) } ?? 0
    return min(machine * 1024, ControlGroup.own?.available ?? .max) > Memory.total / 4 * 3
  }()

  /// Nothing is written to the first block, so the system does not count it; both do not fit.
  @Test(.enabled(if: hasHalf, "less than half of the memory is free"))
  func countsWhatIsPromised() throws {
    let half = Memory.total / 8 * 5
    try #require(Memory.has(half))
    let storage = FieldStorage(byteCount: half)
    #expect(!Memory.has(half))
    withExtendedLifetime(storage) {}
  }

}

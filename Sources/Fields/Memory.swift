import Glibc

/// The memory that can be had for large blocks.
enum Memory {

  /// The number of bytes that the machine has, or that the process may use of them.
  static let total: Int = {
    let physical = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
    return min(physical, ControlGroup.limit ?? .max)
  }()

  /// `true` iff a block of `byteCount` bytes can be had, and enough stays for all else.
  ///
  /// An allocation that fails ends the process, so large ones ask first.
  static func has(_ byteCount: Int) -> Bool {
    if byteCount < leastAsked { return true }
    if byteCount > total { return false }
    if byteCount >= leastCounted, byteCount > available { return false }
    let size = byteCount.addingReportingOverflow(reserve)
    if size.overflow { return false }
    // The limit of the address space, and a system that promises no more than it has, show here.
    let probe = mmap(
      nil, size.partialValue, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    if probe == MAP_FAILED { return false }
    munmap(probe, size.partialValue)
    return true
  }

  /// What stays for stacks and for small blocks.
  private static let reserve = 64 << 20

  private static let leastAsked = 1 << 16

  /// The number of bytes from which on it is looked up what the system has left.
  private static let leastCounted = 64 << 20

  /// The number of bytes that the system, or the control group, has left.
  private static var available: Int {
    let machine = SystemFile("/proc/meminfo").number(after: "MemAvailable:").map { $0 * 1024 }
    return min(machine ?? .max, ControlGroup.available ?? .max)
  }

}

/// The group of processes whose memory is limited together: a container, a batch job.
private enum ControlGroup {

  /// The folder of the group, of version 2 or 1; `nil` if there is none.
  private static let folder: (path: String, isSecond: Bool)? = {
    for line in SystemFile("/proc/self/cgroup").text.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      if parts[0] == "0", parts[1].isEmpty { return ("/sys/fs/cgroup" + parts[2], true) }
      if parts[1].split(separator: ",").contains("memory") {
        return ("/sys/fs/cgroup/memory" + parts[2], false)
      }
    }
    return nil
  }()

  /// Returns what the file `name` of the group says, or that of the file system's root, which is
  /// the group's own inside a container.
  private static func number(_ second: String, _ first: String) -> Int? {
    guard let folder else { return nil }
    let name = folder.isSecond ? second : first
    let root = folder.isSecond ? "/sys/fs/cgroup/" : "/sys/fs/cgroup/memory/"
    return SystemFile(folder.path + "/" + name).number ?? SystemFile(root + name).number
  }

  /// The limit; `nil` if there is none.
  static var limit: Int? { number("memory.max", "memory.limit_in_bytes") }

  /// What is left below the limit, the cache of files counted as free.
  static var available: Int? {
    guard let limit, let used = number("memory.current", "memory.usage_in_bytes") else {
      return nil
    }
    let cached =
      folder.map { SystemFile($0.path + "/memory.stat").number(after: "inactive_file") ?? 0 } ?? 0
    return max(0, limit - used + cached)
  }

}

/// A small file in which the system tells about itself.
private struct SystemFile {

  /// The text; empty if the file cannot be read.
  let text: String

  init(_ path: String) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    if file < 0 {
      text = ""
      return
    }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 14)
    let count = bytes.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
    text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }

  /// The number that is all of the file; `nil` for `max` and other words.
  var number: Int? { Int(text.filter { !$0.isWhitespace }) }

  /// The number behind `word` in its line.
  func number(after word: String) -> Int? {
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: " ")
      if parts.count > 1, parts[0] == word { return Int(parts[1]) }
    }
    return nil
  }

}

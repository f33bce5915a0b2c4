/// The group of processes whose memory is limited together: a container, a batch job.
struct ControlGroup: Sendable {

  /// The folders of the group and of those that it is part of, which have limits too.
  private let folders: [String]

  /// Whether the system has version 2 of control groups, or 1.
  private let isSecond: Bool

  /// The group of this process; `nil` if it is in none.
  static let own = ControlGroup(SystemFile("/proc/self/cgroup").text, below: "/sys/fs/cgroup")

  /// Finds the group in `text`, the system's list of a process's groups, whose folders lie in `root`.
  init?(_ text: String, below root: String) {
    let lines = text.split(separator: "\n").compactMap {
      line -> (kinds: Substring, path: Substring)? in
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      return parts.count == 3 ? (parts[1], parts[2]) : nil
    }
    // A system that has both versions limits memory by the first.
    let first = lines.first { $0.kinds.split(separator: ",").contains("memory") }
    guard let line = first ?? lines.first(where: { $0.kinds.isEmpty }) else { return nil }
    isSecond = first == nil
    let top = isSecond ? root : root + "/memory"
    var path = line.path == "/" ? "" : String(line.path)
    var folders = [top + path]
    while let slash = path.lastIndex(of: "/") {
      path = String(path[..<slash])
      folders.append(top + path)
    }
    // Inside a container the topmost is the group's own, whatever its path is called outside.
    self.folders = folders
  }

  /// What the system calls the limit.
  var setting: String { isSecond ? "memory.max" : "memory.limit_in_bytes" }

  /// The limit; `nil` if there is none.
  var limit: Int? { folders.compactMap(limit).min() }

  /// What is left below the limit, the cache of files counted as free; `nil` if there is no limit.
  var available: Int? {
    folders.compactMap { folder -> Int? in
      guard let limit = limit(of: folder),
        let used = SystemFile(
          folder + (isSecond ? "/memory.current" : "/memory.usage_in_bytes")
        ).number
      else { return nil }
      let cached = SystemFile(folder + "/memory.stat").number(
        after: isSecond ? "inactive_file" : "total_inactive_file")
      return max(0, limit - used + (cached ?? 0))
    }.min()
  }

  private func limit(of folder: String) -> Int? {
    SystemFile(folder + "/" + setting).number
  }

}

import Foundation
import Glibc

extension ObjectCache {

  /// The cache of this user: `STENCIL_CACHE_DIR`, else a folder where caches belong.
  ///
  /// - Parameter current: the folder that a relative path begins at.
  public static func system(
    environment: [String: String] = ProcessInfo.processInfo.environment,
    in current: String = FileManager.default.currentDirectoryPath
  ) -> ObjectCache {
    func folder(_ name: String) -> String? {
      environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    func number(_ name: String) -> Int? { environment[name].flatMap { Int($0) } }
    // Homes often lie behind links; who can change those can do anything.
    let usual =
      (folder("XDG_CACHE_HOME") ?? folder("HOME").map { $0 + "/.cache" }).map(withoutLinks)
    let named = environment["STENCIL_CACHE_DIR"].flatMap { $0.isEmpty ? nil : $0 }
    let path =
      named.map { $0.hasPrefix("/") ? $0 : withoutDots("\(current)/\($0)") }
      ?? usual.map { $0 + "/stencil-repl" }
    var limits = Limits()
    limits.byteCount = number("STENCIL_CACHE_BYTES") ?? limits.byteCount
    limits.entryCount = number("STENCIL_CACHE_ENTRIES") ?? limits.entryCount
    return ObjectCache(path: path, limits: limits)
  }

}

/// Returns the absolute `path` without `.` and `..`, which no folder that is walked through is called.
private func withoutDots(_ path: String) -> String {
  var parts: [Substring] = []
  for part in path.split(separator: "/") where part != "." {
    if part == ".." { _ = parts.popLast() } else { parts.append(part) }
  }
  return "/" + parts.joined(separator: "/")
}

/// Returns `path` without links in the part of it that is there.
private func withoutLinks(_ path: String) -> String {
  if let real = realpath(path, nil) {
    defer { free(real) }
    return String(cString: real)
  }
  let url = URL(fileURLWithPath: path)
  let parent = url.deletingLastPathComponent().path
  if parent == path { return path }
  return (parent == "/" ? "" : withoutLinks(parent)) + "/" + url.lastPathComponent
}

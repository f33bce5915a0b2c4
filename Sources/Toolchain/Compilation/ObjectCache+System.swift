import Foundation
import Glibc

extension ObjectCache {

  /// The cache of this user: `STENCIL_CACHE_DIR`, else a folder where caches belong.
  public static func system(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> ObjectCache {
    func folder(_ name: String) -> String? {
      environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    func number(_ name: String) -> Int? { environment[name].flatMap { Int($0) } }
    // Homes often lie behind links; who can change those can do anything.
    let usual =
      (folder("XDG_CACHE_HOME") ?? folder("HOME").map { $0 + "/.cache" }).map(withoutLinks)
    let path = folder("STENCIL_CACHE_DIR") ?? usual.map { $0 + "/stencil-repl" }
    var limits = Limits()
    limits.byteCount = number("STENCIL_CACHE_BYTES") ?? limits.byteCount
    limits.entryCount = number("STENCIL_CACHE_ENTRIES") ?? limits.entryCount
    return ObjectCache(path: path, limits: limits)
  }

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

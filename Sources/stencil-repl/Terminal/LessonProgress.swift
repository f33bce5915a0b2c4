import Diagnostics
import Foundation
import Glibc

/// How far a person is in each lesson: a file to which each change is added at once.
///
/// After a first line that names the format, each line holds the number of inputs that are done, the
/// number that there are, the exercises that are solved with commas between them or `-`, and the
/// lesson's path; the last line of a path counts. A file that begins otherwise is not ours: it is
/// neither read nor written.
struct LessonProgress {

  /// Where a person stands in one lesson.
  struct Place: Hashable {

    var position: Int
    var count: Int
    var solved: Set<Int>

    var isDone: Bool { position >= count }

  }

  private let url: URL

  init(_ url: URL) { self.url = url }

  /// Creates the file that `environment` asks for: `stencil/lessons` in `XDG_STATE_HOME`, or else in
  /// `~/.local/state`; `nil` if there is no such folder.
  init?(environment: [String: String] = ProcessInfo.processInfo.environment) {
    guard let folder = stateFolder(environment) else { return nil }
    url = folder.appending(path: "lessons")
  }

  /// The places by the paths of the lessons, and the path that was written last.
  var places: (byPath: [String: Place], latest: String?) {
    guard let bytes = try? TextFile.bytes(atPath: url.path) else { return ([:], nil) }
    var result: [String: Place] = [:]
    var latest: String?
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    guard lines.first?.elementsEqual(Self.header) == true else { return ([:], nil) }
    for line in lines.dropFirst() {
      let parts = line.split(separator: " ", maxSplits: 3)
      guard parts.count == 4, let position = Int(parts[0]), let count = Int(parts[1]),
        0 <= position, position <= count
      else { continue }
      let solved = parts[2].split(separator: ",").compactMap { Int($0) }
      let path = String(parts[3])
      result[path] = Place(position: position, count: count, solved: Set(solved))
      latest = path
    }
    return (result, latest)
  }

  /// Takes down that the lesson at `path` is at `place`.
  ///
  /// Progress that cannot be written is no reason to stop, so failures are not reported.
  func add(_ place: Place, of path: String) {
    if path.contains("\n") { return }
    try? FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    let file = open(url.path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
    if file < 0 { return }
    defer { close(file) }
    flock(file, LOCK_EX)
    let size = lseek(file, 0, SEEK_END)
    let header = Array((Self.header + "\n").utf8)
    var bytes = [UInt8](repeating: 0, count: header.count)
    if size > 0, pread(file, &bytes, bytes.count, 0) != header.count || bytes != header { return }
    let solved = place.solved.sorted().map(String.init).joined(separator: ",")
    // A write that was cut short left a line without an end.
    var last: UInt8 = 0
    let isTorn = size > 0 && pread(file, &last, 1, size - 1) == 1 && last != UInt8(ascii: "\n")
    let front = size == 0 ? Self.header + "\n" : isTorn ? "\n" : ""
    let line =
      "\(front)\(place.position) \(place.count) \(solved.isEmpty ? "-" : solved) \(path)\n"
    _ = line.utf8.withContiguousStorageIfAvailable { write(file, $0.baseAddress, $0.count) }
  }

  private static let header = "stencil-repl lessons 1"

}

/// Returns the folder for what is kept from run to run; `nil` if `environment` names none.
func stateFolder(_ environment: [String: String]) -> URL? {
  // The specification has relative paths ignored.
  let state = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
  let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
  return (state ?? home.map { $0 + "/.local/state" })
    .map { URL(fileURLWithPath: $0).appending(path: "stencil") }
}

import Foundation
import Glibc

/// What the user entered in earlier runs: a file to which each input is added at once, so that
/// neither a crash nor a second terminal loses any.
///
/// After a first line that names the format, each line of the file is one input, in which `\n`
/// stands for a line break and `\\` for a backslash. A file that begins otherwise is not ours: it
/// is neither read nor written.
struct HistoryFile: Sendable {

  let url: URL

  init(_ url: URL) { self.url = url }

  /// Creates the file that `environment` asks for; `nil` if it asks for none.
  ///
  /// `STENCIL_HISTORY` is the path, and empty for no history. Without it the file is
  /// `stencil/history` in `XDG_STATE_HOME`, or else in `~/.local/state`.
  init?(environment: [String: String] = ProcessInfo.processInfo.environment) {
    if let path = environment["STENCIL_HISTORY"] {
      if path.isEmpty { return nil }
      url = URL(fileURLWithPath: path)
      return
    }
    guard let folder = stateFolder(environment) else { return nil }
    url = folder.appending(path: "history")
  }

  /// The latest inputs, the oldest first; none if there is no file.
  var entries: [String] {
    guard let file = open(O_RDONLY) else { return [] }
    defer { close(file) }
    flock(file, LOCK_SH)
    let size = Int(lseek(file, 0, SEEK_END))
    if !isOurs(file) { return [] }
    let header = Self.header.utf8.count
    let start = max(header, size - Self.mostBytes)
    if size <= start { return [] }
    var bytes = [UInt8](repeating: 0, count: size - start)
    let count = bytes.withUnsafeMutableBytes { pread(file, $0.baseAddress, $0.count, off_t(start)) }
    var lines = bytes.prefix(max(0, count)).split(separator: UInt8(ascii: "\n"))
    // The first one may be cut.
    if start > header, !lines.isEmpty { lines.removeFirst() }
    var result: [String] = []
    for line in lines {
      let entry = decoded(String(decoding: line, as: UTF8.self))
      if entry != result.last { result.append(entry) }
    }
    return result
  }

  /// Adds `input` to the file, unless it begins with a blank.
  ///
  /// A history that cannot be written is no reason to stop, so failures are not reported.
  func append(_ input: String) {
    if !Self.isRecorded(input) { return }
    try? FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    guard let file = open(O_RDWR | O_CREAT | O_APPEND) else { return }
    defer { close(file) }
    flock(file, LOCK_EX)
    let size = lseek(file, 0, SEEK_END)
    let isNew = size == 0
    if !isNew, !isOurs(file) { return }
    // A write that was cut short left a line without an end; this one is not to become a part of it.
    var last: UInt8 = 0
    let isTorn = !isNew && pread(file, &last, 1, size - 1) == 1 && last != UInt8(ascii: "\n")
    let front = isNew ? Self.header : isTorn ? "\n" : ""
    let line = Array((front + encoded(input) + "\n").utf8)
    _ = line.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
  }

  /// `true` iff `input` goes into the history: it is not blank and does not begin with a blank.
  static func isRecorded(_ input: String) -> Bool {
    guard let first = input.unicodeScalars.first else { return false }
    return !first.properties.isWhitespace
  }

  /// `true` iff the open file begins with the name of the format.
  private func isOurs(_ file: Int32) -> Bool {
    let header = Array(Self.header.utf8)
    var bytes = [UInt8](repeating: 0, count: header.count)
    return pread(file, &bytes, bytes.count, 0) == header.count && bytes == header
  }

  /// Opens the file; `nil` if there is none, or if it is a link or belongs to someone else.
  private func open(_ flags: Int32) -> Int32? {
    let file = Glibc.open(url.path, flags | O_CLOEXEC | O_NOFOLLOW, 0o600)
    if file < 0 { return nil }
    var status = stat()
    if fstat(file, &status) == 0, status.st_uid == geteuid(), status.st_mode & S_IFMT == S_IFREG {
      return file
    }
    close(file)
    return nil
  }

  private static let header = "stencil-repl history 1\n"

  /// Older inputs stay in the file, but are not read.
  private static let mostBytes = 1 << 20

}

private func encoded(_ entry: String) -> String {
  var result = ""
  for s in entry.unicodeScalars {
    switch s {
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    default: result.unicodeScalars.append(s)
    }
  }
  return result
}

private func decoded(_ line: String) -> String {
  var result = ""
  var isEscaped = false
  for s in line.unicodeScalars {
    if isEscaped {
      result.unicodeScalars.append(s == "n" ? "\n" : s)
      isEscaped = false
    } else if s == "\\" {
      isEscaped = true
    } else {
      result.unicodeScalars.append(s)
    }
  }
  return result
}

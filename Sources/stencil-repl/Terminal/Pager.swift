import Diagnostics
import Foundation
import Glibc

/// The program that shows text which is longer than the screen.
struct Pager: Hashable {

  /// A line for the shell.
  let command: String

  /// Returns what `STENCIL_PAGER` or `PAGER` say, else `less` if there is one; `nil` if one of them
  /// is empty, or there is none.
  ///
  /// - Parameter isExecutable: whether a path is that of a program.
  init?(
    environment: [String: String] = ProcessInfo.processInfo.environment,
    isExecutable: (String) -> Bool = FileManager.default.isExecutableFile(atPath:)
  ) {
    if let wish = environment["STENCIL_PAGER"] ?? environment["PAGER"] {
      if wish.allSatisfy(\.isWhitespace) { return nil }
      command = wish
      return
    }
    let folders = (environment["PATH"] ?? "").split(separator: ":")
    guard folders.contains(where: { isExecutable("\($0)/less") }) else { return nil }
    // Who does not know less must find out again; Ctrl-C leads back to the prompt from here as well.
    command = "less -FKRX '-PsSpace goes on, q leaves'"
  }

  /// Shows `text` and waits until the user has seen it; `false` if the pager cannot be started.
  func show(_ text: String) -> Bool {
    // less takes the terminal's text for bytes unless the locale says otherwise.
    setenv("LESSCHARSET", "utf-8", 0)
    return Interruption.leftToOthers {
      // What is typed before the pager is there is no command of less that writes files.
      guard let pipe = popen("export LESSSECURE=1; " + command, "w") else { return false }
      fputs(text, pipe)
      // The shell's status for a command that is not there.
      return (pclose(pipe) >> 8) & 0xFF != 127
    }
  }

}

/// Returns the number of rows that `text` takes on a screen of `columns` columns; counts no further
/// than `limit`.
func rowCount(of text: String, columns: Int, upTo limit: Int = .max) -> Int {
  var count = 0
  var rest = text[...]
  while count < limit {
    let end = rest.utf8.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
    let line = String(rest[..<end]).replacing(/\u{1B}\[[0-9;]*m/, with: "")
    count += max(1, (line.columnCount + columns - 1) / columns)
    if end == rest.endIndex { break }
    rest = rest[rest.utf8.index(after: end)...]
  }
  return count
}

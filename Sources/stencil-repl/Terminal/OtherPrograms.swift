import Foundation
import Glibc

/// The programs of the user that share the terminal for a while: the shell and an editor.
enum OtherPrograms {

  /// Runs `line` in the shell, in `folder`; returns its status, as shells count it.
  static let shell: @Sendable (String, String) -> Int32 = { line, folder in
    status(of: "cd \(quoted(folder)) || exit 127\n\(line)")
  }

  /// Returns what the user made of `text` in the editor that `VISUAL` or `EDITOR` name, else `vi`;
  /// `nil` if it ended badly.
  static let edit: @Sendable (String) -> String? = { text in
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "stencil-edit-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("input.py")
    do {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      try Data(text.utf8).write(to: file)
    } catch {
      return nil
    }
    let names = [environment("VISUAL"), environment("EDITOR"), "vi"]
    let editor = names.first { !$0.allSatisfy(\.isWhitespace) } ?? "vi"
    guard status(of: "\(editor) \(quoted(file.path))") == 0,
      let bytes = try? Data(contentsOf: file)
    else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func status(of line: String) -> Int32 {
    Interruption.leftToOthers {
      let result = Glibc.system(line)
      if result < 0 { return 127 }
      let signal = result & 0x7F
      return signal == 0 ? (result >> 8) & 0xFF : 128 + signal
    }
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("'", with: "'\\''") + "'"
  }

}

import Diagnostics
import Foundation
import Glibc
import Workbench

/// The files that belong to a person's prompt: what it begins with, and what was left unsaved.
///
/// Neither is read anywhere else: not with `-c`, in a pipe, while a session file plays or is checked.
struct UserFiles {

  /// What is typed at each start, one input after the other.
  let startup: String?

  /// The file of the session that was left in this folder last without being saved.
  let kept: String?

  private let folder: String

  /// Finds the files for prompts in `folder`.
  ///
  /// `STENCIL_STARTUP` is the path of the first, and empty for none. Without it, it is
  /// `stencil/startup` in `XDG_CONFIG_HOME`, or else in `~/.config`.
  init(
    folder: String, environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    self.folder = folder
    func absolute(_ name: String, or usual: String) -> String? {
      if let path = environment[name], path.hasPrefix("/") { return path }
      return environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 + usual : nil }
    }
    if let path = environment["STENCIL_STARTUP"] {
      startup = path.isEmpty ? nil : path
    } else {
      startup = absolute("XDG_CONFIG_HOME", or: "/.config").map { $0 + "/stencil/startup" }
    }
    let name = folder.utf8.map { byte in
      let scalar = UnicodeScalar(byte)
      let isPlain = Character(scalar).isLetter || Character(scalar).isNumber
      return isPlain && scalar.isASCII ? String(scalar) : "%" + String(byte, radix: 16)
    }.joined()
    // Names of files are no longer than this.
    kept =
      environment["STENCIL_HISTORY"] == "" || name.utf8.count > 200
      ? nil
      : absolute("XDG_STATE_HOME", or: "/.local/state").map {
        $0 + "/stencil/kept/\(name).stencil-session"
      }
  }

  /// The inputs of the startup file, if there is one that belongs to this user.
  var startupInputs: [String] {
    var status = stat()
    guard let startup, stat(startup, &status) == 0, status.st_uid == geteuid(),
      let bytes = try? TextFile.bytes(atPath: startup)
    else { return [] }
    return InputCollector.inputs(in: String(decoding: bytes, as: UTF8.self))
      .filter { !$0.isEmpty }
  }

  /// Why the startup file is passed over, if there is no memory for it.
  var startupProblem: String? {
    guard let startup, let byteCount = TextFile.excess(ofPath: startup) else { return nil }
    return TextFile.Problem.tooLarge(byteCount: byteCount).sentence(about: startup)
  }

  /// Whether what is left here without being saved can be kept.
  var keepsSessions: Bool { kept != nil }

  /// The sessions that were left in this folder without being saved, the latest first.
  var keptSessions: [String] { places.filter { FileManager.default.fileExists(atPath: $0) } }

  /// How many sessions are kept of one folder.
  private static let mostKept = 5

  /// Where sessions are kept, the latest first.
  private var places: [String] {
    guard let kept else { return [] }
    let base = kept.dropLast(".stencil-session".count)
    return [kept] + (2 ... Self.mostKept).map { "\(base)~\($0).stencil-session" }
  }

  /// Keeps `session`; returns whether that was possible.
  ///
  /// What was kept before stays beside it, unless `session` went on from there.
  func keep(_ session: Session) -> Bool {
    guard let kept else { return false }
    let url = URL(fileURLWithPath: kept)
    let text = session.recording(in: folder)
    do {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
      // Another prompt in this folder may be left at the same time.
      let lock = open(url.deletingLastPathComponent().path, O_RDONLY | O_CLOEXEC)
      defer { if lock >= 0 { close(lock) } }
      if lock >= 0 { flock(lock, LOCK_EX) }
      let places = places
      let continued = places.firstIndex { place in
        (try? String(contentsOfFile: place, encoding: .utf8)).map { text.hasPrefix($0) } ?? false
      }
      // What this one goes on from makes room, else the oldest.
      for i in (0 ..< (continued ?? places.count - 1)).reversed() {
        rename(places[i], places[i + 1])
      }
      try Data(text.utf8).write(to: url, options: .atomic)
      chmod(kept, 0o600)
      return true
    } catch {
      return false
    }
  }

}

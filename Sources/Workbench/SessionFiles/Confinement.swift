import Diagnostics
import Fields
import Foundation
import Synchronization

/// What a session file may do to the files of the person who plays it.
///
/// It makes files and folders below its own folder, none of them hidden, and replaces only what it
/// made itself and nobody changed since. It loads no machine code but what it froze itself. Folders
/// that the person names are open to it as they are to that person. Reading is free, unless that is
/// confined as well.
public struct Confinement: Sendable {

  /// The folder of the session file, without links.
  private let home: String

  /// Further folders that may be written to, without links.
  private let open: [String]

  /// The folders that may be read; `nil` if all may.
  private let readable: [String]?

  /// The session file, as marks on files call it.
  private let maker: String

  /// What was made where files cannot be marked.
  private let made = Made()

  /// Creates the confinement of the session file at `path`.
  ///
  /// - Parameters:
  ///   - open: folders that may be written to besides its own.
  ///   - readable: folders that may be read besides those that may be written to; `nil` if
  ///     everything may.
  public init(of path: String, open: [String] = [], readable: [String]? = nil) {
    maker = Self.withoutLinks(path)
    home = URL(fileURLWithPath: maker).deletingLastPathComponent().path
    self.open = open.map(Self.withoutLinks)
    self.readable = readable.map { $0.map(Self.withoutLinks) }
  }

  private final class Made: Sendable {
    let paths = Mutex<Set<String>>([])
  }

  /// Returns the path of what is at `path`, or will be, without links on the way.
  private static func withoutLinks(_ path: String) -> String {
    var end = URL(fileURLWithPath: path).standardizedFileURL
    var missing: [String] = []
    while true {
      if let real = realpath(end.path, nil) {
        defer { free(real) }
        let base = String(cString: real)
        return missing.isEmpty
          ? base : (base == "/" ? "" : base) + "/" + missing.reversed().joined(separator: "/")
      }
      if end.path == "/" { return path }
      missing.append(end.lastPathComponent)
      end = end.deletingLastPathComponent()
    }
  }

  /// Returns `path` from `folder` on, both without links; `nil` if it is not below.
  private static func part(of path: String, below folder: String) -> Substring? {
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    return path.hasPrefix(prefix) ? path.dropFirst(prefix.count) : nil
  }

  // MARK: Writing

  /// Throws if `file`, which is at `path`, may not be written.
  ///
  /// - Parameter isFree: whether nothing of somebody else is lost if what is there is replaced.
  func checkWriting(
    _ file: Spelled, at path: String, isFree: Bool = false
  ) throws(DiagnosticError) {
    let steps = file.text.split(separator: "/")
    if file.text.unicodeScalars.contains("\0") {
      throw DiagnosticError(.confined("A path holds no NUL", file, "leave it out"))
    }
    if steps.contains("..") {
      throw DiagnosticError(
        .confined("A session file does not write to '..'", file, Self.permission(for: "DIR")))
    }
    // The folder is looked at without links; a link in the place of the file is refused below.
    let url = URL(fileURLWithPath: path).standardizedFileURL
    let folder = Self.withoutLinks(url.deletingLastPathComponent().path)
    let place = (folder == "/" ? "" : folder) + "/" + url.lastPathComponent
    let isOpen = open.contains { Self.part(of: place, below: $0) != nil }
    guard isOpen || Self.part(of: place, below: home) != nil else {
      throw DiagnosticError(
        .confined(
          "A session file writes below its own folder only", file, Self.permission(for: folder)))
    }
    var status = stat()
    let isThere = lstat(place, &status) == 0
    if isThere, status.st_mode & S_IFMT == S_IFLNK {
      throw DiagnosticError(
        .confined("A session file does not write through links", file, "name the file itself"))
    }
    if isOpen { return }
    if Self.part(of: place, below: home)?.split(separator: "/").contains(where: { $0.first == "." })
      ?? true
    {
      throw DiagnosticError(
        .confined("A session file makes no hidden files", file, "leave out the dot in front"))
    }
    if isThere, !isFree, !isOwn(place, status) {
      throw DiagnosticError(
        .confined(
          "A session file replaces only what it made itself", file,
          "remove what is there, or \(Self.permission(for: folder))"))
    }
  }

  /// Takes down that the session file made what is at `path`.
  func claim(_ path: String) {
    let place = Self.withoutLinks(path)
    if !MakerMark.set(maker, on: place) { made.paths.withLock { _ = $0.insert(place) } }
  }

  private func isOwn(_ place: String, _ status: stat) -> Bool {
    guard MakerMark.isSet(maker, on: place) || made.paths.withLock({ $0.contains(place) }) else {
      return false
    }
    return switch status.st_mode & S_IFMT {
    case S_IFREG: isFreeToReplace(place)
    case S_IFDIR: true
    default: false
    }
  }

  // MARK: Reading

  /// `true` iff the file at `path` may be read.
  func mayRead(_ path: String) -> Bool {
    guard let readable else { return true }
    let place = Self.withoutLinks(path)
    return ([home] + open + readable).contains {
      $0 == place || Self.part(of: place, below: $0) != nil
    }
  }

  /// Throws if `file`, which is at `path`, may not be read.
  func checkReading(_ file: Spelled, at path: String) throws(DiagnosticError) {
    if !mayRead(path) {
      throw DiagnosticError(
        .confined(
          "This session file reads below its own folder only", file,
          "put the file there, or play without --sandbox"))
    }
  }

  /// Throws if the machine code in the folder `file`, which is at `path`, may not be loaded.
  func checkLoading(_ file: Spelled, at path: String) throws(DiagnosticError) {
    let place = Self.withoutLinks(path)
    var status = stat()
    guard lstat(place, &status) == 0, !isOwn(place, status) else { return }
    throw DiagnosticError(
      .confined(
        "A session file loads machine code only if it froze it itself", file,
        "thaw it at the prompt, or play with --trust"))
  }

  private static func permission(for folder: String) -> String {
    "play with --allow-write \(folder), or with --trust"
  }

}

extension Diagnostic {

  /// What stands at `span` is for people who type.
  static func confinedCommand(_ what: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.confined, "A session file \(what).", at: span, label: "is not allowed",
      hint: "type it at the prompt, or play with --trust")
  }

  fileprivate static func confined(_ rule: String, _ file: Spelled, _ remedy: String) -> Diagnostic
  {
    Diagnostic(
      code: WorkbenchCode.confined, "\(rule).", at: file.span, label: "is not allowed",
      hint: remedy)
  }

}

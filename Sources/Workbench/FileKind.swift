import Foundation

/// What a file holds, as far as its first bytes tell.
///
/// Whoever writes one kind where the other is has probably named the wrong file.
enum FileKind: String {

  case array = "an array"
  case picture = "a picture"
  case session = "a session"
  case text

  /// Returns the kind of a file that begins with `bytes`.
  init(_ bytes: some Sequence<UInt8>) {
    func begins(_ start: String) -> Bool { bytes.starts(with: start.utf8) }
    if bytes.starts(with: [0x93] + "NUMPY".utf8) || begins("PK") {
      self = .array
    } else if bytes.starts(with: [0x89] + "PNG".utf8) || begins("<svg") {
      self = .picture
    } else if begins(SessionFile.magic) {
      self = .session
    } else {
      self = .text
    }
  }

  /// Returns the kind of the file at `path`; `nil` if it is empty, or there is none that can be read.
  init?(ofFileAt path: String) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      let file = FileHandle(forReadingAtPath: path)
    else { return nil }
    defer { try? file.close() }
    guard let bytes = try? file.read(upToCount: 64), !bytes.isEmpty else { return nil }
    self.init(bytes)
  }

}

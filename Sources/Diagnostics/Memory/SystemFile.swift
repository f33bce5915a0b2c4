import Glibc

/// A small file in which the system tells about itself.
struct SystemFile {

  /// The text; empty if the file cannot be read.
  let text: String

  init(_ path: String) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    if file < 0 {
      text = ""
      return
    }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 14)
    let count = bytes.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
    text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }

  /// The number that is all of the file; `nil` for `max` and other words.
  var number: Int? { Int(text.filter { !$0.isWhitespace }) }

  /// The number behind `word` in its line.
  func number(after word: String) -> Int? {
    for line in text.split(separator: "\n") {
      let parts = line.split { $0 == " " || $0 == "\t" }
      if parts.count > 1, parts[0] == word { return Int(parts[1]) }
    }
    return nil
  }

}

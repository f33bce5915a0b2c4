/// A named source text and the offsets of its lines.
public final class SourceFile: Sendable {

  /// The name shown in messages: a path, or `<input 3>` for text typed at a prompt.
  public let name: String

  /// The text as UTF-8.
  public let bytes: [UInt8]

  /// The offset of the first byte of each line; never empty.
  private let lineStarts: [Int]

  /// Creates a file named `name` with the given UTF-8 `bytes`.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    var starts = [0]
    for (i, b) in bytes.enumerated() where b == UInt8(ascii: "\n") { starts.append(i + 1) }
    lineStarts = starts
  }

  /// Creates a file named `name` that holds `text`.
  public convenience init(name: String, text: String) {
    self.init(name: name, bytes: Array(text.utf8))
  }

  /// The number of lines; a final line break begins an empty last line.
  public var lineCount: Int { lineStarts.count }

  /// Returns the text of `range`, given in bytes; invalid UTF-8 is shown as U+FFFD.
  public func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range.clamped(to: 0 ..< bytes.count)], as: UTF8.self)
  }

  /// Returns the 1-based line that contains byte `offset`.
  public func line(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// Returns the byte range of the 1-based `line`, without its line break.
  public func range(ofLine line: Int) -> Range<Int> {
    let start = lineStarts[line - 1]
    var end = line < lineStarts.count ? lineStarts[line] - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return start ..< max(start, end)
  }

  /// Returns the 1-based line and column of byte `offset`; columns count Unicode scalars.
  public func position(at offset: Int) -> (line: Int, column: Int) {
    let clamped = min(max(0, offset), bytes.count)
    let line = line(at: clamped)
    let start = lineStarts[line - 1]
    let scalars = bytes[start ..< clamped].count { $0 & 0xC0 != 0x80 }
    return (line, scalars + 1)
  }

}

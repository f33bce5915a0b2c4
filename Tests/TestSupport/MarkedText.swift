import Diagnostics

/// Source text in which keycap digits, 1️⃣ to 9️⃣, mark places.
///
///     let marked = MarkedText("return 1️⃣a + b")
///     marked.file      // holds "return a + b"
///     marked.offset(1) // 7
public struct MarkedText: Sendable {

  /// The text without the marks.
  public let file: SourceFile

  /// The byte offset that follows each mark.
  private let offsets: [Int: Int]

  /// Creates a file named `name` with `text`, whose marks are taken out.
  public init(_ text: String, name: String = "test.py") {
    var plain = ""
    var offsets: [Int: Int] = [:]
    for character in text {
      if let number = Self.number(of: character) {
        offsets[number] = plain.utf8.count
      } else {
        plain.append(character)
      }
    }
    file = SourceFile(name: name, text: plain)
    self.offsets = offsets
  }

  /// The text without the marks.
  public var text: String { file.text(0 ..< file.bytes.count) }

  /// The numbers of the marks, ascending.
  public var marks: [Int] { offsets.keys.sorted() }

  /// Returns the byte offset of `mark`; `nil` if the text does not have it.
  public func offset(_ mark: Int) -> Int? { offsets[mark] }

  /// Returns the number that the keycap `character` shows.
  private static func number(of character: Character) -> Int? {
    guard character.unicodeScalars.contains("\u{20E3}"), let digit = character.unicodeScalars.first
    else { return nil }
    return Int(String(digit))
  }

}

extension String {

  /// `true` iff `word`, a Python name, occurs in the text with no letter, digit or `_` beside it.
  public func hasWord(_ word: String) -> Bool {
    let (text, word) = (Array(utf8), Array(word.utf8))
    guard let first = word.first, text.count >= word.count else { return false }
    for start in 0 ... text.count - word.count where text[start] == first {
      let end = start + word.count
      if text[start ..< end].elementsEqual(word), start == 0 || !isInName(text[start - 1]),
        end == text.count || !isInName(text[end])
      {
        return true
      }
    }
    return false
  }

}

/// `true` iff `byte` of UTF-8 can belong to a Python name.
private func isInName(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a") ... UInt8(ascii: "z"), UInt8(ascii: "A") ... UInt8(ascii: "Z"),
    UInt8(ascii: "0") ... UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
    true
  default: false
  }
}

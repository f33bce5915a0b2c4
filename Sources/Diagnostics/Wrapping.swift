extension StringProtocol {

  /// The number of terminal columns that the text takes.
  public var columnCount: Int { unicodeScalars.reduce(0) { $0 + columns(of: $1) } }

  /// Returns the text broken at blanks into lines of at most `width` columns, if its words let it.
  ///
  /// Lines after the first start with `indent`. What is in brackets stays together if it can.
  public func wrapped(to width: Int, indent: String = "    ") -> String {
    split(separator: "\n", omittingEmptySubsequences: false)
      .map { filled(words(of: $0, longest: width - indent.columnCount), width, indent) }
      .joined(separator: "\n")
  }

}

/// Returns the parts of `text` between blanks; blanks inside brackets do not count unless the part
/// would have more than `longest` columns.
private func words(of text: some StringProtocol, longest: Int) -> [String] {
  var words: [String] = []
  var open: [String] = []
  var depth = 0
  for word in text.split(separator: " ", omittingEmptySubsequences: false) {
    for c in word {
      if "([{".contains(c) { depth += 1 } else if ")]}".contains(c) { depth = max(0, depth - 1) }
    }
    open.append(String(word))
    if depth > 0 { continue }
    let whole = open.joined(separator: " ")
    words += whole.columnCount <= longest ? [whole] : open
    open = []
  }
  return words + open
}

/// Returns `words` with blanks between, in lines of at most `width` columns if that can be.
private func filled(_ words: [some StringProtocol], _ width: Int, _ indent: String) -> String {
  var text = ""
  var column = 0
  for (i, word) in words.enumerated() {
    let count = word.columnCount
    if i == 0 {
      text += word
      column = count
    } else if column + 1 + count > width {
      text += "\n" + indent + word
      column = indent.columnCount + count
    } else {
      text += " " + word
      column += 1 + count
    }
  }
  return text
}

/// Returns the number of terminal columns of one scalar: 0 for combining marks, 2 for wide ones.
private func columns(of scalar: Unicode.Scalar) -> Int {
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .format: return 0
  default: break
  }
  switch scalar.value {
  case 0x1100 ... 0x115F, 0x2E80 ... 0xA4CF, 0xAC00 ... 0xD7A3, 0xF900 ... 0xFAFF,
    0xFE30 ... 0xFE6F,
    0xFF00 ... 0xFF60, 0xFFE0 ... 0xFFE6, 0x1F300 ... 0x1F64F, 0x1F900 ... 0x1F9FF,
    0x20000 ... 0x3FFFD:
    return 2
  default: return 1
  }
}

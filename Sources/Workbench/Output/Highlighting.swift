extension String {

  /// The text with colours for what its marks say: what carets stand below, and what a diff takes
  /// away and adds.
  ///
  /// Colours add to the marks and never replace them.
  var highlighted: String {
    var result: [String] = []
    var isInDiff = false
    for line in split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      isInDiff = line == "@@" || isInDiff && "+- @".contains(line.first ?? " ")
      if isInDiff, let paint = diffPaint(of: line) {
        result.append(painted(line, paint))
      } else if let marked = caretRange(of: line), let above = result.last {
        let paint = above.hasPrefix("after") ? added : removed
        result[result.count - 1] = above.painting(marked, paint)
        result.append(line.painting(marked, paint))
      } else {
        result.append(line)
      }
    }
    return result.joined(separator: "\n")
  }

  /// The text with its characters in `range` painted.
  private func painting(_ range: Range<Int>, _ paint: String) -> String {
    let tail = dropFirst(range.lowerBound)
    return prefix(range.lowerBound) + painted(tail.prefix(range.count), paint)
      + tail.dropFirst(range.count)
  }

}

private let removed = "31"
private let added = "32"

private func painted(_ text: some StringProtocol, _ paint: String) -> String {
  "\u{1B}[\(paint)m\(text)\u{1B}[0m"
}

/// Returns the colour of a line that a diff takes away or adds; `nil` for others.
private func diffPaint(of line: String) -> String? {
  switch line.first {
  case "-": removed
  case "+": added
  default: nil
  }
}

/// Returns where the carets stand in a line of nothing else; `nil` for other lines.
private func caretRange(of line: String) -> Range<Int>? {
  let blanks = line.prefix { $0 == " " }.count
  let carets = line.count - blanks
  guard blanks > 0, carets > 0, line.dropFirst(blanks).allSatisfy({ $0 == "^" }) else {
    return nil
  }
  return blanks ..< line.count
}

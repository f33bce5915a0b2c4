extension String {

  /// Returns the Python text with lines of more than `width` characters broken inside brackets,
  /// where line breaks mean nothing: one element a line.
  public func breakingLongLines(at width: Int) -> String {
    split(separator: "\n", omittingEmptySubsequences: false)
      .flatMap { broken($0, at: width, indentation: $0.prefix { $0 == " " }.count) }
      .joined(separator: "\n")
  }

}

/// Returns `line`, whose parts stand at `indentation`, as lines that fit `width` if brackets let them.
private func broken(_ line: Substring, at width: Int, indentation: Int) -> [String] {
  guard line.count > width, !line.drop(while: { $0 == " " }).hasPrefix("#"),
    let inner = longestBrackets(in: line)
  else { return [String(line)] }
  let margin = String(repeating: " ", count: indentation + 4)
  var lines = [line[..<inner.lowerBound].description]
  for element in elements(of: line[inner]) {
    lines += broken(margin[...] + element, at: width, indentation: indentation + 4)
  }
  let rest = String(repeating: " ", count: indentation) + line[inner.upperBound...]
  return lines + broken(rest[...], at: width, indentation: indentation)
}

/// Returns where the contents of the longest outer brackets stand; `nil` if there is nothing in any.
private func longestBrackets(in line: Substring) -> Range<Substring.Index>? {
  var found: Range<Substring.Index>?
  var start = line.startIndex
  forEachBracketed(line) { i, depth, opens in
    if opens, depth == 1 { start = line.index(after: i) }
    guard !opens, depth == 0, i > start else { return }
    let isLonger = found.map { line[$0].count < line[start ..< i].count } ?? true
    if isLonger { found = start ..< i }
  }
  return found
}

/// Returns the parts of `text` between its outer commas, each with the comma behind it.
private func elements(of text: Substring) -> [Substring] {
  var parts: [Substring] = []
  var start = text.startIndex
  var depth = 0
  for i in text.indices {
    switch text[i] {
    case "(", "[", "{": depth += 1
    case ")", "]", "}": depth -= 1
    case "," where depth == 0:
      parts.append(text[start ... i].drop { $0 == " " })
      start = text.index(after: i)
    default: break
    }
  }
  let last = text[start...].drop { $0 == " " }
  return last.isEmpty ? parts : parts + [last]
}

/// Calls `body` with each bracket's place, the depth behind it, and whether it opens.
private func forEachBracketed(
  _ line: Substring, _ body: (Substring.Index, _ depth: Int, _ opens: Bool) -> Void
) {
  var depth = 0
  for i in line.indices {
    switch line[i] {
    case "(", "[", "{":
      depth += 1
      body(i, depth, true)
    case ")", "]", "}":
      depth -= 1
      body(i, depth, false)
    default: break
    }
  }
}

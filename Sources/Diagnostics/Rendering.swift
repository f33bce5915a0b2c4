/// How diagnostics are shown as text.
public struct DiagnosticStyle: Sendable {

  /// Whether ANSI colours are written.
  public var color: Bool

  /// The columns after which hints go on in the next line.
  public var width: Int

  public init(color: Bool = false, width: Int = .max) {
    self.color = color
    self.width = width
  }

}

extension Diagnostic {

  /// Returns the message as text: headline, place, source line with carets and label, notes, hint.
  ///
  ///     error[E-TYPE-PROMOTE]: …
  ///      --> lap.py:4:12
  ///       |
  ///     4 |     return a + b
  ///       |            ^^^^^ label
  ///       = note: …
  ///       = hint: …
  public func rendered(_ style: DiagnosticStyle = DiagnosticStyle()) -> String {
    var lines: [String] = []
    let head = paint("\(severity.rawValue)[\(code)]", severity == .error ? "1;31" : "1;33", style)
    lines.append("\(head): \(harmless(message))")
    let places = [span].compactMap { $0 } + notes.compactMap(\.span)
    let gutter = String(places.map(\.line).max() ?? 0).count
    if let span {
      lines += excerpt(span, label: label, gutter: gutter, mark: "^", style)
    }
    for note in notes {
      lines.append(String(repeating: " ", count: gutter + 1) + "= note: \(harmless(note.message))")
      if let span = note.span {
        lines += excerpt(span, label: nil, gutter: gutter, mark: "-", style)
      }
    }
    if let hint {
      let margin = String(repeating: " ", count: gutter + 1)
      let head = "= hint: "
      let parts = harmless(hint).split(separator: "\n", omittingEmptySubsequences: false)
        .flatMap { wrapped($0, width: style.width - margin.count - head.count) }
      lines.append(margin + paint(head, "1;36", style) + (parts.first ?? ""))
      lines += parts.dropFirst().map { margin + "        " + $0 }
    }
    return lines.joined(separator: "\n")
  }

}

/// Returns `text` broken at blanks into lines of at most `limit` columns, if its words let it.
private func wrapped(_ text: Substring, width limit: Int) -> [String] {
  var lines: [String] = []
  var line: String?
  for word in text.split(separator: " ", omittingEmptySubsequences: false) {
    guard let begun = line else {
      line = String(word)
      continue
    }
    let longer = begun + " " + word
    if width(longer) > limit {
      lines.append(begun)
      line = String(word)
    } else {
      line = longer
    }
  }
  return lines + [line ?? ""]
}

/// Returns the lines that point to `span`: its place, the source line, and a row of marks.
private func excerpt(
  _ span: SourceSpan, label: String?, gutter: Int, mark: Character, _ style: DiagnosticStyle
) -> [String] {
  let file = span.file
  let start = file.position(at: span.bytes.lowerBound)
  let lineRange = file.range(ofLine: start.line)
  let margin = String(repeating: " ", count: gutter)
  let number = String(start.line)
  let pad = String(repeating: " ", count: max(0, gutter - number.count))

  // A span at a line break may start behind what counts as the line.
  let low = min(max(span.bytes.lowerBound, lineRange.lowerBound), lineRange.upperBound)
  let end = max(low, min(span.bytes.upperBound, lineRange.upperBound))
  let before = visible(file.text(lineRange.lowerBound ..< low))
  let marked = visible(file.text(low ..< end))
  let after = visible(file.text(end ..< lineRange.upperBound))
  let window = shorten(before: before, marked: marked, after: after)
  let marks = String(repeating: mark, count: max(1, width(window.marked)))
  let row =
    String(repeating: " ", count: width(window.before)) + marks
    + (label.map { " " + visible($0) } ?? "")
  return [
    "\(margin) --> \(span)",
    "\(margin) |",
    "\(pad)\(number) | \(window.before)\(window.marked)\(window.after)",
    "\(margin) | " + paint(row, mark == "^" ? "31" : "34", style),
  ]
}

/// Returns the pieces of a source line cut to a readable length around the marked piece.
private func shorten(before: String, marked: String, after: String) -> (
  before: String, marked: String, after: String
) {
  let limit = 160
  if before.count + marked.count + after.count <= limit { return (before, marked, after) }
  let m = marked.count > 100 ? marked.prefix(97) + "..." : marked[...]
  let b = before.count > 40 ? "..." + before.suffix(37) : before[...]
  let room = max(0, limit - m.count - b.count)
  let a =
    marked.count > 100
    ? "" : (after.count > room ? after.prefix(max(0, room - 3)) + "..." : after[...])
  return (String(b), String(m), String(a))
}

/// Returns `text` with tabs as spaces and control characters replaced, so that columns line up.
private func visible(_ text: String) -> String {
  String(
    String.UnicodeScalarView(
      text.unicodeScalars.map { s in
        if s == "\t" { return " " }
        let isControl = s.value < 0x20 || (0x7F ... 0x9F).contains(s.value)
        let isBidi = (0x202A ... 0x202E).contains(s.value) || (0x2066 ... 0x2069).contains(s.value)
        return isControl || isBidi ? "\u{FFFD}" : s
      }))
}

/// Returns `text`, which may quote the source, with the control characters of its lines replaced.
private func harmless(_ text: String) -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false).map { visible(String($0)) }
    .joined(separator: "\n")
}

/// Returns the number of terminal columns that `text` takes.
private func width(_ text: String) -> Int {
  text.unicodeScalars.reduce(0) { $0 + columns(of: $1) }
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

private func paint(_ text: String, _ code: String, _ style: DiagnosticStyle) -> String {
  style.color ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
}

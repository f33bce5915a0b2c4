/// How diagnostics are shown as text.
public struct DiagnosticStyle: Sendable {

  /// Whether ANSI colours are written.
  public var color: Bool

  /// The columns after which sentences go on in the next line, and source lines are cut.
  public var width: Int

  /// Creates a renderer, in color or not, for lines of at most `width` columns.
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
    let head = "\(severity.rawValue)[\(code)]"
    let headline = "\(head): \(harmless(message))".wrapped(to: style.width)
    var lines = [
      paint(head, severity == .error ? "1;31" : "1;33", style) + headline.dropFirst(head.count)
    ]
    let places = [span].compactMap { $0 } + notes.compactMap(\.span)
    let gutter = String(places.map(\.line).max() ?? 0).count
    if let span {
      lines += excerpt(span, label: label, gutter: gutter, mark: "^", style)
    }
    for note in notes {
      lines.append(remark("= note: ", note.message, gutter: gutter, nil, style))
      if let span = note.span {
        lines += excerpt(span, label: nil, gutter: gutter, mark: "-", style)
      }
    }
    if let hint { lines.append(remark("= hint: ", hint, gutter: gutter, "1;36", style)) }
    return lines.joined(separator: "\n")
  }

}

/// Returns `text` behind `head`, under which its further lines stand.
private func remark(
  _ head: String, _ text: String, gutter: Int, _ code: String?, _ style: DiagnosticStyle
) -> String {
  let margin = String(repeating: " ", count: gutter + 1)
  let indent = margin + String(repeating: " ", count: head.count)
  let wrapped = harmless(text).wrapped(to: style.width - indent.count, indent: "")
  return margin + (code.map { paint(head, $0, style) } ?? head)
    + wrapped.replacing("\n", with: "\n" + indent)
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
  let room = min(160, style.width - gutter - 3)
  let window = shorten(before: before, marked: marked, after: after, to: max(20, room))
  let indent = String(repeating: " ", count: window.before.columnCount)
  let marks = String(repeating: mark, count: max(1, window.marked.columnCount))
  // A label stands behind the marks, or below them if it is too long.
  let label = label.map { visible($0) } ?? ""
  let isShort = indent.count + marks.count + 1 + label.columnCount <= room
  let rows =
    label.isEmpty
    ? [indent + marks] : isShort ? ["\(indent)\(marks) \(label)"] : [indent + marks, label]
  return [
    "\(margin) --> \("\(span)".visible)",
    "\(margin) |",
    "\(pad)\(number) | \(window.before)\(window.marked)\(window.after)",
  ] + rows.map { "\(margin) | " + paint($0, mark == "^" ? "31" : "34", style) }
}

/// Returns the pieces of a source line cut to `limit` characters around the marked piece.
private func shorten(before: String, marked: String, after: String, to limit: Int) -> (
  before: String, marked: String, after: String
) {
  if before.count + marked.count + after.count <= limit { return (before, marked, after) }
  // Something of what stands around the mark is always shown.
  let least = 8
  if marked.count > limit - least {
    let b = before.suffix(least)
    return (String(b), marked.prefix(limit - b.count - 3) + "...", "")
  }
  let room = limit - marked.count - min(after.count, least)
  let b = before.count > room ? "..." + before.suffix(max(0, room - 3)) : before
  let rest = max(0, limit - marked.count - b.count)
  return (b, marked, after.count > rest ? after.prefix(max(0, rest - 3)) + "..." : after)
}

/// Returns `text` with tabs as spaces and control characters replaced, so that columns line up.
private func visible(_ text: String) -> String {
  text.visible.replacing("\t", with: " ")
}

/// Returns `text`, which may quote the source, with the control characters of its lines replaced,
/// and cut in the middle if it is much longer than anybody reads.
private func harmless(_ text: String) -> String {
  let most = 1_000
  let text = text.visible.replacing("\t", with: " ")
  // Characters may be long, too: of combining marks there is no end.
  if text.unicodeScalars.count <= most { return text }
  let scalars = text.unicodeScalars
  return String(scalars.prefix(most * 2 / 3)) + " … " + String(scalars.suffix(most / 3))
}

private func paint(_ text: String, _ code: String, _ style: DiagnosticStyle) -> String {
  style.color ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
}

/// A block of text lines, put together from smaller blocks, with its measures.
///
/// Measures are known without building lines, so choosing between two layouts of a tree costs the
/// same at every node, and text is written once, at the end.
struct Layout {

  private indirect enum Form {
    case text(String)
    case row([Layout])
    case column([Layout])
    case indented(Layout, by: Int)
  }

  private let form: Form

  /// The number of lines.
  let lineCount: Int

  /// The length of the longest line; lengths count Unicode scalars.
  private let widest: Int

  /// The length of the last line.
  private let last: Int

  /// The length of all lines together, without line breaks.
  private let total: Int

  private init(_ form: Form, lineCount: Int, widest: Int, last: Int, total: Int) {
    self.form = form
    self.lineCount = lineCount
    self.widest = widest
    self.last = last
    self.total = total
  }

  /// Creates a block of one line.
  init(_ text: String) {
    let n = text.unicodeScalars.count
    self.init(.text(text), lineCount: 1, widest: n, last: n, total: n)
  }

  /// Returns `parts` side by side: each begins where the last line of the one before it ends, and
  /// its further lines are moved to that column.
  static func row(_ parts: [Layout]) -> Layout {
    let parts = parts.filter { $0.lineCount > 0 }
    var lineCount = parts.isEmpty ? 0 : 1
    var (widest, last, total) = (0, 0, 0)
    for p in parts {
      lineCount += p.lineCount - 1
      widest = max(widest, last + p.widest)
      total += p.total + last * (p.lineCount - 1)
      last += p.last
    }
    return Layout(.row(parts), lineCount: lineCount, widest: widest, last: last, total: total)
  }

  /// Returns `parts` below each other.
  static func column(_ parts: [Layout]) -> Layout {
    let parts = parts.filter { $0.lineCount > 0 }
    return Layout(
      .column(parts), lineCount: parts.reduce(0) { $0 + $1.lineCount },
      widest: parts.reduce(0) { max($0, $1.widest) }, last: parts.last?.last ?? 0,
      total: parts.reduce(0) { $0 + $1.total })
  }

  /// Returns the block moved to the right by `width`.
  func indented(by width: Int) -> Layout {
    if lineCount == 0 { return self }
    return Layout(
      .indented(self, by: width), lineCount: lineCount, widest: widest + width, last: last + width,
      total: total + lineCount * width)
  }

  /// How bad the block looks on pages of `width`: few lines, none too long, all of one length.
  func cost(width: Int) -> Int {
    lineCount + 100 * max(0, widest - width) + lineCount * widest - total
  }

  /// The lines, with line breaks between them.
  var text: String {
    var text = ""
    text.reserveCapacity(total + lineCount)
    write(to: &text, margin: 0)
    return text
  }

  private func write(to text: inout String, margin: Int) {
    switch form {
    case .text(let t): text += t
    case .row(let parts):
      var column = margin
      for p in parts {
        p.write(to: &text, margin: column)
        column += p.last
      }
    case .column(let parts):
      for (i, p) in parts.enumerated() {
        if i > 0 { text += "\n" + String(repeating: " ", count: margin) }
        p.write(to: &text, margin: margin)
      }
    case .indented(let inner, let width):
      text += String(repeating: " ", count: width)
      inner.write(to: &text, margin: margin + width)
    }
  }

}

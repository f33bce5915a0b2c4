/// Text with places where lines may break.
///
/// A group is written on one line if it fits there, else all its own breaks are taken. Writing is
/// linear in the text: margins grow up to a limit only, so deep nests stay small.
struct Document: Sendable {

  private enum Form: Sendable {
    case text(String)
    case blank(String)
    case newline
    case sequence([Document])
    indirect case nested(Document)
    indirect case group(Document)
  }

  private let form: Form

  /// The width on one line; huge if there is none.
  private let width: Int

  /// The width of what stands before the first place where a line may break.
  private let lead: Int

  /// `true` iff there is a place where a line may break.
  private let canBreak: Bool

  private init(_ form: Form, width: Int, lead: Int, canBreak: Bool) {
    self.form = form
    self.width = width
    self.lead = lead
    self.canBreak = canBreak
  }

  /// Creates a document of the form `form` around `inner`.
  private init(_ form: Form, around inner: Document) {
    self.init(form, width: inner.width, lead: inner.lead, canBreak: inner.canBreak)
  }

  /// Creates text that stands on one line.
  init(_ text: String) {
    let count = text.unicodeScalars.count
    self.init(.text(text), width: count, lead: count, canBreak: false)
  }

  /// A blank, or the break of a line.
  static let space = Document(.blank(" "), width: 1, lead: 0, canBreak: true)

  /// Nothing, or the break of a line.
  static let softBreak = Document(.blank(""), width: 0, lead: 0, canBreak: true)

  /// The break of a line, which all groups around it obey.
  static let newline = Document(.newline, width: unbounded, lead: 0, canBreak: true)

  private static let unbounded = 1 << 40

  static func sequence(_ parts: [Document]) -> Document {
    let breaking = parts.firstIndex(where: \.canBreak)
    let unbroken = breaking.map { parts[...$0] } ?? parts[...]
    return Document(
      .sequence(parts), width: min(unbounded, parts.reduce(0) { $0 + $1.width }),
      lead: unbroken.reduce(0) { $0 + $1.lead }, canBreak: breaking != nil)
  }

  private static let comma = sequence([Document(","), .space])

  /// Returns `parts` with commas and spaces between.
  static func list(_ parts: [Document]) -> Document {
    var all: [Document] = []
    all.reserveCapacity(2 * parts.count)
    for (i, p) in parts.enumerated() {
      if i > 0 { all.append(comma) }
      all.append(p)
    }
    return sequence(all)
  }

  /// Returns `inner` between `open` and `close`, in lines of its own if it does not fit.
  static func enclosed(_ open: String, _ inner: Document, _ close: String) -> Document {
    sequence([
      Document(open), sequence([.softBreak, inner]).nested, .softBreak, Document(close),
    ]).grouped
  }

  /// `self` with further lines moved to the right.
  var nested: Document { Document(.nested(self), around: self) }

  /// `self` on one line if it fits.
  var grouped: Document { Document(.group(self), around: self) }

  /// Returns the text on pages of `width` columns.
  func text(width: Int) -> String {
    var writer = Writer(pageWidth: width)
    writer.write(self, margin: 0, flat: false, tail: 0)
    return writer.text
  }

  private struct Writer {

    let pageWidth: Int
    let indent = 2
    let widestMargin = 60
    var text = ""
    var column = 0

    /// Writes `d`, which `tail` columns follow that stay on its last line.
    mutating func write(_ d: Document, margin: Int, flat: Bool, tail: Int) {
      switch d.form {
      case .text(let t):
        text += t
        column += d.width
      case .blank(let blank):
        if flat {
          text += blank
          column += d.width
        } else {
          breakLine(margin)
        }
      case .newline: breakLine(margin)
      case .sequence(let parts):
        let tails = flat ? [] : Self.tails(of: parts, tail)
        for (i, p) in parts.enumerated() {
          write(p, margin: margin, flat: flat, tail: flat ? 0 : tails[i])
        }
      case .nested(let inner):
        write(inner, margin: min(margin + indent, widestMargin), flat: flat, tail: tail)
      case .group(let inner):
        let fits = flat || column + d.width + tail <= pageWidth
        write(inner, margin: margin, flat: fits, tail: tail)
      }
    }

    /// Returns for each part how many columns follow it on its last line.
    private static func tails(of parts: [Document], _ tail: Int) -> [Int] {
      var tails: [Int] = []
      var tail = tail
      for p in parts.reversed() {
        tails.append(tail)
        tail = p.lead + (p.canBreak ? 0 : tail)
      }
      return tails.reversed()
    }

    private mutating func breakLine(_ margin: Int) {
      text += "\n" + String(repeating: " ", count: margin)
      column = margin
    }

  }

}

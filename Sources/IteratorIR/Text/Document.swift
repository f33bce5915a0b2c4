/// Text with places where lines may break.
///
/// A group is written on one line if it fits there, else all its own breaks are taken. Writing is
/// linear in the text: margins grow up to a limit only, so deep nests stay small.
struct Document: Sendable {

  private indirect enum Form: Sendable {
    case text(String)
    case blank(String)
    case newline
    case sequence([Document])
    case nested(Document)
    case group(Document)
  }

  private let form: Form

  /// The width on one line; huge if there is none.
  private let width: Int

  private init(_ form: Form, width: Int) {
    self.form = form
    self.width = width
  }

  /// Creates text that stands on one line.
  init(_ text: String) { self.init(.text(text), width: text.unicodeScalars.count) }

  /// A blank, or the break of a line.
  static let space = Document(.blank(" "), width: 1)

  /// Nothing, or the break of a line.
  static let softBreak = Document(.blank(""), width: 0)

  /// The break of a line, which all groups around it obey.
  static let newline = Document(.newline, width: unbounded)

  private static let unbounded = 1 << 40

  static func sequence(_ parts: [Document]) -> Document {
    Document(.sequence(parts), width: min(unbounded, parts.reduce(0) { $0 + $1.width }))
  }

  /// Returns `parts` with commas and spaces between.
  static func list(_ parts: [Document]) -> Document {
    let comma = sequence([Document(","), .space])
    var all: [Document] = []
    for (i, p) in parts.enumerated() { all += i > 0 ? [comma, p] : [p] }
    return sequence(all)
  }

  /// Returns `inner` between `open` and `close`, in lines of its own if it does not fit.
  static func enclosed(_ open: String, _ inner: Document, _ close: String) -> Document {
    sequence([
      Document(open), sequence([.softBreak, inner]).nested, .softBreak, Document(close),
    ]).grouped
  }

  /// `self` with further lines moved to the right.
  var nested: Document { Document(.nested(self), width: width) }

  /// `self` on one line if it fits.
  var grouped: Document { Document(.group(self), width: width) }

  /// The text on pages of 100 columns.
  var text: String {
    var writer = Writer()
    writer.write(self, margin: 0, flat: false)
    return writer.text
  }

  private struct Writer {

    let pageWidth = 100
    let indent = 2
    let widestMargin = 60
    var text = ""
    var column = 0

    mutating func write(_ d: Document, margin: Int, flat: Bool) {
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
        for p in parts { write(p, margin: margin, flat: flat) }
      case .nested(let inner):
        write(inner, margin: min(margin + indent, widestMargin), flat: flat)
      case .group(let inner):
        write(inner, margin: margin, flat: flat || column + d.width <= pageWidth)
      }
    }

    private mutating func breakLine(_ margin: Int) {
      text += "\n" + String(repeating: " ", count: margin)
      column = margin
    }

  }

}

/// A character that a web page or a word processor puts where a program has another one.
///
/// Nobody sees that a blank is a no-break space, or that a quotation mark is curly: messages name it.
public struct StrayCharacter: Sendable {

  private let scalar: Unicode.Scalar

  /// Creates the description of `scalar`.
  public init(_ scalar: Unicode.Scalar) { self.scalar = scalar }

  /// `true` iff the character cannot be seen: a blank that is none of Python's, a mark without width,
  /// or a control character.
  public var isInvisible: Bool {
    switch scalar.properties.generalCategory {
    case .spaceSeparator: scalar != " "
    case .control: !["\t", "\n", "\r"].contains(scalar)
    case .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }

  /// `true` iff the character is a quotation mark that no program knows.
  public var isQuotationMark: Bool {
    Self.lookalikes[scalar].map { $0 == "'" || $0 == "\"" } ?? false
  }

  /// The character as messages show it, with its number unless it is ASCII: `'“' (U+201C)`.
  public var name: String {
    if scalar.isASCII, scalar.isHarmless { return "'\(scalar)'" }
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let number = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    return isInvisible || !scalar.isHarmless ? number : "'\(scalar)' (\(number))"
  }

  /// What to do about it; `nil` if the character is like no other.
  public var remedy: String? {
    if scalar == "\0" { return "save the text as UTF-8 if it is UTF-16, or take the character out" }
    switch scalar.properties.generalCategory {
    case .spaceSeparator: return "write a plain blank"
    case .format, .control, .lineSeparator, .paragraphSeparator:
      return "take it out: it cannot be seen"
    default: break
    }
    if let plain = Self.lookalikes[scalar] { return "write \(plain)" }
    // The wide forms of ASCII.
    guard (0xFF01 ... 0xFF5E).contains(scalar.value),
      let plain = Unicode.Scalar(scalar.value - 0xFEE0)
    else { return nil }
    return "write \(plain)"
  }

  private static let lookalikes: [Unicode.Scalar: String] = [
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "´": "'",
    "“": "\"", "”": "\"", "„": "\"", "‟": "\"", "″": "\"", "«": "\"", "»": "\"",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
    "×": "*", "⋅": "*", "∗": "*", "÷": "/", "∕": "/", "≤": "<=", "≥": ">=", "≠": "!=",
    "…": "...", "→": "->", "⟶": "->", "¬": "not", "∧": "and", "∨": "or", "²": "** 2", "³": "** 3",
  ]

}

import Diagnostics

/// Splits a command line into words, quoted strings, `=` and `>`.
///
/// Blanks inside brackets and parentheses belong to the word: `u[I, J]`.
struct CommandScanner {

  private let source: SourceFile
  private var position = 0

  init(_ source: SourceFile) { self.source = source }

  /// Returns all tokens of the source; `#` between words begins a comment.
  mutating func tokens() throws(DiagnosticError) -> [CommandToken] {
    var result: [CommandToken] = []
    while let byte = peek {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        position += 1
      case UInt8(ascii: "#"):
        return result
      case UInt8(ascii: "=") where isFollowedByEquals:
        result.append(.word(comparison))
      case UInt8(ascii: "="):
        position += 1
        result.append(.equals(SourceSpan(source, position - 1 ..< position)))
      case UInt8(ascii: ">") where isFollowedByEquals:
        result.append(.word(comparison))
      case UInt8(ascii: ">"):
        position += 1
        result.append(.redirection(SourceSpan(source, position - 1 ..< position)))
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        result.append(.word(try quoted()))
      default:
        result.append(.word(try word()))
      }
    }
    return result
  }

  /// Whether `=` stands behind the next byte: `>=` compares, it redirects nothing.
  private var isFollowedByEquals: Bool {
    position + 1 < source.bytes.count && source.bytes[position + 1] == UInt8(ascii: "=")
  }

  /// The next two bytes, `==` or `>=`, as a word.
  private var comparison: Spelled {
    mutating get {
      position += 2
      let span = SourceSpan(source, position - 2 ..< position)
      return Spelled(text: span.text, span: span, isQuoted: false)
    }
  }

  private var peek: UInt8? { position < source.bytes.count ? source.bytes[position] : nil }

  /// Reads a word that starts here.
  private mutating func word() throws(DiagnosticError) -> Spelled {
    let start = position
    var open: [Int] = []
    scan: while let byte = peek {
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
        open.append(position)
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
        if open.isEmpty { break }
        open.removeLast()
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"),
        UInt8(ascii: "="), UInt8(ascii: ">"):
        // `<=` and `!=` give no value to a name.
        let isComparison =
          byte == UInt8(ascii: "=") && position > start
          && [UInt8(ascii: "<"), UInt8(ascii: "!")].contains(source.bytes[position - 1])
        if open.isEmpty, !isComparison { break scan }
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        // What is quoted inside brackets has no brackets of its own.
        if open.isEmpty { break }
        position = try quotedText().end
        continue
      default: break
      }
      position += 1
    }
    try refuseStrays(start ..< position)
    if let bracket = open.last {
      throw DiagnosticError(.unclosedBracket(at: SourceSpan(source, bracket ..< bracket + 1)))
    }
    return Spelled(
      text: source.text(start ..< position), span: SourceSpan(source, start ..< position),
      isQuoted: false)
  }

  /// Throws if what stands at `bytes` has a character that only looks like a blank or a quotation
  /// mark, or like nothing at all.
  private func refuseStrays(_ bytes: Range<Int>) throws(DiagnosticError) {
    let part = source.bytes[bytes]
    if part.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return }
    // Bytes that are no text are shown as they are where the word is used.
    guard let text = String(validating: part, as: UTF8.self) else { return }
    var low = bytes.lowerBound
    for scalar in text.unicodeScalars {
      let stray = StrayCharacter(scalar)
      let range = low ..< low + UTF8.width(scalar)
      if stray.isInvisible || (low == bytes.lowerBound && stray.isQuotationMark) {
        throw DiagnosticError(.stray(stray, at: SourceSpan(source, range)))
      }
      low = range.upperBound
    }
  }

  /// Reads a string in single or double quotes.
  private mutating func quoted() throws(DiagnosticError) -> Spelled {
    let start = position
    let text = try quotedText()
    position = text.end
    return Spelled(
      text: text.text, span: SourceSpan(source, start ..< position), isQuoted: true)
  }

  private func quotedText() throws(DiagnosticError) -> QuotedText {
    do throws(QuotedText.Malformed) {
      return try QuotedText(source.bytes, from: position)
    } catch {
      switch error {
      case .unclosed:
        throw DiagnosticError(.unclosedQuote(at: SourceSpan(source, position ..< position + 1)))
      case .escape(let range):
        throw DiagnosticError(.unknownEscape(at: SourceSpan(source, range)))
      }
    }
  }

}

extension Diagnostic {

  fileprivate static func stray(_ stray: StrayCharacter, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.syntax, "\(stray.name) has no meaning outside of quotation marks.",
      at: span, hint: stray.remedy)
  }

  fileprivate static func unclosedBracket(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.syntax, "This bracket is not closed.", at: span, label: "opened here",
      hint: "close it on the same line")
  }

  fileprivate static func unclosedQuote(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.syntax, "This quotation is not closed.", at: span, label: "opened here",
      hint: "close it with the same quotation mark")
  }

  fileprivate static func unknownEscape(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.syntax, "This escape means nothing.", at: span,
      hint: "write \\\\ for a backslash; others are \\\" \\' \\/ \\b \\f \\n \\r \\t \\uXXXX")
  }

}

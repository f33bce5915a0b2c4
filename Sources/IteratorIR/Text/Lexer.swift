import Diagnostics

/// Cuts ITIR text into tokens.
struct Lexer {

  private let file: SourceFile
  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var offset = 0
  private(set) var tokens: [(token: Token, bytes: Range<Int>)] = []

  /// Reads `file`; the last token is `.end`.
  init(_ file: SourceFile) throws(DiagnosticError) {
    self.file = file
    if let encoding = file.foreignEncoding {
      throw DiagnosticError(.foreign(encoding, in: file, code: IRCode.character))
    }
    scalars = Array(String(decoding: file.bytes, as: UTF8.self).unicodeScalars)
    while skipBlanks() {
      let start = offset
      let token = try next()
      tokens.append((token, start ..< offset))
    }
    tokens.append((.end, offset ..< offset))
  }

  private var scalar: Unicode.Scalar? { peek(0) }

  private func peek(_ distance: Int) -> Unicode.Scalar? {
    position + distance < scalars.count ? scalars[position + distance] : nil
  }

  private mutating func advance() {
    offset += UTF8.width(scalars[position])
    position += 1
  }

  private mutating func take(while condition: (Unicode.Scalar) -> Bool) -> String {
    let start = position
    while let s = scalar, condition(s) { advance() }
    return String(String.UnicodeScalarView(scalars[start ..< position]))
  }

  /// Passes over blanks and comments; `false` at the end of the text.
  private mutating func skipBlanks() -> Bool {
    while let s = scalar {
      if s == "#" {
        _ = take { $0 != "\n" }
      } else if s.properties.isWhitespace {
        advance()
      } else {
        return true
      }
    }
    return false
  }

  private mutating func next() throws(DiagnosticError) -> Token {
    guard let s = scalar else { return .end }
    if Token.beginsName(s) {
      let name = take(while: Token.continuesName)
      return name == "inf" || name == "nan"
        ? .number(name, suffix: suffix()) : .name(name, quoted: false)
    }
    if isDigit(s) { return number() }
    if s == "`" { return try quotedName() }
    if let t = peek(1), Token.longSymbols.contains("\(s)\(t)") {
      advance()
      advance()
      return .symbol("\(s)\(t)")
    }
    let start = offset
    advance()
    if Token.symbolScalars.contains(s) { return .symbol(String(s)) }
    let next = scalar.map { hint(forForeign: "\(s)\($0)") } ?? nil
    throw DiagnosticError(
      unknownCharacter(s, SourceSpan(file, start ..< offset), next ?? hint(forForeign: "\(s)")))
  }

  private func isDigit(_ s: Unicode.Scalar) -> Bool { ("0" ... "9").contains(s) }

  private mutating func number() -> Token {
    var digits = take(while: isDigit)
    if scalar == ".", let d = peek(1), isDigit(d) {
      advance()
      digits += "." + take(while: isDigit)
    }
    if scalar == "e", let next = peek(1) {
      let signed = next == "+" || next == "-"
      if let d = peek(signed ? 2 : 1), isDigit(d) {
        advance()
        digits += "e"
        if signed {
          advance()
          digits.unicodeScalars.append(next)
        }
        digits += take(while: isDigit)
      }
    }
    return .number(digits, suffix: suffix())
  }

  /// Reads `:f32` if it stands here.
  private mutating func suffix() -> String? {
    guard scalar == ":", let s = peek(1), Token.beginsName(s) else { return nil }
    advance()
    return take(while: Token.continuesName)
  }

  /// Reads a name in backquotes; a backquote in the name stands twice.
  private mutating func quotedName() throws(DiagnosticError) -> Token {
    let start = offset
    advance()
    var name = ""
    while true {
      name += take { $0 != "`" }
      if scalar == nil { throw DiagnosticError(openQuote(SourceSpan(file, start ..< start + 1))) }
      advance()
      if scalar != "`" { return .name(name, quoted: true) }
      name += "`"
      advance()
    }
  }

}

private func unknownCharacter(
  _ s: Unicode.Scalar, _ span: SourceSpan, _ hint: String?
) -> Diagnostic {
  Diagnostic(
    code: IRCode.character, "ITIR text has no use for the character '\(s)'.", at: span,
    hint: hint
      ?? "write names that contain other signs than letters, digits and _ in backquotes")
}

private func openQuote(_ span: SourceSpan) -> Diagnostic {
  Diagnostic(
    code: IRCode.character, "The name in backquotes has no end.", at: span,
    label: "begins here", hint: "write a backquote behind the name")
}

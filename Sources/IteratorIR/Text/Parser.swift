import Diagnostics
import StencilTypes

/// Reads ITIR text, typed or as GT4Py writes it.
///
/// Numbers without a suffix are `int32`, or `int64` if they are too large, and `float64`.
struct Parser {

  let file: SourceFile
  private let tokens: [(token: Token, bytes: Range<Int>)]
  private var position = 0

  init(_ file: SourceFile) throws(DiagnosticError) {
    self.file = file
    tokens = try Lexer(file).tokens
  }

  /// The next token.
  var token: Token { tokens[position].token }

  /// Where the next token begins.
  var start: Int { tokens[position].bytes.lowerBound }

  /// Where the next token stands.
  var tokenSpan: SourceSpan { SourceSpan(file, tokens[position].bytes) }

  /// Returns the token after the next.
  func tokenAfter(_ distance: Int = 1) -> Token {
    tokens[min(position + distance, tokens.count - 1)].token
  }

  /// Returns the span from byte `start` to the end of the last token read.
  func span(from start: Int) -> SourceSpan {
    SourceSpan(file, start ..< max(start, position > 0 ? tokens[position - 1].bytes.upperBound : 0))
  }

  mutating func advance() { position += 1 }

  /// `true` iff the next token is `symbol`.
  func sees(_ symbol: String) -> Bool { token == .symbol(symbol) }

  /// `true` iff the next token is the word `keyword`.
  func seesWord(_ keyword: String) -> Bool { token == .name(keyword, quoted: false) }

  /// Passes over `symbol` if it comes next.
  mutating func accept(_ symbol: String) -> Bool {
    if !sees(symbol) { return false }
    advance()
    return true
  }

  mutating func expect(_ symbol: String) throws(DiagnosticError) {
    if !accept(symbol) { throw unexpected("'\(symbol)'") }
  }

  mutating func expectWord(_ keyword: String) throws(DiagnosticError) {
    if !seesWord(keyword) { throw unexpected("'\(keyword)'") }
    advance()
  }

  /// Reads the name of something that a program binds.
  mutating func boundName() throws(DiagnosticError) -> Symbol {
    guard case .name(let name, let quoted) = token else { throw unexpected("a name") }
    if !quoted, spelled(name) != name { throw DiagnosticError(reservedName(name, tokenSpan)) }
    advance()
    return Symbol(name)
  }

  /// Reads what `element` reads, with commas between, up to `close`.
  mutating func list<T>(
    to close: String, _ element: (inout Parser) throws(DiagnosticError) -> T
  ) throws(DiagnosticError) -> [T] {
    var elements: [T] = []
    while !sees(close) {
      elements.append(try element(&self))
      if !accept(",") { break }
    }
    try expect(close)
    return elements
  }

  mutating func expectEnd() throws(DiagnosticError) {
    if token != .end { throw unexpected("the end of the text") }
  }

  func unexpected(_ expected: String) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        code: IRCode.syntax, "Expected \(expected), found \(token.description).", at: tokenSpan))
  }

}

private func reservedName(_ name: String, _ span: SourceSpan) -> Diagnostic {
  Diagnostic(
    code: IRCode.syntax, "'\(name)' is a word of ITIR and cannot name something else as it is.",
    at: span, hint: "write `\(name)` in backquotes")
}

import Diagnostics
import StencilTypes

/// Reads ITIR text, typed or as GT4Py writes it.
///
/// Numbers without a suffix are `int32`, or `int64` if they are too large, and `float64`.
struct Parser {

  let file: SourceFile
  private let tokens: [(token: Token, bytes: Range<Int>)]
  private var position = 0

  /// Names that are bound twice at one place: readable, but without a meaning.
  private(set) var duplicates = DiagnosticBag()

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

  /// Passes over `symbol`, which a `form` has here and which closes what `opened` if it is given.
  mutating func expect(
    _ symbol: String, in form: Form? = nil, closing opened: SourceSpan? = nil
  ) throws(DiagnosticError) {
    if !accept(symbol) { throw unexpected("'\(symbol)'", in: form, closing: opened) }
  }

  mutating func expectWord(_ keyword: String, in form: Form) throws(DiagnosticError) {
    if !seesWord(keyword) { throw unexpected("'\(keyword)'", in: form) }
    advance()
  }

  /// Reads the name of something that a program binds, in a `form` where `others` are bound.
  mutating func boundName(
    in form: Form, _ others: inout [Symbol: SourceSpan]
  ) throws(DiagnosticError) -> Symbol {
    guard case .name(let text, let quoted) = token else { throw unexpected("a name", in: form) }
    if !quoted, spelled(text) != text { throw DiagnosticError(reservedName(text, tokenSpan)) }
    let name = Symbol(text)
    if let first = others.updateValue(tokenSpan, forKey: name) {
      duplicates.report(bound(name, twiceAt: tokenSpan, first: first))
    }
    advance()
    return name
  }

  /// Reads what `element` reads, with commas between, up to `close`; the bracket was read.
  mutating func list<T>(
    to close: String, in form: Form? = nil,
    _ element: (inout Parser) throws(DiagnosticError) -> T
  ) throws(DiagnosticError) -> [T] {
    let opened = lastSpan
    var elements: [T] = []
    while !sees(close) {
      elements.append(try element(&self))
      if !accept(",") { break }
    }
    try expect(close, in: form, closing: opened)
    return elements
  }

  mutating func expectEnd() throws(DiagnosticError) {
    if token != .end { throw unexpected("the end of the text") }
  }

}

extension Parser {

  /// Returns the message that something else than `expected` comes next, in a `form` or where
  /// `opened` is still open.
  func unexpected(
    _ expected: String, in form: Form? = nil, closing opened: SourceSpan? = nil
  ) -> DiagnosticError {
    // What is missing at the end of a line is no fault of the next one.
    let gap = position > 0 ? lastSpan.bytes.upperBound ..< start : start ..< start
    let isLineEnd = expected.hasPrefix("'") && file.text(gap).contains("\n")
    let span = isLineEnd ? SourceSpan(file, gap.lowerBound ..< gap.lowerBound) : tokenSpan
    let notes: [Diagnostic.Note] =
      if let opened, opened.line != span.line { [.init("opened here", at: opened)] } else { [] }
    return DiagnosticError(
      Diagnostic(
        code: IRCode.syntax, "Expected \(expected), found \(token.description).", at: span,
        label: isLineEnd ? "missing here" : nil, notes: notes,
        hint: foreignHint ?? strayHint(expected) ?? form?.hint
          ?? "write \(expected) \(isLineEnd ? "there" : "before \(token.description)")"))
  }

  /// The hint on what other languages write here.
  private var foreignHint: String? {
    let near = (position - 2 ... position + 1).map { i in
      tokens.indices.contains(i) ? file.text(tokens[i].bytes) : ""
    }
    return [near[0] + near[1], near[1] + near[2], near[2] + near[3], near[2]].lazy
      .compactMap { hint(forForeign: $0) }.first
  }

  /// Returns the hint on a bracket that closes nothing, where `expected` ends something.
  private func strayHint(_ expected: String) -> String? {
    let ends = expected == "the end of the text"
    guard sees(")") && (ends || expected == "';'") || sees("}") && ends else { return nil }
    return "all brackets are closed before it: leave out one \(token.description)"
  }

  /// Where the token that was read last stands.
  var lastSpan: SourceSpan { SourceSpan(file, tokens[max(0, position - 1)].bytes) }

}

private func bound(_ name: Symbol, twiceAt span: SourceSpan, first: SourceSpan) -> Diagnostic {
  Diagnostic(
    code: IRCode.duplicate, "The name '\(name.name)' is bound twice at the same place.", at: span,
    notes: [.init("it is bound here already", at: first)], hint: "give one of them another name")
}

private func reservedName(_ name: String, _ span: SourceSpan) -> Diagnostic {
  Diagnostic(
    code: IRCode.syntax, "'\(name)' is a word of ITIR and cannot name something else as it is.",
    at: span, hint: "write `\(name)` in backquotes")
}

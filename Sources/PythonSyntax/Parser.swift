import Diagnostics

/// Parses Python into statements and expressions, and goes on after errors.
///
/// The grammar of expressions stands in `Parser+Expressions`, that of statements in
/// `Parser+Statements`, and what is passed over at module level in `Parser+Module`.
struct Parser {

  /// Thrown to leave a statement after an error in it was reported.
  struct Unwinding: Error {}

  let file: SourceFile
  private let tokens: [Token]
  private let lexerDiagnostics: [Diagnostic]

  private(set) var diagnostics: [Diagnostic] = []

  /// The number of the next token.
  private(set) var position = 0

  /// How many brackets, blocks and operators that nest surround the next token.
  private var depth = 0

  /// The deepest nesting that is accepted.
  static let nestingLimit = 200

  init(_ file: SourceFile) {
    self.file = file
    var lexer = Lexer(file)
    lexer.run()
    tokens = lexer.tokens
    lexerDiagnostics = lexer.diagnostics
  }

  /// Reports the brackets without a partner in what was passed over, if nothing else is wrong: all
  /// that follows an open one was taken for a part of it.
  mutating func reportBrackets() {
    guard diagnostics.isEmpty else { return }
    diagnostics = lexerDiagnostics.filter { $0.code == SyntaxCode.bracket.rawValue }
  }

  // MARK: Looking at tokens

  var current: Token { tokens[position] }

  func peek(_ distance: Int = 1) -> Token {
    tokens[min(max(0, position + distance), tokens.count - 1)]
  }

  func at(_ punctuator: Punctuator) -> Bool { current.kind == .punctuator(punctuator) }

  func at(_ keyword: Keyword) -> Bool { current.kind == .keyword(keyword) }

  /// Returns the text of `token`.
  func text(_ token: Token) -> String { file.text(token.low ..< token.high) }

  /// Returns the span of `token`.
  func span(_ token: Token) -> SourceSpan { SourceSpan(file, token.low ..< token.high) }

  /// Returns the span from the start of `token` to the end of the last token read; line breaks
  /// and indentation at its end are left out.
  func span(from token: Token) -> SourceSpan {
    var last = position - 1
    while last > 0, tokens[last].isLayout { last -= 1 }
    return SourceSpan(file, token.low ..< max(token.low, tokens[max(0, last)].high))
  }

  // MARK: Reading tokens

  mutating func advance() {
    if position < tokens.count - 1 { position += 1 }
  }

  /// Reads `punctuator` if it comes next.
  mutating func take(_ punctuator: Punctuator) -> Bool {
    guard at(punctuator) else { return false }
    advance()
    return true
  }

  /// Reads `keyword` if it comes next.
  mutating func take(_ keyword: Keyword) -> Bool {
    guard at(keyword) else { return false }
    advance()
    return true
  }

  /// Reads `punctuator`, or reports that it is missing in `context`.
  mutating func expect(_ punctuator: Punctuator, in context: String) throws(Unwinding) {
    if !take(punctuator) { throw expected("'\(punctuator.rawValue)'", in: context) }
  }

  /// Reads a name, or reports that it is missing in `context`.
  mutating func expectName(in context: String) throws(Unwinding) -> Identifier {
    guard current.kind == .name else { throw expected("a name", in: context) }
    let name = Identifier(text(current), at: span(current))
    advance()
    return name
  }

  // MARK: Errors

  mutating func report(_ diagnostic: Diagnostic) {
    if diagnostics.last != diagnostic { diagnostics.append(diagnostic) }
  }

  /// `true` iff `name` stands in the text otherwise than as the last name of a decorator.
  func isUsedElsewhere(_ name: String) -> Bool {
    tokens.indices.contains { i in
      guard tokens[i].kind == .name, text(tokens[i]) == name else { return false }
      var first = i
      while first >= 2, tokens[first - 1].kind == .punctuator(.dot) { first -= 2 }
      return first == 0 || tokens[first - 1].kind != .punctuator(.at)
    }
  }

  /// Reports that `what` was expected here, and returns what to throw.
  ///
  /// - Parameter hint: what to write, where that is known better than from what is expected.
  mutating func expected(_ what: String, in context: String, hint: String? = nil) -> Unwinding {
    if case .error(let number) = current.kind {
      report(lexerDiagnostics[number])
    } else if let unclosed = bracketOpenAtLineEnd {
      report(unclosed)
    } else {
      let problem = Diagnostic.expected(
        what, in: context, found: describe(current), at: span(current))
      report(hint.map { problem.with(hint: $0) } ?? problem)
    }
    return Unwinding()
  }

  /// The message about a bracket before the next token that is still open where the line ends.
  private var bracketOpenAtLineEnd: Diagnostic? {
    var i = position
    while tokens[i].kind != .newline, tokens[i].kind != .end { i += 1 }
    guard i > position, case .error(let number) = tokens[i - 1].kind,
      tokens[i - 1].low == tokens[i - 1].high,
      let opener = lexerDiagnostics[number].span, opener.bytes.lowerBound < current.low
    else { return nil }
    return lexerDiagnostics[number]
  }

  private func describe(_ token: Token) -> String {
    switch token.kind {
    case .newline: "the end of the line"
    case .indent: "a deeper indentation"
    case .dedent: "the end of the block"
    case .end: "the end of the text"
    case .name, .keyword, .integer, .float, .imaginary, .punctuator, .error: "'\(text(token))'"
    case .string, .formattedString: "a string"
    }
  }

  /// Runs `body` one level deeper; reports it if that is too deep.
  mutating func nested<T>(
    _ body: (inout Parser) throws(Unwinding) -> T
  ) throws(Unwinding) -> T {
    guard depth < Self.nestingLimit else {
      report(.tooDeep(limit: Self.nestingLimit, at: span(current)))
      throw Unwinding()
    }
    depth += 1
    defer { depth -= 1 }
    return try body(&self)
  }

  // MARK: Passing over

  /// Reads up to and including the end of the logical line, reporting nothing.
  mutating func skipLine() {
    while current.kind != .newline, current.kind != .end { advance() }
    if current.kind == .newline { advance() }
  }

  /// Reads an indented block, if one comes next, reporting nothing.
  mutating func skipBlock() {
    guard current.kind == .indent else { return }
    var depth = 0
    repeat {
      if current.kind == .indent { depth += 1 }
      if current.kind == .dedent { depth -= 1 }
      advance()
    } while depth > 0 && current.kind != .end
  }

}

extension Diagnostic {

  fileprivate static func expected(
    _ what: String, in context: String, found: String, at span: SourceSpan
  ) -> Diagnostic {
    let hint: String? =
      switch (what, found) {
      case ("':'", "'='"): "write '==' to compare"
      case ("':'", _): "write ':' before the indented block"
      case (_, "'='"): "write '==' to compare; '=' assigns"
      default: nil
      }
    return Diagnostic(
      code: SyntaxCode.expected, "Expected \(what) in \(context), found \(found).", at: span,
      label: "expected \(what)", hint: hint)
  }

  fileprivate static func tooDeep(limit: Int, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: SyntaxCode.nesting, "The text nests more than \(limit) levels deep.", at: span,
      hint: "give inner expressions names of their own")
  }

}

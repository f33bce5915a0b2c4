import Diagnostics

extension Parser {

  // block := NEWLINE INDENT statement+ DEDENT | simple (';' simple)* NEWLINE
  mutating func parseBlock(of what: String) throws(Unwinding) -> [Statement] {
    guard current.kind == .newline else { return parseLine() }
    advance()
    guard current.kind == .indent else {
      report(.missingBlock(of: what, at: span(current)))
      throw Unwinding()
    }
    return try nested { (p) throws(Unwinding) in
      p.advance()
      var statements: [Statement] = []
      while p.current.kind != .dedent, p.current.kind != .end {
        statements += p.parseStatement()
      }
      p.advance()
      return statements
    }
  }

  /// Reads one statement, or several on one line; goes on behind the line after an error.
  mutating func parseStatement() -> [Statement] {
    let before = position
    do throws(Unwinding) {
      switch current.kind {
      case .keyword(.if): return [try parseIf()]
      case .punctuator(.at), .keyword(.def), .keyword(.class):
        return [skipCompound(describeNestedDefinition(), binds: boundByDefinition)]
      case .keyword(let k):
        if let what = Self.unsupportedBlocks[k] { return [skipCompound(what)] }
        return parseLine()
      case .indent:
        report(.unexpectedIndent(at: span(peek())))
        skipBlock()
        return []
      case .newline, .dedent:
        advance()
        return []
      default:
        if isMatchStatement { return [skipCompound("match statement")] }
        return parseLine()
      }
    } catch {
      recover(from: before)
      return []
    }
  }

  /// Reads to the end of the statement that an error is in.
  private mutating func recover(from before: Int) {
    while current.kind != .newline, current.kind != .end, current.kind != .dedent { advance() }
    if current.kind == .newline { advance() }
    skipBlock()
    while continuesCompound {
      skipLine()
      skipBlock()
    }
    if position == before { advance() }
  }

  // line := simple (';' simple)* [';'] NEWLINE
  mutating func parseLine() -> [Statement] {
    let before = position
    var statements: [Statement] = []
    do throws(Unwinding) {
      repeat {
        if current.kind == .newline { break }
        statements.append(try parseSimple())
      } while take(.semicolon)
      guard current.kind == .newline else {
        throw expected(
          "the end of the statement", in: "this line", hint: statements.last?.misspeltWord)
      }
      advance()
    } catch {
      recover(from: before)
    }
    return statements
  }

  // simple := 'return' [expressions] | 'pass' | import | assignment | expressions
  mutating func parseSimple() throws(Unwinding) -> Statement {
    let start = current
    switch current.kind {
    case .keyword(.return):
      advance()
      let hasValue = startsExpression(current) || at(.star)
      let value = hasValue ? try parseExpressions(in: "a return statement") : nil
      return Statement(.return(value), at: span(from: start))
    case .keyword(.pass):
      advance()
      return Statement(.pass, at: span(from: start))
    case .keyword(.import), .keyword(.from):
      return try parseImport()
    case .keyword(let k):
      guard let what = Self.unsupportedLines[k] else { return try parseAssignment() }
      return skipSimple(what, from: start)
    default:
      return try parseAssignment()
    }
  }

  // assignment := expressions ('=' expressions)* | expression ':' expression ['=' expressions]
  private mutating func parseAssignment() throws(Unwinding) -> Statement {
    let start = current
    let first = try parseExpressions(in: "a statement")
    if take(.colon) {
      try checkAnnotated(first)
      let annotation = try parseExpression(in: "an annotation")
      let value = take(.assign) ? try parseExpressions(in: "an assignment") : nil
      return Statement(
        .annotatedAssign(target: first, annotation: annotation, value: value),
        at: span(from: start))
    }
    if case .punctuator(let p) = current.kind, p.isAugmentedAssignment {
      let name = "augmented assignment '\(p.rawValue)'"
      return skipSimple(name, from: start)
    }
    guard at(.assign) else { return Statement(.expression(first), at: span(from: start)) }
    var targets = [first]
    while take(.assign) { targets.append(try parseExpressions(in: "an assignment")) }
    let value = targets.removeLast()
    for t in targets { try checkTarget(t) }
    return Statement(.assign(targets: targets, value: value), at: span(from: start))
  }

  /// Reports a target that cannot have an annotation.
  private mutating func checkAnnotated(_ target: Expression) throws(Unwinding) {
    switch target.kind {
    case .name, .attribute, .subscript: return
    case .integer, .float, .string, .bool, .none, .ellipsis, .slice, .call, .unary, .binary,
      .logical, .compare, .ternary, .tuple, .list, .dict, .starred, .generator, .unsupported,
      .error:
      report(.badTarget(at: target.span))
      throw Unwinding()
    }
  }

  /// Reports a target that Python cannot assign to.
  private mutating func checkTarget(_ target: Expression) throws(Unwinding) {
    switch target.kind {
    case .name, .attribute, .subscript: return
    case .tuple(let elements), .list(let elements):
      for e in elements { try checkTarget(e) }
    case .starred(let value): try checkTarget(value)
    case .integer, .float, .string, .bool, .none, .ellipsis, .slice, .call, .unary, .binary,
      .logical, .compare, .ternary, .dict, .generator, .unsupported, .error:
      report(.badTarget(at: target.span))
      throw Unwinding()
    }
  }

  // if := 'if' expression ':' block ('elif' expression ':' block)* ['else' ':' block]
  private mutating func parseIf() throws(Unwinding) -> Statement {
    // A chain of any length is read in a loop, and nested afterwards from its end.
    var branches: [(condition: Expression, body: [Statement], header: SourceSpan)] = []
    repeat {
      let start = current
      let context = at(.if) ? "an if statement" : "an elif branch"
      advance()
      let condition = try parseExpression(in: context)
      try expect(.colon, in: context)
      let header = span(from: start)
      branches.append((condition, try parseBlock(of: context), header))
    } while at(.elif)
    var otherwise: [Statement] = []
    if take(.else) {
      try expect(.colon, in: "an else branch")
      otherwise = try parseBlock(of: "an else branch")
    }
    for branch in branches.reversed() {
      otherwise = [
        Statement(
          .if(condition: branch.condition, then: branch.body, otherwise: otherwise),
          at: branch.header)
      ]
    }
    return otherwise[0]
  }

  // MARK: Python that is not ours

  /// The statements with blocks that field view does not have, and their continuations.
  static let unsupportedBlocks: [Keyword: String] = [
    .for: "for loop", .while: "while loop", .with: "with statement", .try: "try statement",
    .async: "async statement", .except: "except clause", .finally: "finally clause",
  ]

  /// The statements on one line that field view does not have.
  static let unsupportedLines: [Keyword: String] = [
    .assert: "assert statement", .del: "del statement", .global: "global statement",
    .nonlocal: "nonlocal statement", .raise: "raise statement", .break: "break statement",
    .continue: "continue statement",
  ]

  /// Reads a statement with its blocks, unparsed; its span is the first line.
  mutating func skipCompound(_ what: String, binds: [Identifier] = []) -> Statement {
    let start = current
    while current.kind != .newline, current.kind != .end { advance() }
    let header = span(from: start)
    if current.kind == .newline { advance() }
    skipBlock()
    while continuesCompound {
      skipLine()
      skipBlock()
    }
    return Statement(.unsupported(what, binds: binds), at: header)
  }

  /// Whether the next line goes on with a statement whose block was passed over.
  private var continuesCompound: Bool {
    switch current.kind {
    case .keyword(.elif), .keyword(.else), .keyword(.except), .keyword(.finally): true
    default: false
    }
  }

  /// Reads to the end of a statement on one line.
  mutating func skipSimple(_ what: String, from start: Token) -> Statement {
    while current.kind != .newline, current.kind != .end, !at(.semicolon) { advance() }
    return Statement(.unsupported(what, binds: []), at: span(from: start))
  }

  /// Whether `match` begins a statement here: it is a word like any other elsewhere.
  var isMatchStatement: Bool {
    guard current.kind == .name, text(current) == "match", startsExpression(peek()) else {
      return false
    }
    var i = 1
    while peek(i).kind != .newline, peek(i).kind != .end { i += 1 }
    return peek(i - 1).kind == .punctuator(.colon)
  }

  private func describeNestedDefinition() -> String {
    at(.class) ? "nested class" : "nested function"
  }

  /// The name behind `def` or `class`, if that comes next.
  var boundByDefinition: [Identifier] {
    peek().kind == .name ? [Identifier(text(peek()), at: span(peek()))] : []
  }

}

extension Diagnostic {

  fileprivate static func missingBlock(of what: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: SyntaxCode.indentation, "Expected an indented block after the colon of \(what).",
      at: span, hint: "indent what belongs to it; write 'pass' for nothing")
  }

  fileprivate static func unexpectedIndent(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: SyntaxCode.indentation, "This line is indented without a reason.", at: span,
      hint: "indent it as the line above")
  }

  fileprivate static func badTarget(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: SyntaxCode.assignment, "This cannot be assigned to.", at: span,
      hint: "write '==' to compare; assign to a name or to a tuple of names")
  }

}

/// The words with which statements begin that go on with a name.
private let wordsBeforeNames = ["return", "from", "import", "class", "def"]

extension Statement {

  /// What to say of a statement that is a name alone, if that resembles a word of Python's.
  fileprivate var misspeltWord: String? {
    guard case .expression(let e) = kind, case .name(let name) = e.kind else { return nil }
    return nearest(to: name, among: wordsBeforeNames).map { "did you mean '\($0)'?" }
  }

}

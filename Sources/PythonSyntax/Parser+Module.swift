import Diagnostics

/// Parses a whole file; what is none of ours at module level is passed over.
public func parseModule(_ file: SourceFile) -> ModuleSyntax {
  var parser = Parser(file)
  let statements = parser.parseModule()
  parser.reportBrackets()
  return ModuleSyntax(file: file, statements: statements, diagnostics: parser.diagnostics)
}

/// Parses a file that holds one expression.
public func parseExpression(_ file: SourceFile) -> (
  expression: Expression, diagnostics: [Diagnostic]
) {
  var parser = Parser(file)
  do throws(Parser.Unwinding) {
    let e = try parser.parseExpressions(in: "an expression")
    if parser.current.kind == .newline { parser.advance() }
    guard parser.current.kind == .end else {
      throw parser.expected("the end", in: "an expression")
    }
    return (e, parser.diagnostics)
  } catch {
    return (Expression(.error, at: SourceSpan(file, 0 ..< file.bytes.count)), parser.diagnostics)
  }
}

extension Parser {

  // module := statement*
  fileprivate mutating func parseModule() -> [Statement] {
    var statements: [Statement] = []
    while current.kind != .end { statements += parseModuleStatement() }
    return statements
  }

  private mutating func parseModuleStatement() -> [Statement] {
    let before = position
    do throws(Unwinding) {
      switch current.kind {
      case .punctuator(.at): return [try parseDecorated()]
      case .keyword(.class): return [try parseClass(decorators: [], from: current)]
      case .keyword(.def): return [skipCompound("plain function", binds: boundByDefinition)]
      case .keyword(.if): return [skipBinding("if statement")]
      case .keyword(.async): return [skipBinding("async statement")]
      case .keyword(let k):
        if let what = Self.unsupportedBlocks[k] { return [skipBinding(what)] }
        if let what = Self.unsupportedLines[k] {
          let statement = skipSimple(what, from: current)
          skipLine()
          return [statement]
        }
        return parseLine()
      case .name where isMatchStatement: return [skipBinding("match statement")]
      case .name where text(current) == "type" && peek().kind == .name:
        return [try parseTypeAlias()]
      case .newline, .dedent, .indent: return parseStatement()
      default: return parseLine()
      }
    } catch {
      skipRest(of: before)
      return []
    }
  }

  mutating func skipRest(of start: Int) {
    skipLine()
    skipBlock()
    if position == start { advance() }
  }

  // MARK: Passing over

  /// Passes over a statement with blocks; tells which names its lines assign, import or define.
  mutating func skipBinding(_ what: String) -> Statement {
    let first = position
    let statement = skipCompound(what)
    var binds: [Identifier] = []
    var startsLine = false
    for i in first ..< position {
      let token = peek(i - position)
      let next = peek(i + 1 - position)
      switch token.kind {
      case .newline, .indent, .dedent: startsLine = true
      case .name where startsLine && Self.bindsBefore(next.kind):
        binds.append(Identifier(text(token), at: span(token)))
        startsLine = false
      case .keyword(.def) where next.kind == .name, .keyword(.class) where next.kind == .name,
        .keyword(.as) where next.kind == .name, .keyword(.import) where next.kind == .name:
        binds.append(Identifier(text(next), at: span(next)))
        startsLine = false
      default: startsLine = false
      }
    }
    return Statement(.unsupported(what, binds: binds), at: statement.span)
  }

  /// Whether a name at the start of a line is bound if `kind` follows.
  private static func bindsBefore(_ kind: Token.Kind) -> Bool {
    kind == .punctuator(.assign) || kind == .punctuator(.colon)
  }

}

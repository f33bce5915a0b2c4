import Diagnostics

/// Parses a whole file; what is none of ours at module level is passed over.
public func parseModule(_ file: SourceFile) -> ModuleSyntax {
  var parser = Parser(file)
  let statements = parser.parseModule()
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

  private mutating func skipRest(of start: Int) {
    skipLine()
    skipBlock()
    if position == start { advance() }
  }

  // MARK: Functions

  // decorated := ('@' expression NEWLINE)+ (function | class)
  //
  // Other people's decorators are passed over with what they decorate.
  private mutating func parseDecorated() throws(Unwinding) -> Statement {
    let start = current
    let names = decoratorNames()
    let isOurs =
      peek(names.end).kind == .keyword(.class)
      ? names.decorators.contains("dataclass") || hasClassBase(behind: names.end)
      : names.decorators.contains { Self.decorators.contains($0) }
    guard isOurs else { return skipDecorated() }
    var decorators: [Expression] = []
    while take(.at) {
      decorators.append(try parseExpression(in: "a decorator"))
      guard current.kind == .newline else { throw expected("a new line", in: "a decorator") }
      advance()
    }
    if at(.class) { return try parseClass(decorators: decorators, from: start) }
    guard at(.def) else { throw expected("'def'", in: "a decorated definition") }
    return try parseFunction(decorators: decorators, from: start)
  }

  /// The decorators that make a function ours.
  static let decorators: Set = ["field_operator", "scan_operator", "program"]

  /// Returns the last names of the decorators that come next, and how far away what they decorate
  /// is.
  private func decoratorNames() -> (decorators: [String], end: Int) {
    var names: [String] = []
    var i = 0
    while peek(i).kind == .punctuator(.at) {
      i += 1
      var last = ""
      while peek(i).kind == .name {
        last = text(peek(i))
        i += peek(i + 1).kind == .punctuator(.dot) ? 2 : 1
      }
      names.append(last)
      while peek(i).kind != .newline, peek(i).kind != .end { i += 1 }
      i += 1
    }
    return (names, i)
  }

  private mutating func skipDecorated() -> Statement {
    let start = current
    while at(.at) { skipLine() }
    let binds = boundByDefinition
    let what = at(.class) ? "class" : "decorated function"
    skipLine()
    skipBlock()
    return Statement(.unsupported(what, binds: binds), at: span(start))
  }

  // function := 'def' name type-parameters '(' parameters ')' ['->' expression] ':' block
  private mutating func parseFunction(
    decorators: [Expression], from start: Token
  ) throws(Unwinding) -> Statement {
    let context = "a function definition"
    let def = current
    advance()
    let name = try expectName(in: context)
    // Operators are not generic: a name bound here is unknown in their annotations.
    _ = try parseTypeParameters()
    let parameters = try parseParameters()
    let returns = take(.arrow) ? try parseExpression(in: "a return annotation") : nil
    try expect(.colon, in: context)
    let header = span(from: def)
    let body = try parseBlock(of: context)
    let function = FunctionDefinition(
      name: name, decorators: decorators, parameters: parameters, returns: returns, body: body,
      span: span(from: start), header: header)
    return Statement(.function(function), at: header)
  }

  // parameters := '(' [parameter (',' parameter)* [',']] ')'
  private mutating func parseParameters() throws(Unwinding) -> [FunctionParameter] {
    let context = "a parameter list"
    try expect(.openParen, in: context)
    var parameters: [FunctionParameter] = []
    var kind = FunctionParameter.Kind.normal
    while !at(.closeParen) {
      if take(.slash) {
        parameters = parameters.map {
          FunctionParameter(
            name: $0.name, kind: .positionalOnly, annotation: $0.annotation, default: $0.default)
        }
      } else if at(.star), peek().kind == .punctuator(.comma) {
        advance()
        kind = .keywordOnly
      } else {
        var own = kind
        if take(.star) {
          own = .variadic
          kind = .keywordOnly
        } else if take(.doubleStar) {
          own = .keywords
        }
        let name = try expectName(in: context)
        let annotation = take(.colon) ? try parseExpression(in: "an annotation") : nil
        let value = take(.assign) ? try parseExpression(in: "a default value") : nil
        parameters.append(
          FunctionParameter(name: name, kind: own, annotation: annotation, default: value))
      }
      if !take(.comma) { break }
    }
    try expect(.closeParen, in: context)
    return parameters
  }

  // MARK: Classes

  /// The bases of the classes that hold constants or fields.
  private static let classBases: Set = [
    "NamedTuple", "Enum", "IntEnum", "StrEnum", "ReprEnum", "Flag", "IntFlag", "FrozenNamespace",
  ]

  /// Whether the class whose `class` is `distance` tokens away has such a base.
  private func hasClassBase(behind distance: Int) -> Bool {
    var i = distance + 1
    while peek(i).kind != .newline, peek(i).kind != .end {
      if peek(i).kind == .name, Self.classBases.contains(text(peek(i))) { return true }
      i += 1
    }
    return false
  }

  // class := 'class' name ['(' arguments ')'] ':' block
  //
  // Classes that can hold neither constants nor fields are passed over.
  private mutating func parseClass(
    decorators: [Expression], from start: Token
  ) throws(Unwinding) -> Statement {
    guard !decorators.isEmpty || hasClassBase(behind: 0) else {
      return skipCompound("class", binds: boundByDefinition)
    }
    let context = "a class definition"
    let header = current
    advance()
    let name = try expectName(in: context)
    let bases = at(.openParen) ? try parseArguments() : []
    try expect(.colon, in: context)
    let headerSpan = span(from: header)
    let body = try parseBlock(of: context)
    let definition = ClassDefinition(
      name: name, decorators: decorators, bases: bases, body: body, span: span(from: start))
    return Statement(.class(definition), at: headerSpan)
  }

  // MARK: Types

  // alias := 'type' name ['[' parameter (',' parameter)* [','] ']'] '=' expression
  private mutating func parseTypeAlias() throws(Unwinding) -> Statement {
    let start = current
    let context = "a type statement"
    advance()
    let name = try expectName(in: context)
    let parameters = try parseTypeParameters()
    try expect(.assign, in: context)
    let value = try parseExpression(in: context)
    let statement = Statement(
      .typeAlias(name: name, parameters: parameters, value: value), at: span(from: start))
    guard current.kind == .newline else { throw expected("the end of the line", in: context) }
    advance()
    return statement
  }

  // parameters := ['[' parameter (',' parameter)* [','] ']']
  // parameter := ['*' | '**'] name [':' expression] ['=' expression]
  private mutating func parseTypeParameters() throws(Unwinding) -> [Identifier] {
    let context = "a list of type parameters"
    guard take(.openBracket) else { return [] }
    var parameters: [Identifier] = []
    repeat {
      if at(.closeBracket) { break }
      if !take(.star) { _ = take(.doubleStar) }
      parameters.append(try expectName(in: context))
      if take(.colon) { _ = try parseExpression(in: context) }
      if take(.assign) { _ = try parseExpression(in: context) }
    } while take(.comma)
    try expect(.closeBracket, in: context)
    return parameters
  }

  // MARK: Imports

  // import := 'import' path ['as' name] (',' …)* | 'from' dots path 'import' names
  mutating func parseImport() throws(Unwinding) -> Statement {
    let start = current
    let context = "an import"
    if take(.import) {
      var modules: [ImportedModule] = []
      repeat {
        let path = try parseDottedName(in: context)
        let alias = take(.as) ? try expectName(in: context) : nil
        modules.append(ImportedModule(path: path, alias: alias))
      } while take(.comma)
      return Statement(.import(modules), at: span(from: start))
    }
    advance()
    var level = 0
    while true {
      if take(.dot) {
        level += 1
      } else if take(.ellipsis) {
        level += 3
      } else {
        break
      }
    }
    let path = at(.import) ? [] : try parseDottedName(in: context)
    guard take(.import) else { throw expected("'import'", in: context) }
    if take(.star) {
      return Statement(
        .importFrom(ImportFrom(level: level, path: path, names: [])), at: span(from: start))
    }
    let isParenthesized = take(.openParen)
    var names: [ImportFrom.Name] = []
    repeat {
      if isParenthesized, at(.closeParen) { break }
      let name = try expectName(in: context)
      let alias = take(.as) ? try expectName(in: context) : nil
      names.append(ImportFrom.Name(name: name, alias: alias))
    } while take(.comma)
    if isParenthesized { try expect(.closeParen, in: context) }
    return Statement(
      .importFrom(ImportFrom(level: level, path: path, names: names)), at: span(from: start))
  }

  private mutating func parseDottedName(in context: String) throws(Unwinding) -> [Identifier] {
    var path = [try expectName(in: context)]
    while take(.dot) { path.append(try expectName(in: context)) }
    return path
  }

  // MARK: Passing over

  /// Passes over a statement with blocks; tells which names its lines assign, import or define.
  private mutating func skipBinding(_ what: String) -> Statement {
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

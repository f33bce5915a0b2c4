import Diagnostics

// Decorated functions, classes and types.

extension Parser {

  // MARK: Functions

  // decorated := ('@' expression NEWLINE)+ (function | class)
  //
  // Other people's decorators are passed over with what they decorate.
  mutating func parseDecorated() throws(Unwinding) -> Statement {
    let start = current
    let names = decoratorNames()
    let isOurs =
      peek(names.end).kind == .keyword(.class)
      ? names.decorators.contains("dataclass") || hasClassBase(behind: names.end)
      : names.decorators.contains { Self.decorators.contains($0) }
    guard isOurs else {
      if peek(names.end).kind == .keyword(.def) { reportMisspeltDecorator() }
      return skipDecorated()
    }
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

  /// Reports the decorator that comes next if it is nearly one of ours, and a name that is used for
  /// nothing else in the text: nobody defines or imports it.
  private mutating func reportMisspeltDecorator() {
    var i = 1
    while peek(i).kind == .name, peek(i + 1).kind == .punctuator(.dot) { i += 2 }
    let name = peek(i)
    guard name.kind == .name, !isUsedElsewhere(text(name)),
      let meant = nearest(to: text(name), among: Self.decorators)
    else { return }
    report(.misspeltDecorator(text(name), meant: meant, at: span(name)))
  }

  mutating func skipDecorated() -> Statement {
    let start = current
    while at(.at) { skipLine() }
    let binds = boundByDefinition
    let what = at(.class) ? "class" : "decorated function"
    skipLine()
    skipBlock()
    return Statement(.unsupported(what, binds: binds), at: span(start))
  }

  // function := 'def' name type-parameters '(' parameters ')' ['->' expression] ':' block
  mutating func parseFunction(
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
  mutating func parseClass(
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
  mutating func parseTypeAlias() throws(Unwinding) -> Statement {
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

}

extension Diagnostic {

  fileprivate static func misspeltDecorator(
    _ name: String, meant: String, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: SyntaxCode.decorator, "There is no decorator '\(name)'.", at: span,
      hint: "did you mean '\(meant)'?")
  }

}

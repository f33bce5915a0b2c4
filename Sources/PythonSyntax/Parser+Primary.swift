import Diagnostics

extension Parser {

  // primary := atom ('.' name | '(' arguments ')' | '[' indices ']')*
  mutating func parsePrimary(in context: String) throws(Unwinding) -> Expression {
    let start = current
    var value = try parseAtom(in: context)
    while true {
      if take(.dot) {
        let name = try expectName(in: "an attribute")
        value = Expression(.attribute(value, name), at: span(from: start))
      } else if at(.openParen) {
        let arguments = try nested { (p) throws(Unwinding) in try p.parseArguments() }
        value = Expression(.call(value, arguments), at: span(from: start))
      } else if at(.openBracket) {
        let index = try nested { (p) throws(Unwinding) in try p.parseIndices() }
        value = Expression(.subscript(value, index: index), at: span(from: start))
      } else {
        return value
      }
    }
  }

  // arguments := '(' [argument (',' argument)* [',']] ')'
  mutating func parseArguments() throws(Unwinding) -> [Argument] {
    let context = "a call"
    try expect(.openParen, in: context)
    var arguments: [Argument] = []
    while !at(.closeParen) {
      arguments.append(try parseArgument(in: context))
      if !take(.comma) { break }
    }
    try expect(.closeParen, in: context)
    return arguments
  }

  // argument := name '=' expression | '*' expression | '**' expression | expression [for …]
  private mutating func parseArgument(in context: String) throws(Unwinding) -> Argument {
    let start = current
    if current.kind == .name, peek().kind == .punctuator(.assign) {
      let name = try expectName(in: context)
      advance()
      return Argument(name: name, value: try parseExpression(in: context))
    }
    if take(.doubleStar) {
      _ = try parseExpression(in: context)
      return Argument(value: Expression(.unsupported("'**' argument"), at: span(from: start)))
    }
    let value = try parseStarOrExpression(in: context)
    if at(.for) || at(.async) { return Argument(value: try parseGenerator(of: value, start)) }
    return Argument(value: value)
  }

  // indices := '[' index (',' index)* [','] ']'
  private mutating func parseIndices() throws(Unwinding) -> Expression {
    let context = "a subscript"
    try expect(.openBracket, in: context)
    let start = current
    var elements = [try parseIndex(in: context)]
    var isTuple = false
    while take(.comma) {
      isTuple = true
      if at(.closeBracket) { break }
      elements.append(try parseIndex(in: context))
    }
    let whole = span(from: start)
    try expect(.closeBracket, in: context)
    return isTuple ? Expression(.tuple(elements), at: whole) : elements[0]
  }

  // index := [expression] ':' [expression] [':' [expression]] | expression
  private mutating func parseIndex(in context: String) throws(Unwinding) -> Expression {
    let start = current
    var bounds: [Expression?] = [nil]
    var isSlice = false
    while true {
      if startsExpression(current) || at(.star) {
        bounds[bounds.count - 1] = try parseStarOrExpression(in: context)
      }
      guard bounds.count < 3, take(.colon) else { break }
      isSlice = true
      bounds.append(nil)
    }
    if isSlice {
      let step = bounds.count > 2 ? bounds[2] : nil
      return Expression(
        .slice(lower: bounds[0], upper: bounds[1], step: step), at: span(from: start))
    }
    guard let index = bounds[0] else { throw expected("an index", in: context) }
    return index
  }

  // atom := name | literal | '(' … ')' | '[' … ']' | '{' … '}'
  private mutating func parseAtom(in context: String) throws(Unwinding) -> Expression {
    let start = current
    let kind: Expression.Kind
    switch current.kind {
    case .name: kind = .name(text(current))
    case .integer: kind = .integer(NumberScanner.integer(text(current)))
    case .float: kind = .float(NumberScanner.float(text(current)))
    case .imaginary: kind = .unsupported("complex number")
    case .string, .formattedString: return parseStrings()
    case .keyword(.true): kind = .bool(true)
    case .keyword(.false): kind = .bool(false)
    case .keyword(.none): kind = .none
    case .punctuator(.ellipsis): kind = .ellipsis
    case .punctuator(.openParen):
      return try nested { (p) throws(Unwinding) in try p.parseParenthesized() }
    case .punctuator(.openBracket):
      return try nested { (p) throws(Unwinding) in try p.parseList() }
    case .punctuator(.openBrace):
      return try nested { (p) throws(Unwinding) in try p.parseBraces() }
    case .keyword, .punctuator, .newline, .indent, .dedent, .end, .error:
      throw expected("an expression", in: context)
    }
    advance()
    return Expression(kind, at: span(start))
  }

  /// Reads adjacent strings as one.
  private mutating func parseStrings() -> Expression {
    let start = current
    var value = ""
    var isFormatted = false
    while current.kind == .string || current.kind == .formattedString {
      isFormatted = isFormatted || current.kind == .formattedString
      value += StringLiteral.value(of: text(current))
      advance()
    }
    let kind: Expression.Kind = isFormatted ? .unsupported("f-string") : .string(value)
    return Expression(kind, at: span(from: start))
  }

  // '(' [expressions | comprehension] ')'
  private mutating func parseParenthesized() throws(Unwinding) -> Expression {
    let context = "parentheses"
    let start = current
    try expect(.openParen, in: context)
    if take(.closeParen) { return Expression(.tuple([]), at: span(from: start)) }
    let value = try parseExpressions(in: context)
    if at(.for) || at(.async) {
      return try closing(.closeParen, try parseGenerator(of: value, start), start)
    }
    try expect(.closeParen, in: context)
    // The span of a parenthesised expression takes the parentheses in, as tuples do.
    if case .tuple = value.kind { return Expression(value.kind, at: span(from: start)) }
    return value
  }

  // '[' [expressions | comprehension] ']'
  private mutating func parseList() throws(Unwinding) -> Expression {
    let context = "a list"
    let start = current
    try expect(.openBracket, in: context)
    var elements: [Expression] = []
    while !at(.closeBracket) {
      elements.append(try parseStarOrExpression(in: context))
      if at(.for) || at(.async) {
        let skipped = skipComprehension("list comprehension", from: start)
        return try closing(.closeBracket, skipped, start)
      }
      if !take(.comma) { break }
    }
    try expect(.closeBracket, in: context)
    return Expression(.list(elements), at: span(from: start))
  }

  // '{' [key ':' value (',' key ':' value)* [',']] '}', or a set
  private mutating func parseBraces() throws(Unwinding) -> Expression {
    let context = "a dictionary"
    let start = current
    try expect(.openBrace, in: context)
    var entries: [(key: Expression?, value: Expression)] = []
    var isSet = false
    while !at(.closeBrace) {
      if take(.doubleStar) {
        entries.append((nil, try parseExpression(in: context)))
      } else {
        let key = try parseStarOrExpression(in: context)
        if take(.colon) {
          entries.append((key, try parseExpression(in: context)))
        } else {
          isSet = true
        }
      }
      if at(.for) || at(.async) {
        return try closing(.closeBrace, skipComprehension("comprehension", from: start), start)
      }
      if !take(.comma) { break }
    }
    try expect(.closeBrace, in: context)
    return Expression(isSet ? .unsupported("set") : .dict(entries), at: span(from: start))
  }

  // generator := expression 'for' targets 'in' disjunction
  //
  // One with conditions or several loops is passed over.
  private mutating func parseGenerator(
    of element: Expression, _ start: Token
  ) throws(Unwinding) -> Expression {
    let context = "a generator expression"
    guard take(.for) else { return skipComprehension("generator expression", from: start) }
    let first = current
    var targets = [try parseBinary(minimum: 1, in: context)]
    var isTuple = false
    while take(.comma), !at(.in) {
      isTuple = true
      targets.append(try parseBinary(minimum: 1, in: context))
    }
    let target = isTuple ? Expression(.tuple(targets), at: span(from: first)) : targets[0]
    guard take(.in) else { throw expected("'in'", in: context) }
    let values = try parseDisjunction(in: context)
    if at(.if) || at(.for) || at(.async) {
      return skipComprehension("generator expression", from: start)
    }
    return Expression(
      .generator(element: element, target: target, values: values), at: span(from: start))
  }

  /// Reads to the end of a comprehension, whose bracket stays.
  private mutating func skipComprehension(_ what: String, from start: Token) -> Expression {
    var open = 0
    while current.kind != .newline, current.kind != .end {
      if case .punctuator(let p) = current.kind {
        if p.closing != nil { open += 1 }
        if p.isClosing {
          if open == 0 { break }
          open -= 1
        }
      }
      advance()
    }
    return Expression(.unsupported(what), at: span(from: start))
  }

  /// Reads `closer` behind `value`, and returns it with the span from `start` to here.
  private mutating func closing(
    _ closer: Punctuator, _ value: Expression, _ start: Token
  ) throws(Unwinding) -> Expression {
    try expect(closer, in: "brackets")
    return Expression(value.kind, at: span(from: start))
  }

}

import Diagnostics

extension Parser {

  // expressions := item (',' item)* [',']    item := '*' bitor | expression
  //
  // Several items, or one with a comma, make a tuple.
  mutating func parseExpressions(in context: String) throws(Unwinding) -> Expression {
    let start = current
    let first = try parseStarOrExpression(in: context)
    guard at(.comma) else { return first }
    var elements = [first]
    while take(.comma), startsExpression(current) || at(.star) {
      elements.append(try parseStarOrExpression(in: context))
    }
    return Expression(.tuple(elements), at: span(from: start))
  }

  // item := '*' bitor | expression
  mutating func parseStarOrExpression(in context: String) throws(Unwinding) -> Expression {
    let start = current
    guard take(.star) else { return try parseExpression(in: context) }
    let value = try parseBinary(minimum: 1, in: context)
    return Expression(.starred(value), at: span(from: start))
  }

  // expression := disjunction ['if' disjunction 'else' expression] | 'lambda' … | name ':=' …
  mutating func parseExpression(in context: String) throws(Unwinding) -> Expression {
    let start = current
    switch current.kind {
    case .keyword(.lambda): return skipUnsupported("lambda", from: start)
    case .keyword(.yield): return skipUnsupported("yield expression", from: start)
    default: break
    }
    let value = try parseDisjunction(in: context)
    if at(.walrus) { return skipUnsupported("assignment expression", from: start) }
    guard at(.if) else { return value }
    advance()
    let condition = try parseDisjunction(in: "a conditional expression")
    guard take(.else) else { throw expected("'else'", in: "a conditional expression") }
    let otherwise = try nested { (p) throws(Unwinding) in
      try p.parseExpression(in: "a conditional expression")
    }
    return Expression(
      .ternary(condition: condition, then: value, otherwise: otherwise), at: span(from: start))
  }

  // disjunction := conjunction ('or' conjunction)*
  mutating func parseDisjunction(in context: String) throws(Unwinding) -> Expression {
    let start = current
    let first = try parseConjunction(in: context)
    guard at(.or) else { return first }
    var operands = [first]
    while take(.or) { operands.append(try parseConjunction(in: context)) }
    return Expression(.logical(.or, operands), at: span(from: start))
  }

  // conjunction := inversion ('and' inversion)*
  private mutating func parseConjunction(in context: String) throws(Unwinding) -> Expression {
    let start = current
    let first = try parseInversion(in: context)
    guard at(.and) else { return first }
    var operands = [first]
    while take(.and) { operands.append(try parseInversion(in: context)) }
    return Expression(.logical(.and, operands), at: span(from: start))
  }

  // inversion := 'not' inversion | comparison
  private mutating func parseInversion(in context: String) throws(Unwinding) -> Expression {
    let start = current
    guard take(.not) else { return try parseComparison(in: context) }
    let operand = try nested { (p) throws(Unwinding) in try p.parseInversion(in: context) }
    return Expression(.unary(.not, operand), at: span(from: start))
  }

  // comparison := binary (operator binary)*
  private mutating func parseComparison(in context: String) throws(Unwinding) -> Expression {
    let start = current
    let first = try parseBinary(minimum: 1, in: context)
    var rest: [Comparison] = []
    while let op = takeComparisonOperator() {
      rest.append(Comparison(op, try parseBinary(minimum: 1, in: context)))
    }
    return rest.isEmpty ? first : Expression(.compare(first, rest), at: span(from: start))
  }

  private mutating func takeComparisonOperator() -> ComparisonOperator? {
    let op: ComparisonOperator
    switch current.kind {
    case .punctuator(.equal): op = .equal
    case .punctuator(.notEqual): op = .notEqual
    case .punctuator(.less): op = .less
    case .punctuator(.lessEqual): op = .lessEqual
    case .punctuator(.greater): op = .greater
    case .punctuator(.greaterEqual): op = .greaterEqual
    case .keyword(.in): op = .in
    case .keyword(.is):
      advance()
      return take(.not) ? .isNot : .is
    case .keyword(.not):
      guard peek().kind == .keyword(.in) else { return nil }
      advance()
      op = .notIn
    default: return nil
    }
    advance()
    return op
  }

  // binary := unary (operator unary)*, operators of higher precedence first, from left to right
  mutating func parseBinary(minimum: Int, in context: String) throws(Unwinding) -> Expression {
    let start = current
    var left = try parseUnary(in: context)
    while let (op, precedence) = binaryOperator(current), precedence >= minimum {
      advance()
      let right = try parseBinary(minimum: precedence + 1, in: context)
      left = Expression(.binary(op, left, right), at: span(from: start))
    }
    return left
  }

  /// The binary operator that `token` is, and how tightly it binds; `**` is none of these.
  private func binaryOperator(_ token: Token) -> (BinaryOperator, precedence: Int)? {
    guard case .punctuator(let p) = token.kind else { return nil }
    switch p {
    case .bar: return (.bitOr, 1)
    case .caret: return (.bitXor, 2)
    case .ampersand: return (.bitAnd, 3)
    case .shiftLeft: return (.shiftLeft, 4)
    case .shiftRight: return (.shiftRight, 4)
    case .plus: return (.add, 5)
    case .minus: return (.subtract, 5)
    case .star: return (.multiply, 6)
    case .slash: return (.divide, 6)
    case .doubleSlash: return (.floorDivide, 6)
    case .percent: return (.modulo, 6)
    case .at: return (.matrixMultiply, 6)
    default: return nil
    }
  }

  // unary := ('-' | '+' | '~') unary | power
  private mutating func parseUnary(in context: String) throws(Unwinding) -> Expression {
    let start = current
    let op: UnaryOperator
    switch current.kind {
    case .punctuator(.minus): op = .minus
    case .punctuator(.plus): op = .plus
    case .punctuator(.tilde): op = .invert
    default: return try parsePower(in: context)
    }
    advance()
    let operand = try nested { (p) throws(Unwinding) in try p.parseUnary(in: context) }
    return Expression(.unary(op, operand), at: span(from: start))
  }

  // power := primary ['**' unary]
  private mutating func parsePower(in context: String) throws(Unwinding) -> Expression {
    let start = current
    if at(.await) { return skipUnsupported("await expression", from: start) }
    let base = try parsePrimary(in: context)
    guard take(.doubleStar) else { return base }
    let exponent = try nested { (p) throws(Unwinding) in try p.parseUnary(in: context) }
    return Expression(.binary(.power, base, exponent), at: span(from: start))
  }

  /// Reads to the end of an expression that field view does not have.
  mutating func skipUnsupported(_ what: String, from start: Token) -> Expression {
    var open = 0
    // The commas of a lambda's parameters belong to it.
    var commaEnds = what != "lambda"
    scan: while true {
      switch current.kind {
      case .newline, .end: break scan
      case .punctuator(.colon) where open == 0: commaEnds = true
      case .punctuator(.openParen), .punctuator(.openBracket), .punctuator(.openBrace): open += 1
      case .punctuator(.closeParen), .punctuator(.closeBracket), .punctuator(.closeBrace):
        if open == 0 { break scan }
        open -= 1
      case .punctuator(.comma), .punctuator(.assign), .punctuator(.semicolon):
        if open == 0, commaEnds { break scan }
      default: break
      }
      advance()
    }
    return Expression(.unsupported(what), at: span(from: start))
  }

  /// Whether an expression can start with `token`.
  func startsExpression(_ token: Token) -> Bool {
    switch token.kind {
    case .name, .integer, .float, .imaginary, .string, .formattedString, .error: true
    case .keyword(let k):
      switch k {
      case .true, .false, .none, .not, .lambda, .yield, .await: true
      default: false
      }
    case .punctuator(let p):
      switch p {
      case .openParen, .openBracket, .openBrace, .minus, .plus, .tilde, .ellipsis: true
      default: false
      }
    case .newline, .indent, .dedent, .end: false
    }
  }

}

import IteratorIR

extension Rule {

  static let ifLiteral = Rule(
    "if-literal", "if_(True, a, b) ⇒ a;  if_(False, a, b) ⇒ b", heads: [.if]
  ) { e, _ in
    guard let (c, a, b) = e.choice else { return .miss(.otherForm) }
    guard let value = c.literalValue?.bool else { return .miss(.noLiteral(c)) }
    return .match(value ? a : b, literals: [c])
  }

  static let ifSame = Rule(
    "if-same", "if_(c, x, x) ⇒ x", except: "where c can fail", heads: [.if]
  ) { e, scope in
    guard let (c, a, b) = e.choice, a == b else { return .miss(.otherForm) }
    guard scope.isTotal(c) else { return .miss(.mayFail(c)) }
    return .match(a, because: [.total(c)])
  }

  static let ifNot = Rule(
    "if-not", "if_(not_(c), a, b) ⇒ if_(c, b, a)", heads: [.if]
  ) { e, _ in
    guard let (c, a, b) = e.choice, let inner = c.arguments(of: .not)?.first else {
      return .miss(.otherForm)
    }
    return .match(.call(.if, inner, b, a, at: e.span))
  }

  static let ifTrueFalse = Rule(
    "if-true-false", "if_(c, True, False) ⇒ c;  if_(c, False, True) ⇒ not_(c)", heads: [.if]
  ) { e, _ in
    guard let (c, a, b) = e.choice, let x = a.literalValue?.bool, let y = b.literalValue?.bool,
      x != y
    else { return .miss(.otherForm) }
    return .match(x ? c : .call(.not, c, at: e.span), literals: [a, b])
  }

  /// What the outer choice knows, the inner one need not ask.
  static let ifNested = Rule(
    "if-nested",
    "if_(c, if_(c, a, x), b) ⇒ if_(c, a, b);  if_(c, a, if_(c, x, b)) ⇒ if_(c, a, b)",
    heads: [.if]
  ) { e, _ in
    guard let (c, a, b) = e.choice else { return .miss(.otherForm) }
    if let (inner, x, _) = a.choice, inner == c { return .match(.call(.if, c, x, b, at: e.span)) }
    if let (inner, _, y) = b.choice, inner == c { return .match(.call(.if, c, a, y, at: e.span)) }
    return .miss(.otherForm)
  }

}

extension Expr {

  /// The condition and the branches if `self` is `if_(c, a, b)`.
  var choice: (condition: Expr, then: Expr, otherwise: Expr)? {
    guard let a = arguments(of: .if), a.count == 3 else { return nil }
    return (a[0], a[1], a[2])
  }

}

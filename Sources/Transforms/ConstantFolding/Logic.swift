import Diagnostics
import IteratorIR
import StencilTypes

// `and_` and `or_` are strict: an operand is dropped only if it cannot fail.

extension Rule {

  static let andLiteral = Rule(
    "and-literal", "and_(x, True) ⇒ x;  and_(x, False) ⇒ False",
    except: "False, where x can fail", heads: [.and]
  ) { e, scope in
    absorb(e, neutral: true, &scope)
  }

  static let orLiteral = Rule(
    "or-literal", "or_(x, False) ⇒ x;  or_(x, True) ⇒ True",
    except: "True, where x can fail", heads: [.or]
  ) { e, scope in
    absorb(e, neutral: false, &scope)
  }

  static let xorLiteral = Rule(
    "xor-literal", "xor_(x, False) ⇒ x;  xor_(x, True) ⇒ not_(x)", heads: [.xor]
  ) { e, _ in
    guard let (x, literal, _) = e.operandAndLiteral, let value = literal.literalValue?.bool else {
      return .miss(.otherForm)
    }
    return .match(value ? .call(.not, x, at: e.span) : x, literals: [literal])
  }

  static let logicSame = Rule(
    "logic-same", "and_(x, x) ⇒ x;  or_(x, x) ⇒ x;  xor_(x, x) ⇒ False",
    except: "xor_ of what can fail, or of domains", heads: [.and, .or, .xor]
  ) { e, scope in
    guard let (builtin, a) = e.builtinCall, a.count == 2, a[0] == a[1] else {
      return .miss(.otherForm)
    }
    if builtin != .xor { return .match(a[0]) }
    let facts = scope.facts(of: a[0])
    guard facts.kind == .bool else { return .miss(.otherForm) }
    guard facts.isTotal else { return .miss(.mayFail(a[0])) }
    return .match(.boolean(false, at: e.span), because: [.total(a[0]), .type(a[0], .bool)])
  }

  static let notNot = Rule("not-not", "not_(not_(x)) ⇒ x", heads: [.not]) { e, _ in
    guard let x = e.arguments(of: .not)?.first?.arguments(of: .not)?.first else {
      return .miss(.otherForm)
    }
    return .match(x)
  }

  static let boolComparison = Rule(
    "bool-comparison", "eq(x, True) ⇒ x;  eq(x, False) ⇒ not_(x);  not_eq the other way",
    heads: [.eq, .notEq]
  ) { e, _ in
    guard let (x, literal, _) = e.operandAndLiteral, let value = literal.literalValue?.bool,
      let builtin = e.builtinCall?.builtin
    else { return .miss(.otherForm) }
    return .match(
      value == (builtin == .eq) ? x : .call(.not, x, at: e.span), literals: [literal])
  }

}

/// Returns what `and_` or `or_`, whose neutral operand is `neutral`, becomes with one literal.
private func absorb(_ e: Expr, neutral: Bool, _ scope: inout Scope) -> Answer {
  guard let (x, literal, _) = e.operandAndLiteral, let value = literal.literalValue?.bool else {
    return .miss(.otherForm)
  }
  if value == neutral { return .match(x, literals: [literal]) }
  guard scope.isTotal(x) else { return .miss(.mayFail(x)) }
  return .match(literal, because: [.literal(literal), .total(x)])
}

extension Expr {

  /// Returns a `bool`.
  static func boolean(_ value: Bool, at span: SourceSpan?) -> Expr {
    .literal(ScalarValue(value), at: span)
  }

  /// The two operands of a call of a builtin if exactly one of them is a literal, and whether that
  /// is the first.
  var operandAndLiteral: (operand: Expr, literal: Expr, literalIsFirst: Bool)? {
    guard let a = builtinCall?.arguments, a.count == 2 else { return nil }
    switch (a[0].literalValue, a[1].literalValue) {
    case (nil, .some): return (a[0], a[1], false)
    case (.some, nil): return (a[1], a[0], true)
    case (nil, nil), (.some, .some): return nil
    }
  }

}

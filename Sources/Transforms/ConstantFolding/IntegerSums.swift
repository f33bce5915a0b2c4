import IteratorIR
import StencilTypes

// One form for sums and products of integers and literals, so that equal domain bounds look equal:
// at most one literal, on the right, outermost. Integers wrap, so any order of additions gives the
// same bits.

extension Rule {

  static let literalRight = Rule(
    "literal-right", "1 + x ⇒ x + 1;  *, minimum and maximum alike, for integers",
    heads: [.plus, .multiplies, .minimum, .maximum]
  ) { e, _ in
    guard let (x, literal, first) = e.operandAndLiteral, first, literal.integer != nil,
      let builtin = e.builtinCall?.builtin
    else { return .miss(.otherForm) }
    return .match(.call(builtin, x, literal, at: e.span), literals: [literal])
  }

  static let sumLiterals = Rule(
    "sum-literals", "(x + 1) + 2 ⇒ x + 3;  + and - in any mix, (1 - x) + 2 ⇒ 3 - x, for integers",
    heads: [.plus, .minus]
  ) { e, scope in
    guard let outer = IntegerSum(e) else { return .miss(.otherForm) }
    if let inner = IntegerSum(outer.operand), inner.kind == outer.kind {
      if let miss = scope.miss(inner.offset + outer.offset, outer.kind) { return .miss(miss) }
      return .match(
        IntegerSum.sum(inner.operand, inner.offset + outer.offset, inner.kind, like: e),
        literals: [inner.literal, outer.literal])
    }
    guard let a = outer.operand.arguments(of: .minus), a.count == 2, let first = a[0].integer,
      a[0].literalValue?.kind == outer.kind
    else { return .miss(.otherForm) }
    if let miss = scope.miss(first + outer.offset, outer.kind) { return .miss(miss) }
    let literal = Expr.literal(
      ScalarValue(wrapping: first + outer.offset, as: outer.kind), at: a[0].span)
    return .match(.call(.minus, literal, a[1], at: e.span), literals: [a[0], outer.literal])
  }

  static let sumSign = Rule(
    "sum-sign", "x + -1 ⇒ x - 1;  x - -1 ⇒ x + 1, for integers",
    except: "the smallest value, which has no negative", heads: [.plus, .minus]
  ) { e, _ in
    guard let sum = IntegerSum(e), let written = sum.literal.integer, written < 0,
      ScalarValue(exactly: -written, as: sum.kind) != nil
    else { return .miss(.otherForm) }
    return .match(
      IntegerSum.sum(sum.operand, sum.offset, sum.kind, like: e), literals: [sum.literal])
  }

  static let sumLiteralOutward = Rule(
    "sum-literal-outward", "(x + 1) + y ⇒ (x + y) + 1;  + and - in any mix, for integers",
    heads: [.plus, .minus]
  ) { e, _ in
    guard let (builtin, a) = e.builtinCall, a.count == 2, a[0].literalValue == nil,
      a[1].literalValue == nil
    else { return .miss(.otherForm) }
    if let left = IntegerSum(a[0]) {
      let rest = Expr.call(builtin, left.operand, a[1], at: e.span)
      return .match(
        IntegerSum.sum(rest, left.offset, left.kind, like: e), literals: [left.literal])
    }
    if let right = IntegerSum(a[1]) {
      let rest = Expr.call(builtin, a[0], right.operand, at: e.span)
      let offset = builtin == .plus ? right.offset : -right.offset
      return .match(IntegerSum.sum(rest, offset, right.kind, like: e), literals: [right.literal])
    }
    return .miss(.otherForm)
  }

  static let productLiterals = Rule(
    "product-literals", "(x * 2) * 3 ⇒ x * 6, for integers", heads: [.multiplies]
  ) { e, scope in
    guard let a = e.arguments(of: .multiplies), a.count == 2, let factor = a[1].integer,
      let inner = a[0].arguments(of: .multiplies), inner.count == 2, inner[1].integer != nil,
      let x = inner[1].literalValue, let y = a[1].literalValue,
      case .success(let product) = ScalarOperation.binary(.multiplies).evaluate([x, y])
    else { return .miss(.otherForm) }
    if let other = x.integer, let miss = scope.miss(other * factor, y.kind) { return .miss(miss) }
    return .match(
      .call(.multiplies, inner[0], .literal(product, at: a[1].span), at: e.span),
      literals: [inner[1], a[1]])
  }

}

extension Scope {

  /// What keeps a rule from writing `n` as a literal of `kind`: in a bound it must not wrap.
  fileprivate func miss(_ n: Int128, _ kind: ScalarKind) -> Miss? {
    isInBound && ScalarValue(exactly: n, as: kind) == nil ? .wouldWrap(n) : nil
  }

}

/// A sum of something and an integer literal, `x + 1` or `x - 1`.
struct IntegerSum {

  let operand: Expr
  let literal: Expr
  let kind: ScalarKind

  /// What is added, the literal or its negative.
  let offset: Int128

  init?(_ e: Expr) {
    guard let (builtin, a) = e.builtinCall, builtin == .plus || builtin == .minus, a.count == 2,
      a[0].literalValue == nil, let value = a[1].literalValue, let i = value.integer
    else { return nil }
    operand = a[0]
    literal = a[1]
    kind = value.kind
    offset = builtin == .plus ? i : -i
  }

  /// Returns `x` plus `offset`, written without a negative literal if that is possible.
  static func sum(_ x: Expr, _ offset: Int128, _ kind: ScalarKind, like e: Expr) -> Expr {
    let magnitude = Int128(offset.magnitude)
    let span = e.children.last?.span ?? e.span
    if offset == 0 { return x }
    if let value = ScalarValue(exactly: magnitude, as: kind) {
      return .call(offset < 0 ? .minus : .plus, x, .literal(value, at: span), at: e.span)
    }
    let wrapped = ScalarValue(wrapping: offset, as: kind)
    if wrapped.integer == 0 { return x }
    return .call(.plus, x, .literal(wrapped, at: span), at: e.span)
  }

}

import IteratorIR
import StencilTypes

// One form for minima and maxima of integers and literals, as for sums.

private let minMax: BuiltinSet = [.minimum, .maximum]

extension Rule {

  /// Exact for floating-point numbers too.
  static let minMaxSame = Rule(
    "min-max-same",
    "minimum(x, x) ⇒ x;  minimum(minimum(x, y), y) ⇒ minimum(x, y);  maximum alike",
    heads: minMax
  ) { e, _ in
    guard let (builtin, a) = e.builtinCall, a.count == 2 else { return .miss(.otherForm) }
    if a[0] == a[1] { return .match(a[0]) }
    if let inner = a[0].arguments(of: builtin), inner.contains(a[1]) { return .match(a[0]) }
    if let inner = a[1].arguments(of: builtin), inner.contains(a[0]) { return .match(a[1]) }
    return .miss(.otherForm)
  }

  static let minMaxLiterals = Rule(
    "min-max-literals", "minimum(minimum(x, 1), 2) ⇒ minimum(x, 1);  maximum alike, for integers",
    heads: minMax
  ) { e, _ in
    guard let outer = IntegerBound(e), let inner = IntegerBound(outer.operand),
      inner.builtin == outer.builtin,
      case .success(let value) = outer.operation.evaluate([inner.value, outer.value])
    else { return .miss(.otherForm) }
    return .match(
      .call(
        outer.builtin, inner.operand, .literal(value, at: outer.literal.span), at: e.span),
      literals: [inner.literal, outer.literal])
  }

  static let minMaxLiteralOutward = Rule(
    "min-max-literal-outward",
    "minimum(minimum(x, 1), y) ⇒ minimum(minimum(x, y), 1);  maximum alike, for integers",
    heads: minMax
  ) { e, _ in
    guard let (builtin, a) = e.builtinCall, a.count == 2, a[1].literalValue == nil else {
      return .miss(.otherForm)
    }
    if let left = IntegerBound(a[0]), left.builtin == builtin {
      let rest = Expr.call(builtin, left.operand, a[1], at: e.span)
      return .match(.call(builtin, rest, left.literal, at: e.span), literals: [left.literal])
    }
    if let right = IntegerBound(a[1]), right.builtin == builtin {
      let rest = Expr.call(builtin, a[0], right.operand, at: e.span)
      return .match(.call(builtin, rest, right.literal, at: e.span), literals: [right.literal])
    }
    return .miss(.otherForm)
  }

}

/// The minimum or maximum of something and an integer literal.
private struct IntegerBound {

  let builtin: Builtin
  let operation: ScalarOperation
  let operand: Expr
  let literal: Expr
  let value: ScalarValue

  init?(_ e: Expr) {
    guard let (builtin, a) = e.builtinCall, minMax.contains(builtin), a.count == 2,
      a[0].literalValue == nil, let value = a[1].literalValue, value.kind.isInteger
    else { return nil }
    self.builtin = builtin
    operation = .binary(builtin == .minimum ? .minimum : .maximum)
    operand = a[0]
    literal = a[1]
    self.value = value
  }

}

import IteratorIR
import StencilTypes

// Identities that hold for every integer. None of them is tried on floating-point numbers: adding
// 0.0 turns -0.0 into 0.0, and NaN times zero is no zero.

extension Rule {

  static let plusZero = Rule(
    "plus-zero", "x + 0 ⇒ x;  x - 0 ⇒ x, for integers", heads: [.plus, .minus]
  ) { e, _ in
    guard let (x, literal, first) = e.operandAndLiteral, literal.isNumber(0),
      !first || e.builtinCall?.builtin == .plus
    else { return .miss(.otherForm) }
    guard literal.integer != nil else { return .miss(.floatingPoint) }
    return .match(x, literals: [literal])
  }

  static let timesOne = Rule(
    "times-one", "x * 1 ⇒ x, for integers", heads: [.multiplies]
  ) { e, _ in
    guard let (x, literal, _) = e.operandAndLiteral, literal.isNumber(1) else {
      return .miss(.otherForm)
    }
    guard literal.integer != nil else { return .miss(.floatingPoint) }
    return .match(x, literals: [literal])
  }

  static let timesZero = Rule(
    "times-zero", "x * 0 ⇒ 0, for integers", except: "where x can fail", heads: [.multiplies]
  ) { e, scope in
    guard let (x, literal, _) = e.operandAndLiteral, literal.isNumber(0) else {
      return .miss(.otherForm)
    }
    guard literal.integer != nil else { return .miss(.floatingPoint) }
    guard scope.isTotal(x) else { return .miss(.mayFail(x)) }
    return .match(literal, because: [.literal(literal), .total(x)])
  }

  static let divideByOne = Rule(
    "divide-by-one", "x // 1 ⇒ x;  x / 1 ⇒ x, for integers", heads: [.floordiv, .divides]
  ) { e, _ in
    guard let (x, literal, first) = e.operandAndLiteral, !first, literal.isNumber(1) else {
      return .miss(.otherForm)
    }
    guard literal.integer != nil else { return .miss(.floatingPoint) }
    return .match(x, literals: [literal])
  }

  static let remainderByOne = Rule(
    "remainder-by-one", "x % 1 ⇒ 0, for integers", except: "where x can fail",
    heads: [.mod, .fmod]
  ) { e, scope in
    guard let (x, literal, first) = e.operandAndLiteral, !first, literal.isNumber(1),
      let kind = literal.literalValue?.kind
    else { return .miss(.otherForm) }
    guard kind.isInteger else { return .miss(.floatingPoint) }
    guard scope.isTotal(x) else { return .miss(.mayFail(x)) }
    let zero = ScalarValue(wrapping: 0, as: kind)
    return .match(.literal(zero, at: e.span), because: [.literal(literal), .total(x)])
  }

  static let powerOne = Rule(
    "power-one", "x ** 1 ⇒ x, for an integer exponent", heads: [.power]
  ) { e, _ in
    guard let (x, literal, first) = e.operandAndLiteral, !first, literal.isNumber(1) else {
      return .miss(.otherForm)
    }
    guard literal.integer != nil else { return .miss(.floatingPoint) }
    return .match(x, literals: [literal])
  }

  static let zeroMinus = Rule(
    "zero-minus", "0 - x ⇒ neg(x), for integers", heads: [.minus]
  ) { e, _ in
    guard let (x, literal, first) = e.operandAndLiteral, first, literal.isNumber(0) else {
      return .miss(.otherForm)
    }
    guard literal.integer != nil else { return .miss(.floatingPoint) }
    return .match(.call(.neg, x, at: e.span), literals: [literal])
  }

  static let minusSame = Rule(
    "minus-same", "x - x ⇒ 0, for integers", except: "where x can fail", heads: [.minus]
  ) { e, scope in
    guard let a = e.arguments(of: .minus), a.count == 2, a[0] == a[1],
      let kind = scope.facts(of: a[0]).kind
    else { return .miss(.otherForm) }
    guard kind.isInteger else { return .miss(.floatingPoint) }
    guard scope.isTotal(a[0]) else { return .miss(.mayFail(a[0])) }
    let zero = ScalarValue(wrapping: 0, as: kind)
    return .match(.literal(zero, at: e.span), because: [.total(a[0]), .type(a[0], kind)])
  }

  /// Exact for floating-point numbers too: the sign changes twice.
  static let negNeg = Rule("neg-neg", "neg(neg(x)) ⇒ x", heads: [.neg]) { e, _ in
    guard let x = e.arguments(of: .neg)?.first?.arguments(of: .neg)?.first else {
      return .miss(.otherForm)
    }
    return .match(x)
  }

  static let sameComparison = Rule(
    "same-comparison",
    "eq(x, x), less_equal, greater_equal ⇒ True;  not_eq, less, greater ⇒ False",
    except: "floating-point numbers, which may be NaN, and where x can fail",
    heads: [.eq, .notEq, .less, .lessEqual, .greater, .greaterEqual]
  ) { e, scope in
    guard let (builtin, a) = e.builtinCall, a.count == 2, a[0] == a[1],
      let kind = scope.facts(of: a[0]).kind
    else { return .miss(.otherForm) }
    guard !kind.isFloat else { return .miss(.floatingPoint) }
    guard scope.isTotal(a[0]) else { return .miss(.mayFail(a[0])) }
    let value = builtin == .eq || builtin == .lessEqual || builtin == .greaterEqual
    return .match(.boolean(value, at: e.span), because: [.total(a[0]), .type(a[0], kind)])
  }

}

extension Expr {

  /// The value if `self` is a literal of an integer type.
  var integer: Int128? { literalValue?.integer }

  /// `true` iff `self` is a literal whose value is `n`, of an integer type or another.
  fileprivate func isNumber(_ n: Int) -> Bool {
    guard let value = literalValue else { return false }
    if let integer = value.integer { return integer == Int128(n) }
    return value.float64 == Double(n) || value.float32 == Float(n)
  }

}

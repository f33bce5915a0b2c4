// The functions of `ScalarOperation` but those of one operand.

/// A question about a floating-point number.
public enum FloatPredicate: CaseIterable, Hashable, Sendable {

  case isFinite, isInfinite, isNaN

  /// The name in ITIR and field view.
  public var name: String {
    switch self {
    case .isFinite: "isfinite"
    case .isInfinite: "isinf"
    case .isNaN: "isnan"
    }
  }

}

/// A function of two operands of one type that gives a value of their type.
public enum BinaryOperation: CaseIterable, Hashable, Sendable {

  case plus, minus, multiplies

  /// `/`: truncates toward zero on integers.
  case divides

  /// `//`: rounds down.
  case floorDivides

  /// `%`: has the divisor's sign.
  case remainder

  /// C's `fmod`: has the dividend's sign.
  case truncatedRemainder

  case minimum, maximum

  /// The name in ITIR.
  public var name: String {
    switch self {
    case .plus: "plus"
    case .minus: "minus"
    case .multiplies: "multiplies"
    case .divides: "divides"
    case .floorDivides: "floordiv"
    case .remainder: "mod"
    case .truncatedRemainder: "fmod"
    case .minimum: "minimum"
    case .maximum: "maximum"
    }
  }

  /// `true` iff people write it between its operands, not as a call.
  public var isOperator: Bool {
    switch self {
    case .plus, .minus, .multiplies, .divides, .floorDivides, .remainder: true
    case .truncatedRemainder, .minimum, .maximum: false
    }
  }

}

/// A question about the order of two values of one type.
public enum Comparison: CaseIterable, Hashable, Sendable {

  case equal, notEqual, less, lessEqual, greater, greaterEqual

  /// The name in ITIR.
  public var name: String {
    switch self {
    case .equal: "eq"
    case .notEqual: "not_eq"
    case .less: "less"
    case .lessEqual: "less_equal"
    case .greater: "greater"
    case .greaterEqual: "greater_equal"
    }
  }

  /// The comparison that holds for `b` and `a` iff `self` holds for `a` and `b`.
  public var flipped: Comparison {
    switch self {
    case .equal, .notEqual: self
    case .less: .greater
    case .lessEqual: .greaterEqual
    case .greater: .less
    case .greaterEqual: .lessEqual
    }
  }

  /// `true` iff the comparison holds for `a` and `b`.
  public func holds<T: Comparable>(_ a: T, _ b: T) -> Bool {
    switch self {
    case .equal: a == b
    case .notEqual: a != b
    case .less: a < b
    case .lessEqual: a <= b
    case .greater: a > b
    case .greaterEqual: a >= b
    }
  }

}

/// A function of two truth values.
public enum LogicOperation: CaseIterable, Hashable, Sendable {

  case and, or, xor

  /// The name in ITIR.
  public var name: String {
    switch self {
    case .and: "and_"
    case .or: "or_"
    case .xor: "xor_"
    }
  }

}

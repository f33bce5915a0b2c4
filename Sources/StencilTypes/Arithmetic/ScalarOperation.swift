/// A function of one operand that gives a value of its type.
public enum UnaryOperation: CaseIterable, Hashable, Sendable {

  case negative, absolute
  case sin, cos, tan, arcsin, arccos, arctan
  case sinh, cosh, tanh, arcsinh, arccosh, arctanh
  case squareRoot, cubeRoot, exp, log, gamma
  case floor, ceil, trunc

}

/// A question about a floating-point number.
public enum FloatPredicate: CaseIterable, Hashable, Sendable {

  case isFinite, isInfinite, isNaN

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

}

/// A question about the order of two values of one type.
public enum Comparison: CaseIterable, Hashable, Sendable {

  case equal, notEqual, less, lessEqual, greater, greaterEqual

}

/// A function of two truth values.
public enum LogicOperation: CaseIterable, Hashable, Sendable {

  case and, or, xor

}

/// A function on scalars.
public enum ScalarOperation: Hashable, Sendable {

  case unary(UnaryOperation)
  case predicate(FloatPredicate)
  case binary(BinaryOperation)

  /// The base raised to an exponent that may have another type; gives a value of the base's type.
  case power

  case comparison(Comparison)
  case logic(LogicOperation)
  case not

}

/// Why an operation has no value.
public enum ScalarFailure: Error, Hashable, Sendable {

  /// An integer was divided by zero.
  case divisionByZero

  /// An integer was raised to a negative power.
  case negativePower

  /// The operation does not take operands of these types, or not so many.
  case undefined

}

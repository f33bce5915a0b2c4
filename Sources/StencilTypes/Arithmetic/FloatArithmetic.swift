import Glibc

/// A floating-point type whose values are scalars, with the functions of libm in its precision.
///
/// Calls of libm stay behind functions that are not inlined, so that no optimiser sees a constant
/// operand: it would turn `pow(x, 2)` into `x * x`, or use the mathematics library of a compiler.
public protocol FloatElement: ScalarElement, BinaryFloatingPoint {

  /// Returns libm's function for `operation`; `nil` for those that are exact.
  static func function(of operation: UnaryOperation) -> ((Self) -> Self)?

  static func libmPower(_ base: Self, _ exponent: Self) -> Self

  static func libmRemainder(_ dividend: Self, _ divisor: Self) -> Self

}

extension Double: FloatElement {

  @inline(never)
  public static func function(of operation: UnaryOperation) -> ((Self) -> Self)? {
    switch operation {
    case .negative, .absolute, .squareRoot, .floor, .ceil, .trunc: nil
    case .sin: { Glibc.sin($0) }
    case .cos: { Glibc.cos($0) }
    case .tan: { Glibc.tan($0) }
    case .arcsin: { Glibc.asin($0) }
    case .arccos: { Glibc.acos($0) }
    case .arctan: { Glibc.atan($0) }
    case .sinh: { Glibc.sinh($0) }
    case .cosh: { Glibc.cosh($0) }
    case .tanh: { Glibc.tanh($0) }
    case .arcsinh: { Glibc.asinh($0) }
    case .arccosh: { Glibc.acosh($0) }
    case .arctanh: { Glibc.atanh($0) }
    case .cubeRoot: { Glibc.cbrt($0) }
    case .exp: { Glibc.exp($0) }
    case .log: { Glibc.log($0) }
    case .gamma: { Glibc.tgamma($0) }
    }
  }

  @inline(never) public static func libmPower(_ base: Double, _ exponent: Double) -> Double {
    Glibc.pow(base, exponent)
  }

  @inline(never) public static func libmRemainder(_ a: Double, _ b: Double) -> Double {
    Glibc.fmod(a, b)
  }

}

extension Float: FloatElement {

  @inline(never)
  public static func function(of operation: UnaryOperation) -> ((Self) -> Self)? {
    switch operation {
    case .negative, .absolute, .squareRoot, .floor, .ceil, .trunc: nil
    case .sin: { Glibc.sinf($0) }
    case .cos: { Glibc.cosf($0) }
    case .tan: { Glibc.tanf($0) }
    case .arcsin: { Glibc.asinf($0) }
    case .arccos: { Glibc.acosf($0) }
    case .arctan: { Glibc.atanf($0) }
    case .sinh: { Glibc.sinhf($0) }
    case .cosh: { Glibc.coshf($0) }
    case .tanh: { Glibc.tanhf($0) }
    case .arcsinh: { Glibc.asinhf($0) }
    case .arccosh: { Glibc.acoshf($0) }
    case .arctanh: { Glibc.atanhf($0) }
    case .cubeRoot: { Glibc.cbrtf($0) }
    case .exp: { Glibc.expf($0) }
    case .log: { Glibc.logf($0) }
    case .gamma: { Glibc.tgammaf($0) }
    }
  }

  @inline(never) public static func libmPower(_ base: Float, _ exponent: Float) -> Float {
    Glibc.powf(base, exponent)
  }

  @inline(never) public static func libmRemainder(_ a: Float, _ b: Float) -> Float {
    Glibc.fmodf(a, b)
  }

}

extension FloatElement {

  /// Returns `self // divisor` as NumPy's `floor_divide` defines it.
  @inlinable public func flooredQuotient(by divisor: Self) -> Self {
    if divisor == 0 { return self / divisor }
    let r = Self.libmRemainder(self, divisor)
    var q = (self - r) / divisor
    if r != 0, (divisor < 0) != (r < 0) { q -= 1 }
    // A zero takes its sign from the exact quotient; others are rounded to the nearest integer.
    if q == 0 { return Self(signOf: self / divisor, magnitudeOf: 0) }
    let floor = q.rounded(.down)
    return q - floor > 0.5 ? floor + 1 : floor
  }

  /// Returns `self % divisor` as NumPy's `remainder` defines it: with the sign of `divisor`.
  @inlinable public func flooredRemainder(by divisor: Self) -> Self {
    let r = Self.libmRemainder(self, divisor)
    if divisor == 0 { return r }
    if r == 0 { return Self(signOf: divisor, magnitudeOf: 0) }
    return (divisor < 0) != (r < 0) ? r + divisor : r
  }

  /// Returns the smaller of `self` and `other`; a NaN if one is, and `-0.0` before `0.0`.
  @inlinable public func minimum(_ other: Self) -> Self {
    if self < other { return self }
    if other < self { return other }
    if self == other { return self.sign == .minus ? self : other }
    return self.isNaN ? self : other
  }

  /// Returns the larger of `self` and `other`; a NaN if one is, and `-0.0` before `0.0`.
  @inlinable public func maximum(_ other: Self) -> Self {
    if self > other { return self }
    if other > self { return other }
    if self == other { return self.sign == .minus ? other : self }
    return self.isNaN ? self : other
  }

  /// Returns `self` raised to an integer `exponent`: for a negative one the reciprocal of the power.
  @inlinable public func power<N: IntegerElement>(_ exponent: N) -> Self {
    let p = raised(self, to: UInt64(exponent.magnitude), one: 1, multiply: *)
    return exponent < 0 ? 1 / p : p
  }

}

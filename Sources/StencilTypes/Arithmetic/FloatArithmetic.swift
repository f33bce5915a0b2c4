import Glibc

/// A floating-point type whose values are scalars, with the functions of libm in its precision.
///
/// Calls of libm stay behind functions that are not inlined, so that no optimiser sees a constant
/// operand: it would turn `pow(x, 2)` into `x * x`, or use the mathematics library of a compiler.
public protocol FloatElement: ScalarElement, BinaryFloatingPoint {

  /// Returns the function of libm in this precision.
  static func function(_ function: LibmFunction) -> (Self) -> Self

  static func libmPower(_ base: Self, _ exponent: Self) -> Self

  static func libmRemainder(_ dividend: Self, _ divisor: Self) -> Self

}

extension Double: FloatElement {

  /// Returns `function` in double precision.
  public static func function(_ function: LibmFunction) -> (Self) -> Self { function.double }

  /// Returns libm's `pow`.
  @inline(never) public static func libmPower(_ base: Double, _ exponent: Double) -> Double {
    Glibc.pow(base, exponent)
  }

  /// Returns libm's `fmod`: it has the sign of `a`.
  @inline(never) public static func libmRemainder(_ a: Double, _ b: Double) -> Double {
    Glibc.fmod(a, b)
  }

}

extension Float: FloatElement {

  /// Returns `function` in single precision.
  public static func function(_ function: LibmFunction) -> (Self) -> Self { function.float }

  /// Returns libm's `powf`.
  @inline(never) public static func libmPower(_ base: Float, _ exponent: Float) -> Float {
    Glibc.powf(base, exponent)
  }

  /// Returns libm's `fmodf`: it has the sign of `a`.
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

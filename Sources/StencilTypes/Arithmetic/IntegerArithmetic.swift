// What integers do in every backend: they wrap. Divisors here are not zero.

extension FixedWidthInteger {

  /// Returns `self / divisor`, truncated toward zero; `min / -1` is `min`.
  @inlinable public func truncatedQuotient(by divisor: Self) -> Self {
    dividedReportingOverflow(by: divisor).partialValue
  }

  /// Returns `self - self.truncatedQuotient(by: divisor) * divisor`.
  @inlinable public func truncatedRemainder(by divisor: Self) -> Self {
    remainderReportingOverflow(dividingBy: divisor).partialValue
  }

  /// Returns `self / divisor`, rounded down; `min // -1` is `min`.
  @inlinable public func flooredQuotient(by divisor: Self) -> Self {
    let q = truncatedQuotient(by: divisor)
    let r = truncatedRemainder(by: divisor)
    return r != 0 && (r < 0) != (divisor < 0) ? q &- 1 : q
  }

  /// Returns the remainder of `flooredQuotient`, which has the sign of `divisor`.
  @inlinable public func flooredRemainder(by divisor: Self) -> Self {
    let r = truncatedRemainder(by: divisor)
    return r != 0 && (r < 0) != (divisor < 0) ? r &+ divisor : r
  }

  /// Returns `self` raised to `exponent`.
  @inlinable public func wrappingPower(_ exponent: UInt64) -> Self {
    raised(self, to: exponent, one: 1, multiply: &*)
  }

}

/// Returns `base` raised to `exponent` by repeated squaring, from the exponent's lowest bit up.
///
/// This order of multiplications is the meaning of `power` with an integer exponent.
@inlinable func raised<T>(
  _ base: T, to exponent: UInt64, one: T, multiply: (T, T) -> T
) -> T {
  var result = one
  var square = base
  var n = exponent
  while n != 0 {
    if n & 1 == 1 { result = multiply(result, square) }
    n >>= 1
    if n != 0 { square = multiply(square, square) }
  }
  return result
}

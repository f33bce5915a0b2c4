/// The exact sum of many numbers, rounded once when it is read.
///
/// A number of fixed point, wide enough for each `Double`: limbs of 32 bits kept in 64, so that
/// carries wait. Adding is exact, hence the order in which numbers come does not matter.
public struct ExactSum: Sendable {

  /// Limb `k` counts multiples of 2^(32k - 1074).
  ///
  /// 66 limbs hold any number, two more the carries.
  private var limbs = [Int64](repeating: 0, count: 68)

  /// The number of additions since carries were propagated; each changes a limb by less than 2^32.
  private var pending = 0

  /// Creates the sum of nothing: 0.
  public init() {}

  /// Adds `x`, a finite number.
  public mutating func add(_ x: Double) {
    precondition(x.isFinite)
    if pending == 1 << 30 { propagateCarries() }
    pending += 1
    let exponent = Int(x.exponentBitPattern)
    let significand = exponent == 0 ? x.significandBitPattern : x.significandBitPattern | 1 << 52
    let place = max(0, exponent - 1)
    let wide = UInt128(significand) << UInt128(place % 32)
    for i in 0 ..< 3 {
      let part = Int64(UInt32(truncatingIfNeeded: wide >> UInt128(32 * i)))
      limbs[place / 32 + i] += x.sign == .minus ? -part : part
    }
  }

  /// Returns the sum divided by `divisor`, which is positive, rounded to nearest, ties to even.
  public func quotient(by divisor: UInt64 = 1) -> Double {
    var sum = self
    sum.propagateCarries()
    let isNegative = (sum.limbs.last ?? 0) < 0
    if isNegative {
      for k in sum.limbs.indices { sum.limbs[k].negate() }
      sum.propagateCarries()
    }
    let words = stride(from: 0, to: sum.limbs.count, by: 2).map {
      UInt64(bitPattern: sum.limbs[$0]) | UInt64(bitPattern: sum.limbs[$0 + 1]) << 32
    }
    let magnitude = roundedQuotient(of: words, exponent: -1074, by: divisor)
    return isNegative ? -magnitude : magnitude
  }

  /// Brings each limb but the last into 0 ..< 2^32.
  private mutating func propagateCarries() {
    var carry: Int64 = 0
    for k in limbs.indices.dropLast() {
      let v = limbs[k] + carry
      limbs[k] = v & 0xFFFF_FFFF
      carry = v >> 32
    }
    limbs[limbs.count - 1] += carry
    pending = 0
  }

}

/// Returns `integer / divisor`, rounded to nearest, ties to even.
func roundedQuotient(of integer: Int128, by divisor: UInt64) -> Double {
  let m = integer.magnitude
  let words = [UInt64(truncatingIfNeeded: m), UInt64(truncatingIfNeeded: m >> 64)]
  let q = roundedQuotient(of: words, exponent: 0, by: divisor)
  return integer < 0 ? -q : q
}

/// Returns `words · 2^exponent / divisor`, rounded to nearest, ties to even; the lowest word is
/// the first.
private func roundedQuotient(of words: [UInt64], exponent: Int, by divisor: UInt64) -> Double {
  // Two more words below: a quotient then has more bits than a Double, unless it is subnormal.
  var quotient = [0, 0] + words
  let low = exponent - 128
  var remainder: UInt64 = 0
  for k in quotient.indices.reversed() {
    (quotient[k], remainder) = divisor.dividingFullWidth((remainder, quotient[k]))
  }
  guard let top = quotient.lastIndex(where: { $0 != 0 }) else {
    return 0
  }
  let highest = top * 64 + 63 - quotient[top].leadingZeroBitCount
  let lowest = max(highest - 52, -1074 - low)
  func bit(_ i: Int) -> UInt64 { quotient[i / 64] >> UInt64(i % 64) & 1 }
  var significand: UInt64 = 0
  for i in stride(from: highest, through: lowest, by: -1) {
    significand = significand << 1 | bit(i)
  }
  if bit(lowest - 1) == 1 {
    let isAboveHalf = remainder != 0 || (0 ..< lowest - 1).contains { bit($0) == 1 }
    if isAboveHalf || significand & 1 == 1 { significand += 1 }
  }
  return Double(sign: .plus, exponent: lowest + low, significand: Double(significand))
}

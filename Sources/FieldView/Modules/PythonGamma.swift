import Foundation

/// The gamma function as Python's `math` computes it: not libm's, which differs in the last bits.
///
/// Lanczos' approximation with g = 6.02468… and 13 terms, as a quotient of polynomials (the
/// coefficients are those that Boost publishes as `lanczos13m53`).
enum PythonGamma {

  private static let g = 6.024680040776729583740234375
  private static let gMinusHalf = 5.524680040776729583740234375

  private static let numerator = [
    23531376880.410759688572007674451636754734846804940,
    42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843,
    17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708,
    1439720407.3117216736632230727949123939715485786372,
    248874557.86205415651146038641322942321632125127801,
    31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768,
    186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024,
    210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408,
  ]

  /// The coefficients of x (x + 1) … (x + 11).
  private static let denominator: [Double] = [
    0, 39_916_800, 120_543_840, 150_917_976, 105_258_076, 45_995_730, 13_339_535, 2_637_558,
    357_423, 32670, 1925, 66, 1,
  ]

  /// Returns Γ(`x`); a NaN at the poles.
  static func gamma(_ x: Double) -> Double {
    if !x.isFinite { return x > 0 || x.isNaN ? x : .nan }
    if x == 0 { return copysign(.infinity, x) }
    if x == x.rounded(.down) {
      if x < 0 { return .nan }
      if x <= 23 { return (1 ..< Int(x)).reduce(1.0) { $0 * Double($1) } }
    }
    let magnitude = abs(x)
    if magnitude < 1e-20 { return 1 / x }
    if magnitude > 200 { return x < 0 ? 0 / sinPi(x) : .infinity }
    let y = magnitude + gMinusHalf
    // What rounding took from y, times g / y, corrects the result.
    var rest: Double
    if magnitude > gMinusHalf {
      let q = y - magnitude
      rest = q - gMinusHalf
    } else {
      let q = y - gMinusHalf
      rest = q - magnitude
    }
    rest = rest * g / y
    var result: Double
    if x < 0 {
      result = -Double.pi / sinPi(magnitude) / magnitude * exp(y) / sum(magnitude)
      result -= rest * result
      if magnitude < 140 {
        result /= pow(y, magnitude - 0.5)
      } else {
        let root = pow(y, magnitude / 2 - 0.25)
        result = result / root / root
      }
    } else {
      result = sum(magnitude) / exp(y)
      result += rest * result
      if magnitude < 140 {
        result *= pow(y, magnitude - 0.5)
      } else {
        let root = pow(y, magnitude / 2 - 0.25)
        result = result * root * root
      }
    }
    return result
  }

  /// Returns the logarithm of |Γ(`x`)|; a NaN at the poles.
  static func logGamma(_ x: Double) -> Double {
    if !x.isFinite { return x.isNaN ? x : .infinity }
    if x == x.rounded(.down), x <= 2 { return x <= 0 ? .nan : 0 }
    let magnitude = abs(x)
    if magnitude < 1e-20 { return -log(magnitude) }
    var result = log(sum(magnitude)) - g
    result += (magnitude - 0.5) * (log(magnitude + g - 0.5) - 1)
    if x < 0 { result = log(Double.pi) - log(abs(sinPi(magnitude))) - log(magnitude) - result }
    return result
  }

  /// Returns the quotient of the polynomials at `x`, which is positive.
  private static func sum(_ x: Double) -> Double {
    var above = 0.0
    var below = 0.0
    if x < 5 {
      for i in numerator.indices.reversed() {
        above = above * x + numerator[i]
        below = below * x + denominator[i]
      }
    } else {
      for i in numerator.indices {
        above = above / x + numerator[i]
        below = below / x + denominator[i]
      }
    }
    return above / below
  }

  /// Returns sin(π `x`) without the loss of a large argument.
  private static func sinPi(_ x: Double) -> Double {
    let y = fmod(abs(x), 2)
    let value: Double =
      switch Int((2 * y).rounded()) {
      case 0: sin(.pi * y)
      case 1: cos(.pi * (y - 0.5))
      case 2: sin(.pi * (1 - y))
      case 3: -cos(.pi * (y - 1.5))
      default: sin(.pi * (y - 2))
      }
    return copysign(1, x) * value
  }

}

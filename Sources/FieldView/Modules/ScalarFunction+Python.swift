import Foundation
import StencilTypes

extension ScalarFunction {

  /// The functions of Python's `math`, by their names.
  static let math = table(elementary(.math) + tests(.math) + mathReals + mathIntegers)

  private static let mathReals: [ScalarFunction] = [
    real(.math, "gamma", PythonGamma.gamma), real(.math, "lgamma", PythonGamma.logGamma),
    real(.math, "erf", erf), real(.math, "erfc", erfc),
    real(.math, "degrees") { $0 * (180 / Double.pi) },
    real(.math, "radians") { $0 * (Double.pi / 180) },
    real(.math, "ulp") { $0.ulp },
    rounding(.math, "floor", .down), rounding(.math, "ceil", .up),
    rounding(.math, "trunc", .towardZero),
    Self(.math, "log", 1 ... 2) { x in
      let first = Foundation.log(x[0].double)
      return .float(x.count == 1 ? first : first / Foundation.log(x[1].double))
    },
    Self(.math, "hypot", 1 ... 16) { x in
      .float(x.dropFirst().reduce(Swift.abs(x[0].double)) { hypot($0, $1.double) })
    },
    real2(.math, "pow", Foundation.pow), real2(.math, "atan2", atan2),
    real2(.math, "fmod", fmod), real2(.math, "copysign", copysign),
    real2(.math, "remainder", remainder), real2(.math, "nextafter", nextafter),
    Self(.math, "ldexp", 2 ... 2) { x in
      x[1].integer.map { .float(scalbn(x[0].double, Int(clamping: $0))) }
    },
  ]

  private static let mathIntegers: [ScalarFunction] = [
    Self(.math, "isqrt", 1 ... 1) { x in
      x[0].integer.flatMap(squareRoot).map { .integer($0) }
    },
    Self(.math, "gcd", 0 ... 16) { x in
      let all = x.compactMap(\.integer)
      return all.count == x.count ? .integer(all.reduce(0, divisor)) : nil
    },
    Self(.math, "factorial", 1 ... 1) { x in x[0].integer.flatMap(factorial) },
    Self(.math, "comb", 2 ... 2) { x in choices(x, isOrdered: false) },
    Self(.math, "perm", 2 ... 2) { x in choices(x, isOrdered: true) },
  ]

  /// The functions of NumPy that compute with scalars, by their names.
  static let numpy = table(elementary(.numpy) + tests(.numpy) + numpyReals + numpyNumbers)

  private static let numpyReals: [ScalarFunction] = [
    real(.numpy, "arcsin", asin), real(.numpy, "arccos", acos), real(.numpy, "arctan", atan),
    real(.numpy, "arcsinh", asinh), real(.numpy, "arccosh", acosh),
    real(.numpy, "arctanh", atanh), real(.numpy, "log", Foundation.log),
    real(.numpy, "floor", Foundation.floor), real(.numpy, "ceil", Foundation.ceil),
    real(.numpy, "trunc", Foundation.trunc), real(.numpy, "rint", rint),
    real(.numpy, "deg2rad") { $0 * (Double.pi / 180) },
    real(.numpy, "radians") { $0 * (Double.pi / 180) },
    real(.numpy, "rad2deg") { $0 * (180 / Double.pi) },
    real(.numpy, "degrees") { $0 * (180 / Double.pi) },
    real(.numpy, "reciprocal") { 1 / $0 },
    real2(.numpy, "arctan2", atan2), real2(.numpy, "hypot", hypot),
    real2(.numpy, "fmod", fmod), real2(.numpy, "copysign", copysign),
  ]

  private static let numpyNumbers: [ScalarFunction] = [
    absolute(.numpy, "abs"), absolute(.numpy, "absolute"), absolute(.numpy, "fabs"),
    Self(.numpy, "square", 1 ... 1) { x in power(x[0], .integer(2, nil)) },
    Self(.numpy, "sign", 1 ... 1) { x in
      switch x[0] {
      case .integer(let i, let kind): return .number(.integer(i.signum(), kind))
      case .float(let f, let kind):
        let sign: Double = f.isNaN ? f : f > 0 ? 1 : f < 0 ? -1 : 0
        return .number(.float(sign, kind))
      }
    },
    Self(.numpy, "power", 2 ... 2) { x in power(x[0], x[1]) },
    extremum(.numpy, "maximum", 2 ... 2, isGreatest: true),
    extremum(.numpy, "minimum", 2 ... 2, isGreatest: false),
  ]

  /// The functions that Python has without an import, by their names.
  static let python = table([
    absolute(.python, "abs"),
    extremum(.python, "max", 2 ... 64, isGreatest: true),
    extremum(.python, "min", 2 ... 64, isGreatest: false),
    Self(.python, "pow", 2 ... 2) { x in power(x[0], x[1]) },
    Self(.python, "round", 1 ... 2) { x in
      guard case .float(let f, let kind) = x[0] else { return .number(x[0]) }
      guard x.count == 2 else {
        return Int128(exactly: f.rounded(.toNearestOrEven)).map { .integer($0) }
      }
      guard let digits = x[1].integer, abs(digits) < 300 else { return nil }
      // Python rounds the decimal number that the float stands for.
      let text = String(format: "%.\(max(0, Int(digits)))f", f)
      let scale = pow(10.0, Double(-min(0, digits)))
      let rounded = digits >= 0 ? Double(text) ?? f : (f / scale).rounded(.toNearestOrEven) * scale
      return .number(.float(rounded, kind))
    },
  ])

  // MARK: Kinds of functions

  private static func table(_ functions: [ScalarFunction]) -> [String: ModuleValue] {
    Dictionary(
      functions.map { ($0.name, .scalarFunction($0)) }, uniquingKeysWith: { _, last in last })
  }

  private static func real(
    _ family: Family, _ name: String, _ f: @escaping @Sendable (Double) -> Double
  ) -> ScalarFunction {
    Self(family, name, 1 ... 1) { .float(f($0[0].double)) }
  }

  private static func real2(
    _ family: Family, _ name: String, _ f: @escaping @Sendable (Double, Double) -> Double
  ) -> ScalarFunction {
    Self(family, name, 2 ... 2) { .float(f($0[0].double, $0[1].double)) }
  }

  /// What `math` and NumPy have under the same names.
  private static func elementary(_ family: Family) -> [ScalarFunction] {
    let functions: [(String, @Sendable (Double) -> Double)] = [
      ("exp", Foundation.exp), ("exp2", Foundation.exp2), ("expm1", Foundation.expm1),
      ("log2", Foundation.log2), ("log10", Foundation.log10), ("log1p", Foundation.log1p),
      ("sqrt", { $0.squareRoot() }), ("cbrt", Foundation.cbrt), ("fabs", { Swift.abs($0) }),
      ("sin", Foundation.sin), ("cos", Foundation.cos), ("tan", Foundation.tan),
      ("sinh", Foundation.sinh), ("cosh", Foundation.cosh), ("tanh", Foundation.tanh),
      ("asin", Foundation.asin), ("acos", Foundation.acos), ("atan", Foundation.atan),
      ("asinh", Foundation.asinh), ("acosh", Foundation.acosh), ("atanh", Foundation.atanh),
    ]
    return functions.map { real(family, $0.0, $0.1) }
  }

  private static func tests(_ family: Family) -> [ScalarFunction] {
    let functions: [(String, @Sendable (Double) -> Bool)] = [
      ("isfinite", \.isFinite), ("isinf", \.isInfinite), ("isnan", \.isNaN),
    ]
    return functions.map { name, test in Self(family, name, 1 ... 1) { .bool(test($0[0].double)) } }
  }

  private static func rounding(
    _ family: Family, _ name: String, _ rule: FloatingPointRoundingRule
  ) -> ScalarFunction {
    Self(family, name, 1 ... 1) { x in
      x[0].integer.map { .integer($0) }
        ?? Int128(exactly: x[0].double.rounded(rule)).map { .integer($0) }
    }
  }

  private static func absolute(_ family: Family, _ name: String) -> ScalarFunction {
    Self(family, name, 1 ... 1) { x in
      switch x[0] {
      case .integer(let i, let kind):
        name == "fabs" ? .float(Double(Swift.abs(i))) : .number(.integer(Swift.abs(i), kind))
      case .float(let f, let kind): .number(.float(Swift.abs(f), kind))
      }
    }
  }

  private static func extremum(
    _ family: Family, _ name: String, _ counts: ClosedRange<Int>, isGreatest: Bool
  ) -> ScalarFunction {
    Self(family, name, counts) { x in
      var best = x[0]
      for n in x.dropFirst() where isGreatest ? n.double > best.double : n.double < best.double {
        best = n
      }
      if family == .numpy, let nan = x.first(where: \.double.isNaN) { best = nan }
      return .number(best)
    }
  }

  // MARK: Arithmetic

  private static func power(_ base: PythonNumber, _ exponent: PythonNumber) -> Result? {
    if let b = base.integer, let e = exponent.integer, e >= 0, e < 128 {
      var result: Int128 = 1
      for _ in 0 ..< Int(e) {
        let (product, overflow) = result.multipliedReportingOverflow(by: b)
        if overflow { return nil }
        result = product
      }
      return .number(.integer(result, base.kind ?? exponent.kind))
    }
    return .number(.float(pow(base.double, exponent.double), base.kind ?? exponent.kind))
  }

  private static func squareRoot(_ i: Int128) -> Int128? {
    guard i >= 0, let estimate = Int128(exactly: Double(i).squareRoot().rounded(.down)) else {
      return nil
    }
    var root = estimate
    while root * root > i { root -= 1 }
    while (root + 1) * (root + 1) <= i { root += 1 }
    return root
  }

  private static func divisor(_ a: Int128, _ b: Int128) -> Int128 {
    b == 0 ? Swift.abs(a) : divisor(b, a % b)
  }

  private static func factorial(_ n: Int128) -> Result? {
    (0 ... 33).contains(n) ? .integer((0 ..< n).reduce(1) { $0 * ($1 + 1) }) : nil
  }

  private static func choices(_ x: [PythonNumber], isOrdered: Bool) -> Result? {
    guard let n = x[0].integer, let k = x[1].integer, n >= 0, k >= 0, k < 128 else { return nil }
    var result: Int128 = 1
    for i in 0 ..< k {
      let (product, overflow) = result.multipliedReportingOverflow(by: max(0, n - i))
      if overflow { return nil }
      result = isOrdered ? product : product / (i + 1)
    }
    return .integer(result)
  }

}

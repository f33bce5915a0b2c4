import Glibc

/// A function of one operand that gives a value of its type.
///
/// Adding one of libm: its case and its row.
public enum UnaryOperation: CaseIterable, Hashable, Sendable {

  case negative, absolute
  case sin, cos, tan, arcsin, arccos, arctan
  case sinh, cosh, tanh, arcsinh, arccosh, arctanh
  case squareRoot, cubeRoot, exp, log, gamma
  case floor, ceil, trunc

  /// The name in ITIR and field view, and how it is computed.
  @inline(never)
  private var row: (name: String, definition: Definition) {
    switch self {
    case .negative: ("neg", .negation)
    case .absolute: ("abs", .magnitude)
    case .squareRoot: ("sqrt", .squareRoot)
    case .floor: ("floor", .floor)
    case .ceil: ("ceil", .ceil)
    case .trunc: ("trunc", .trunc)
    case .sin: ("sin", libm("sin", { Glibc.sin($0) }, { Glibc.sinf($0) }))
    case .cos: ("cos", libm("cos", { Glibc.cos($0) }, { Glibc.cosf($0) }))
    case .tan: ("tan", libm("tan", { Glibc.tan($0) }, { Glibc.tanf($0) }))
    case .arcsin: ("arcsin", libm("asin", { Glibc.asin($0) }, { Glibc.asinf($0) }))
    case .arccos: ("arccos", libm("acos", { Glibc.acos($0) }, { Glibc.acosf($0) }))
    case .arctan: ("arctan", libm("atan", { Glibc.atan($0) }, { Glibc.atanf($0) }))
    case .sinh: ("sinh", libm("sinh", { Glibc.sinh($0) }, { Glibc.sinhf($0) }))
    case .cosh: ("cosh", libm("cosh", { Glibc.cosh($0) }, { Glibc.coshf($0) }))
    case .tanh: ("tanh", libm("tanh", { Glibc.tanh($0) }, { Glibc.tanhf($0) }))
    case .arcsinh: ("arcsinh", libm("asinh", { Glibc.asinh($0) }, { Glibc.asinhf($0) }))
    case .arccosh: ("arccosh", libm("acosh", { Glibc.acosh($0) }, { Glibc.acoshf($0) }))
    case .arctanh: ("arctanh", libm("atanh", { Glibc.atanh($0) }, { Glibc.atanhf($0) }))
    case .cubeRoot: ("cbrt", libm("cbrt", { Glibc.cbrt($0) }, { Glibc.cbrtf($0) }))
    case .exp: ("exp", libm("exp", { Glibc.exp($0) }, { Glibc.expf($0) }))
    case .log: ("log", libm("log", { Glibc.log($0) }, { Glibc.logf($0) }))
    case .gamma: ("gamma", libm("tgamma", { Glibc.tgamma($0) }, { Glibc.tgammaf($0) }))
    }
  }

  /// The name in ITIR and field view.
  public var name: String { row.name }

  public var definition: Definition { row.definition }

}

extension UnaryOperation {

  /// How the function is computed, in every backend.
  public enum Definition: Sendable {

    // On integers, which wrap, and on floating-point numbers.
    case negation, magnitude

    // Exact on floating-point numbers: no backend calls libm for them.
    case squareRoot, floor, ceil, trunc

    case libm(LibmFunction)

    /// `true` iff integers are operands too.
    public var takesIntegers: Bool {
      switch self {
      case .negation, .magnitude: true
      case .squareRoot, .floor, .ceil, .trunc, .libm: false
      }
    }

  }

}

/// A function of libm in both precisions.
public struct LibmFunction: Sendable {

  /// What C calls the function of `double`; that of `float` has an `f` behind it.
  public let name: String

  let double: @Sendable (Double) -> Double
  let float: @Sendable (Float) -> Float

}

private func libm(
  _ name: String, _ double: @escaping @Sendable (Double) -> Double,
  _ float: @escaping @Sendable (Float) -> Float
) -> UnaryOperation.Definition {
  .libm(LibmFunction(name: name, double: double, float: float))
}

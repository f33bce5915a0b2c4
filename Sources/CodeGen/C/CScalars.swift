import StencilTypes

/// The C of scalar operations, with the helpers that they use.
///
/// Helpers equal the interpreter bit for bit; only those in use are written.
struct CScalars {

  /// The helpers in use, each after those that it calls.
  private(set) var helpers: [String] = []
  private var names: Set<String> = []

  mutating func use(_ name: String, _ text: @autoclosure () -> String) -> String {
    if names.insert(name).inserted { helpers.append(text()) }
    return name
  }

  /// Declares the function `name` of the mathematics library.
  mutating func library(_ name: String, _ kind: ScalarKind, operands: Int) -> String {
    let t = kind.cType
    let parameters = Array(repeating: t, count: operands).joined(separator: ", ")
    return use(name, "extern \(t) \(name)(\(parameters));")
  }

  // MARK: - Operations

  mutating func text(
    _ operation: ScalarOperation, _ operands: [String], _ kinds: [ScalarKind]
  ) -> String {
    let kind = kinds[0]
    let a = operands[0]
    let b = operands.count > 1 ? operands[1] : ""
    switch operation {
    case .unary(let u): return unary(u, a, kind)
    case .predicate(let p): return predicate(p, a, kind)
    case .binary(let o): return binary(o, a, b, kind)
    case .power: return power(a, b, kind, kinds[1])
    case .comparison(let c): return comparison(c, a, b, kind)
    case .logic(let l):
      let sign =
        switch l {
        case .and: "&"
        case .or: "|"
        case .xor: "^"
        }
      return "(uint8_t)(\(a) \(sign) \(b))"
    case .not: return "(uint8_t)(\(a) ^ 1)"
    }
  }

  private mutating func unary(_ u: UnaryOperation, _ a: String, _ kind: ScalarKind) -> String {
    let f = kind == .float32 ? "f" : ""
    switch u.definition {
    case .negation: return kind.isFloat ? "-\(a)" : "\(integer("neg", kind))(\(a))"
    case .magnitude:
      return kind.isFloat ? "__builtin_fabs\(f)(\(a))" : "\(integer("abs", kind))(\(a))"
    case .squareRoot: return "__builtin_sqrt\(f)(\(a))"
    case .floor: return "__builtin_floor\(f)(\(a))"
    case .ceil: return "__builtin_ceil\(f)(\(a))"
    case .trunc: return "__builtin_trunc\(f)(\(a))"
    case .libm(let function): return "\(library(function.name + f, kind, operands: 1))(\(a))"
    }
  }

  private mutating func predicate(_ p: FloatPredicate, _ a: String, _ kind: ScalarKind) -> String {
    let f = kind == .float32 ? "f" : ""
    switch p {
    case .isFinite: return "(uint8_t)(__builtin_fabs\(f)(\(a)) < __builtin_inf\(f)())"
    case .isInfinite: return "(uint8_t)(__builtin_fabs\(f)(\(a)) == __builtin_inf\(f)())"
    case .isNaN:
      let n = "stk_nan_\(kind.cSuffix)"
      return use(n, "STK uint8_t \(n)(\(kind.cType) a) { return a != a; }") + "(\(a))"
    }
  }

  private mutating func comparison(
    _ c: Comparison, _ a: String, _ b: String, _ kind: ScalarKind
  ) -> String {
    let (name, sign) =
      switch c {
      case .equal: ("eq", "==")
      case .notEqual: ("ne", "!=")
      case .less: ("lt", "<")
      case .lessEqual: ("le", "<=")
      case .greater: ("gt", ">")
      case .greaterEqual: ("ge", ">=")
      }
    if a != b, kind == .int64 || kind.isFloat { return "(uint8_t)(\(a) \(sign) \(b))" }
    // Behind a function compilers do not complain about what is always true.
    let n = "stk_\(name)_\(kind.cSuffix)"
    let t = kind.cType
    return use(n, "STK uint8_t \(n)(\(t) a, \(t) b) { return a \(sign) b; }") + "(\(a), \(b))"
  }

  private mutating func binary(
    _ o: BinaryOperation, _ a: String, _ b: String, _ kind: ScalarKind
  ) -> String {
    if kind.isFloat {
      switch o {
      case .plus: return "\(a) + \(b)"
      case .minus: return "\(a) - \(b)"
      case .multiplies: return "\(a) * \(b)"
      case .divides: return "\(a) / \(b)"
      case .truncatedRemainder:
        return "\(library(kind == .float32 ? "fmodf" : "fmod", kind, operands: 2))(\(a), \(b))"
      case .minimum: return "\(extremum("min", kind))(\(a), \(b))"
      case .maximum: return "\(extremum("max", kind))(\(a), \(b))"
      case .floorDivides: return "\(floating("fdiv", kind))(\(a), \(b))"
      case .remainder: return "\(floating("mod", kind))(\(a), \(b))"
      }
    }
    let name =
      switch o {
      case .plus: "add"
      case .minus: "sub"
      case .multiplies: "mul"
      case .divides: "div"
      case .floorDivides: "fdiv"
      case .remainder: "mod"
      case .truncatedRemainder: "rem"
      case .minimum: "min"
      case .maximum: "max"
      }
    return "\(integer(name, kind))(\(a), \(b))"
  }

  private mutating func power(
    _ a: String, _ b: String, _ kind: ScalarKind, _ exponent: ScalarKind
  ) -> String {
    if exponent.isInteger {
      if kind.isInteger { return "\(integer("pow", kind))(\(a), (uint64_t)\(b))" }
      let name = exponent.isSigned ? "pow" : "upow"
      return "\(floating(name, kind))(\(a), \(b))"
    }
    let isSingle = kind == .float32 && exponent == .float32
    let wide = isSingle ? ScalarKind.float32 : .float64
    let f = library(isSingle ? "powf" : "pow", wide, operands: 2)
    let x = cast(a, kind, wide), y = cast(b, exponent, wide)
    return cast("\(f)(\(x), \(y))", wide, kind)
  }

  // MARK: - Casts

  /// Returns `a`, of type `from`, as `to`.
  mutating func cast(_ a: String, _ from: ScalarKind, _ to: ScalarKind) -> String {
    if from == to { return a }
    if to == .bool { return "(uint8_t)(\(a) != 0)" }
    guard from.isFloat, to.isInteger else { return "(\(to.cType))\(a)" }
    let name = "stk_\(from.cSuffix)_to_\(to.cSuffix)"
    let (low, high) = (to.cLimits(from).low, to.cLimits(from).high)
    // The clamped value is in range always. NaN gives the lower end first: operands are in order.
    return use(
      name,
      """
      STK \(to.cType) \(name)(\(from.cType) x) {
        \(from.cType) y = x > \(low) ? x : \(low);
        y = y < \(high) ? y : \(high);
        \(to.cType) t = (\(to.cType))y;
        t = x > \(high) ? \(to.cMaximum) : t;
        return x == x ? t : 0;
      }
      """) + "(\(a))"
  }

}

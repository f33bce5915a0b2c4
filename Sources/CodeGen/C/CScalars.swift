import StencilTypes

/// The C of scalar operations, with the helpers that they use.
///
/// Helpers equal the interpreter bit for bit; only those in use are written.
struct CScalars {

  /// The helpers in use, each after those that it calls.
  private(set) var helpers: [String] = []
  private var names: Set<String> = []

  private mutating func use(_ name: String, _ text: @autoclosure () -> String) -> String {
    if names.insert(name).inserted { helpers.append(text()) }
    return name
  }

  /// Declares the function `name` of the mathematics library.
  private mutating func library(_ name: String, _ kind: ScalarKind, operands: Int) -> String {
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
    if kind == .int64 || (kind.isFloat && a != b) { return "(uint8_t)(\(a) \(sign) \(b))" }
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

  // MARK: - Helpers

  private mutating func bits(_ kind: ScalarKind) {
    let (t, s) = (kind.cType, kind.cSuffix)
    let u = kind == .float32 ? "uint32_t" : "uint64_t"
    // A union, not memcpy: without builtins that would be a call.
    _ = use(
      "stk_bits_\(s)",
      """
      STK \(u) stk_bits_\(s)(\(t) x) { union { \(t) x; \(u) u; } v; v.x = x; return v.u; }
      STK \(t) stk_from_\(s)(\(u) u) { union { \(t) x; \(u) u; } v; v.u = u; return v.x; }
      """)
  }

  /// Returns the function for the smaller or the larger number of IEEE 754-2019.
  ///
  /// Equal ones are combined bit by bit, so that zeros keep their order, and a NaN survives.
  private mutating func extremum(_ name: String, _ kind: ScalarKind) -> String {
    bits(kind)
    let (t, s) = (kind.cType, kind.cSuffix)
    let u = kind == .float32 ? "uint32_t" : "uint64_t"
    let sign = kind == .float32 ? "UINT32_C(0x80000000)" : "UINT64_C(0x8000000000000000)"
    let n = "stk_\(name)_\(s)"
    let body =
      name == "min"
      ? "return stk_from_\(s)(stk_bits_\(s)(a < b ? a : b) | stk_bits_\(s)(b < a ? b : a));"
      : """
      \(u) m = stk_bits_\(s)(a > b ? a : b) ^ \(sign), n = stk_bits_\(s)(b > a ? b : a) ^ \(sign);
        return stk_from_\(s)((m | n) ^ \(sign));
      """
    return use(n, "STK \(t) \(n)(\(t) a, \(t) b) {\n  \(body)\n}")
  }

  private mutating func floating(_ name: String, _ kind: ScalarKind) -> String {
    let (t, s) = (kind.cType, kind.cSuffix)
    let f = kind == .float32 ? "f" : ""
    let n = "stk_\(name)_\(s)"
    switch name {
    case "fdiv":
      let mod = library("fmod" + f, kind, operands: 2)
      return use(
        n,
        """
        STK \(t) \(n)(\(t) a, \(t) b) {
          if (b == 0) return a / b;
          const \(t) r = \(mod)(a, b);
          \(t) q = (a - r) / b;
          if (r != 0 && (b < 0) != (r < 0)) q -= 1;
          if (q == 0) return __builtin_copysign\(f)((\(t))0, a / b);
          const \(t) d = __builtin_floor\(f)(q);
          return q - d > (\(t))0.5 ? d + 1 : d;
        }
        """)
    case "mod":
      let mod = library("fmod" + f, kind, operands: 2)
      return use(
        n,
        """
        STK \(t) \(n)(\(t) a, \(t) b) {
          const \(t) r = \(mod)(a, b);
          if (b == 0) return r;
          if (r == 0) return __builtin_copysign\(f)((\(t))0, b);
          return (b < 0) != (r < 0) ? r + b : r;
        }
        """)
    default:
      let isSigned = name == "pow"
      return use(
        n,
        """
        STK \(t) \(n)(\(t) x, \(isSigned ? "int64_t" : "uint64_t") n) {
          uint64_t m = \(isSigned ? "n < 0 ? 0 - (uint64_t)n : (uint64_t)n" : "n");
          \(t) r = 1, q = x;
          while (m) { if (m & 1) r *= q; m >>= 1; if (m) q *= q; }
          return \(isSigned ? "n < 0 ? 1 / r : r" : "r");
        }
        """)
    }
  }

  /// Returns a function of integers, which wraps; divisors are not 0.
  private mutating func integer(_ name: String, _ kind: ScalarKind) -> String {
    let (t, s) = (kind.cType, kind.cSuffix)
    let n = "stk_\(name)_\(s)"
    let signed = kind.isSigned
    let two = "\(t) a, \(t) b"
    switch name {
    case "add": return use(n, "STK \(t) \(n)(\(two)) { return (\(t))((uint64_t)a + (uint64_t)b); }")
    case "sub": return use(n, "STK \(t) \(n)(\(two)) { return (\(t))((uint64_t)a - (uint64_t)b); }")
    case "mul": return use(n, "STK \(t) \(n)(\(two)) { return (\(t))((uint64_t)a * (uint64_t)b); }")
    case "neg": return use(n, "STK \(t) \(n)(\(t) a) { return (\(t))(0 - (uint64_t)a); }")
    case "abs":
      if !signed { return use(n, "STK \(t) \(n)(\(t) a) { return a; }") }
      let neg = integer("neg", kind)
      return use(n, "STK \(t) \(n)(\(t) a) { return a < 0 ? \(neg)(a) : a; }")
    case "min": return use(n, "STK \(t) \(n)(\(two)) { return a < b ? a : b; }")
    case "max": return use(n, "STK \(t) \(n)(\(two)) { return a > b ? a : b; }")
    case "div":
      if !signed { return use(n, "STK \(t) \(n)(\(two)) { return (\(t))(a / b); }") }
      let neg = integer("neg", kind)
      return use(n, "STK \(t) \(n)(\(two)) { return b == -1 ? \(neg)(a) : (\(t))(a / b); }")
    case "rem":
      if !signed { return use(n, "STK \(t) \(n)(\(two)) { return (\(t))(a % b); }") }
      return use(n, "STK \(t) \(n)(\(two)) { return b == -1 ? 0 : (\(t))(a % b); }")
    case "fdiv":
      let div = integer("div", kind)
      if !signed { return div }
      let rem = integer("rem", kind), sub = integer("sub", kind)
      return use(
        n,
        """
        STK \(t) \(n)(\(two)) {
          const \(t) q = \(div)(a, b), r = \(rem)(a, b);
          return \(sub)(q, (\(t))((r != 0) & ((r < 0) != (b < 0))));
        }
        """)
    case "mod":
      let rem = integer("rem", kind)
      if !signed { return rem }
      return use(
        n,
        """
        STK \(t) \(n)(\(two)) {
          const \(t) r = \(rem)(a, b);
          return (\(t))(r != 0 && (r < 0) != (b < 0) ? r + b : r);
        }
        """)
    default:
      return use(
        n,
        """
        STK \(t) \(n)(\(t) x, uint64_t n) {
          uint64_t r = 1, q = (uint64_t)x;
          while (n) { if (n & 1) r *= q; n >>= 1; if (n) q *= q; }
          return (\(t))r;
        }
        """)
    }
  }

}

extension ScalarKind {

  /// The type in C.
  var cType: String {
    switch self {
    case .bool: "uint8_t"
    case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64: "\(rawValue)_t"
    case .float32: "float"
    case .float64: "double"
    case .string: "void"
    }
  }

  /// The end of names of functions on it.
  var cSuffix: String { self == .bool ? "b" : literalSuffix }

  /// The least value as a floating-point number, and the largest such number that is in range.
  fileprivate func cLimits(_ float: ScalarKind) -> (low: String, high: String) {
    let f = float == .float32 ? "f" : ""
    let bits = byteCount * 8 - (isSigned ? 1 : 0)
    let digits = float == .float32 ? 24 : 53
    let low = isSigned ? "(-0x1p\(bits)\(f))" : "0.0\(f)"
    if bits <= digits { return (low, "\((Int128(1) << bits) - 1).0\(f)") }
    // 2^bits less one unit in the last place.
    let mantissa = float == .float32 ? "0x1.fffffep" : "0x1.fffffffffffffp"
    return (low, "\(mantissa)\(bits - 1)\(f)")
  }

  fileprivate var cMaximum: String {
    "\(isSigned ? "INT" : "UINT")\(byteCount * 8)_MAX"
  }

}

extension ScalarValue {

  /// The value as a constant expression of C.
  var cText: String {
    if let b = bool { return b ? "1" : "0" }
    if let i = integer {
      if kind.isSigned {
        if i == Int128(Int64.min) { return "INT64_MIN" }
        let text = kind == .int64 ? "INT64_C(\(i.magnitude))" : "\(i.magnitude)"
        return i < 0 ? "(-\(text))" : text
      }
      return kind == .uint64 ? "UINT64_C(\(i))" : "\(i)U"
    }
    let f = kind == .float32 ? "f" : ""
    if let d = float64 {
      if d.isNaN { return "__builtin_nan(\"\")" }
      if d.isInfinite { return d < 0 ? "(-__builtin_inf())" : "__builtin_inf()" }
    }
    if let d = float32 {
      if d.isNaN { return "__builtin_nanf(\"\")" }
      if d.isInfinite { return d < 0 ? "(-__builtin_inff())" : "__builtin_inff()" }
    }
    let text = description + f
    return text.hasPrefix("-") ? "(\(text))" : text
  }

}

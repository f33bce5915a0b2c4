import StencilTypes

// Functions for what C has no operator for, written once each.
extension CScalars {

  mutating func bits(_ kind: ScalarKind) {
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
  mutating func extremum(_ name: String, _ kind: ScalarKind) -> String {
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

  mutating func floating(_ name: String, _ kind: ScalarKind) -> String {
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
  mutating func integer(_ name: String, _ kind: ScalarKind) -> String {
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

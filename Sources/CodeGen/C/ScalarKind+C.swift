import StencilTypes

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
  func cLimits(_ float: ScalarKind) -> (low: String, high: String) {
    let f = float == .float32 ? "f" : ""
    let bits = byteCount * 8 - (isSigned ? 1 : 0)
    let digits = float == .float32 ? 24 : 53
    let low = isSigned ? "(-0x1p\(bits)\(f))" : "0.0\(f)"
    if bits <= digits { return (low, "\((Int128(1) << bits) - 1).0\(f)") }
    // 2^bits less one unit in the last place.
    let mantissa = float == .float32 ? "0x1.fffffep" : "0x1.fffffffffffffp"
    return (low, "\(mantissa)\(bits - 1)\(f)")
  }

  var cMaximum: String {
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

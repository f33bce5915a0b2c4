/// A scalar with its type: the value of a literal, of a bound argument, of a field element.
///
/// Two values are equal iff they have one kind and the same bits, so `0.0` and `-0.0` differ and a
/// NaN equals itself.
public struct ScalarValue: Hashable, Sendable {

  public let kind: ScalarKind

  /// The value's bits, the upper ones zero (sign-extended for signed integers).
  private let bits: UInt64

  private init(_ kind: ScalarKind, bits: UInt64) {
    self.kind = kind
    self.bits = bits
  }

  /// Creates a `bool`.
  public init(_ value: Bool) { self.init(.bool, bits: value ? 1 : 0) }

  /// Creates a `float64` with the bits of `value`.
  public init(_ value: Double) { self.init(.float64, bits: value.bitPattern) }

  /// Creates a `float32` with the bits of `value`.
  public init(_ value: Float) { self.init(.float32, bits: UInt64(value.bitPattern)) }

  /// Creates an `int32`.
  public init(_ value: Int32) { self.init(.int32, bits: UInt64(bitPattern: Int64(value))) }

  /// Creates an integer of `kind` from the low bits of `value`: it wraps.
  ///
  /// - Requires: `kind` is an integer kind.
  public init(wrapping value: some FixedWidthInteger, as kind: ScalarKind) {
    switch kind {
    case .int8: self.init(kind, bits: UInt64(bitPattern: Int64(Int8(truncatingIfNeeded: value))))
    case .int16: self.init(kind, bits: UInt64(bitPattern: Int64(Int16(truncatingIfNeeded: value))))
    case .int32: self.init(kind, bits: UInt64(bitPattern: Int64(Int32(truncatingIfNeeded: value))))
    case .int64: self.init(kind, bits: UInt64(truncatingIfNeeded: value))
    case .uint8: self.init(kind, bits: UInt64(UInt8(truncatingIfNeeded: value)))
    case .uint16: self.init(kind, bits: UInt64(UInt16(truncatingIfNeeded: value)))
    case .uint32: self.init(kind, bits: UInt64(UInt32(truncatingIfNeeded: value)))
    case .uint64: self.init(kind, bits: UInt64(truncatingIfNeeded: value))
    case .bool, .float32, .float64, .string: preconditionFailure("\(kind) is no integer kind")
    }
  }

  /// Creates an integer of `kind`; `nil` if `value` is out of its range.
  public init?(exactly value: Int128, as kind: ScalarKind) {
    guard let range = kind.integerRange, range.contains(value) else { return nil }
    self.init(wrapping: value, as: kind)
  }

  /// The value of a `bool`; `nil` for other kinds.
  public var bool: Bool? { kind == .bool ? bits != 0 : nil }

  /// The value of an integer; `nil` for other kinds.
  public var integer: Int128? {
    guard kind.isInteger else { return nil }
    return kind.isSigned ? Int128(Int64(bitPattern: bits)) : Int128(bits)
  }

  /// The value of a `float64`; `nil` for other kinds.
  public var float64: Double? { kind == .float64 ? Double(bitPattern: bits) : nil }

  /// The value of a `float32`; `nil` for other kinds.
  public var float32: Float? {
    kind == .float32 ? Float(bitPattern: UInt32(truncatingIfNeeded: bits)) : nil
  }

}

extension ScalarValue: CustomStringConvertible {

  /// The value as Python's `repr` writes it in its type: `1e-05`, `-3.4028235e+38`, `True`, `7`.
  public var description: String {
    if let f = float64 { return pythonText(f.description) }
    if let f = float32 { return pythonText(f.description) }
    if let i = integer { return String(i) }
    return bits != 0 ? "True" : "False"
  }

  /// The value with its type, as typed ITIR text writes it: `1.0:f32`, `True`, `7:i32`.
  public var typedDescription: String {
    kind.literalSuffix.isEmpty ? description : "\(description):\(kind.literalSuffix)"
  }

}

/// Returns the shortest decimal `text` of a number in Python's notation, which uses an exponent
/// iff it is below -4 or at least 16.
private func pythonText(_ text: String) -> String {
  if text.contains("n") { return text.contains("nan") ? "nan" : text }
  var digits = ""
  var exponent = 0
  var sawPoint = false
  let negative = text.hasPrefix("-")
  let parts = text.drop { $0 == "-" }.split(separator: "e")
  for c in parts[0] {
    if c == "." {
      sawPoint = true
    } else {
      digits.append(c)
      if !sawPoint { exponent += 1 }
    }
  }
  exponent += parts.count > 1 ? Int(parts[1]) ?? 0 : 0
  // The value is 0.digits × 10^exponent.
  let leading = digits.prefix { $0 == "0" }.count
  digits.removeFirst(leading)
  exponent -= leading
  while digits.last == "0" { digits.removeLast() }
  let sign = negative ? "-" : ""
  if digits.isEmpty { return sign + "0.0" }
  if exponent - 1 < -4 || exponent - 1 >= 16 {
    let e = exponent - 1
    let fraction = digits.count > 1 ? "." + digits.dropFirst() : ""
    let magnitude = abs(e) < 10 ? "0\(abs(e))" : "\(abs(e))"
    return "\(sign)\(digits.prefix(1))\(fraction)e\(e < 0 ? "-" : "+")\(magnitude)"
  }
  if exponent <= 0 {
    return sign + "0." + String(repeating: "0", count: -exponent) + digits
  }
  if digits.count <= exponent {
    return sign + digits + String(repeating: "0", count: exponent - digits.count) + ".0"
  }
  return sign + digits.prefix(exponent) + "." + digits.dropFirst(exponent)
}

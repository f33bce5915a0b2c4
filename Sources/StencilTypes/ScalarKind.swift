/// The type of a scalar, named as in GT4Py.
public enum ScalarKind: String, CaseIterable, Hashable, Sendable {

  case bool
  case int8, uint8, int16, uint16, int32, uint32, int64, uint64
  case float32, float64
  case string

  /// `true` iff values are floating-point numbers.
  public var isFloat: Bool { self == .float32 || self == .float64 }

  /// `true` iff values are integers; `bool` is none.
  public var isInteger: Bool {
    switch self {
    case .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .uint64: true
    case .bool, .float32, .float64, .string: false
    }
  }

  /// `true` iff `+` and `*` are defined: integers and floating-point numbers.
  public var isArithmetic: Bool { isInteger || isFloat }

  /// `true` iff values are integers that can be negative.
  public var isSigned: Bool {
    switch self {
    case .int8, .int16, .int32, .int64: true
    case .bool, .uint8, .uint16, .uint32, .uint64, .float32, .float64, .string: false
    }
  }

  /// The size of one value in memory, in bytes; 0 for `string`.
  public var byteCount: Int {
    switch self {
    case .bool, .int8, .uint8: 1
    case .int16, .uint16: 2
    case .int32, .uint32, .float32: 4
    case .int64, .uint64, .float64: 8
    case .string: 0
    }
  }

  /// The suffix of a literal in typed text: `f64`, `i32`, `u8`; `bool` and `string` have none.
  public var literalSuffix: String {
    switch self {
    case .bool, .string: ""
    case .int8, .int16, .int32, .int64: "i\(byteCount * 8)"
    case .uint8, .uint16, .uint32, .uint64: "u\(byteCount * 8)"
    case .float32, .float64: "f\(byteCount * 8)"
    }
  }

  /// The smallest and the largest value of an integer kind; `nil` for other kinds.
  public var integerRange: ClosedRange<Int128>? {
    guard isInteger else { return nil }
    let bits = byteCount * 8
    return isSigned
      ? -(Int128(1) << (bits - 1)) ... ((Int128(1) << (bits - 1)) - 1)
      : 0 ... ((Int128(1) << bits) - 1)
  }

}

extension ScalarKind: CustomStringConvertible {

  public var description: String { rawValue }

}

extension ScalarKind {

  /// Hashes which of the cases it is: the hash of an enum with raw values is that of its text.
  public func hash(into hasher: inout Hasher) {
    withUnsafeBytes(of: self) { hasher.combine(bytes: $0) }
  }

}

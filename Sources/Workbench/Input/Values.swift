import Diagnostics
import StencilTypes

/// A range as written in commands: `n` for `0:n`, or `lo:hi`.
struct DimensionRange: Hashable {

  let range: Range<Int>

  /// The number itself if one was written, else the lower bound: where a loaded field begins.
  let origin: Int

  /// `true` iff a single number below zero was written, which is an origin but no range.
  let isNegative: Bool

  /// Reads `value`; `code` is that of the message about a number that is no index.
  init(
    _ value: Spelled, beyondIndices code: some DiagnosticCode = WorkbenchCode.badValue
  ) throws(DiagnosticError) {
    let numbers = value.text.split(separator: ":", omittingEmptySubsequences: false)
    let parts = numbers.map { Int($0) }
    for n in numbers where n.isWholeNumber && Int(n).map(indices.contains) != true {
      throw DiagnosticError(.noIndex(n, in: value, code))
    }
    switch parts.count {
    case 1:
      guard let n = parts[0] else { throw DiagnosticError(.badRange(value)) }
      origin = n
      range = 0 ..< max(0, n)
      isNegative = n < 0
    case 2:
      guard let low = parts[0], let high = parts[1], low <= high else {
        throw DiagnosticError(.badRange(value))
      }
      origin = low
      range = low ..< high
      isNegative = false
    default: throw DiagnosticError(.badRange(value))
    }
  }

}

/// A number or truth value as written in commands.
enum ScalarLiteral {

  case bool(Bool)
  case integer(Int128)
  case float(Double)

  /// Reads `text`; `nil` if it is no literal.
  init?(_ text: String) {
    switch text {
    case "true", "True": self = .bool(true)
    case "false", "False": self = .bool(false)
    case "nan", "-nan": self = .float(.nan)
    case "inf", "+inf": self = .float(.infinity)
    case "-inf": self = .float(-.infinity)
    default:
      let digits = text.filter { $0 != "_" }
      if let i = Int128(digits) {
        self = .integer(i)
      } else if digits.contains(where: \.isNumber), let d = Double(digits) {
        self = .float(d)
      } else {
        return nil
      }
    }
  }

  /// The type that the literal has by itself: as in Python source.
  var naturalKind: ScalarKind {
    switch self {
    case .bool: .bool
    case .integer(let i):
      Int32(exactly: i) != nil ? .int32 : Int64(exactly: i) != nil ? .int64 : .uint64
    case .float: .float64
    }
  }

  /// Returns the value as `kind`, or with its own type; `nil` if it does not fit.
  func value(as kind: ScalarKind?) -> ScalarValue? {
    let kind = kind ?? naturalKind
    switch self {
    case .bool(let b): return kind == .bool ? ScalarValue(b) : nil
    case .integer(let i):
      switch kind {
      case .float64: return ScalarValue(Double(i))
      case .float32: return ScalarValue(Float(i))
      case .bool, .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64,
        .string:
        return ScalarValue(exactly: i, as: kind)
      }
    case .float(let d):
      switch kind {
      case .float64: return ScalarValue(d)
      case .float32: return Float(d).isFinite || !d.isFinite ? ScalarValue(Float(d)) : nil
      case .bool, .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64, .string:
        return nil
      }
    }
  }

}

extension Spelled {

  /// Returns the whole number that is written here.
  func integer() throws(DiagnosticError) -> Int {
    guard let i = Int(text) else {
      let digits = text.drop { $0 == "-" || $0 == "+" }
      let isTooLarge = !digits.isEmpty && digits.allSatisfy { ("0" ... "9").contains($0) }
      throw DiagnosticError(
        .badNumber(
          self, isTooLarge ? "a number of 64 bits" : "a whole number",
          hint: isTooLarge ? "write a smaller one" : "write digits: 3 or -3"))
    }
    return i
  }

  /// Returns the value of type `kind` that is written here.
  func scalar(as kind: ScalarKind) throws(DiagnosticError) -> ScalarValue {
    guard let value = ScalarLiteral(text)?.value(as: kind) else {
      throw DiagnosticError(.badNumber(self, "a value of type \(kind)", hint: kind.exampleText))
    }
    return value
  }

  /// Returns the number that is written here.
  func number() throws(DiagnosticError) -> Double {
    guard let d = Double(text) else {
      throw DiagnosticError(.badNumber(self, "a number", hint: "write it like 1e-12 or 0.5"))
    }
    return d
  }

}

extension ScalarKind {

  /// What values of the type look like, for a hint.
  var exampleText: String {
    if self == .bool { return "write true or false" }
    guard let range = integerRange else { return "write a number: 0.5, 3 or 1e-12" }
    return "write a whole number from \(range.lowerBound) to \(range.upperBound)"
  }

}

extension Substring {

  /// `true` iff it is written like an integer, of whatever size.
  fileprivate var isWholeNumber: Bool {
    let digits = first == "-" || first == "+" ? dropFirst() : self
    return !digits.isEmpty && digits.allSatisfy { $0.isASCII && $0.isNumber }
  }

}

extension Diagnostic {

  fileprivate static func noIndex(
    _ number: Substring, in value: Spelled, _ code: some DiagnosticCode
  ) -> Diagnostic {
    Diagnostic(code: code, "\(number) is no index.", at: value.span, hint: indicesHint)
  }

  /// `text` is no value of a type.
  static func noValue(
    _ text: String, of kind: ScalarKind, at span: SourceSpan, hint: String
  ) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue, "'\(text)' is no value of type '\(kind)'.", at: span, hint: hint
    )
  }

  static func badRange(_ value: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue, "'\(value.text)' is no range.", at: value.span,
      hint: "write n for 0:n, or lo:hi with lo <= hi")
  }

  fileprivate static func badNumber(
    _ value: Spelled, _ what: String, hint: String
  ) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue, "'\(value.text)' is not \(what).", at: value.span, hint: hint)
  }

}

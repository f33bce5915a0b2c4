import Diagnostics
import Foundation
import StencilTypes

/// The meaning of `float32(0.1)`, `int32(7)` and `wpfloat("0.5")` on literals and constants.
public enum ScalarConstructor {

  /// Returns the value of `kind(value)`, as Python computes it; the call stands at `span`.
  ///
  /// - Throws: If the value has no such conversion, or does not fit.
  public static func apply(
    _ kind: ScalarKind, to value: ModuleValue, at span: SourceSpan
  ) throws(DiagnosticError) -> ScalarValue {
    switch value {
    case .constant(let constant):
      if let result = convert(constant, to: kind) { return result }
      throw DiagnosticError(.outOfRange(constant.description, kind, at: span))
    case .string(let text):
      guard kind != .bool else { return ScalarValue(!text.isEmpty) }
      guard let number = parse(text, isFloat: kind.isFloat) else {
        throw DiagnosticError(.noNumber(text, kind, at: span))
      }
      if let result = convert(number, to: kind) { return result }
      throw DiagnosticError(.outOfRange(text, kind, at: span))
    case .tuple(let elements) where kind == .bool:
      // Python's truth: whether something is in it.
      return ScalarValue(!elements.isEmpty)
    case .dimension, .dimensionKind, .offset, .tuple, .type, .openTuple, .genericField,
      .typeVariable, .dims, .builtin, .fieldOperator, .program, .namespace, .module, .generic,
      .scalarFunction, .library, .skipped:
      throw DiagnosticError(.noConstant(value.phrase, kind, at: span))
    }
  }

  /// Returns the value of `kind(value)` for a Python integer, which may exceed every other type.
  ///
  /// - Throws: If the value has no such conversion, or does not fit.
  public static func apply(
    _ kind: ScalarKind, to value: Int128, at span: SourceSpan
  ) throws(DiagnosticError) -> ScalarValue {
    if let scalar = ScalarValue(pythonInteger: value) {
      return try apply(kind, to: .constant(scalar), at: span)
    }
    switch kind {
    case .bool: return ScalarValue(value != 0)
    case .float64: return ScalarValue(Double(value))
    case .float32: return ScalarValue(Float(Double(value)))
    case .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .uint64, .string:
      if let scalar = ScalarValue(exactly: value, as: kind) { return scalar }
      throw DiagnosticError(.outOfRange(String(value), kind, at: span))
    }
  }

  /// Returns `constant` as a `kind`; `nil` if an integer kind does not hold it.
  private static func convert(_ constant: ScalarValue, to kind: ScalarKind) -> ScalarValue? {
    let number: Double? = constant.float64 ?? constant.float32.map { Double($0) }
    let integer: Int128? = constant.integer ?? constant.bool.map { $0 ? 1 : 0 }
    switch kind {
    case .bool: return ScalarValue(number.map { $0 != 0 } ?? (integer != 0))
    case .float64: return (number ?? integer.map { Double($0) }).map { ScalarValue($0) }
    case .float32: return (number ?? integer.map { Double($0) }).map { ScalarValue(Float($0)) }
    case .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .uint64:
      guard let value = integer ?? number.flatMap({ Int128(exactly: $0.rounded(.towardZero)) })
      else { return nil }
      return ScalarValue(exactly: value, as: kind)
    case .string: return nil
    }
  }

  /// Returns the number that Python's `float` or `int` reads in `text`.
  private static func parse(_ text: String, isFloat: Bool) -> ScalarValue? {
    let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
    let digits = trimmed.replacing("_", with: "")
    if isFloat {
      let isHexadecimal = digits.lowercased().contains("x")
      return isHexadecimal ? nil : Double(digits).map { ScalarValue($0) }
    }
    return Int128(digits).flatMap {
      ScalarValue(pythonInteger: $0)
    }
  }

}

extension Diagnostic {

  fileprivate static func outOfRange(
    _ value: String, _ kind: ScalarKind, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.number, "'\(kind)' cannot hold \(value).", at: span,
      hint: kind.integerRange.map { "it holds \($0.lowerBound) to \($0.upperBound)" })
  }

  fileprivate static func noNumber(
    _ text: String, _ kind: ScalarKind, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.number, "'\(kind)' reads no number in \"\(text)\".", at: span,
      hint: kind.isFloat ? "write \"0.5\"" : "write \"7\"")
  }

  fileprivate static func noConstant(
    _ what: String, _ kind: ScalarKind, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.call, "'\(kind)' takes a number or a string, not \(what).", at: span)
  }

}

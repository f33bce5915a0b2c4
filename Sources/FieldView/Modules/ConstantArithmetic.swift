import Diagnostics
import Foundation
import PythonSyntax
import StencilTypes

/// Python's arithmetic on the constants of a module.
///
/// Integers are exact, `/` gives a float, `//` and `%` floor. `int32`, `int64` and `float64` are
/// Python's own numbers; a number of another type gives the result its type, as in NumPy.
struct ConstantArithmetic {

  /// The operation, for messages.
  let span: SourceSpan

  /// Returns `op operand`.
  func apply(
    _ op: UnaryOperator, to operand: ModuleValue
  ) throws(DiagnosticError) -> ModuleValue {
    if case .skipped = operand { return operand }
    guard case .constant(let value) = operand else {
      return .skipped(what: "an operation on \(operand.phrase)", at: span)
    }
    switch (op, number(value)) {
    case (.plus, .integer(let i, let kind)): return try constant(i, kind)
    case (.minus, .integer(let i, let kind)): return try constant(-i, kind)
    case (.invert, .integer(let i, let kind)): return try constant(~i, kind)
    case (.plus, .float(let f, let kind)): return constant(f, kind)
    case (.minus, .float(let f, let kind)): return constant(-f, kind)
    case (.not, .integer(let i, _)): return .constant(ScalarValue(i == 0))
    case (.not, .float(let f, _)): return .constant(ScalarValue(f == 0))
    case (.invert, .float), (_, .none):
      return .skipped(what: "an operation on \(operand.phrase)", at: span)
    }
  }

  /// Returns `left op right`.
  func apply(
    _ op: BinaryOperator, _ left: ModuleValue, _ right: ModuleValue
  ) throws(DiagnosticError) -> ModuleValue {
    if case .skipped = left { return left }
    if case .skipped = right { return right }
    guard case .constant(let l) = left, case .constant(let r) = right, let a = number(l),
      let b = number(r)
    else { return .skipped(what: phrase(op, left, right), at: span) }
    if let x = l.bool, let y = r.bool, let result = logic(op, x, y) {
      return .constant(ScalarValue(result))
    }
    switch (a, b) {
    case (.integer(let x, let kind), .integer(let y, let other)):
      return try integers(op, x, y, wider(kind, other))
    case (.integer(let x, _), .float(let y, let kind)):
      return try floats(op, Double(x), y, kind)
    case (.float(let x, let kind), .integer(let y, _)):
      return try floats(op, x, Double(y), kind)
    case (.float(let x, let kind), .float(let y, let other)):
      return try floats(op, x, y, wider(kind, other))
    }
  }

  // MARK: Numbers

  private func number(_ value: ScalarValue) -> PythonNumber? { PythonNumber(value) }

  private func wider(_ a: ScalarKind?, _ b: ScalarKind?) -> ScalarKind? {
    guard let a, let b else { return a ?? b }
    return a.byteCount >= b.byteCount ? a : b
  }

  private func constant(
    _ value: Int128, _ kind: ScalarKind?
  ) throws(DiagnosticError) -> ModuleValue {
    try PythonNumber.integer(value, kind).constant(at: span)
  }

  private func constant(_ value: Double, _ kind: ScalarKind?) -> ModuleValue {
    .constant(kind == .float32 ? ScalarValue(Float(value)) : ScalarValue(value))
  }

  // MARK: Operators

  private func logic(_ op: BinaryOperator, _ x: Bool, _ y: Bool) -> Bool? {
    switch op {
    case .bitAnd: x && y
    case .bitOr: x || y
    case .bitXor: x != y
    case .add, .subtract, .multiply, .divide, .floorDivide, .modulo, .power, .shiftLeft,
      .shiftRight, .matrixMultiply:
      nil
    }
  }

  private func integers(
    _ op: BinaryOperator, _ x: Int128, _ y: Int128, _ kind: ScalarKind?
  ) throws(DiagnosticError) -> ModuleValue {
    let result: (partialValue: Int128, overflow: Bool)
    switch op {
    case .add: result = x.addingReportingOverflow(y)
    case .subtract: result = x.subtractingReportingOverflow(y)
    case .multiply: result = x.multipliedReportingOverflow(by: y)
    case .divide: return try floats(op, Double(x), Double(y), nil)
    case .floorDivide, .modulo:
      if y == 0 { throw DiagnosticError(.divisionByZero(at: span)) }
      let remainder = ((x % y) + y) % y
      result = (op == .modulo ? remainder : (x - remainder) / y, false)
    case .power:
      if y < 0 { return try floats(op, Double(x), Double(y), nil) }
      result = Self.power(x, y)
    case .bitAnd: result = (x & y, false)
    case .bitOr: result = (x | y, false)
    case .bitXor: result = (x ^ y, false)
    case .shiftLeft:
      result = (0 ..< 64).contains(y) ? x.multipliedReportingOverflow(by: 1 << y) : (0, x != 0)
    case .shiftRight: result = (x >> min(max(y, 0), 127), y < 0)
    case .matrixMultiply: return .skipped(what: "a matrix product", at: span)
    }
    if result.overflow { throw DiagnosticError(.tooLarge(at: span)) }
    return try constant(result.partialValue, kind)
  }

  /// Returns `x op y` if that is an integer that 128 bits hold.
  static func exact(_ op: BinaryOperator, _ x: Int128, _ y: Int128) -> Int128? {
    let result: (partialValue: Int128, overflow: Bool)
    switch op {
    case .add: result = x.addingReportingOverflow(y)
    case .subtract: result = x.subtractingReportingOverflow(y)
    case .multiply: result = x.multipliedReportingOverflow(by: y)
    case .power where y >= 0: result = power(x, y)
    case .shiftLeft where (0 ..< 127).contains(y): result = power(2, y, times: x)
    case .bitAnd: return x & y
    case .bitOr: return x | y
    case .bitXor: return x ^ y
    case .divide, .floorDivide, .modulo, .power, .shiftLeft, .shiftRight, .matrixMultiply:
      return nil
    }
    return result.overflow ? nil : result.partialValue
  }

  /// Returns `base` to the power of `exponent`, which is not negative.
  private static func power(
    _ base: Int128, _ exponent: Int128, times factor: Int128 = 1
  ) -> (partialValue: Int128, overflow: Bool) {
    if base == 0 || base == 1 { return (exponent == 0 ? 1 : base, false) }
    if base == -1 { return (exponent % 2 == 0 ? 1 : -1, false) }
    if exponent > 127 { return (0, true) }
    var result = factor
    for _ in 0 ..< Int(exponent) {
      let (product, overflow) = result.multipliedReportingOverflow(by: base)
      if overflow { return (0, true) }
      result = product
    }
    return (result, false)
  }

  private func floats(
    _ op: BinaryOperator, _ x: Double, _ y: Double, _ kind: ScalarKind?
  ) throws(DiagnosticError) -> ModuleValue {
    switch op {
    case .add: return constant(x + y, kind)
    case .subtract: return constant(x - y, kind)
    case .multiply: return constant(x * y, kind)
    case .divide:
      if y == 0, kind == nil { throw DiagnosticError(.divisionByZero(at: span)) }
      return constant(x / y, kind)
    case .floorDivide, .modulo:
      if y == 0 { throw DiagnosticError(.divisionByZero(at: span)) }
      let (quotient, remainder) = floorDivision(x, y)
      return constant(op == .modulo ? remainder : quotient, kind)
    case .power: return constant(pow(x, y), kind)
    case .bitAnd, .bitOr, .bitXor, .shiftLeft, .shiftRight, .matrixMultiply:
      return .skipped(what: "an operation on floats", at: span)
    }
  }

  /// Returns quotient and remainder as CPython computes them: the remainder has the sign of `y`.
  private func floorDivision(_ x: Double, _ y: Double) -> (quotient: Double, remainder: Double) {
    var remainder = fmod(x, y)
    var quotient = (x - remainder) / y
    if remainder == 0 {
      remainder = copysign(0, y)
    } else if (y < 0) != (remainder < 0) {
      remainder += y
      quotient -= 1
    }
    if quotient == 0 { return (copysign(0, x / y), remainder) }
    let floored = quotient.rounded(.down)
    return (quotient - floored > 0.5 ? floored + 1 : floored, remainder)
  }

  private func phrase(_ op: BinaryOperator, _ left: ModuleValue, _ right: ModuleValue) -> String {
    if case .type = left, op == .bitOr { return "a union of types" }
    if case .constant = left { return "an operation on \(right.phrase)" }
    return "an operation on \(left.phrase)"
  }

}

extension Diagnostic {

  fileprivate static func divisionByZero(at span: SourceSpan) -> Diagnostic {
    Diagnostic(code: ModuleCode.arithmetic, "This constant divides by zero.", at: span)
  }

}

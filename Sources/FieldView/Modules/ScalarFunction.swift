import Diagnostics
import Foundation
import StencilTypes

/// A function of Python's `math`, of NumPy or of Python itself that computes a constant from
/// constants: `math.exp(1.0)`, `max(a, b)`.
///
/// It works at module level and in class bodies only: there is no such call inside an operator.
public struct ScalarFunction: Sendable {

  /// Whose function it is; they differ in the types of results and in what is an error.
  enum Family: String, Sendable {
    case math, numpy, python

    /// Whose function it is, for messages.
    var words: String {
      switch self {
      case .math: "the function of Python's 'math'"
      case .numpy: "the function of NumPy"
      case .python: "Python's builtin"
      }
    }
  }

  let family: Family
  let name: String

  /// How many arguments it takes.
  let counts: ClosedRange<Int>

  /// Returns the value for arguments of the right number; `nil` where the function has none.
  private let body: @Sendable ([PythonNumber]) -> Result?

  /// What a function gives before it takes the type of its family.
  enum Result {
    case integer(Int128)
    case float(Double)
    case bool(Bool)
    /// One of the arguments, or a number of its type.
    case number(PythonNumber)
  }

  init(
    _ family: Family, _ name: String, _ counts: ClosedRange<Int>,
    _ body: @escaping @Sendable ([PythonNumber]) -> Result?
  ) {
    self.family = family
    self.name = name
    self.counts = counts
    self.body = body
  }

  /// Returns the value for `arguments`; what is no number makes the result no constant either.
  func apply(
    to arguments: [ModuleValue], at span: SourceSpan
  ) throws(DiagnosticError) -> ModuleValue {
    if let skipped = arguments.first(where: \.isSkipped) { return skipped }
    guard counts.contains(arguments.count) else {
      throw DiagnosticError(.wrongCount(self, arguments.count, at: span))
    }
    var numbers: [PythonNumber] = []
    for argument in arguments {
      guard case .constant(let value) = argument, let number = PythonNumber(value) else {
        return .skipped(what: "'\(name)' of \(argument.phrase)", at: span)
      }
      numbers.append(number)
    }
    guard let result = body(numbers) else {
      throw DiagnosticError(.noValue(self, at: span))
    }
    switch result {
    case .integer(let i): return try PythonNumber.integer(i, nil).constant(at: span)
    case .bool(let b): return .constant(ScalarValue(b))
    case .number(let n): return try n.constant(at: span)
    case .float(let f):
      // Python's own functions raise an error where NumPy's give a NaN or an infinity.
      if family == .math, !f.isFinite, numbers.allSatisfy(\.double.isFinite) {
        throw DiagnosticError(.noValue(self, at: span))
      }
      let isSingle = family == .numpy && numbers.allSatisfy { $0.kind == .float32 }
      return try PythonNumber.float(f, isSingle ? .float32 : nil).constant(at: span)
    }
  }

}

/// A number of the module level: Python's own integers and floats have no kind.
enum PythonNumber: Sendable {

  case integer(Int128, ScalarKind?)
  case float(Double, ScalarKind?)

  /// Creates the number that `value` is; `nil` for a string.
  init?(_ value: ScalarValue) {
    if let b = value.bool {
      self = .integer(b ? 1 : 0, nil)
    } else if let i = value.integer {
      self = .integer(i, value == ScalarValue(pythonInteger: i) ? nil : value.kind)
    } else if let f = value.float64 {
      self = .float(f, nil)
    } else if let f = value.float32 {
      self = .float(Double(f), .float32)
    } else {
      return nil
    }
  }

  var double: Double {
    switch self {
    case .integer(let i, _): Double(i)
    case .float(let f, _): f
    }
  }

  var kind: ScalarKind? {
    switch self {
    case .integer(_, let kind), .float(_, let kind): kind
    }
  }

  /// The value of an integer; `nil` for a float.
  var integer: Int128? {
    if case .integer(let i, _) = self { i } else { nil }
  }

  /// Returns the constant that the number is.
  func constant(at span: SourceSpan) throws(DiagnosticError) -> ModuleValue {
    switch self {
    case .integer(let i, let kind?): return .constant(ScalarValue(wrapping: i, as: kind))
    case .integer(let i, nil):
      guard let scalar = ScalarValue(pythonInteger: i) else {
        throw DiagnosticError(.tooLarge(at: span))
      }
      return .constant(scalar)
    case .float(let f, let kind):
      return .constant(kind == .float32 ? ScalarValue(Float(f)) : ScalarValue(f))
    }
  }

}

extension ModuleValue {

  var isSkipped: Bool {
    if case .skipped = self { true } else { false }
  }

}

extension Diagnostic {

  fileprivate static func wrongCount(
    _ function: ScalarFunction, _ count: Int, at span: SourceSpan
  ) -> Diagnostic {
    let c = function.counts
    let expected =
      c.lowerBound == c.upperBound ? "\(c.lowerBound)" : "at least \(c.lowerBound)"
    return Diagnostic(
      code: ModuleCode.call,
      "'\(function.name)' takes \(expected) argument\(expected == "1" ? "" : "s"), got \(count).",
      at: span)
  }

  fileprivate static func noValue(_ function: ScalarFunction, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.arithmetic, "'\(function.name)' has no value here.", at: span,
      hint: "the argument lies outside what the function is defined for, or the value is too large")
  }

}

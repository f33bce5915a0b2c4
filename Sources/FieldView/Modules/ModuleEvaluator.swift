import Diagnostics
import PythonSyntax
import StencilTypes

/// Evaluates expressions of the module level: constants, declarations, types, names of modules.
///
/// Nothing is executed. An expression that is Python but not ours has the value `skipped`, which
/// becomes an error where it is used.
struct ModuleEvaluator {

  /// Where names are looked up.
  let scope: any ModuleScope

  /// Returns the value of `expression`.
  func evaluate(_ expression: Expression) throws(DiagnosticError) -> ModuleValue {
    let span = expression.span
    switch expression.kind {
    case .name(let name): return try lookup(name, at: span)
    case .integer(let value):
      guard let value else { throw DiagnosticError(.tooLarge(at: span)) }
      return try PythonNumber.integer(value, nil).constant(at: span)
    case .float(let value): return .constant(ScalarValue(value))
    case .bool(let value): return .constant(ScalarValue(value))
    case .string(let text): return .string(text)
    case .none: return .skipped(what: "None", at: span)
    case .ellipsis: return .skipped(what: "an ellipsis", at: span)
    case .attribute(let value, let name): return try member(name, of: evaluate(value), at: span)
    case .subscript(let base, let index):
      return try evaluateSubscript(of: evaluate(base), index, at: span)
    case .slice: return .skipped(what: "a slice", at: span)
    case .call(let function, let arguments):
      let result = try evaluateCall(of: evaluate(function), arguments, at: span)
      if function.isPythonInteger, case .constant(let value) = result, let i = value.integer {
        return ScalarValue(pythonInteger: i).map { .constant($0) } ?? result
      }
      return result
    case .unary(let op, let operand):
      return try exactly(expression) { (span) throws(DiagnosticError) in
        try ConstantArithmetic(span: span).apply(op, to: evaluate(operand))
      }
    case .binary(let op, let left, let right):
      return try exactly(expression) { (span) throws(DiagnosticError) in
        try ConstantArithmetic(span: span).apply(op, evaluate(left), evaluate(right))
      }
    case .logical(let op, let operands): return try logical(op, operands, at: span)
    case .compare(let first, let rest): return try compare(first, rest, at: span)
    case .ternary(let condition, let then, let otherwise):
      let test = try evaluate(condition)
      guard let isTrue = test.truth else {
        return test.isSkipped ? test : .skipped(what: "a conditional expression", at: span)
      }
      return try evaluate(isTrue ? then : otherwise)
    case .tuple(let elements): return .tuple(try evaluate(elements))
    case .list: return .skipped(what: "a list", at: span)
    case .dict: return .skipped(what: "a dictionary", at: span)
    case .starred: return .skipped(what: "a starred expression", at: span)
    case .generator: return .skipped(what: "a generator expression", at: span)
    case .unsupported(let what): return .skipped(what: withArticle(what), at: span)
    case .error: return .skipped(what: "a syntax error", at: span)
    }
  }

  /// Returns the values of `expressions`.
  func evaluate(_ expressions: [Expression]) throws(DiagnosticError) -> [ModuleValue] {
    var values: [ModuleValue] = []
    for e in expressions { values.append(try evaluate(e)) }
    return values
  }

  /// Returns the value of `expression`: that of Python's unbounded integers if it has large literals,
  /// else what `arithmetic` gives.
  ///
  ///     -9223372036854775808   2 ** 64 - 1
  private func exactly(
    _ expression: Expression,
    _ arithmetic: (SourceSpan) throws(DiagnosticError) -> ModuleValue
  ) throws(DiagnosticError) -> ModuleValue {
    if let value = expression.shortExactInteger {
      return try PythonNumber.integer(value, nil).constant(at: expression.span)
    }
    return try arithmetic(expression.span)
  }

  private func lookup(_ name: String, at span: SourceSpan) throws(DiagnosticError) -> ModuleValue {
    guard let value = try scope.lookup(name) else {
      throw DiagnosticError(.undefined(name, at: span, in: scope))
    }
    return value
  }

  /// Returns `value.name`.
  private func member(
    _ name: Identifier, of value: ModuleValue, at span: SourceSpan
  ) throws(DiagnosticError) -> ModuleValue {
    switch value {
    case .module(let module):
      if let found = try module.lookup(name.name) { return found }
      throw DiagnosticError(
        .missingMember(
          name.name, of: "Module '\(module.name)'", among: module.boundNames, at: name.span))
    case .namespace(let owner, let members):
      if let found = members[name.name] { return found }
      throw DiagnosticError(
        .missingMember(name.name, of: "'\(owner)'", among: members.keys.sorted(), at: name.span))
    case .constant where name.name == "value":
      // The members of enumerations are kept as their values.
      return value
    case .skipped: return value
    case .dimension, .dimensionKind, .offset, .constant, .string, .tuple, .type, .openTuple,
      .genericField, .typeVariable, .dims, .builtin, .fieldOperator, .program, .generic,
      .scalarFunction, .library:
      return .skipped(what: "an attribute of \(value.phrase)", at: span)
    }
  }

}

extension Expression {

  /// `true` iff it is Python's `int`, whose values have no size: `gtx.int64` for annotations, but
  /// an `int32` where a value fits one.
  var isPythonInteger: Bool {
    if case .name("int") = kind { return true }
    return false
  }

}

extension Expression {

  /// The value of `a`, `-a`, `a op b` and `(a op b) op c` with integer literals; `nil` for anything
  /// else, and for operations whose result is none.
  var shortExactInteger: Int128? {
    func isShort(_ e: Expression, _ depth: Int) -> Bool {
      switch e.kind {
      case .integer: true
      case .unary(_, let operand): depth > 0 && isShort(operand, depth - 1)
      case .binary(_, let left, let right):
        depth > 0 && isShort(left, depth - 1) && isShort(right, depth - 1)
      case .name, .float, .string, .bool, .none, .ellipsis, .attribute, .subscript, .slice,
        .call, .logical, .compare, .ternary, .tuple, .list, .dict, .starred, .generator,
        .unsupported, .error:
        false
      }
    }
    return isShort(self, 3) ? exactInteger : nil
  }

  /// The value of a Python expression of integer literals, which may exceed every type; `nil` for
  /// anything else.
  var exactInteger: Int128? {
    switch kind {
    case .integer(let value): return value
    case .unary(let op, let operand):
      guard let i = operand.exactInteger else { return nil }
      switch op {
      case .plus: return i
      case .minus: return i == .min ? nil : -i
      case .invert: return ~i
      case .not: return nil
      }
    case .binary(let op, let left, let right):
      guard let x = left.exactInteger, let y = right.exactInteger else { return nil }
      return ConstantArithmetic.exact(op, x, y)
    case .name, .float, .string, .bool, .none, .ellipsis, .attribute, .subscript, .slice, .call,
      .logical, .compare, .ternary, .tuple, .list, .dict, .starred, .generator, .unsupported,
      .error:
      return nil
    }
  }

}

extension ScalarValue {

  /// Creates what a Python integer is to field view: an `int32` if it fits, else an `int64`, else a
  /// `uint64`; `nil` if it exceeds them all.
  init?(pythonInteger value: Int128) {
    guard
      let scalar = ScalarValue(exactly: value, as: .int32)
        ?? ScalarValue(exactly: value, as: .int64) ?? ScalarValue(exactly: value, as: .uint64)
    else { return nil }
    self = scalar
  }

}

extension Diagnostic {

  static func tooLarge(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.number, "This integer does not fit 64 bits.", at: span,
      hint: "the largest are 9223372036854775807 and, as a 'uint64', 18446744073709551615; "
        + "else write it as a float: 1e20")
  }

}

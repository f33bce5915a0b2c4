import Diagnostics
import PythonSyntax
import StencilTypes

extension ModuleEvaluator {

  /// Returns the operand that Python's `and` or `or` gives.
  func logical(
    _ op: LogicalOperator, _ operands: [Expression], at span: SourceSpan
  ) throws(DiagnosticError) -> ModuleValue {
    var last = ModuleValue.skipped(what: "a logical expression", at: span)
    for operand in operands {
      last = try evaluate(operand)
      guard let isTrue = last.truth else {
        return last.isSkipped ? last : .skipped(what: "a logical expression", at: span)
      }
      if isTrue == (op == .or) { return last }
    }
    return last
  }

  /// Returns the value of a comparison, or of a chain of them, of numbers or strings.
  func compare(
    _ first: Expression, _ rest: [PythonSyntax.Comparison], at span: SourceSpan
  ) throws(DiagnosticError) -> ModuleValue {
    var left = try evaluate(first)
    for comparison in rest {
      let right = try evaluate(comparison.right)
      guard let holds = left.compares(comparison.operator, to: right) else {
        return .skipped(what: "a comparison", at: span)
      }
      if !holds { return .constant(ScalarValue(false)) }
      left = right
    }
    return .constant(ScalarValue(true))
  }

}

extension ModuleValue {

  /// Whether Python takes the value for true; `nil` for what has no meaning here.
  var truth: Bool? {
    switch self {
    case .constant(let value): PythonNumber(value).map { $0.double != 0 }
    case .string(let text): !text.isEmpty
    case .tuple(let elements): !elements.isEmpty
    case .dimension, .dimensionKind, .offset, .type, .openTuple, .genericField, .typeVariable,
      .dims, .builtin, .fieldOperator, .program, .namespace, .module, .generic, .scalarFunction,
      .library, .skipped:
      nil
    }
  }

  /// Returns whether `self op other` holds; `nil` if they cannot be compared.
  fileprivate func compares(_ op: ComparisonOperator, to other: ModuleValue) -> Bool? {
    switch (self, other) {
    case (.constant(let a), .constant(let b)):
      guard let x = PythonNumber(a), let y = PythonNumber(b) else { return nil }
      if let i = x.integer, let j = y.integer { return op.comparison?.holds(i, j) }
      return op.comparison?.holds(x.double, y.double)
    case (.string(let a), .string(let b)): return op.comparison?.holds(a, b)
    default: return nil
    }
  }

}

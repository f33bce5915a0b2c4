import Diagnostics
import PythonSyntax
import StencilTypes

extension ModuleValue {

  /// Returns the value where `type` is wanted: Python's numbers take that type.
  public func taking(the type: DataType) -> ModuleValue {
    switch (self, type) {
    case (.constant(let value), .scalar(let kind)):
      return PythonNumber(value)?.taking(kind).map { .constant($0) } ?? self
    case (.tuple(let values), _):
      guard let types = type.elements, types.count == values.count else { return self }
      return .tuple(zip(values, types).map { $0.taking(the: $1) })
    default: return self
    }
  }

  /// Returns the value as a member of a collection that declares `type`, given at `span`.
  ///
  /// Collections convert numbers and truth values of every type as NumPy's types do: 2.7 is 2 as an
  /// `int32`, and 3 is `True` as a `bool`.
  ///
  /// - Throws: If an integer type does not hold a number.
  func converted(to type: DataType, at span: SourceSpan) throws(DiagnosticError) -> ModuleValue {
    switch (self, type) {
    case (.constant, .scalar(let kind)):
      return .constant(try ScalarConstructor.apply(kind, to: self, at: span))
    case (.tuple(let values), _):
      guard let types = type.elements, types.count == values.count else { return self }
      var members: [ModuleValue] = []
      for (value, type) in zip(values, types) {
        members.append(try value.converted(to: type, at: span))
      }
      return .tuple(members)
    default: return self
    }
  }

}

extension ModuleScope {

  /// Returns the constant, or the tuple of constants, that the name or dotted name `text` stands
  /// for; `nil` if it is none.
  public func constant(named text: String) -> ModuleValue? {
    let (expression, diagnostics) = parseExpression(SourceFile(name: name, text: text))
    guard diagnostics.isEmpty, expression.isDottedName,
      let value = try? ModuleEvaluator(scope: self).evaluate(expression)
    else { return nil }
    switch value {
    case .constant, .tuple: return value
    case .dimension, .dimensionKind, .offset, .string, .type, .openTuple, .genericField,
      .typeVariable, .dims, .builtin, .fieldOperator, .program, .namespace, .module, .generic,
      .scalarFunction, .library, .skipped:
      return nil
    }
  }

}

extension Expression {

  fileprivate var isDottedName: Bool {
    switch kind {
    case .name: true
    case .attribute(let owner, _): owner.isDottedName
    case .integer, .float, .string, .bool, .none, .ellipsis, .subscript, .slice, .call, .unary,
      .binary, .logical, .compare, .ternary, .tuple, .list, .dict, .starred, .generator,
      .unsupported, .error:
      false
    }
  }

}

extension PythonNumber {

  /// Returns the number as a `kind`; `nil` if it has a type of its own, or if `kind` does not hold
  /// such numbers.
  fileprivate func taking(_ kind: ScalarKind) -> ScalarValue? {
    switch (self, kind) {
    case (.integer(let i, nil), .float64): ScalarValue(Double(i))
    case (.integer(let i, nil), .float32): ScalarValue(Float(i))
    case (.float(let f, nil), .float64): ScalarValue(f)
    case (.float(let f, nil), .float32): ScalarValue(Float(f))
    case (.integer(let i, nil), _): ScalarValue(exactly: i, as: kind)
    default: nil
    }
  }

}

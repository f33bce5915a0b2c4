import Diagnostics
import PythonSyntax
import StencilTypes

extension OperatorTyper {

  /// Types `tuple(element for target in values)` and `tuple(values)`, where the number of values is
  /// known.
  mutating func tuple(of arguments: [Argument], at span: SourceSpan) -> FoastExpression {
    guard arguments.count == 1, arguments[0].name == nil else {
      report(tupleForm(span))
      return .error(at: span)
    }
    guard case .generator(let element, let target, let source) = arguments[0].value.kind else {
      let e = expression(arguments[0].value)
      return elements(of: e).map { made($0, at: span) } ?? .error(at: span)
    }
    guard let values = elements(of: expression(source)) else { return .error(at: span) }
    // The names of the target are known inside of the brackets only.
    let mark = locals.mark
    defer { _ = locals.rollBack(to: mark) }
    var results: [FoastExpression] = []
    for value in values {
      guard define(target, as: value) else { return .error(at: span) }
      let result = expression(element)
      guard dataType(of: result) != nil else { return .error(at: span) }
      results.append(result)
    }
    return made(results, at: span)
  }

  private mutating func made(_ elements: [FoastExpression], at span: SourceSpan) -> FoastExpression
  {
    let types = elements.compactMap(\.type.data)
    guard types.count == elements.count, !types.isEmpty else {
      report(emptyTuple(span))
      return .error(at: span)
    }
    return FoastExpression(.tuple(elements), .data(.tuple(types)), at: span)
  }

  /// Returns the elements of `e`; `nil`, with a report, if it is no tuple.
  private mutating func elements(of e: FoastExpression) -> [FoastExpression]? {
    guard let type = dataType(of: e) else { return nil }
    guard let types = type.elements else {
      report(noElements(e, type))
      return nil
    }
    return types.enumerated().map { i, type in
      FoastExpression(.element(e, i), .data(type), at: e.span)
    }
  }

  /// Makes the names in `target` stand for `value` or its parts; `false`, with a report, if they
  /// cannot.
  private mutating func define(_ target: Expression, as value: FoastExpression) -> Bool {
    switch target.kind {
    case .name(let name):
      locals.define(name, as: value, at: target.span)
      return true
    case .tuple(let targets):
      guard let parts = elements(of: value) else { return false }
      guard parts.count == targets.count else {
        report(wrongPartCount(target.span, targets.count, parts.count))
        return false
      }
      return zip(targets, parts).allSatisfy { define($0, as: $1) }
    case .integer, .float, .string, .bool, .none, .ellipsis, .attribute, .subscript, .slice,
      .call, .unary, .binary, .logical, .compare, .ternary, .list, .dict, .starred, .generator,
      .unsupported, .error:
      report(noTarget(target.span))
      return false
    }
  }

}

// MARK: - Wording

private func tupleForm(_ span: SourceSpan) -> Diagnostic {
  Diagnostic(
    code: TypeCode.value, "'tuple' takes the values of one tuple.", at: span,
    label: "not one argument", hint: "write 'tuple(f(x) for x in values)', or '(a, b)'")
}

private func emptyTuple(_ span: SourceSpan) -> Diagnostic {
  Diagnostic(
    code: TypeCode.value, "A tuple must have at least one element.", at: span, label: "empty tuple")
}

private func noElements(_ e: FoastExpression, _ type: DataType) -> Diagnostic {
  Diagnostic(
    code: TypeCode.value, "A value of type '\(type)' has no elements to go through.", at: e.span,
    label: "is no tuple")
}

private func wrongPartCount(_ span: SourceSpan, _ names: Int, _ parts: Int) -> Diagnostic {
  Diagnostic(
    code: TypeCode.unpack, "\(parts) values cannot be unpacked into \(names) names.", at: span,
    label: "\(names) names")
}

private func noTarget(_ span: SourceSpan) -> Diagnostic {
  Diagnostic(
    code: TypeCode.target, "Only names can be assigned to.", at: span, label: "is not a name")
}

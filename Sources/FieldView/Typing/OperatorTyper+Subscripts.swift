import Diagnostics
import PythonSyntax
import StencilTypes

extension OperatorTyper {

  /// Types `value[index]`: an element of a tuple, or one neighbor of a sparse field.
  mutating func subscripted(
    _ value: Expression, _ index: Expression, at span: SourceSpan
  ) -> FoastExpression {
    let e = expression(value)
    guard let type = dataType(of: e) else { return .error(at: span) }
    switch type {
    case .tuple(let elements): return element(e, elements, index, at: span)
    case .field(let f): return neighbor(e, f, index, at: span)
    case .scalar, .named:
      report(notIndexable(e, type))
      return .error(at: span)
    }
  }

  private mutating func element(
    _ e: FoastExpression, _ elements: [DataType], _ index: Expression, at span: SourceSpan
  ) -> FoastExpression {
    let i = expression(index)
    guard i.type != .error else { return .error(at: span) }
    guard let position = i.integerValue else {
      report(indexNotConstant(i, "A tuple is indexed with a literal integer."))
      return .error(at: span)
    }
    let forward = position < 0 ? position + elements.count : position
    guard elements.indices.contains(forward) else {
      report(indexOutOfRange(i, position, elements.count))
      return .error(at: span)
    }
    return FoastExpression(.element(e, forward), .data(elements[forward]), at: span)
  }

  private mutating func neighbor(
    _ e: FoastExpression, _ field: FieldType, _ index: Expression, at span: SourceSpan
  ) -> FoastExpression {
    guard case .call(let function, let arguments) = index.kind, arguments.count == 1,
      arguments[0].name == nil, let dimension = dimension(function)
    else {
      report(fieldIndexed(index.span, field))
      return .error(at: span)
    }
    guard dimension.kind == .local, field.dims.contains(dimension) else {
      report(noLocalDimension(function.span, dimension, field))
      return .error(at: span)
    }
    let i = expression(arguments[0].value)
    guard i.type != .error else { return .error(at: span) }
    guard let number = i.integerValue, number >= 0 else {
      report(indexNotConstant(i, "A neighbor is numbered with a literal integer, from 0."))
      return .error(at: span)
    }
    guard indices.contains(number) else {
      report(neighborBeyondIndices(i, number))
      return .error(at: span)
    }
    return FoastExpression(
      .neighbor(e, dimension, number),
      .data(.field(field.dims.filter { $0 != dimension }, field.dtype)), at: span)
  }

  /// The dimension that `e` names; `nil`, without a report, if it names something else.
  mutating func dimension(_ e: Expression) -> Dimension? {
    let before = diagnostics
    switch e.kind {
    case .name(let name):
      if case .module(.dimension(let d)) = meaning(ofName: name, at: e.span) {
        captures.add(d)
        return d
      }
    case .attribute(let owner, let name):
      if case .module(.dimension(let d)) = meaning(ofMember: name, of: owner) {
        captures.add(d)
        return d
      }
    case .integer, .float, .string, .bool, .none, .ellipsis, .subscript, .slice, .call, .unary,
      .binary, .logical, .compare, .ternary, .tuple, .list, .dict, .starred, .generator,
      .unsupported, .error:
      break
    }
    diagnostics = before
    return nil
  }

}

// MARK: - Wording

private func notIndexable(_ e: FoastExpression, _ type: DataType) -> Diagnostic {
  var hint: String?
  if case .named(let n) = type {
    hint = "take a member: '\(e.span.text).\(n.members.first?.name ?? "name")'"
  }
  return Diagnostic(
    code: TypeCode.index, "A value of type '\(type)' cannot be indexed.", at: e.span,
    label: "is no tuple", hint: hint)
}

func indexNotConstant(_ e: FoastExpression, _ message: String) -> Diagnostic {
  Diagnostic(code: TypeCode.index, message, at: e.span, label: "is not such an integer")
}

private func indexOutOfRange(_ e: FoastExpression, _ index: Int, _ count: Int) -> Diagnostic {
  Diagnostic(
    code: TypeCode.index,
    "The tuple has \(count) element\(count == 1 ? "" : "s"), not one at \(index).",
    at: e.span, label: "out of range",
    hint: "indices go from 0 to \(count - 1), or from -\(count) to -1")
}

private func fieldIndexed(_ span: SourceSpan, _ field: FieldType) -> Diagnostic {
  Diagnostic(
    code: TypeCode.index, "A field is not indexed by position.", at: span,
    label: "no neighbor of a local dimension",
    hint: field.localDim.map { "write '[\($0.name)Dim(0)]' for one neighbor" }
      ?? "shift it: 'f(I + 1)' reads the next point")
}

private func neighborBeyondIndices(_ e: FoastExpression, _ number: Int) -> Diagnostic {
  Diagnostic(
    code: TypeCode.index, "The neighbor \(number) is no index.", at: e.span,
    label: "beyond what 'int32' can hold", hint: indicesHint)
}

private func noLocalDimension(
  _ span: SourceSpan, _ dimension: Dimension, _ field: FieldType
) -> Diagnostic {
  if dimension.kind != .local, field.dims.contains(dimension) {
    return Diagnostic(
      code: TypeCode.index, "A field is not read at one index of '\(dimension.name)'.", at: span,
      label: "no local dimension",
      hint: "shift it: 'f(\(span.text) + 1)' reads the next point")
  }
  return Diagnostic(
    code: TypeCode.index, "'\(field)' has no local dimension '\(dimension.name)'.", at: span,
    label: "is not in '\(field)'",
    hint: field.localDim.map { "its local dimension is '\($0.name)'" })
}

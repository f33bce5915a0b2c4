import Diagnostics
import PythonSyntax
import StencilTypes

extension OperatorTyper {

  /// Types an expression that is a value, a dimension or a domain.
  mutating func expression(_ e: Expression) -> FoastExpression {
    switch e.kind {
    case .error: return .error(at: e.span)
    case .name(let name): return value(of: meaning(ofName: name, at: e.span), e)
    case .attribute(let owner, let name): return value(of: meaning(ofMember: name, of: owner), e)
    case .integer(let i): return integer(i, at: e.span)
    case .float(let d): return .constant(ScalarValue(d), at: e.span)
    case .bool(let b): return .constant(ScalarValue(b), at: e.span)
    case .string(let s):
      return FoastExpression(.string(s), .data(.scalar(.string)), at: e.span)
    case .unary(.minus, let operand) where operand.isBeyondInt64:
      // The smallest integer is the negative of one that is no `int64`.
      return integer(e.exactInteger, at: e.span)
    case .unary(let op, let operand): return unary(op, expression(operand), at: e.span)
    case .binary(let op, let l, let r): return binary(op, l, r, at: e.span)
    case .compare(let first, let rest): return compare(first, rest, at: e.span)
    case .logical(let op, let operands): return logical(op, operands, at: e.span)
    case .ternary(let condition, let then, let otherwise):
      return ternary(condition, then, otherwise, at: e.span)
    case .tuple(let elements): return tuple(elements, at: e.span)
    case .subscript(let value, let index): return subscripted(value, index, at: e.span)
    case .call(let function, let arguments): return call(function, arguments, at: e.span)
    case .list: return refuse("list", e, hint: "write a tuple: '(a, b)'")
    case .dict: return refuse("dictionary", e)
    case .starred: return refuse("starred expression", e)
    case .generator:
      return refuse("generator expression", e, hint: "make a tuple of it: 'tuple(… for … in …)'")
    case .slice: return refuse("slice", e)
    case .none: return refuse("'None'", e)
    case .ellipsis: return refuse("'...'", e)
    case .unsupported(let what): return refuse(what, e)
    }
  }

  private mutating func refuse(
    _ what: String, _ e: Expression, hint: String? = nil
  ) -> FoastExpression {
    unsupported(what, at: e.span, hint: hint)
    return .error(at: e.span)
  }

  /// Returns the data type of `e`; `nil`, with a report, if it has none.
  mutating func dataType(of e: FoastExpression) -> DataType? {
    switch e.type {
    case .data(.scalar(.string)):
      report(strayString(e.span))
      return nil
    case .data(let d): return d
    case .error: return nil
    case .dimension, .domain:
      report(notAValue(e))
      return nil
    }
  }

  private mutating func integer(_ i: Int128?, at span: SourceSpan) -> FoastExpression {
    guard let value = i.flatMap({ ScalarValue(pythonInteger: $0) }) else {
      report(
        Diagnostic(
          code: TypeCode.literal, "The integer does not fit 64 bits.", at: span,
          label: (i ?? 0) < 0 ? "too small" : "too large",
          hint: "write it as a float: '\(span.text).0'"))
      return .error(at: span)
    }
    return .constant(value, at: span)
  }

  /// Returns the expression for what a name means, if that is a value or a dimension.
  private mutating func value(of meaning: Meaning, _ e: Expression) -> FoastExpression {
    switch meaning {
    case .error: return .error(at: e.span)
    case .local(let value): return value
    case .module(let value):
      if let captured = captured(value, e.span) { return captured }
      report(notAValue(value, at: e.span))
      return .error(at: e.span)
    }
  }

  /// Returns the literals for a captured constant, or a dimension; `nil` for anything else.
  private mutating func captured(_ value: ModuleValue, _ span: SourceSpan) -> FoastExpression? {
    if case .dimension(let d) = value {
      captures.add(d)
      return FoastExpression(.dimension(d, name: span.text), .dimension(d), at: span)
    }
    return constant(value, at: span)
  }

  private mutating func tuple(_ elements: [Expression], at span: SourceSpan) -> FoastExpression {
    let typed = elements.map { expression($0) }
    let types = typed.map { dataType(of: $0) }
    guard !typed.isEmpty else {
      report(
        Diagnostic(
          code: TypeCode.value, "A tuple must have at least one element.", at: span,
          label: "empty tuple"))
      return .error(at: span)
    }
    let data = types.compactMap { $0 }
    guard data.count == typed.count else { return .error(at: span) }
    return FoastExpression(.tuple(typed), .data(.tuple(data)), at: span)
  }

  private mutating func ternary(
    _ condition: Expression, _ then: Expression, _ otherwise: Expression, at span: SourceSpan
  ) -> FoastExpression {
    let test = expression(condition)
    let a = expression(then)
    let b = expression(otherwise)
    checkCondition(test, of: "a if c else b")
    guard let typeA = dataType(of: a), let typeB = dataType(of: b) else { return .error(at: span) }
    guard typeA == typeB else {
      report(choicesDiffer(a, b, at: span))
      return .error(at: span)
    }
    return FoastExpression(
      .ternary(condition: test, then: a, otherwise: b), .data(typeA), at: span)
  }

  private mutating func logical(
    _ op: LogicalOperator, _ operands: [Expression], at span: SourceSpan
  ) -> FoastExpression {
    operands.forEach { _ = expression($0) }
    report(logicalOperator(op, operands, at: span))
    return .error(at: span)
  }

}

extension Expression {

  /// `true` iff it is an integer literal that no `int64` holds.
  fileprivate var isBeyondInt64: Bool {
    guard case .integer(let i) = kind else { return false }
    return i.map { $0 > Int128(Int64.max) } ?? true
  }

}

extension FoastExpression {

  static func constant(_ value: ScalarValue, at span: SourceSpan) -> FoastExpression {
    FoastExpression(.constant(value), .data(.scalar(value.kind)), at: span)
  }

}

/// Returns the literals for a constant or a tuple of constants; `nil` for anything else.
func constant(_ value: ModuleValue, at span: SourceSpan) -> FoastExpression? {
  switch value {
  case .constant(let v): return .constant(v, at: span)
  case .string(let s): return FoastExpression(.string(s), .data(.scalar(.string)), at: span)
  case .tuple(let elements):
    let typed = elements.compactMap { constant($0, at: span) }
    let types = typed.compactMap(\.type.data)
    guard types.count == elements.count, !types.isEmpty else { return nil }
    return FoastExpression(.tuple(typed), .data(.tuple(types)), at: span)
  case .dimension, .dimensionKind, .offset, .type, .openTuple, .genericField, .typeVariable,
    .dims, .builtin, .fieldOperator, .program, .namespace, .module, .generic, .scalarFunction,
    .library, .skipped:
    return nil
  }
}

// MARK: - Wording

private func strayString(_ span: SourceSpan) -> Diagnostic {
  Diagnostic(
    code: TypeCode.value, "A string is no value of field view.", at: span, label: "a string",
    hint: "strings stand in constructors of numbers: 'float32(\"0.5\")'")
}

private func notAValue(_ e: FoastExpression) -> Diagnostic {
  Diagnostic(
    code: TypeCode.value, "A value is needed here, not a \(e.type.noun).", at: e.span,
    label: "is a \(e.type.noun)", hint: e.type.use)
}

func notAValue(_ value: ModuleValue, at span: SourceSpan) -> Diagnostic {
  let hint: String? =
    switch value {
    case .fieldOperator, .builtin: "call it: '\(span.text)(…)'"
    case .offset: "shift a field with it: 'f(\(span.text)[1])'"
    case .module, .namespace: "write '\(span.text).NAME' for one of its members"
    case .dimension, .dimensionKind, .constant, .string, .tuple, .type, .openTuple,
      .genericField, .typeVariable, .dims, .program, .generic, .scalarFunction, .library,
      .skipped:
      nil
    }
  return Diagnostic(
    code: TypeCode.value, "'\(span.text)' is \(value.phrase), not a value.", at: span,
    label: "is no value", hint: hint)
}

extension FieldViewType {

  fileprivate var noun: String {
    switch self {
    case .data, .error: "value"
    case .dimension: "dimension"
    case .domain: "condition on a dimension"
    }
  }

  fileprivate var use: String? {
    switch self {
    case .data, .error: nil
    case .dimension(let d): "shift with it, 'f(\(d.name) + 1)', or compare it in 'concat_where'"
    case .domain: "choose regions with 'concat_where(condition, a, b)'"
    }
  }

}

private func choicesDiffer(
  _ a: FoastExpression, _ b: FoastExpression, at span: SourceSpan
) -> Diagnostic {
  let (x, y) = texts(a.type, b.type)
  return Diagnostic(
    code: TypeCode.branches, "Both choices of 'a if c else b' must have one type.", at: span,
    label: "'\(x)' or '\(y)'",
    hint: a.type.data.flatMap { x in b.type.data.flatMap { difference(x, $0) } })
}

private func logicalOperator(
  _ op: LogicalOperator, _ operands: [Expression], at span: SourceSpan
) -> Diagnostic {
  let symbol = op == .and ? " & " : " | "
  let rewritten = operands.map { "(\(stripped($0.span.text)))" }.joined(separator: symbol)
  return Diagnostic(
    code: TypeCode.logical, "Field view has no '\(op.rawValue)'.", at: span,
    label: "works on single values only", hint: "write \(rewritten)")
}

/// Returns `text` without the parentheses around it.
private func stripped(_ text: String) -> String {
  guard text.hasPrefix("("), text.hasSuffix(")") else { return text }
  let inner = text.dropFirst().dropLast()
  var depth = 0
  for c in inner {
    depth += c == "(" ? 1 : c == ")" ? -1 : 0
    if depth < 0 { return text }
  }
  return String(inner)
}

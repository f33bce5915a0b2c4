import Diagnostics
import PythonSyntax
import StencilTypes

extension OperatorTyper {

  mutating func unary(
    _ op: UnaryOperator, _ operand: FoastExpression, at span: SourceSpan
  ) -> FoastExpression {
    guard let type = dataType(of: operand) else { return .error(at: span) }
    let fits: Bool =
      switch op {
      case .plus, .minus: type.dtype?.isArithmetic ?? false
      case .not, .invert: type.dtype == .bool
      }
    guard fits else {
      report(
        wrongOperand(
          op.rawValue, operand, needs: op == .plus || op == .minus ? "a number" : "a 'bool'"))
      return .error(at: span)
    }
    return FoastExpression(.unary(op, operand), .data(type), at: span)
  }

  mutating func binary(
    _ op: BinaryOperator, _ left: Expression, _ right: Expression, at span: SourceSpan
  ) -> FoastExpression {
    let l = expression(left)
    let r = expression(right)
    guard l.type != .error, r.type != .error else { return .error(at: span) }
    guard let type = binaryType(op, l, r, at: span) else { return .error(at: span) }
    return FoastExpression(.binary(op, l, r), type, at: span)
  }

  private mutating func binaryType(
    _ op: BinaryOperator, _ l: FoastExpression, _ r: FoastExpression, at span: SourceSpan
  ) -> FieldViewType? {
    if case .domain(let a) = l.type, case .domain(let b) = r.type, op.isLogical {
      return .domain(promote([a, b]))
    }
    if case .dimension = l.type, op == .add || op == .subtract {
      report(strayDisplacement(l, at: span))
      return nil
    }
    guard let a = dataType(of: l), var b = dataType(of: r) else { return nil }
    switch op {
    case .shiftLeft, .shiftRight, .matrixMultiply:
      unsupported("'\(op.rawValue)' operator", at: span)
      return nil
    case .bitAnd, .bitOr, .bitXor:
      guard a.dtype == .bool, b.dtype == .bool else {
        report(wrongOperand(op.rawValue, a.dtype == .bool ? r : l, needs: "a 'bool'"))
        return nil
      }
    case .add, .subtract, .multiply, .divide, .floorDivide, .modulo, .power:
      for (e, t) in [(l, a), (r, b)] where !(t.dtype?.isArithmetic ?? false) {
        report(wrongOperand(op.rawValue, e, needs: "a number"))
        return nil
      }
      if op == .modulo, !(b.dtype?.isInteger ?? false) {
        report(wrongOperand(op.rawValue, r, needs: "an integer"))
        return nil
      }
      // The dtypes of a power may differ.
      if op == .power, let kind = a.dtype { b = b.with(dtype: kind) }
    }
    guard let type = promote([a, b]) else {
      report(cannotPromote(op.rawValue, l, r, at: span))
      return nil
    }
    return .data(type)
  }

  mutating func compare(
    _ first: Expression, _ rest: [PythonSyntax.Comparison], at span: SourceSpan
  ) -> FoastExpression {
    guard rest.count == 1 else {
      report(comparisonChain(first, rest, at: span))
      return .error(at: span)
    }
    let op = rest[0].operator
    let l = expression(first)
    let r = expression(rest[0].right)
    switch op {
    case .is, .isNot, .in, .notIn:
      report(noComparison(op, in: container, at: span))
      return .error(at: span)
    case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual: break
    }
    guard l.type != .error, r.type != .error,
      let type = comparisonType(op, l, r, at: span)
    else { return .error(at: span) }
    return FoastExpression(.compare(op, l, r), type, at: span)
  }

  private mutating func comparisonType(
    _ op: ComparisonOperator, _ l: FoastExpression, _ r: FoastExpression, at span: SourceSpan
  ) -> FieldViewType? {
    switch (l.type, r.type) {
    case (.dimension(let d), let other), (let other, .dimension(let d)):
      guard other == .data(.scalar(.int32)) else {
        if case .dimension = l.type {
          report(positionNeeded(r, d))
        } else {
          report(positionNeeded(l, d))
        }
        return nil
      }
      return .domain([d])
    default: break
    }
    guard let a = dataType(of: l), let b = dataType(of: r) else { return nil }
    for (e, t) in [(l, a), (r, b)] where !(t.dtype?.isArithmetic ?? false) {
      report(wrongOperand(op.rawValue, e, needs: "a number"))
      return nil
    }
    guard let type = promote([a, b]) else {
      report(cannotPromote(op.rawValue, l, r, at: span))
      return nil
    }
    return .data(type.with(dtype: .bool))
  }

}

extension BinaryOperator {

  var isLogical: Bool { self == .bitAnd || self == .bitOr || self == .bitXor }

}

// MARK: - Wording

func wrongOperand(_ op: String, _ e: FoastExpression, needs: String) -> Diagnostic {
  var hint: String?
  if e.type.data?.dtype == .bool, needs == "a number" {
    hint = "convert it: 'astype(…, int32)', or choose with 'where(…, a, b)'"
  } else if needs == "a 'bool'", e.type.data?.dtype?.isArithmetic ?? false {
    hint = "compare it with something: '!= 0', '> 0.0'"
  } else if e.type.data?.elements != nil {
    hint = "operators work on elements: take the tuple apart, 'a, b = t'"
  }
  return Diagnostic(
    code: TypeCode.operand, "Operator '\(op)' needs \(needs), not '\(e.type)'.", at: e.span,
    label: "has type '\(e.type)'", hint: hint)
}

func cannotPromote(
  _ op: String, _ l: FoastExpression, _ r: FoastExpression, at span: SourceSpan
) -> Diagnostic {
  if case .field(let x)? = l.type.data, case .field(let y)? = r.type.data,
    let a = x.localDim, let b = y.localDim, a != b
  {
    return Diagnostic(
      code: TypeCode.promote, "The operands of '\(op)' have neighbors of two kinds.", at: span,
      label: "a field has one local dimension",
      notes: [
        Diagnostic.Note("on '\(a.name)'", at: l.span),
        Diagnostic.Note("on '\(b.name)'", at: r.span),
      ],
      hint: "reduce one of them first, as with 'neighbor_sum(…, axis=…)'")
  }
  let (left, right) = texts(l.type, r.type)
  let notes = [Diagnostic.Note("'\(left)'", at: l.span), Diagnostic.Note("'\(right)'", at: r.span)]
  if let (a, b) = conflict(in: [l, r].flatMap { $0.type.data?.dims ?? [] }) {
    return Diagnostic(
      code: TypeCode.promote,
      "The operands of '\(op)' have no common points: '\(a)' and '\(b)' are two dimensions.",
      at: span, label: "'\(left)' and '\(right)'", notes: notes,
      hint: a.name == b.name
        ? "declare the dimension once"
        : "shift one of them by half a point: 'f(\(a.unstaggered.name) + 0.5)'")
  }
  return Diagnostic(
    code: TypeCode.promote,
    "The operands of '\(op)' have different types, '\(left)' and '\(right)'.",
    at: span, label: "nothing is converted by itself", notes: notes, hint: conversion(l, r))
}

/// Returns how to give both operands one type.
private func conversion(_ l: FoastExpression, _ r: FoastExpression) -> String? {
  guard let a = l.type.data?.dtype, let b = r.type.data?.dtype else { return nil }
  if case .constant = l.kind { return literalHint(l, b) }
  if case .constant = r.kind { return literalHint(r, a) }
  let target = a.isFloat || !b.isFloat ? a : b
  let other = target == a ? r : l
  return "convert one of them: 'astype(\(other.span.text), \(target))'"
}

/// Returns how to write the literal `e` in type `kind`.
func literalHint(_ e: FoastExpression, _ kind: ScalarKind) -> String {
  if kind == .float64, e.type == .data(.scalar(.int32)), e.span.text.allSatisfy(\.isNumber) {
    return "write '\(e.span.text).0' for a literal of that type"
  }
  return "write '\(kind)(\(e.span.text))' for a literal of that type"
}

private func strayDisplacement(_ l: FoastExpression, at span: SourceSpan) -> Diagnostic {
  Diagnostic(
    code: TypeCode.value, "'\(span.text)' is an offset, not a value.", at: span,
    label: "is no value", hint: "shift a field with it: 'f(\(span.text))'")
}

private func positionNeeded(_ e: FoastExpression, _ dimension: Dimension) -> Diagnostic {
  Diagnostic(
    code: TypeCode.operand,
    "Dimension '\(dimension.name)' is compared with positions of type 'int32', not '\(e.type)'.",
    at: e.span, label: "has type '\(e.type)'",
    hint: e.type.data?.dtype == .int64 ? "make it an 'int32'" : nil)
}

private func noComparison(
  _ op: ComparisonOperator, in container: String, at span: SourceSpan
) -> Diagnostic {
  let hint: String? =
    switch op {
    case .is: "write '=='"
    case .isNot: "write '!='"
    case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual, .in, .notIn: nil
    }
  return Diagnostic(
    code: TypeCode.unsupported, "A \(container) cannot contain '\(op.rawValue)'.", at: span,
    label: "not part of field view", hint: hint)
}

private func comparisonChain(
  _ first: Expression, _ rest: [PythonSyntax.Comparison], at span: SourceSpan
) -> Diagnostic {
  var left = first
  var parts: [String] = []
  for c in rest {
    parts.append("(\(left.span.text) \(c.operator.rawValue) \(c.right.span.text))")
    left = c.right
  }
  return Diagnostic(
    code: TypeCode.chain, "Comparisons cannot be chained.", at: span, label: "chain",
    hint: "write \(parts.joined(separator: " & "))")
}

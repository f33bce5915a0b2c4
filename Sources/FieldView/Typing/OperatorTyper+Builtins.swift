import Diagnostics
import IteratorIR
import PythonSyntax
import StencilTypes

extension OperatorTyper {

  mutating func call(
    _ builtin: FieldViewBuiltin, _ arguments: [Argument], at span: SourceSpan
  ) -> FoastExpression {
    switch builtin {
    case .neighborSum, .maxOver, .minOver: return reduction(builtin, arguments, at: span)
    case .broadcast: return broadcast(arguments, at: span)
    case .astype: return cast(arguments, at: span)
    case .where, .concatWhere: return choice(builtin, arguments, at: span)
    case .asOffset:
      report(
        shiftProblem(
          span, "'as_offset' is written inside the call of a field.", label: "no value",
          hint: "write 'f(as_offset(Koff, distance))'"))
      return .error(at: span)
    case .scalar(let operation): return mathematics(operation, arguments, at: span)
    }
  }

  /// Returns the arguments of a function that takes `count` by position; `nil`, with a report, if
  /// there are others.
  mutating func positional(
    _ builtin: FieldViewBuiltin, _ arguments: [Argument], _ parameters: [String],
    at span: SourceSpan
  ) -> [Expression]? {
    if let k = arguments.first(where: { $0.name != nil })?.name {
      report(noKeywords(builtin, k, parameters))
      return nil
    }
    guard arguments.count == parameters.count else {
      report(wrongArgumentCount(builtin, arguments.count, parameters, at: span))
      return nil
    }
    return arguments.map(\.value)
  }

  private mutating func mathematics(
    _ operation: ScalarOperation, _ arguments: [Argument], at span: SourceSpan
  ) -> FoastExpression {
    let builtin = FieldViewBuiltin.scalar(operation)
    let signature = operation.signature
    let values = positional(builtin, arguments, signature.parameterNames, at: span)?
      .map { expression($0) }
    guard let values else { return .error(at: span) }
    let needsFloat = !signature.accepts(.int32)
    var types: [DataType] = []
    for v in values {
      guard let t = dataType(of: v) else { continue }
      guard let kind = t.dtype, signature.accepts(kind) else {
        report(
          wrongArgument(builtin, v, needs: needsFloat ? "a floating-point number" : "a number"))
        continue
      }
      types.append(t)
    }
    guard types.count == values.count else { return .error(at: span) }
    guard let type = promote(types) else {
      report(cannotPromote(builtin.name, values[0], values[values.count - 1], at: span))
      return .error(at: span)
    }
    return FoastExpression(
      .builtin(builtin, values), .data(signature == .predicate ? type.with(dtype: .bool) : type),
      at: span)
  }

  private mutating func reduction(
    _ builtin: FieldViewBuiltin, _ arguments: [Argument], at span: SourceSpan
  ) -> FoastExpression {
    let keywords = arguments.filter { $0.name != nil }
    let values = arguments.filter { $0.name == nil }
    guard values.count == 1, keywords.count == 1, keywords[0].name?.name == "axis" else {
      report(reductionArguments(builtin, arguments, at: span))
      return .error(at: span)
    }
    let e = expression(values[0].value)
    guard let axis = dimension(keywords[0].value) else {
      let typed = expression(keywords[0].value)
      if typed.type != .error { report(axisNeeded(builtin, keywords[0].value.span)) }
      return .error(at: span)
    }
    guard let type = dataType(of: e) else { return .error(at: span) }
    guard case .field(let field) = type, field.dims.contains(axis), axis.kind == .local else {
      report(nothingToReduce(builtin, e, axis, type))
      return .error(at: span)
    }
    guard field.dtype.isArithmetic else {
      report(wrongArgument(builtin, e, needs: "a number"))
      return .error(at: span)
    }
    return FoastExpression(
      .reduction(builtin, e, axis: axis),
      .data(.field(field.dims.filter { $0 != axis }, field.dtype)), at: span)
  }

  private mutating func cast(_ arguments: [Argument], at span: SourceSpan) -> FoastExpression {
    guard let values = positional(.astype, arguments, ["value", "type"], at: span) else {
      return .error(at: span)
    }
    let e = expression(values[0])
    guard let kind = scalarType(values[1]) else { return .error(at: span) }
    guard let type = dataType(of: e) else { return .error(at: span) }
    return FoastExpression(
      .cast(e, kind), .data(type.mapLeaves { $0.with(dtype: kind) }), at: span)
  }

  /// The scalar type that `e` names; `nil`, with a report, if it names something else.
  private mutating func scalarType(_ e: Expression) -> ScalarKind? {
    let meaning = meaning(of: e)
    switch meaning {
    case .error: return nil
    case .module(.type(.scalar(let kind))): return kind
    case .module, .local:
      if case .local(let value) = meaning, value.type == .error { return nil }
      report(
        Diagnostic(
          code: TypeCode.argument, "The second argument of 'astype' must be a scalar type.",
          at: e.span, label: "is no scalar type", hint: "for example 'float32' or 'int32'"))
      return nil
    }
  }

}

// MARK: - where, concat_where

extension OperatorTyper {

  private mutating func choice(
    _ builtin: FieldViewBuiltin, _ arguments: [Argument], at span: SourceSpan
  ) -> FoastExpression {
    let values = positional(builtin, arguments, ["condition", "a", "b"], at: span)?
      .map { expression($0) }
    guard let values else { return .error(at: span) }
    let dims = conditionDims(builtin, values[0])
    guard let a = dataType(of: values[1]), let b = dataType(of: values[2]), let dims else {
      return .error(at: span)
    }
    guard let type = chosenType(a, b, dims) else {
      report(choicesDiffer(builtin, values[1], values[2], a, b))
      return .error(at: span)
    }
    return FoastExpression(.builtin(builtin, values), .data(type), at: span)
  }

  private mutating func conditionDims(
    _ builtin: FieldViewBuiltin, _ condition: FoastExpression
  ) -> [Dimension]? {
    switch (builtin, condition.type) {
    case (_, .error): return nil
    case (.concatWhere, .domain(let dims)): return dims
    case (.concatWhere, _):
      report(wrongCondition(builtin, condition))
      return nil
    case (_, .data(.field(let f))) where f.dtype == .bool: return f.dims
    default:
      report(wrongCondition(builtin, condition))
      return nil
    }
  }

  /// Returns the type of a choice between `a` and `b` on `dims`; `nil` if they do not go together.
  private func chosenType(_ a: DataType, _ b: DataType, _ dims: [Dimension]) -> DataType? {
    switch (a, b) {
    case (.tuple(let x), .tuple(let y)):
      guard x.count == y.count else { return nil }
      let types = zip(x, y).compactMap { chosenType($0, $1, dims) }
      return types.count == x.count ? .tuple(types) : nil
    case (.named(let x), .named(let y)):
      guard x.name == y.name, x.members.map(\.name) == y.members.map(\.name) else { return nil }
      let members = zip(x.members, y.members).compactMap { m, n in
        chosenType(m.type, n.type, dims).map {
          NamedCollectionType.Member(name: m.name, type: $0)
        }
      }
      return members.count == x.members.count
        ? .named(NamedCollectionType(name: x.name, members: members)) : nil
    default:
      guard let type = FieldView.promote([a, b]), let kind = type.dtype else { return nil }
      return .field(promote([dims, type.dims ?? []]), kind)
    }
  }

}

// MARK: - Wording

private func noKeywords(
  _ builtin: FieldViewBuiltin, _ keyword: Identifier, _ parameters: [String]
) -> Diagnostic {
  Diagnostic(
    code: TypeCode.keyword, "'\(builtin.name)' takes its arguments by position.",
    at: keyword.span, label: "keyword",
    hint: "write '\(builtin.name)(\(parameters.joined(separator: ", ")))'")
}

private func wrongArgumentCount(
  _ builtin: FieldViewBuiltin, _ count: Int, _ parameters: [String], at span: SourceSpan
) -> Diagnostic {
  let n = parameters.count
  return Diagnostic(
    code: count > n ? TypeCode.tooMany : TypeCode.missing,
    "'\(builtin.name)' takes \(n) argument\(n == 1 ? "" : "s"), not \(count).", at: span,
    label: count > n ? "too many arguments" : "an argument is missing",
    hint: "write '\(builtin.name)(\(parameters.joined(separator: ", ")))'")
}

func wrongArgument(
  _ builtin: FieldViewBuiltin, _ e: FoastExpression, needs: String
) -> Diagnostic {
  let isInteger = e.type.data?.dtype?.isInteger ?? false
  return Diagnostic(
    code: TypeCode.argument, "'\(builtin.name)' takes \(needs), not '\(e.type)'.", at: e.span,
    label: "has type '\(e.type)'",
    hint: isInteger ? "convert it: 'astype(\(e.span.text), float64)'" : nil)
}

private func reductionArguments(
  _ builtin: FieldViewBuiltin, _ arguments: [Argument], at span: SourceSpan
) -> Diagnostic {
  let stray = arguments.first { $0.name != nil && $0.name?.name != "axis" }?.name
  return Diagnostic(
    code: stray != nil ? TypeCode.keyword : TypeCode.missing,
    "'\(builtin.name)' takes a field, and the dimension to reduce as 'axis='.",
    at: stray?.span ?? span, label: stray != nil ? "unexpected keyword" : "not these arguments",
    hint: "write '\(builtin.name)(f(V2E), axis=V2EDim)'")
}

private func axisNeeded(_ builtin: FieldViewBuiltin, _ span: SourceSpan) -> Diagnostic {
  Diagnostic(
    code: TypeCode.argument, "The axis of '\(builtin.name)' must be a dimension.", at: span,
    label: "is no dimension")
}

private func nothingToReduce(
  _ builtin: FieldViewBuiltin, _ e: FoastExpression, _ axis: Dimension, _ type: DataType
) -> Diagnostic {
  let hint: String =
    if axis.kind != .local {
      "reductions run over neighbors only; write a scan operator along a vertical dimension"
    } else {
      "read the neighbors first: '\(e.span.text)(\(axis.name))'"
    }
  return Diagnostic(
    code: TypeCode.argument,
    "'\(builtin.name)' over '\(axis.name)' needs a field with that local dimension, not '\(type)'.",
    at: e.span, label: "has type '\(type)'", hint: hint)
}

private func wrongCondition(_ builtin: FieldViewBuiltin, _ e: FoastExpression) -> Diagnostic {
  let isConcat = builtin == .concatWhere
  let hint: String? =
    switch e.type {
    case .data(.field(let f)) where isConcat && f.dtype == .bool: "write 'where(…)' for a mask"
    case .domain: "write 'concat_where(…)' for a condition on a dimension"
    case .data(.scalar(.bool)): "write 'a if condition else b' for a single 'bool'"
    case .data, .dimension, .error:
      isConcat ? "for example 'K > 0'" : "compare it with something: '!= 0', '> 0.0'"
    }
  return Diagnostic(
    code: TypeCode.condition,
    "The condition of '\(builtin.name)' must be "
      + (isConcat ? "a comparison of a dimension" : "a field of 'bool'") + ", not '\(e.type)'.",
    at: e.span, label: "has type '\(e.type)'", hint: hint)
}

private func choicesDiffer(
  _ builtin: FieldViewBuiltin, _ x: FoastExpression, _ y: FoastExpression, _ a: DataType,
  _ b: DataType
) -> Diagnostic {
  let (first, second) = texts(a, b)
  return Diagnostic(
    code: TypeCode.branches,
    "'\(builtin.name)' chooses between values of one type, not '\(first)' and '\(second)'.",
    at: y.span, label: "has type '\(second)'",
    notes: [Diagnostic.Note("has type '\(first)'", at: x.span)],
    hint: a.dtype != nil && b.dtype != nil ? conversionHint(x, y, a, b) : nil)
}

private func conversionHint(
  _ x: FoastExpression, _ y: FoastExpression, _ a: DataType, _ b: DataType
) -> String? {
  guard let k = a.dtype, let l = b.dtype, k != l else { return difference(a, b) }
  if case .constant = x.kind { return literalHint(x, l) }
  if case .constant = y.kind { return literalHint(y, k) }
  return "convert one of them: 'astype(\(y.span.text), \(k))'"
}

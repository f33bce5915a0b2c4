import Diagnostics
import PythonSyntax
import StencilTypes

extension OperatorTyper {

  /// Types `targets[0] = targets[1] = … = value`.
  mutating func assign(
    _ targets: [Expression], _ value: Expression, _ span: SourceSpan
  ) -> [FoastStatement] {
    let e = expression(value)
    var isDomain: Bool { if case .domain = e.type { true } else { false } }
    for target in targets {
      if case .name(let name) = target.kind { plainAssignments.append((name, target.span)) }
    }
    guard targets.count > 1, !isDomain else { return targets.flatMap { bind($0, to: e) } }
    guard let type = dataType(of: e) else {
      for t in targets { bindError(t) }
      return []
    }
    let temporary = TypedSymbol(name: "__sat_tmp\(chainCount)", type: type, span: span)
    chainCount += 1
    let reference = FoastExpression(.local(temporary.name), e.type, at: e.span)
    return [.assign(temporary, e)] + targets.flatMap { bind($0, to: reference) }
  }

  /// Types `target: annotation = value`.
  mutating func annotatedAssign(
    _ target: Expression, _ annotation: Expression, _ value: Expression?, _ span: SourceSpan
  ) -> [FoastStatement] {
    var expected: TypePattern?
    do throws(DiagnosticError) {
      expected = try TypeAnnotation.pattern(annotation, in: definition.scope)
    } catch {
      diagnostics.report(error.diagnostics)
    }
    guard let value else {
      report(noValue(target, annotation))
      bindError(target)
      return []
    }
    let e = expression(value)
    if case .name(let name) = target.kind { plainAssignments.append((name, target.span)) }
    if let expected, let type = dataType(of: e), !expected.matches(type) {
      report(annotationMismatch(e.span, type, expected, annotation.span))
    }
    return bind(target, to: e)
  }

  /// Binds the names of `target` to `value` or its parts.
  private mutating func bind(_ target: Expression, to value: FoastExpression) -> [FoastStatement] {
    switch target.kind {
    case .name(let name):
      if case .domain = value.type {
        locals.define(name, as: value, at: target.span)
        return []
      }
      guard let type = dataType(of: value) else {
        _ = locals.assign(name, .error, at: target.span)
        return []
      }
      let versioned = locals.assign(name, .data(type), at: target.span)
      return [.assign(TypedSymbol(name: versioned, type: type, span: target.span), value)]
    case .tuple(let targets), .list(let targets):
      return unpack(targets, from: value, at: target.span)
    case .error:
      return []
    case .integer, .float, .string, .bool, .none, .ellipsis, .attribute, .subscript, .slice,
      .call, .unary, .binary, .logical, .compare, .ternary, .dict, .starred, .generator,
      .unsupported:
      report(
        Diagnostic(
          code: TypeCode.target, "Only names can be assigned to.", at: target.span,
          label: "is not a name", hint: "fields are not changed in place: give the result a name"))
      return []
    }
  }

  /// Binds `targets`, one of them perhaps starred, to the elements of `value`.
  private mutating func unpack(
    _ targets: [Expression], from value: FoastExpression, at span: SourceSpan
  ) -> [FoastStatement] {
    guard let type = dataType(of: value) else {
      targets.forEach { bindError($0) }
      return []
    }
    guard let elements = type.elements else {
      report(notATuple(span, type, value.span, count: targets.count))
      targets.forEach { bindError($0) }
      return []
    }
    let stars = targets.indices.filter { targets[$0].isStarred }
    guard stars.count < 2 else {
      report(
        Diagnostic(
          code: TypeCode.unpack, "Only one target can have a star.", at: targets[stars[1]].span,
          label: "second star", hint: "leave one of the stars out"))
      targets.forEach { bindError($0) }
      return []
    }
    let fits = stars.isEmpty ? targets.count == elements.count : targets.count - 1 <= elements.count
    guard fits else {
      report(wrongCount(span, targets.count, elements.count, value.span, starred: !stars.isEmpty))
      targets.forEach { bindError($0) }
      return []
    }
    let temporary = TypedSymbol(name: "__tuple_tmp_\(tupleCount)", type: type, span: span)
    tupleCount += 1
    let whole = FoastExpression(.local(temporary.name), .data(type), at: value.span)
    func element(_ i: Int) -> FoastExpression {
      FoastExpression(.element(whole, i), .data(elements[i]), at: value.span)
    }
    var result: [FoastStatement] = [.assign(temporary, value)]
    var next = 0
    for t in targets {
      guard case .starred(let inner) = t.kind else {
        result += bind(t, to: element(next))
        next += 1
        continue
      }
      let end = next + elements.count - (targets.count - 1)
      let rest = FoastExpression(
        .tuple((next ..< end).map(element)), .data(.tuple(Array(elements[next ..< end]))),
        at: value.span)
      result += bind(inner, to: rest)
      next = end
    }
    return result
  }

  /// Makes the names of `target` known, so that their use is no further mistake.
  private mutating func bindError(_ target: Expression) {
    switch target.kind {
    case .name(let name): _ = locals.assign(name, .error, at: target.span)
    case .tuple(let e), .list(let e): e.forEach { bindError($0) }
    case .starred(let e): bindError(e)
    case .integer, .float, .string, .bool, .none, .ellipsis, .attribute, .subscript, .slice,
      .call, .unary, .binary, .logical, .compare, .ternary, .dict, .generator, .unsupported,
      .error:
      break
    }
  }

}

extension Expression {

  fileprivate var isStarred: Bool {
    if case .starred = kind { true } else { false }
  }

}

// MARK: - Wording

private func noValue(_ target: Expression, _ annotation: Expression) -> Diagnostic {
  Diagnostic(
    code: TypeCode.target, "'\(target.span.text)' is declared without a value.", at: target.span,
    label: "has no value", hint: "write '\(target.span.text): \(annotation.span.text) = …'")
}

private func annotationMismatch(
  _ span: SourceSpan, _ type: DataType, _ expected: TypePattern, _ annotation: SourceSpan
) -> Diagnostic {
  let (found, wanted) =
    expected.type.map { texts(type, $0) } ?? (type.description, expected.description)
  return Diagnostic(
    code: TypeCode.annotation, "The value has type '\(found)', not '\(wanted)' as annotated.",
    at: span, label: "has type '\(found)'",
    notes: [Diagnostic.Note("annotated here", at: annotation)],
    hint: expected.type.flatMap { difference($0, type) })
}

private func notATuple(
  _ span: SourceSpan, _ type: DataType, _ value: SourceSpan, count: Int
) -> Diagnostic {
  Diagnostic(
    code: TypeCode.unpack, "A value of type '\(type)' cannot be unpacked.", at: value,
    label: "is no tuple", notes: [Diagnostic.Note("unpacked into \(count) names", at: span)],
    hint: "assign it to one name")
}

private func wrongCount(
  _ span: SourceSpan, _ targets: Int, _ values: Int, _ value: SourceSpan, starred: Bool
) -> Diagnostic {
  Diagnostic(
    code: TypeCode.unpack,
    "\(values) value\(values == 1 ? "" : "s") cannot be unpacked into "
      + (starred ? "at least \(targets - 1) names." : "\(targets) name\(targets == 1 ? "" : "s")."),
    at: span, label: "\(targets) targets",
    notes: [Diagnostic.Note("\(values) values", at: value)],
    hint: targets < values ? "write '*rest' for a target that takes the remaining values" : nil)
}

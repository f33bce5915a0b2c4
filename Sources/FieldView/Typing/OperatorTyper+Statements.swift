import Diagnostics
import PythonSyntax
import StencilTypes

extension OperatorTyper {

  /// Types a sequence of statements.
  ///
  /// What follows a sure return is typed for its mistakes, and left out.
  mutating func block(_ statements: [Statement]) -> [FoastStatement] {
    var result: [FoastStatement] = []
    var isReachable = true
    for s in statements {
      let before = returned
      let typed = statement(s)
      if isReachable {
        result += typed
      } else {
        returned = before
      }
      if FoastIf.Returns.of(typed) == .always { isReachable = false }
    }
    return result
  }

  private mutating func statement(_ s: Statement) -> [FoastStatement] {
    switch s.kind {
    case .pass: return []
    case .assign(let targets, let value): return assign(targets, value, s.span)
    case .annotatedAssign(let target, let annotation, let value):
      return annotatedAssign(target, annotation, value, s.span)
    case .return(let value): return returnStatement(value, s.span)
    case .if(let condition, let then, let otherwise):
      return ifStatement(condition, then, otherwise, s.span)
    case .expression(let e):
      switch e.kind {
      case .string, .error: break
      case .name, .integer, .float, .bool, .none, .ellipsis, .attribute, .subscript, .slice,
        .call, .unary, .binary, .logical, .compare, .ternary, .tuple, .list, .dict, .starred,
        .generator, .unsupported:
        report(uselessExpression(e, in: container))
      }
    case .function(let f):
      unsupported("nested function", at: f.header, hint: "define '\(f.name.name)' at module level")
    case .class(let c):
      unsupported("class", at: c.name.span, hint: "define '\(c.name.name)' at module level")
    case .import, .importFrom:
      unsupported("import", at: s.span, hint: "import at module level")
    case .typeAlias(let name, _, _):
      unsupported("type statement", at: s.span, hint: "define '\(name.name)' at module level")
    case .unsupported(let what, let binds):
      unsupported(what, at: s.span, hint: rewriteHint(for: what))
      for b in binds { _ = locals.assign(b.name, .error, at: b.span) }
    }
    return []
  }

  private mutating func returnStatement(
    _ value: Expression?, _ span: SourceSpan
  ) -> [FoastStatement] {
    guard let value else {
      report(
        Diagnostic(
          code: TypeCode.returned, "A 'return' must return a value.", at: span,
          label: "returns nothing", hint: "write 'return' with a field, a scalar or a tuple"))
      if returned == nil, let annotatedReturn, let type = annotatedReturn.pattern.type {
        returned = (type, annotatedReturn.span)
      }
      return []
    }
    let e = expression(value)
    guard let type = dataType(of: e) else { return [.return(e)] }
    if let first = returned, first.type != type {
      report(returnsDiffer(type, at: e.span, first: first.type, at: first.span))
    } else if let expected = annotatedReturn, !expected.pattern.matches(type) {
      report(returnMismatch(type, at: e.span, annotated: expected.pattern, at: expected.span))
    }
    if returned == nil { returned = (type, e.span) }
    return [.return(e)]
  }

  /// Reports Python that operators and programs do not have.
  mutating func unsupported(_ what: String, at span: SourceSpan, hint: String? = nil) {
    report(
      Diagnostic(
        code: TypeCode.unsupported, "A \(container) cannot contain \(withArticle(what)).",
        at: span, label: "not part of field view", hint: hint))
  }

}

// MARK: - Wording

private func rewriteHint(for what: String) -> String? {
  if what.hasPrefix("augmented") { return "write 'x = x + e' instead of 'x += e'" }
  if what.contains("loop") {
    return "operators work on whole fields: write the expression for one point, "
      + "or a scan operator for a recurrence along a vertical dimension"
  }
  return nil
}

private func uselessExpression(_ e: Expression, in container: String) -> Diagnostic {
  // `retrun -u` is a difference.
  var first = e
  while case .binary(_, let left, _) = first.kind { first = left }
  let isReturn =
    if case .name(let name) = first.kind { nearest(to: name, among: ["return"]) != nil } else {
      false
    }
  return Diagnostic(
    code: TypeCode.unsupported, "An expression alone does nothing in a \(container).",
    at: e.span, label: "its value is not used",
    hint: isReturn ? "did you mean 'return'?" : "assign it to a name, or return it")
}

private func returnMismatch(
  _ type: DataType, at span: SourceSpan, annotated: TypePattern, at annotation: SourceSpan
) -> Diagnostic {
  let (promised, found) =
    annotated.type.map { texts($0, type) } ?? (annotated.description, type.description)
  return Diagnostic(
    code: TypeCode.returned, "The operator is annotated to return '\(promised)', not '\(found)'.",
    at: annotation, label: "promises '\(promised)'",
    notes: [Diagnostic.Note("this returns '\(found)'", at: span)],
    hint: annotated.type.flatMap { difference($0, type) })
}

private func returnsDiffer(
  _ type: DataType, at span: SourceSpan, first: DataType, at other: SourceSpan
) -> Diagnostic {
  let (found, earlier) = texts(type, first)
  return Diagnostic(
    code: TypeCode.returned, "All 'return' statements must return one type.", at: span,
    label: "returns '\(found)'",
    notes: [Diagnostic.Note("the first one returns '\(earlier)'", at: other)],
    hint: difference(first, type))
}

/// Returns how to get from `actual` to `expected`, if that is simple.
func difference(_ expected: DataType, _ actual: DataType) -> String? {
  guard let k = expected.dtype, let l = actual.dtype, let d = expected.dims, let e = actual.dims
  else { return nil }
  if d == e, k == l { return "declare it as '\(actual)'" }
  if d.map(\.name) == e.map(\.name), d != e {
    return "their dimensions have one name and different kinds: declare them once"
  }
  if d == e { return "write 'astype(…, \(k))' to convert from '\(l)'" }
  if k == l, Set(e).isSubset(of: d) {
    let dims = d.map(\.name).joined(separator: ", ") + (d.count == 1 ? "," : "")
    return "write 'broadcast(…, (\(dims)))' to extend it"
  }
  return k == l && e.contains { $0.kind == .local }
    ? "reduce the neighbors with 'neighbor_sum(…, axis=…)', 'max_over' or 'min_over'" : nil
}

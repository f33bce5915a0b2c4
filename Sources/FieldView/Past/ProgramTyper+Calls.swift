import Diagnostics
import PythonSyntax
import StencilTypes

extension ProgramTyper {

  /// Types `function(arguments…, out=…, domain=…)`; `nil` if there were mistakes.
  mutating func call(
    _ function: Expression, _ arguments: [Argument], at span: SourceSpan
  ) -> PastCall? {
    let isWord = { (a: Argument, word: String) in a.name?.name == word }
    let ordinary = arguments.filter { !isWord($0, "out") && !isWord($0, "domain") }
    guard let callee = callee(function, ordinary) else { return nil }
    let values = matched(ordinary, to: callee, at: function.span)
    guard let out = arguments.first(where: { isWord($0, "out") }) else {
      report(missingOut(callee, at: span))
      return nil
    }
    let target = self.target(out.value)
    let domain = arguments.first { isWord($0, "domain") }
    guard let values, let target else {
      if let domain { _ = self.domain(domain.value) }
      return nil
    }
    let result = callee.resultType(of: values.compactMap { $0.type.data })
    guard result == target.type else {
      report(wrongOut(callee, result, target))
      return nil
    }
    checkOverlap(target)
    guard let domain else {
      return PastCall(
        callee: callee, arguments: values, target: target, domain: nil, span: span)
    }
    if target.parameters.contains(where: { !$0.slices.isEmpty }) {
      report(domainAndSlice(domain.value.span, target))
      return nil
    }
    guard let typed = self.domain(domain.value), check(typed, against: result) else { return nil }
    return PastCall(
      callee: callee, arguments: values, target: target, domain: typed, span: span)
  }

  /// Returns the operator that `function` names, for `arguments`.
  private mutating func callee(
    _ function: Expression, _ arguments: [Argument]
  ) -> FoastOperatorDefinition? {
    guard case .name(let name) = function.kind else {
      report(calledByExpression(function))
      return nil
    }
    switch expressions.meaning(ofName: name, at: function.span) {
    case .error: return nil
    case .local(let e):
      report(notAnOperator(name, "of type '\(e.type)'", at: function.span))
      return nil
    case .module(.fieldOperator(let definition)):
      var answer = operators.answer(for: definition)
      if case .open(let o) = answer {
        guard let instance = instance(of: o, arguments, at: function.span) else { return nil }
        answer = operators.answer(for: instance)
      }
      switch answer {
      case .typed(let o):
        expressions.captures.add(name, o)
        return o
      case .failed, .recursive, .open:
        expressions.hasFailedCallee = true
        return nil
      }
    case .module(let value):
      report(notAnOperator(name, value.phrase, at: function.span))
      return nil
    }
  }

  /// Returns `o` for the types of `arguments`; `nil`, with a report, if they do not fit.
  private mutating func instance(
    of o: OpenOperator, _ arguments: [Argument], at span: SourceSpan
  ) -> FieldOperatorDefinition? {
    guard let values = matched(arguments, to: o.names, callee: o.words, at: span) else {
      return nil
    }
    let types = values.compactMap(\.type.data)
    guard types.count == values.count else { return nil }
    do throws(DiagnosticError) {
      return try o.instance(for: types, at: values.map(\.span))
    } catch {
      expressions.diagnostics.report(error.diagnostics)
      return nil
    }
  }

  /// Returns the arguments in the order of the callee's parameters.
  private mutating func matched(
    _ arguments: [Argument], to callee: FoastOperatorDefinition, at span: SourceSpan
  ) -> [FoastExpression]? {
    let parameters = callee.callParameters
    guard
      let values = matched(
        arguments, to: parameters.map(\.name), callee: callee.words, at: span)
    else { return nil }
    var fits = true
    for (p, v) in zip(parameters, values) {
      guard let type = v.type.data else {
        fits = false
        continue
      }
      if let mismatch = callee.mismatch(p, type, at: v.span) {
        report(mismatch)
        fits = false
      }
    }
    return fits ? values : nil
  }

  /// Returns the arguments in the order of `parameters`.
  private mutating func matched(
    _ arguments: [Argument], to parameters: [String], callee: String, at span: SourceSpan
  ) -> [FoastExpression]? {
    let values = arguments.map { (argument: $0, value: argument($0.value)) }
    if let i = arguments.indices.dropLast().first(where: {
      arguments[$0].name != nil && arguments[$0 + 1].name == nil
    }) {
      report(positionalAfterKeyword(arguments[i + 1].value.span))
      return nil
    }
    let matching = ArgumentMatching(
      parameters: parameters,
      positional: values.filter { $0.argument.name == nil }.map { ($0.value, $0.value.span) },
      keywords: values.compactMap { a in a.argument.name.map { ($0.name, a.value, $0.span) } },
      callee: callee, at: span)
    expressions.diagnostics.report(matching.diagnostics)
    return matching.diagnostics.isEmpty ? matching.values.compactMap { $0 } : nil
  }

  // MARK: Expressions

  /// Types an argument: a parameter, a constant, arithmetic of scalars, or a tuple of those.
  mutating func argument(_ e: Expression) -> FoastExpression {
    if case .call(let function, _) = e.kind, case .name(let name) = function.kind,
      case .module(.fieldOperator) = expressions.meaning(ofName: name, at: function.span)
    {
      report(nestedCall(name, at: e.span))
      return .error(at: e.span)
    }
    if let whole = slicedField(e) { return whole }
    let typed = expressions.expression(e)
    guard typed.type != .error, checkExpression(typed) else { return .error(at: e.span) }
    guard typed.type.data != nil else {
      report(noArgument(typed))
      return .error(at: e.span)
    }
    return typed.foldingSigns
  }

  /// Returns the field that `e` is a slice of, which can be called but not lowered; `nil` if it is
  /// none.
  private mutating func slicedField(_ e: Expression) -> FoastExpression? {
    guard case .subscript(let value, let index) = e.kind, case .name(let name) = value.kind,
      let p = parameters.first(where: { $0.name == name }), p.type.isField
    else { return nil }
    let parts: [Expression] = if case .tuple(let e) = index.kind { e } else { [index] }
    guard parts.contains(where: { if case .slice = $0.kind { true } else { false } }) else {
      return nil
    }
    unlowerable.append(slicedArgument(p, at: index.span))
    return expressions.expression(value)
  }

  /// Reports what an operator may compute but a program may not.
  private mutating func checkExpression(_ e: FoastExpression) -> Bool {
    switch e.kind {
    case .local, .constant: return true
    case .unary(let op, let operand):
      guard op == .minus, e.literal != nil else {
        report(signedName(op, operand, at: e.span))
        return false
      }
      return true
    case .binary(_, let l, let r):
      return checkScalar(l) && checkScalar(r) && checkExpression(l) && checkExpression(r)
    case .builtin(.scalar(.binary(.minimum)), let operands),
      .builtin(.scalar(.binary(.maximum)), let operands):
      return operands.allSatisfy { checkScalar($0) && checkExpression($0) }
    case .tuple(let elements), .construct(_, let elements):
      return elements.allSatisfy { checkExpression($0) }
    case .element(let value, _), .member(let value, _, _): return checkExpression(value)
    case .string, .dimension, .neighbor, .compare, .ternary, .shift, .call,
      .builtin, .reduction, .broadcast, .cast, .error:
      report(noProgramExpression(e))
      return false
    }
  }

  private mutating func checkScalar(_ e: FoastExpression) -> Bool {
    if case .scalar? = e.type.data { return true }
    report(fieldArithmetic(e))
    return false
  }

}

extension FoastExpression {

  /// The expression with signs of literals taken into them: programs have negative literals.
  var foldingSigns: FoastExpression {
    switch kind {
    case .unary(.plus, let e): return e.foldingSigns
    case .unary(.minus, let e):
      guard case .scalar(let v)? = literal else {
        return FoastExpression(.unary(.minus, e.foldingSigns), type, at: span)
      }
      return FoastExpression(.constant(v), type, at: span)
    case .binary(let op, let l, let r):
      return FoastExpression(.binary(op, l.foldingSigns, r.foldingSigns), type, at: span)
    case .tuple(let e):
      return FoastExpression(.tuple(e.map(\.foldingSigns)), type, at: span)
    case .builtin(let b, let e):
      return FoastExpression(.builtin(b, e.map(\.foldingSigns)), type, at: span)
    case .local, .constant, .string, .dimension, .element, .member, .neighbor, .unary, .compare,
      .ternary, .shift, .call, .reduction, .broadcast, .cast, .construct, .error:
      return self
    }
  }

}

// MARK: - Wording

private func missingOut(_ callee: FoastOperatorDefinition, at span: SourceSpan) -> Diagnostic {
  Diagnostic(
    code: TypeCode.out, "The call of \(callee.words) does not say where its result goes.",
    at: span, label: "'out=' is missing", hint: "add 'out=' and a parameter of the program")
}

private func wrongOut(
  _ callee: FoastOperatorDefinition, _ result: DataType, _ target: PastTarget
) -> Diagnostic {
  let (returned, out) = texts(result, target.type)
  return Diagnostic(
    code: TypeCode.out, "The \(callee.words) returns '\(returned)', 'out' is '\(out)'.",
    at: target.span, label: "has type '\(out)'",
    notes: [Diagnostic.Note("the operator is defined here", at: callee.span)],
    hint: "give a target of type '\(returned)'")
}

private func calledByExpression(_ e: Expression) -> Diagnostic {
  callError(
    "Operators are called by their own names.", at: e.span, "not a name",
    hint: "import the operator: 'from … import …'")
}

private func notAnOperator(_ name: String, _ words: String, at span: SourceSpan) -> Diagnostic {
  callError(
    "'\(name)' is no operator: it is \(words).", at: span, "cannot be called in a program",
    hint: "programs call field operators and scan operators")
}

private func nestedCall(_ name: String, at span: SourceSpan) -> Diagnostic {
  callError(
    "The call of '\(name)' cannot be an argument in a program.", at: span,
    "computes a field without a place to store it",
    hint: "call '\(name)' inside an operator, or by a statement of its own with 'out='")
}

private func callError(
  _ message: String, at span: SourceSpan, _ label: String, hint: String
) -> Diagnostic {
  Diagnostic(code: TypeCode.programCall, message, at: span, label: label, hint: hint)
}

private func slicedArgument(_ p: TypedSymbol, at span: SourceSpan) -> Diagnostic {
  expressionError(
    "'\(p.name)' is passed as a whole: a program cannot slice what an operator reads.", at: span,
    "slice of an argument", hint: "say with 'domain=' where the operator computes")
}

private func noArgument(_ e: FoastExpression) -> Diagnostic {
  expressionError("A \(e.type) cannot be an argument.", at: e.span, "is no value", hint: nil)
}

private func fieldArithmetic(_ e: FoastExpression) -> Diagnostic {
  expressionError(
    "A program computes with scalars only, not with '\(e.type)'.", at: e.span,
    "has type '\(e.type)'", hint: "compute with fields inside an operator")
}

private func signedName(
  _ op: UnaryOperator, _ operand: FoastExpression, at span: SourceSpan
) -> Diagnostic {
  op == .minus
    ? expressionError(
      "In a program '-' stands in front of literals only.", at: span, "not a literal",
      hint: "write '0 - \(operand.span.text)'")
    : expressionError(
      "Programs have no '\(op.rawValue)'.", at: span, "sign", hint: "leave it out")
}

private func noProgramExpression(_ e: FoastExpression) -> Diagnostic {
  expressionError(
    "A program cannot compute this.", at: e.span,
    "not a parameter, a constant or arithmetic of scalars", hint: "compute it inside an operator")
}

private func expressionError(
  _ message: String, at span: SourceSpan, _ label: String, hint: String?
) -> Diagnostic {
  Diagnostic(code: TypeCode.programExpression, message, at: span, label: label, hint: hint)
}

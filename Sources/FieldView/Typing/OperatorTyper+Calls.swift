import Diagnostics
import PythonSyntax
import StencilTypes

extension OperatorTyper {

  mutating func call(
    _ function: Expression, _ arguments: [Argument], at span: SourceSpan
  ) -> FoastExpression {
    switch meaning(of: function) {
    case .error:
      arguments.forEach { checkNames(in: $0.value) }
      return .error(at: span)
    case .local(let e): return shiftCall(e, arguments, at: span)
    case .module(let value):
      if case .attribute(_, let name) = function.kind, value.isCallable {
        report(calledThroughMember(function.span, name.name, value))
        return .error(at: span)
      }
      return call(value, function, arguments, at: span)
    }
  }

  private mutating func call(
    _ value: ModuleValue, _ function: Expression, _ arguments: [Argument], at span: SourceSpan
  ) -> FoastExpression {
    switch value {
    case .fieldOperator(let definition):
      let typed = arguments.map { (argument: $0, value: expression($0.value)) }
      return call(definition, function, typed, at: span)
    case .builtin(let builtin): return call(builtin, arguments, at: span)
    case .type(.scalar(let kind)): return construct(kind, arguments, at: span)
    case .type(.named(let type)): return construct(type, arguments, at: span)
    case .library(.tuple): return tuple(of: arguments, at: span)
    case .dimension(let d) where arguments.count == 1:
      report(indexAsValue(span, d, arguments[0].value.span.text))
      return .error(at: span)
    case .dimension, .dimensionKind, .offset, .constant, .string, .tuple, .type, .openTuple,
      .genericField, .typeVariable, .dims, .program, .namespace, .module, .generic,
      .scalarFunction, .library, .skipped:
      report(notCallable(function.span, value.phrase))
      return .error(at: span)
    }
  }

  /// Types an argument that cannot be right anyway, for the mistakes in it.
  private mutating func checkNames(in e: Expression) {
    switch e.kind {
    case .name, .attribute: break
    case .integer, .float, .string, .bool, .none, .ellipsis, .subscript, .slice, .call, .unary,
      .binary, .logical, .compare, .ternary, .tuple, .list, .dict, .starred, .generator,
      .unsupported, .error:
      // Without the function only the names in it are certainly wrong.
      let before = diagnostics
      _ = expression(e)
      let new = diagnostics.diagnostics.dropFirst(before.diagnostics.count)
      diagnostics = before
      diagnostics.report(new.filter { Self.nameCodes.contains($0.code) })
    }
  }

  private static let nameCodes: Set = [
    TypeCode.undeclared.rawValue, TypeCode.unassigned.rawValue, TypeCode.member.rawValue,
  ]

}

// MARK: - Operators and constructors

extension OperatorTyper {

  private mutating func call(
    _ definition: FieldOperatorDefinition, _ function: Expression,
    _ typed: [(argument: Argument, value: FoastExpression)], at span: SourceSpan
  ) -> FoastExpression {
    let callee: FoastOperatorDefinition
    switch operators.answer(for: definition) {
    case .typed(let o): callee = o
    case .open(let o):
      guard let instance = instance(of: o, typed, at: function.span) else {
        return .error(at: span)
      }
      return call(instance, function, typed, at: span)
    case .failed:
      hasFailedCallee = true
      return .error(at: span)
    case .recursive:
      report(recursive(definition, at: function.span))
      return .error(at: span)
    }
    captures.add(function.span.text, callee)
    let parameters = callee.callParameters
    for name in ["out", "domain"] where !parameters.contains(where: { $0.name == name }) {
      if let a = typed.first(where: { $0.argument.name?.name == name })?.argument.name {
        report(programOnly(a))
        return .error(at: span)
      }
    }
    guard
      let values = match(typed, to: parameters.map(\.name), callee: callee.words, at: function.span)
    else { return .error(at: span) }
    var types: [DataType] = []
    for (p, v) in zip(parameters, values) {
      guard let type = dataType(of: v) else { continue }
      if let d = callee.mismatch(p, type, at: v.span) { report(d) } else { types.append(type) }
    }
    guard types.count == parameters.count else { return .error(at: span) }
    return FoastExpression(
      .call(callee, values), .data(callee.resultType(of: types)), at: span)
  }

  /// Returns `o` for the types of the arguments; `nil`, with a report, if they do not fit.
  private mutating func instance(
    of o: OpenOperator, _ arguments: [(argument: Argument, value: FoastExpression)],
    at span: SourceSpan
  ) -> FieldOperatorDefinition? {
    guard let values = match(arguments, to: o.names, callee: o.words, at: span) else { return nil }
    let types = values.compactMap { dataType(of: $0) }
    guard types.count == values.count else { return nil }
    do throws(DiagnosticError) {
      return try o.instance(for: types, at: values.map(\.span))
    } catch {
      diagnostics.report(error.diagnostics)
      return nil
    }
  }

  /// Returns the arguments in the order of `parameters`; `nil`, with a report, if they do not fit.
  private mutating func match(
    _ arguments: [(argument: Argument, value: FoastExpression)], to parameters: [String],
    callee: String, at span: SourceSpan
  ) -> [FoastExpression]? {
    if let i = arguments.indices.dropLast().first(where: {
      arguments[$0].argument.name != nil && arguments[$0 + 1].argument.name == nil
    }) {
      report(positionalAfterKeyword(arguments[i + 1].value.span))
      return nil
    }
    let matching = ArgumentMatching(
      parameters: parameters,
      positional: arguments.filter { $0.argument.name == nil }.map { ($0.value, $0.value.span) },
      keywords: arguments.compactMap { a in
        a.argument.name.map { ($0.name, a.value, $0.span) }
      }, callee: callee, at: span)
    diagnostics.report(matching.diagnostics)
    return matching.diagnostics.isEmpty ? matching.values.compactMap { $0 } : nil
  }

  private mutating func construct(
    _ type: NamedCollectionType, _ arguments: [Argument], at span: SourceSpan
  ) -> FoastExpression {
    let typed = arguments.map { (argument: $0, value: expression($0.value)) }
    guard
      let values = match(
        typed, to: type.members.map(\.name), callee: "constructor of '\(type.name)'", at: span)
    else { return .error(at: span) }
    var fits = true
    for (m, v) in zip(type.members, values) {
      guard let actual = dataType(of: v) else {
        fits = false
        continue
      }
      if !accepts(m.type, actual) {
        fits = false
        report(
          argumentMismatch(
            m.name, "'\(type.name)'", expected: m.type, got: actual, at: v.span, declared: nil))
      }
    }
    return fits
      ? FoastExpression(.construct(type, values), .data(.named(type)), at: span) : .error(at: span)
  }

  /// Types `float32(2.0)`, `wpfloat("0.5")`: a literal of another type.
  private mutating func construct(
    _ kind: ScalarKind, _ arguments: [Argument], at span: SourceSpan
  ) -> FoastExpression {
    guard arguments.count == 1, arguments[0].name == nil else {
      report(constructorArguments(kind, at: span))
      return .error(at: span)
    }
    do throws(DiagnosticError) {
      if let integer = arguments[0].value.signedInteger {
        return .constant(
          try ScalarConstructor.apply(kind, to: integer, at: arguments[0].value.span), at: span)
      }
      let e = expression(arguments[0].value)
      if e.type == .error { return .error(at: span) }
      guard let value = e.literal else {
        report(notALiteral(kind, e))
        return .error(at: span)
      }
      return .constant(
        try ScalarConstructor.apply(kind, to: value.moduleValue, at: e.span), at: span)
    } catch {
      diagnostics.report(error.diagnostics)
      return .error(at: span)
    }
  }

}

extension Expression {

  /// The value of an integer literal, perhaps with a sign, which may exceed every type; `nil` for
  /// anything else.
  fileprivate var signedInteger: Int128? {
    switch kind {
    case .integer(let i): i
    case .unary(.minus, let operand): operand.signedInteger.map { 0 &- $0 }
    case .unary(.plus, let operand): operand.signedInteger
    case .name, .float, .string, .bool, .none, .ellipsis, .attribute, .subscript, .slice, .call,
      .unary, .binary, .logical, .compare, .ternary, .tuple, .list, .dict, .starred, .generator,
      .unsupported, .error:
      nil
    }
  }

}

extension ModuleValue {

  fileprivate var isCallable: Bool {
    switch self {
    case .fieldOperator, .builtin, .type, .program: true
    case .dimension, .dimensionKind, .offset, .constant, .string, .tuple, .openTuple,
      .genericField, .typeVariable, .dims, .namespace, .module, .generic, .scalarFunction,
      .library, .skipped:
      false
    }
  }

}

// MARK: - Wording

private func notCallable(_ span: SourceSpan, _ words: String) -> Diagnostic {
  Diagnostic(
    code: TypeCode.notCallable, "'\(span.text)' is \(words) and cannot be called here.", at: span,
    label: "is not callable", hint: words == "a program" ? "call its operators instead" : nil)
}

private func indexAsValue(
  _ span: SourceSpan, _ dimension: Dimension, _ number: String
) -> Diagnostic {
  Diagnostic(
    code: TypeCode.notCallable, "'\(span.text)' is an index of \(dimension.name), not a number.",
    at: span, label: "is no value", hint: "write '\(number)'")
}

private func calledThroughMember(
  _ span: SourceSpan, _ name: String, _ value: ModuleValue
) -> Diagnostic {
  Diagnostic(
    code: TypeCode.notCallable, "Functions are called by their own name, not through a module.",
    at: span, label: "\(value.phrase) of a module",
    hint: "import it, 'from … import \(name)', and write '\(name)(…)'")
}

private func recursive(_ definition: FieldOperatorDefinition, at span: SourceSpan) -> Diagnostic {
  Diagnostic(
    code: TypeCode.recursion, "Operator '\(definition.name)' calls itself.", at: span,
    label: "recursive call",
    notes: [Diagnostic.Note("defined here", at: definition.syntax.name.span)],
    hint: "write a scan operator for a recurrence along a vertical dimension")
}

private func programOnly(_ name: Identifier) -> Diagnostic {
  Diagnostic(
    code: TypeCode.keyword, "'\(name.name)=' is written in programs only.", at: name.span,
    label: "not inside an operator", hint: "use the value that the call returns")
}

func positionalAfterKeyword(_ span: SourceSpan) -> Diagnostic {
  Diagnostic(
    code: TypeCode.keyword, "A positional argument cannot follow a keyword argument.", at: span,
    label: "by position", hint: "move it to the front, or give its name")
}

private func constructorArguments(_ kind: ScalarKind, at span: SourceSpan) -> Diagnostic {
  Diagnostic(
    code: TypeCode.literal, "'\(kind)(…)' takes one literal.", at: span,
    label: "not one argument", hint: "for example '\(kind)(2)'")
}

private func notALiteral(_ kind: ScalarKind, _ e: FoastExpression) -> Diagnostic {
  Diagnostic(
    code: TypeCode.literal, "'\(kind)(…)' takes only literals and constants.", at: e.span,
    label: "is computed", hint: "write 'astype(\(e.span.text), \(kind))'")
}

import Diagnostics
import PythonSyntax
import StencilTypes

extension ModuleEvaluator {

  /// Returns what the class `definition` is to field view: a namespace of constants, a named
  /// collection, or something to skip.
  func evaluate(_ definition: ClassDefinition) throws(DiagnosticError) -> ModuleValue {
    // Of other decorators, like those that register a class, it is taken that they return it.
    var isDataclass = false
    for decorator in definition.decorators {
      var callee = decorator
      if case .call(let head, _) = decorator.kind { callee = head }
      if case .library(.dataclass) = try evaluate(callee) { isDataclass = true }
    }
    let name = definition.name
    if isDataclass {
      guard definition.bases.isEmpty else {
        return .skipped(what: "a dataclass with bases", at: name.span)
      }
      return try collection(definition, allowsDefaults: false)
    }
    var scalar: ScalarKind?
    for base in definition.bases where base.name == nil {
      switch try evaluate(base.value) {
      case .library(.namedTuple): return try collection(definition, allowsDefaults: true)
      case .library(.enumeration), .library(.integerEnumeration), .library(.frozenNamespace):
        return try namespace(definition, scalar, areFlags: false)
      case .library(.flags): return try namespace(definition, scalar, areFlags: true)
      case .type(.scalar(.string)): continue
      case .type(.scalar(let kind)): scalar = base.value.isPythonInteger ? nil : kind
      // Tuples stay what they are, and a base of Python's own adds no members.
      case .dimension, .dimensionKind, .offset, .constant, .string, .tuple, .type, .openTuple,
        .genericField, .typeVariable, .dims, .builtin, .fieldOperator, .program, .namespace,
        .module, .generic, .scalarFunction, .library, .skipped:
        continue
      }
    }
    return .skipped(
      what: definition.bases.first.map { "a class with the base '\($0.value.span.text)'" }
        ?? "a plain class", at: name.span)
  }

  // MARK: Constants

  /// Returns the members of an enumeration or namespace, made `scalar` if it has such a base.
  private func namespace(
    _ definition: ClassDefinition, _ scalar: ScalarKind?, areFlags: Bool
  ) throws(DiagnosticError) -> ModuleValue {
    let inner = LocalNames(name: definition.name.name, outer: scope)
    var counter: Int128 = 0
    for statement in definition.body {
      guard let (target, value) = Self.member(statement) else { continue }
      var result = try ModuleEvaluator(scope: inner).memberValue(
        value, after: counter, isFlag: areFlags)
      if let scalar, case .constant = result {
        result = .constant(try ScalarConstructor.apply(scalar, to: result, at: value.span))
      }
      if case .constant(let c) = result, let i = c.integer { counter = i }
      inner.define(target, result)
    }
    return .namespace(name: definition.name.name, members: inner.members)
  }

  /// Returns name and value of a member that `statement` defines.
  private static func member(_ statement: Statement) -> (name: String, value: Expression)? {
    let target: Expression
    let value: Expression
    switch statement.kind {
    case .assign(let targets, let v) where targets.count == 1: (target, value) = (targets[0], v)
    case .annotatedAssign(let t, _, let v?): (target, value) = (t, v)
    case .assign, .annotatedAssign, .return, .if, .pass, .expression, .function, .class, .import,
      .importFrom, .typeAlias, .unsupported:
      return nil
    }
    guard case .name(let name) = target.kind else { return nil }
    return (name, value)
  }

  /// Returns the value of a member; `auto()` is one more than the member before, and the next
  /// power of two among flags.
  private func memberValue(
    _ expression: Expression, after previous: Int128, isFlag: Bool
  ) throws(DiagnosticError) -> ModuleValue {
    if case .call(let callee, let arguments) = expression.kind, arguments.isEmpty,
      case .library(.auto) = try evaluate(callee),
      let next = ScalarValue(
        pythonInteger: isFlag ? 1 << Int128(128 - previous.leadingZeroBitCount) : previous + 1)
    {
      return .constant(next)
    }
    return try evaluate(expression)
  }

  // MARK: Named collections

  private func collection(
    _ definition: ClassDefinition, allowsDefaults: Bool
  ) throws(DiagnosticError) -> ModuleValue {
    var members: [NamedCollectionType.Member] = []
    for statement in definition.body {
      switch statement.kind {
      case .annotatedAssign(let target, let annotation, let value):
        guard case .name(let name) = target.kind else { continue }
        if let value, !allowsDefaults { throw DiagnosticError(.hasDefault(name, at: value.span)) }
        let type = try TypeAnnotation.evaluate(annotation, in: scope)
        members.append(NamedCollectionType.Member(name: name, type: type))
      case .pass, .expression, .unsupported, .assign: continue
      case .return, .if, .function, .class, .import, .importFrom, .typeAlias:
        throw DiagnosticError(.badClassBody(at: statement.span))
      }
    }
    guard !members.isEmpty else { throw DiagnosticError(.noMembers(definition.name)) }
    return .type(
      .named(NamedCollectionType(name: definition.name.name, members: members)))
  }

}

extension Diagnostic {

  fileprivate static func hasDefault(_ member: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.classBody, "Member '\(member)' of a dataclass has a default value.",
      at: span, hint: "remove it: the members of a named collection are all given")
  }

  fileprivate static func badClassBody(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.classBody, "A named collection has annotated members only.", at: span,
      hint: "write 'name: type'")
  }

  fileprivate static func noMembers(_ name: Identifier) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.classBody, "The named collection '\(name.name)' has no members.",
      at: name.span, hint: "write 'name: type' in its body")
  }

}

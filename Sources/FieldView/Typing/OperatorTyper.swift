import Diagnostics
import PythonSyntax
import StencilTypes

/// Types one operator: renames its locals, resolves its names, folds captured constants.
///
/// It goes on after a mistake, to report the others too.
struct OperatorTyper {

  let definition: FieldOperatorDefinition
  let operators: TypedOperators

  /// What the body belongs to, for messages: "field operator".
  let container: String

  /// The names that the body assigns anywhere.
  let assigned: [String: SourceSpan]

  var locals = LocalScope()
  var diagnostics = DiagnosticBag()
  var captures = CaptureCollector()

  /// What the names of the module that were met mean: each lookup evaluates the definition anew.
  var moduleNames: [String: ModuleValue] = [:]

  /// The type that the first `return` gave, and where.
  var returned: (type: DataType, span: SourceSpan)?

  /// The annotated return type.
  var annotatedReturn: (pattern: TypePattern, span: SourceSpan)?

  /// The local names that are read somewhere, and the first assignments of those that are not
  /// parts of a tuple.
  var readNames: Set<String> = []
  var plainAssignments: [(name: String, span: SourceSpan)] = []

  /// Whether an operator that is called has mistakes, which were reported.
  var hasFailedCallee = false

  /// The number of temporaries that unpacking and chained assignments made.
  var tupleCount = 0, chainCount = 0

  init(
    _ definition: FieldOperatorDefinition, operators: TypedOperators, container: String? = nil
  ) {
    self.definition = definition
    self.operators = operators
    self.container =
      container ?? (definition.scan == nil ? "field operator" : "scan operator")
    assigned = assignedNames(in: definition.syntax.body)
  }

  /// Returns the typed operator; `nil` if there were mistakes.
  mutating func type() -> FoastOperatorDefinition? {
    let syntax = definition.syntax
    report(reservedName(syntax.name))
    let parameters = self.parameters()
    if let annotation = syntax.returns { annotatedReturn = returnType(annotation) }
    let body = block(syntax.body)
    if FoastIf.Returns.of(body) != .always, !diagnostics.hasErrors {
      report(missingReturn(FoastIf.Returns.of(body)))
    }
    if !diagnostics.hasErrors { reportUnreadNames() }
    let scan = definition.scan.flatMap { self.scan($0, parameters: parameters) }
    guard !diagnostics.hasErrors, !hasFailedCallee, let returned,
      (scan != nil) == (definition.scan != nil)
    else {
      return nil
    }
    return FoastOperatorDefinition(
      name: definition.name, span: syntax.name.span, parameters: parameters, body: body,
      returnType: returned.type, scan: scan, captures: captures.captures,
      warnings: diagnostics.diagnostics.filter { $0.severity == .warning })
  }

  mutating func report(_ diagnostic: Diagnostic) { diagnostics.report(diagnostic) }

  mutating func report(_ others: [Diagnostic]) { diagnostics.report(others) }

}

extension OperatorTyper {

  private mutating func parameters() -> [TypedSymbol] {
    var result: [TypedSymbol] = []
    report(duplicateParameters(definition.syntax))
    for (i, p) in definition.syntax.parameters.enumerated() {
      let given = definition.parameterTypes?[i]
      guard let type = given ?? parameterType(p, in: definition.scope, &diagnostics) else {
        locals.declare(parameter: p.name.name, .error, at: p.name.span)
        continue
      }
      locals.declare(parameter: p.name.name, .data(type), at: p.name.span)
      result.append(TypedSymbol(name: p.name.name, type: type, span: p.name.span))
    }
    return result
  }

  /// Warns of local names that are assigned and never read; those that begin with `_` are meant so.
  private mutating func reportUnreadNames() {
    var seen: Set<String> = []
    for (name, span) in plainAssignments
    where !readNames.contains(name) && !name.hasPrefix("_") && seen.insert(name).inserted {
      report(
        Diagnostic(
          .warning, code: TypeCode.unread, "'\(name)' is assigned and never read.", at: span,
          label: "is not used", hint: "remove it, or call it '_\(name)' if that is meant"))
    }
  }

  private mutating func returnType(_ annotation: Expression) -> (TypePattern, SourceSpan)? {
    do throws(DiagnosticError) {
      return (try TypeAnnotation.pattern(annotation, in: definition.scope), annotation.span)
    } catch {
      diagnostics.report(error.diagnostics)
      return nil
    }
  }

  private func missingReturn(_ returns: FoastIf.Returns) -> Diagnostic {
    let name = definition.syntax.name
    return Diagnostic(
      code: TypeCode.noReturn,
      returns == .never
        ? "Operator '\(name.name)' does not return a value."
        : "Operator '\(name.name)' does not return a value on every path.",
      at: name.span, label: returns == .never ? "has no 'return'" : "can end without 'return'",
      hint: "end the body with 'return' and the result")
  }

}

/// Returns the type of a parameter of an operator or a program; `nil` if it is wrong.
func parameterType(
  _ p: FunctionParameter, in scope: any ModuleScope, _ diagnostics: inout DiagnosticBag
) -> DataType? {
  let name = p.name.name
  switch p.kind {
  case .normal: break
  case .positionalOnly, .variadic, .keywordOnly, .keywords:
    diagnostics.report(
      Diagnostic(
        code: TypeCode.parameter, "Parameter '\(name)' must be an ordinary parameter.",
        at: p.name.span, label: p.kind.words,
        hint: "parameters are written 'name: type', without '*' and '/'"))
    return nil
  }
  guard let annotation = p.annotation else {
    diagnostics.report(
      Diagnostic(
        code: TypeCode.parameter, "Parameter '\(name)' has no type.", at: p.name.span,
        label: "write its type here",
        hint: "for example '\(name): gtx.Field[[I, K], float]' or '\(name): float'"))
    return nil
  }
  do throws(DiagnosticError) {
    return try TypeAnnotation.evaluate(annotation, in: scope)
  } catch {
    diagnostics.report(error.diagnostics)
    return nil
  }
}

/// Returns a message if `name`, of an operator or a program, is that of a builtin.
func reservedName(_ name: Identifier) -> [Diagnostic] {
  let isFunction = FieldViewBuiltin.allCases.contains { $0.name == name.name }
  guard isFunction || Library.scalarTypes[name.name] != nil else { return [] }
  return [
    Diagnostic(
      code: TypeCode.parameter, "'\(name.name)' is the name of a builtin.", at: name.span,
      label: "is taken", hint: "give the function another name")
  ]
}

/// Returns a message for each parameter whose name an earlier one has.
func duplicateParameters(_ syntax: PythonSyntax.FunctionDefinition) -> [Diagnostic] {
  var seen: [String: SourceSpan] = [:]
  return syntax.parameters.compactMap { p in
    guard let first = seen.updateValue(p.name.span, forKey: p.name.name) else { return nil }
    return Diagnostic(
      code: TypeCode.parameter, "There are two parameters '\(p.name.name)'.", at: p.name.span,
      label: "second one", notes: [Diagnostic.Note("first one", at: first)],
      hint: "give each parameter a name of its own")
  }
}

extension FunctionParameter.Kind {

  fileprivate var words: String {
    switch self {
    case .positionalOnly: "positional only"
    case .normal: "ordinary"
    case .variadic: "takes any number of values"
    case .keywordOnly: "keyword only"
    case .keywords: "takes any keywords"
    }
  }

}

/// Returns the names that `statements` assign, with the place of their first assignment.
private func assignedNames(in statements: [Statement]) -> [String: SourceSpan] {
  var result: [String: SourceSpan] = [:]
  func add(_ target: Expression) {
    switch target.kind {
    case .name(let n): if result[n] == nil { result[n] = target.span }
    case .tuple(let e), .list(let e): e.forEach(add)
    case .starred(let e): add(e)
    case .integer, .float, .string, .bool, .none, .ellipsis, .attribute, .subscript, .slice,
      .call, .unary, .binary, .logical, .compare, .ternary, .dict, .generator, .unsupported,
      .error:
      break
    }
  }
  func visit(_ statements: [Statement]) {
    for s in statements {
      switch s.kind {
      case .assign(let targets, _): targets.forEach(add)
      case .annotatedAssign(let target, _, _): add(target)
      case .if(_, let then, let otherwise):
        visit(then)
        visit(otherwise)
      case .unsupported(_, let binds):
        for b in binds where result[b.name] == nil { result[b.name] = b.span }
      case .return, .pass, .expression, .function, .class, .import, .importFrom,
        .typeAlias:
        break
      }
    }
  }
  visit(statements)
  return result
}

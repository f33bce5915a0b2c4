import Diagnostics
import PythonSyntax
import StencilTypes

/// Types one program.
///
/// It goes on after a mistake, to report the others too.
///
/// Expressions of programs are those of operators, but for what `checkExpression` leaves out.
struct ProgramTyper {

  let definition: ProgramDefinition
  let operators: TypedOperators

  /// Types the expressions; the program's parameters are its locals.
  var expressions: OperatorTyper

  var parameters: [TypedSymbol] = []

  /// What is well typed but cannot be lowered.
  var unlowerable: [Diagnostic] = []

  init(_ definition: ProgramDefinition, operators: TypedOperators) {
    self.definition = definition
    self.operators = operators
    expressions = OperatorTyper(
      FieldOperatorDefinition(syntax: definition.syntax, scope: definition.scope, scan: nil),
      operators: operators, container: "program")
  }

  /// Returns the typed program; `nil` if there were mistakes.
  mutating func type() -> PastProgramDefinition? {
    expressions.report(reservedName(definition.syntax.name))
    expressions.report(duplicateParameters(definition.syntax))
    for p in definition.syntax.parameters {
      let type = parameterType(p, in: definition.scope, &expressions.diagnostics)
      expressions.locals.declare(
        parameter: p.name.name, type.map { .data($0) } ?? .error, at: p.name.span)
      if let type {
        parameters.append(TypedSymbol(name: p.name.name, type: type, span: p.name.span))
      }
    }
    // What a program cannot assign is reported where it is assigned, not where it is used as well.
    for (name, place) in expressions.assigned.sorted(by: { $0.key < $1.key })
    where expressions.locals[name] == nil {
      expressions.locals.declare(parameter: name, .error, at: place)
    }
    let body = definition.syntax.body.compactMap { statement($0) }
    let captures = expressions.captures.captures
    let gridType = gridType(captures)
    if expressions.diagnostics.hasErrors || expressions.hasFailedCallee { return nil }
    return PastProgramDefinition(
      name: definition.name, span: definition.syntax.name.span, parameters: parameters,
      body: body, gridType: gridType, captures: captures, unlowerable: unlowerable)
  }

  mutating func report(_ diagnostic: Diagnostic) { expressions.report(diagnostic) }

  private mutating func statement(_ s: Statement) -> PastCall? {
    switch s.kind {
    case .expression(let e):
      switch e.kind {
      case .string, .error: return nil
      case .call(let function, let arguments):
        return call(function, arguments, at: e.span)
      case .name, .integer, .float, .bool, .none, .ellipsis, .attribute, .subscript, .slice,
        .unary, .binary, .logical, .compare, .ternary, .tuple, .list, .dict, .starred,
        .generator, .unsupported:
        report(noCall("an expression", at: e.span))
      }
    case .assign(_, let value), .annotatedAssign(_, _, let value?):
      if case .call = value.kind {
        report(assignedCall(at: s.span))
      } else {
        report(noCall("an assignment", at: s.span))
      }
    case .annotatedAssign: report(noCall("a declaration", at: s.span))
    case .return: report(noCall("'return'", at: s.span))
    case .if: report(branch(at: s.span))
    case .pass: report(noCall("'pass'", at: s.span))
    case .function(let f): report(noCall("a nested function", at: f.header))
    case .class(let c): report(noCall("a class", at: c.name.span))
    case .import, .importFrom: report(noCall("an import", at: s.span))
    case .typeAlias: report(noCall("a type statement", at: s.span))
    case .unsupported(let what, _): report(noCall(withArticle(what), at: s.span))
    }
    return nil
  }

  /// Returns the grid that the program runs on: the one asked for, else the one that is needed.
  private mutating func gridType(_ captures: FoastCaptures) -> GridType {
    let needed: GridType = captures.isUnstructuredAnywhere ? .unstructured : .cartesian
    if definition.gridType == .cartesian, needed == .unstructured {
      report(wrongGrid(definition.syntax.name))
    }
    return definition.gridType ?? needed
  }

}

/// Returns the typed form of `definition`, and types the operators that it calls, except for those
/// that are `known`.
///
/// - Throws: all that is wrong with the program and with the operators that it calls.
public func funcToPast(
  _ definition: ProgramDefinition, known: OperatorCache = OperatorCache()
) throws(DiagnosticError) -> PastProgramDefinition {
  let operators = TypedOperators(known: known)
  var typer = ProgramTyper(definition, operators: operators)
  guard let program = typer.type() else {
    throw DiagnosticError(
      operators.diagnostics.diagnostics + typer.expressions.diagnostics.diagnostics)
  }
  return program
}

// MARK: - Wording

private func noCall(_ what: String, at span: SourceSpan) -> Diagnostic {
  Diagnostic(
    code: TypeCode.programStatement, "A program cannot contain \(what).", at: span,
    label: "not a call of an operator",
    hint: "a program consists of calls 'operator(arguments, out=field)'")
}

private func assignedCall(at span: SourceSpan) -> Diagnostic {
  Diagnostic(
    code: TypeCode.programStatement, "A program cannot contain an assignment.", at: span,
    label: "the result goes to 'out='",
    hint: "write 'operator(arguments, out=field)' with a field that is a parameter")
}

private func branch(at span: SourceSpan) -> Diagnostic {
  Diagnostic(
    code: TypeCode.programStatement, "A program cannot contain an 'if'.", at: span,
    label: "not a call of an operator",
    hint: "pass the condition to an operator, and write the 'if' there")
}

private func wrongGrid(_ name: Identifier) -> Diagnostic {
  Diagnostic(
    code: TypeCode.gridType,
    "Program '\(name.name)' asks for a Cartesian grid, but uses neighbors of an unstructured one.",
    at: name.span, hint: "leave 'grid_type' out, or write gtx.GridType.UNSTRUCTURED")
}

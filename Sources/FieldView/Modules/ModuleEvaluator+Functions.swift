import Diagnostics
import PythonSyntax
import StencilTypes

extension ModuleEvaluator {

  /// Returns the operator or program that `function` defines, if its decorator is GT4Py's.
  ///
  /// The decorator's arguments are looked up in this evaluator's scope, the names in the function
  /// later in `body`.
  func evaluate(
    _ function: FunctionDefinition, body: any ModuleScope
  ) throws(DiagnosticError) -> ModuleValue {
    guard function.decorators.count == 1 else {
      return .skipped(what: "a function with several decorators", at: function.header)
    }
    let decorator = function.decorators[0]
    var callee = decorator
    var arguments: [Argument]?
    if case .call(let head, let given) = decorator.kind {
      callee = head
      arguments = given
    }
    switch try evaluate(callee) {
    case .library(.fieldOperator):
      _ = try gridType(arguments ?? [], of: "field_operator", at: decorator.span)
      return .fieldOperator(FieldOperatorDefinition(syntax: function, scope: body, scan: nil))
    case .library(.scanOperator):
      let scan = try scan(arguments ?? [], of: function.name, at: decorator.span)
      return .fieldOperator(FieldOperatorDefinition(syntax: function, scope: body, scan: scan))
    case .library(.program):
      let grid = try gridType(arguments ?? [], of: "program", at: decorator.span)
      return .program(ProgramDefinition(syntax: function, scope: body, gridType: grid))
    case .dimension, .dimensionKind, .offset, .constant, .string, .tuple, .type, .openTuple,
      .genericField, .typeVariable, .dims, .builtin, .fieldOperator, .program, .namespace, .module,
      .generic, .scalarFunction, .library, .skipped:
      return .skipped(
        what: "a function with the decorator '\(callee.span.text)'", at: function.header)
    }
  }

  /// What every decorator takes; only the grid type means something here.
  private static let options = [
    "grid_type", "backend", "enable_jit", "static_params", "static_domains", "connectivities",
  ]

  /// Returns the grid type among the arguments of a decorator.
  private func gridType(
    _ arguments: [Argument], of decorator: String, at span: SourceSpan
  ) throws(DiagnosticError) -> GridType? {
    let bound = try MatchedArguments(
      arguments, of: decorator, to: Self.options, positional: 0, required: [], at: span)
    return try gridType(bound)
  }

  private func gridType(_ bound: MatchedArguments) throws(DiagnosticError) -> GridType? {
    guard let expression = bound["grid_type"] else { return nil }
    if case .none = expression.kind { return nil }
    switch try evaluate(expression) {
    case .library(.cartesian): return .cartesian
    case .library(.unstructured): return .unstructured
    case let value: throw DiagnosticError(.noGridType(value.phrase, at: expression.span))
    }
  }

  /// Reads `scan_operator(axis=K, forward=True, init=0.0)`.
  private func scan(
    _ arguments: [Argument], of name: Identifier, at span: SourceSpan
  ) throws(DiagnosticError) -> FieldOperatorDefinition.Scan {
    let bound = try MatchedArguments(
      arguments, of: "scan_operator", to: ["axis", "forward", "init"] + Self.options,
      positional: 0, required: [], at: span)
    guard let axis = bound["axis"] else { throw DiagnosticError(.noAxis(at: span)) }
    _ = try gridType(bound)
    let axisValue = try evaluate(axis)
    guard case .dimension(let dimension) = axisValue, dimension.kind == .vertical else {
      let what =
        if case .dimension(let d) = axisValue { "a \(d.kind) one" } else { axisValue.phrase }
      throw DiagnosticError(.badAxis(of: name, what, at: axis.span))
    }
    var forward = true
    if let expression = bound["forward"] {
      guard case .constant(let value) = try evaluate(expression), let isForward = value.bool else {
        throw DiagnosticError(.badDirection(of: name, at: expression.span))
      }
      forward = isForward
    }
    let initial = try bound["init"].map { (e) throws(DiagnosticError) in try evaluate(e) }
    let initialSpan = bound["init"]?.span ?? span
    if case .skipped(let what, _) = initial {
      throw DiagnosticError(.badInitial(what, at: initialSpan))
    }
    return FieldOperatorDefinition.Scan(
      axis: dimension, forward: forward, initial: initial ?? .constant(ScalarValue(0.0)),
      initialSpan: initialSpan)
  }

}

extension Diagnostic {

  fileprivate static func noGridType(_ what: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.decorator, "'\(span.text)' is \(what), no type of grid.", at: span,
      hint: "write gtx.GridType.CARTESIAN or gtx.GridType.UNSTRUCTURED")
  }

  fileprivate static func noAxis(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.decorator, "A scan operator needs the axis that it runs along.", at: span,
      hint: "write @gtx.scan_operator(axis=K, forward=True, init=0.0)")
  }

  fileprivate static func badAxis(
    of name: Identifier, _ what: String, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.decorator,
      "Argument 'axis' to scan operator '\(name.name)' must be a vertical dimension.",
      at: name.span, notes: [Note("this is \(what)", at: span)],
      hint: "declare it with kind=gtx.DimensionKind.VERTICAL")
  }

  fileprivate static func badDirection(of name: Identifier, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.decorator,
      "Argument 'forward' to scan operator '\(name.name)' must be True or False.", at: name.span,
      notes: [Note("this is '\(span.text)'", at: span)],
      hint: "write 'forward=True' or 'forward=False'")
  }

  fileprivate static func badInitial(_ what: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.decorator,
      "Argument 'init' to a scan operator is a constant or a tuple of constants, not \(what).",
      at: span)
  }

}

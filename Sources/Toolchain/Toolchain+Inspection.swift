import Diagnostics
import FieldView
import Fields
import Interpreter
import IteratorIR
import StencilTypes

extension Toolchain {

  /// Checks `callable` down to ITIR, and that its bound arguments are those of its definition; returns
  /// warnings about it.
  ///
  /// An operator need not be one that can be called directly. What is well typed but cannot be
  /// lowered is a warning here, and an error where it is used.
  ///
  /// - Throws: The errors in the definition and in the operators that it calls.
  public func check(
    _ callable: Callable, _ runner: inout StepRunner
  ) throws(DiagnosticError) -> [Diagnostic] {
    try checkBindings(of: callable, &runner)
    switch callable.definition {
    case .fieldOperator(let definition):
      // What takes tuples of any length is checked for those that it is called with.
      if definition.asOpen != nil { return [] }
      let foast = try runner.apply(Steps.funcToFoast(known: operators), to: definition)
      _ = try runner.apply(Steps.foastToItir, to: foast)
      return foast.warnings
    case .program(let definition):
      let past = try runner.apply(Steps.funcToPast(known: operators), to: definition)
      let problems = past.lintProblems
      if problems.isEmpty { _ = try program(for: callable, &runner) }
      return problems.map { $0.asWarning(note: "'\(callable.name)' cannot be used like this") }
    case .itir:
      _ = try program(for: callable, &runner)
      return []
    }
  }

  /// Throws unless the definition of `callable` has a parameter of the right type for each bound
  /// argument, which it may have lost since.
  private func checkBindings(
    of callable: Callable, _ runner: inout StepRunner
  ) throws(DiagnosticError) {
    if callable.bindings.isEmpty { return }
    _ = try callable.withoutBoundArguments().withBoundArguments(
      callable.bindings, parameters: try parameters(of: callable, &runner))
  }

  /// Returns how a person would write the head of `callable`.
  ///
  /// - Throws: The errors in the definition, and bindings that no longer fit it.
  public func head(
    of callable: Callable, _ runner: inout StepRunner
  ) throws(DiagnosticError) -> CallableHead {
    try checkBindings(of: callable, &runner)
    if case .fieldOperator(let definition) = callable.definition, let open = definition.asOpen {
      return CallableHead(
        name: callable.name,
        parameters: zip(open.names, open.patterns).map { "\($0): \($1)" },
        result: open.result?.description)
    }
    let free = try parameters(of: callable, &runner).filter { p in
      !callable.bindings.contains { $0.name == p.name }
    }
    var result: DataType?
    if case .fieldOperator(let definition) = callable.definition {
      result = try runner.apply(Steps.funcToFoast(known: operators), to: definition).returnType
    }
    return CallableHead(
      name: callable.name, parameters: free.map { "\($0.name): \($0.type)" },
      result: result?.description)
  }

  /// Returns the FOAST of an operator, or of all operators that a program calls.
  ///
  /// - Throws: The errors in the definition and in the operators that it calls.
  public func foastText(
    of callable: Callable, _ runner: inout StepRunner
  ) throws(DiagnosticError) -> StageText {
    let operators = try called(by: callable, &runner)
    return { width in
      operators.map { $0.text.breakingLongLines(at: width) }.joined(separator: "\n\n")
    }
  }

  /// Returns the ITIR functions of an operator, or of all operators that a program calls.
  ///
  /// - Throws: The errors in the definition, and what cannot be lowered.
  public func functionText(
    of callable: Callable, _ runner: inout StepRunner
  ) throws(DiagnosticError) -> StageText {
    let functions = try called(by: callable, &runner).map { (o) throws(DiagnosticError) in
      try runner.apply(Steps.foastToItir, to: o)
    }
    return { width in functions.map { $0.text(width: width) }.joined(separator: "\n") }
  }

  /// Returns all operators that `callable` calls, itself or through others, itself included.
  ///
  /// - Throws: The errors in the definition and in the operators that it calls.
  public func operators(
    of callable: Callable, _ runner: inout StepRunner
  ) throws(DiagnosticError) -> [FoastOperatorDefinition] {
    switch callable.definition {
    case .program, .itir: try called(by: callable, &runner)
    case .fieldOperator(let definition):
      try runner.apply(Steps.funcToFoast(known: operators), to: definition).withCallees
    }
  }

  /// Returns the operators that a program calls, or the operator itself.
  private func called(
    by callable: Callable, _ runner: inout StepRunner
  ) throws(DiagnosticError) -> [FoastOperatorDefinition] {
    switch callable.definition {
    case .program(let definition):
      try runner.apply(Steps.funcToPast(known: operators), to: definition).operators
    case .fieldOperator(let definition):
      [try runner.apply(Steps.funcToFoast(known: operators), to: definition)]
    case .itir(let program, _): throw DiagnosticError(.noFoast(program.name))
    }
  }

  /// Checks that the arguments that bounds of domains of `callable` are computed from are indices.
  ///
  /// - Parameter span: the place in a message, for each name; `nil` if there is none.
  /// - Throws: One diagnostic for each argument that is none, and the errors in the definition.
  public func checkBounds(
    of callable: Callable, _ arguments: [(name: String, value: ArgumentValue)],
    at span: (String) -> SourceSpan? = { _ in nil }, _ runner: inout StepRunner
  ) throws(DiagnosticError) {
    let declared = try parameters(of: callable, &runner)
    let problems = arguments.compactMap { name, value -> Diagnostic? in
      guard let p = declared.first(where: { $0.name == name }),
        case .scalar(let v) = value, p.isBeyondIndices(v)
      else { return nil }
      return .noIndex(v, p, code: RunCode.index, at: span(name))
    }
    if !problems.isEmpty { throw DiagnosticError(problems) }
  }

  /// Returns the parameters that `callable` declares, bound ones included.
  ///
  /// - Throws: The errors in the definition.
  public func parameters(
    of callable: Callable, _ runner: inout StepRunner
  ) throws(DiagnosticError) -> [DeclaredParameter] {
    switch callable.definition {
    case .program(let definition):
      let past = try runner.apply(Steps.funcToPast(known: operators), to: definition)
      let bounds = past.namesInBounds
      return past.parameters.map { DeclaredParameter($0, isInBounds: bounds.contains($0.name)) }
    case .fieldOperator(let definition):
      return try runner.apply(Steps.funcToFoast(known: operators), to: definition).callParameters
        .map {
          DeclaredParameter($0)
        }
    case .itir(let program, let text):
      return program.parameters.map {
        DeclaredParameter(
          name: $0.name.name, type: $0.type,
          span: SourceSpan(SourceFile(name: program.name, text: text), 0 ..< 0))
      }
    }
  }

  /// Returns the types that `callable` declares, all by keyword; an operator's `out` among them.
  ///
  /// - Parameter fields: the types of the fields that a scan operator called by itself is given for
  ///   its scalar parameters.
  ///
  /// - Throws: The errors in the definition.
  public func declaredSignature(
    of callable: Callable, givenFields fields: [String: DataType] = [:],
    _ runner: inout StepRunner
  ) throws(DiagnosticError) -> Signature {
    let free = try parameters(of: callable, &runner).filter { p in
      !callable.bindings.contains { $0.name == p.name }
    }
    var signature = Signature(keywords: free.map { ($0.name, fields[$0.name] ?? $0.type) })
    if case .fieldOperator(let definition) = callable.definition {
      let foast = try runner.apply(Steps.funcToFoast(known: operators), to: definition)
      let types = foast.callParameters.map { fields[$0.name] ?? $0.type }
      signature.keywords.append(("out", foast.resultType(of: types)))
    }
    return signature
  }

}

extension DeclaredParameter {

  fileprivate init(_ symbol: TypedSymbol, isInBounds: Bool = false) {
    self.init(
      name: symbol.name, type: symbol.type, span: symbol.span, isInBounds: isInBounds)
  }

}

extension Diagnostic {

  fileprivate static func noFoast(_ name: String) -> Diagnostic {
    Diagnostic(
      code: ToolchainCode.noStage, "'\(name)' was read as ITIR: it has no earlier stage.",
      hint: "show itir")
  }

}

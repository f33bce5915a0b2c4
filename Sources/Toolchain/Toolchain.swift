import Diagnostics
import FieldView
import Fields
import IteratorIR
import StencilTypes
import Transforms

/// From a definition to an executable, and from there to a result.
///
/// Two entries drive the same steps: a call, which splits its arguments into types and values, and
/// ahead-of-time compilation, which starts from types alone. No step behind the split sees a value.
public struct Toolchain: Sendable {

  public let backend: Backend
  private let cache: StepCache

  public init(backend: Backend, cache: StepCache = StepCache()) {
    self.backend = backend
    self.cache = cache
  }

  /// The operators that earlier runs typed.
  var operators: OperatorCache { cache.operators }

  /// A runner that uses what earlier runs left.
  public var runner: StepRunner { StepRunner(cache: cache) }

  /// A runner that uses what earlier runs left, and stops once `isCancelled` returns true.
  public func runner(isCancelled: @escaping @Sendable () -> Bool) -> StepRunner {
    StepRunner(cache: cache, isCancelled: isCancelled)
  }

  // MARK: Calling

  /// Calls `callable`: split compile info from args → toolchain → reinsert args.
  ///
  /// Returns each parameter with its value after the call, in canonical order. The call stops when
  /// `runner` is told to.
  public func call(
    _ callable: Callable, _ arguments: CallArguments<ArgumentValue>,
    tables: [String: NeighborTable], _ runner: inout StepRunner
  ) throws(DiagnosticError) -> [(name: String, value: ArgumentValue)] {
    let executable = try compile(callable, arguments.signature, &runner)
    let values = executable.parameters.enumerated().compactMap { i, parameter in
      i < arguments.positional.count
        ? arguments.positional[i]
        : arguments.keywords.first { $0.name == parameter.name.name }?.value
    }
    precondition(values.count == executable.parameters.count, "the arguments were checked")
    try checkBounds(
      of: callable, Array(zip(executable.parameters.map(\.name.name), values)), &runner)
    let results = try executable.run(
      values, Executable.Surroundings(tables: tables, isCancelled: runner.isCancelled))
    return zip(executable.parameters, results).map { ($0.name.name, $1) }
  }

  // MARK: Ahead of time

  /// Compiles `callable` for arguments of the given types.
  public func compile(
    _ callable: Callable, _ signature: Signature, _ runner: inout StepRunner
  ) throws(DiagnosticError) -> Executable {
    let program = try lower(callable, signature, &runner)
    let source = try runner.apply(backend.translation, to: program)
    return try runner.apply(backend.compile, to: source)
  }

  /// Compiles `callable` for the types that its definition declares.
  public func executable(
    for callable: Callable, _ runner: inout StepRunner
  ) throws(DiagnosticError) -> Executable {
    try compile(callable, try declaredSignature(of: callable, &runner), &runner)
  }

  /// Lowers `callable` to ITIR for the types that its definition declares.
  public func program(
    for callable: Callable, _ runner: inout StepRunner
  ) throws(DiagnosticError) -> CompilableProgram {
    try lower(callable, try declaredSignature(of: callable, &runner), &runner)
  }

  /// Lowers `callable` to ITIR for arguments of the given types.
  public func lower(
    _ callable: Callable, _ signature: Signature, _ runner: inout StepRunner
  ) throws(DiagnosticError) -> CompilableProgram {
    let program = try unbound(callable, signature, &runner)
    if callable.bindings.isEmpty { return program }
    return try runner.apply(
      Steps.bindArguments,
      to: BindingRequest(
        program: program, bindings: callable.bindings, function: callable.boundFunction))
  }

  /// Lowers `callable` to ITIR as if no argument was bound.
  private func unbound(
    _ callable: Callable, _ signature: Signature, _ runner: inout StepRunner
  ) throws(DiagnosticError) -> CompilableProgram {
    let signature = try completed(signature, for: callable, &runner)
    let closure: PastClosure
    switch callable.definition {
    case .itir(let program, _): return CompilableProgram(program: program)
    case .program(let definition):
      let past = try runner.apply(Steps.funcToPast(known: operators), to: definition)
      let checked = try runner.apply(Steps.pastLint, to: past)
      let called = AOTProgramDefinition(definition: checked, signature: signature)
      closure = try runner.apply(Steps.pastToPastClosure, to: called)
    case .fieldOperator(let definition):
      let foast = try runner.apply(Steps.funcToFoast(known: operators), to: definition)
      let called = FoastWithSignature(definition: foast, signature: signature)
      let foastClosure = try runner.apply(Steps.foastToFoastClosure, to: called)
      closure = try runner.apply(Steps.foastToPastClosure, to: foastClosure)
    }
    let canonical = try runner.apply(Steps.pastProcessArgs, to: closure)
    return try runner.apply(Steps.pastToItir, to: canonical)
  }

  /// Returns `signature`, which is about the free parameters, with the bound ones put in.
  private func completed(
    _ signature: Signature, for callable: Callable, _ runner: inout StepRunner
  ) throws(DiagnosticError) -> Signature {
    // Later steps look at the arguments of all but ITIR.
    if callable.bindings.isEmpty, callable.span != nil { return signature }
    let parameters = try parameters(of: callable, &runner)
    for k in signature.keywords {
      if let b = callable.bindings.first(where: { $0.name == k.name }) {
        throw DiagnosticError(
          .again(b, of: callable, parameters.first { $0.name == b.name }, at: nil))
      }
    }
    let free = parameters.map(\.name).filter { name in
      !callable.bindings.contains { $0.name == name }
    }
    let names =
      free + callable.resultParameters(of: signature, besides: parameters.map(\.name))
    let matching = ArgumentMatching(
      parameters: names,
      positional: signature.positional.map { ($0, nil) },
      keywords: signature.keywords.map { ($0.name, $0.value, nil) }, callee: callable.words,
      at: callable.span)
    if !matching.diagnostics.isEmpty { throw DiagnosticError(matching.diagnostics) }
    let given = zip(names, matching.values).compactMap { name, type in
      type.map { (name, $0) }
    }
    return Signature(keywords: given + callable.bindings.map { ($0.name, $0.value.type) })
  }

  // MARK: Passes

  /// Runs the passes of compiled backends on the ITIR of `callable`, recording each rewrite.
  public func passes(
    of callable: Callable, settings: PassSettings = PassSettings(), _ runner: inout StepRunner
  ) throws(DiagnosticError) -> PipelineRun {
    let program = try program(for: callable, &runner)
    return try runner.apply(
      Steps.transforms(isCancelled: runner.isCancelled),
      to: TransformRequest(program: program, settings: settings))
  }

}

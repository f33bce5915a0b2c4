import Diagnostics
import FieldView
import Fields
import Interpreter
import IteratorIR
import StencilTypes
import Transforms

/// From a definition to an executable, and from there to a result.
///
/// Two entries drive the same steps: a call, which splits its arguments into compile info and
/// values, and ahead-of-time compilation, which starts from compile info alone. No step behind the
/// split sees a value.
public struct Toolchain: Sendable {

  /// What `backend(named:)` finds; the first is used unless another is asked for.
  public let backends: [Backend]

  /// The passes that can be looked at one by one; backends bring their own.
  public let pipeline: Pipeline

  /// Whose pipeline that is.
  let owner = StepOwner()

  private let cache: StepCache

  /// Creates a toolchain with `backends`, at least one, whose names differ.
  public init(
    backends: [Backend] = Backend.all, pipeline: Pipeline = .standard,
    cache: StepCache = StepCache()
  ) {
    precondition(!backends.isEmpty, "a toolchain has a backend")
    precondition(Set(backends.map(\.name)).count == backends.count, "names of backends differ")
    self.backends = backends
    self.pipeline = pipeline
    self.cache = cache
  }

  /// Returns the backend with `name`.
  ///
  /// - Throws: That there is none, about `span`.
  public func backend(
    named name: String, at span: SourceSpan? = nil
  ) throws(DiagnosticError) -> Backend {
    guard let found = backends.first(where: { $0.name == name }) else {
      throw DiagnosticError(.unknownBackend(name, among: backends.map(\.name), at: span))
    }
    return found
  }

  /// Returns what compiles the programs that `backend` runs: another backend, or itself.
  ///
  /// - Throws: That the toolchain does not have the other one.
  public func compiling(_ backend: Backend) throws(DiagnosticError) -> Backend {
    guard let name = backend.compilesWith else { return backend }
    return try self.backend(named: name)
  }

  /// The operators that earlier runs typed.
  var operators: OperatorCache { cache.operators }

  /// A runner that uses what earlier runs left.
  public var runner: StepRunner { StepRunner(cache: cache) }

  /// A runner that uses what earlier runs left, and stops once `isCancelled` returns true.
  public func runner(isCancelled: @escaping IsCancelled) -> StepRunner {
    StepRunner(cache: cache, isCancelled: isCancelled)
  }

  // MARK: Calling

  /// Calls `callable`: split compile info from args → toolchain → reinsert args.
  ///
  /// The call stops when `runner` is told to.
  ///
  /// - Parameters:
  ///   - statics: the names of scalar arguments for whose values code is made.
  ///   - tables: neighbor tables, by the names of their offsets.
  ///   - settings: what passes are told; what is known of `tables` is added to it.
  ///   - backend: what runs it; `nil` for the first of the toolchain's.
  ///   - compiles: whether code is made that the call needs besides what its compile info asks for.
  /// - Returns: each parameter with its value after the call, in canonical order.
  /// - Throws: Errors in the definition, arguments that do not fit, failures of the compiler, and
  ///   errors at points; nothing was written then.
  public func call(
    _ callable: Callable, _ arguments: CallArguments<ArgumentValue>, statics: [String] = [],
    tables: [String: NeighborTable], settings: PassSettings = PassSettings(),
    on backend: Backend? = nil, compiles: Bool = true, _ runner: inout StepRunner
  ) throws(DiagnosticError) -> [(name: String, value: ArgumentValue)] {
    let info = CompileInfo(
      callable, arguments.signature,
      statics: try callable.bindings(
        of: statics, to: arguments, parameters: try parameters(of: callable, &runner)),
      settings: settings.knowing(tables))
    let executable = try compile(info, on: backend, &runner)
    let values = executable.parameters.enumerated().compactMap {
      arguments.value(of: $1.name.name, at: $0)
    }
    precondition(values.count == executable.parameters.count, "the arguments were checked")
    try checkBounds(
      of: callable, Array(zip(executable.parameters.map(\.name.name), values)), &runner)
    let surroundings = Executable.CallContext(
      tables: tables, compiles: compiles, isCancelled: runner.isCancelled)
    let results: [ArgumentValue]
    do throws(DiagnosticError) {
      results = try executable.call(values, in: surroundings)
    } catch {
      // Passes compute with bounds, so one that is no index may be theirs, not the user's.
      guard error.isAboutIndices, !(backend ?? backends[0]).interprets else {
        throw error
      }
      let meaning = try compile(info, on: .interpreter, &runner)
      results = try meaning.call(values, in: surroundings)
    }
    return zip(executable.parameters, results).map { ($0.name.name, $1) }
  }

  // MARK: Ahead of time

  /// Compiles for calls like `info`, with the first backend or the one that is given.
  ///
  /// - Throws: What lowering, the passes, the translation and the compiler throw.
  public func compile(
    _ info: CompileInfo, on backend: Backend? = nil, _ runner: inout StepRunner
  ) throws(DiagnosticError) -> Executable {
    let backend = backend ?? backends[0]
    let source = try source(for: info, on: backend, &runner)
    let artifact = try runner.apply(backend.compile, to: source)
    return try runner.apply(backend.load, to: artifact)
  }

  /// Writes the source of a backend for calls like `info`: nothing is built.
  ///
  /// - Throws: What lowering, the passes and the translation throw.
  public func source(
    for info: CompileInfo, on backend: Backend, _ runner: inout StepRunner
  ) throws(DiagnosticError) -> GeneratedSource {
    try runner.apply(backend.translation, to: try transformed(info, for: backend, &runner))
  }

  /// Returns the program for calls like `info` after the passes of `backend`.
  ///
  /// - Throws: What lowering and the passes throw.
  public func transformed(
    _ info: CompileInfo, for backend: Backend, _ runner: inout StepRunner
  ) throws(DiagnosticError) -> CompilableProgram {
    let program = try lower(info, &runner).with(info.settings)
    return try runner.apply(backend.transforms, to: program)
  }

  /// Lowers to ITIR for calls like `info`: the same for all backends and settings.
  ///
  /// - Throws: Errors in the definition, and arguments that do not fit.
  public func lower(
    _ info: CompileInfo, _ runner: inout StepRunner
  ) throws(DiagnosticError) -> CompilableProgram {
    let callable = info.callable
    if !info.statics.isEmpty {
      _ = try callable.withBoundArguments(
        info.statics, parameters: try parameters(of: callable, &runner))
    }
    let program = try unbound(callable, info.signature, &runner)
    if callable.bindings.isEmpty, info.statics.isEmpty { return program }
    return try runner.apply(
      Steps.bindArguments,
      to: BindingRequest(
        program: program, bindings: callable.bindings, statics: info.statics,
        function: callable.boundFunction))
  }

  /// Returns the compile info of calls with arguments of the types that `callable` declares.
  ///
  /// - Throws: Errors in the definition.
  public func declaredInfo(
    of callable: Callable, settings: PassSettings = PassSettings(), _ runner: inout StepRunner
  ) throws(DiagnosticError) -> CompileInfo {
    CompileInfo(callable, try declaredSignature(of: callable, &runner), settings: settings)
  }

  /// Lowers `callable` to ITIR for the types that its definition declares.
  ///
  /// - Throws: Errors in the definition.
  public func program(
    for callable: Callable, _ runner: inout StepRunner
  ) throws(DiagnosticError) -> CompilableProgram {
    try lower(try declaredInfo(of: callable, &runner), &runner)
  }

  /// Lowers `callable` to ITIR as if no argument was bound.
  private func unbound(
    _ callable: Callable, _ signature: Signature, _ runner: inout StepRunner
  ) throws(DiagnosticError) -> CompilableProgram {
    let signature = try completed(signature, for: callable, &runner)
    let closure: PastClosure
    switch callable.definition {
    case .itir(let program, _): return CompilableProgram(program)
    case .program(let definition):
      let past = try runner.apply(Steps.funcToPast(known: operators), to: definition)
      let checked = try runner.apply(Steps.pastLint, to: past)
      let called = AOTProgramDefinition(definition: checked, signature: signature)
      closure = try runner.apply(Steps.pastToPastClosure, to: called)
    case .fieldOperator(let declared):
      let definition =
        try declared.asOpen?.instance(
          positional: signature.positional, keywords: signature.typedKeywords) ?? declared
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

}

extension Diagnostic {

  fileprivate static func unknownBackend(
    _ name: String, among names: [String], at span: SourceSpan?
  ) -> Diagnostic {
    let all = names.map { "backend=\($0)" }.joined(separator: " or ")
    return Diagnostic(
      code: ToolchainCode.unknownBackend, "There is no backend '\(name)'.", at: span,
      hint: nearest(to: name, among: names).map { "did you mean '\($0)'? there is \(all)" }
        ?? "write \(all)")
  }

}

extension DiagnosticError {

  /// `true` iff a run was refused for something that is no index.
  fileprivate var isAboutIndices: Bool {
    diagnostics.contains { $0.code == RunCode.index.rawValue }
  }

}

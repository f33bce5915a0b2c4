import Diagnostics
import Fields
import IteratorIR
import StencilTypes

/// Evaluates expressions by need: those between fields, and those of stencils, traced or on lanes.
///
/// An evaluator is a value and never changes: what is evaluated for another statement, or inside a
/// stencil, is so by another evaluator. What changes while a program runs is in few places:
///
/// | what | holds | for how long |
/// |---|---|---|
/// | `FailureSites`, `TableRanges` | what can fail where, ranges of neighbors | the run |
/// | `KnownCalls` | values of names and calls | a statement, the trace of a stencil, or a block |
/// | `LazyField` | its trace, what is needed of it, its stored values | a statement |
/// | `ReadTracer` | what a stencil reads | until it is traced |
/// | `Block` | values at places | a block of points |
/// | `Thunk` | its value, from the first time it is needed | as long as someone holds it |
/// | `NamedField` | the values of a field of the program | the run; `execute` alone writes it |
struct Evaluator {

  /// What holds for the whole run.
  let run: RunContext

  /// The values of names and calls of the statement at hand.
  private(set) var known: KnownCalls

  /// What scans of the statement at hand depend on.
  private(set) var frame: StatementFrame

  /// What expressions are evaluated for.
  private(set) var scope = Scope.fields

  /// The expression around which others have no span of their own.
  private(set) var spanOfNode: SourceSpan?

  /// What expressions can be evaluated for.
  enum Scope {

    /// Fields and scalars between stencils.
    case fields

    /// What a stencil reads; not `isCertain` within a choice.
    case trace(ReadTracer, isCertain: Bool)

    /// Values on the lanes of a block.
    case block(Block)

  }

  /// Creates the evaluator for what stands outside all statements of `run`.
  init(_ run: RunContext) {
    self.run = run
    known = KnownCalls(run)
    frame = .none
  }

  /// Returns the evaluator for a statement at `span`, which knows nothing of the one before.
  func forStatement(at span: SourceSpan?) -> Evaluator {
    var e = Evaluator(run)
    e.spanOfNode = span
    return e
  }

  /// Returns the evaluator for the statement at hand, whose scans depend on `frame`.
  func within(_ frame: StatementFrame) -> Evaluator {
    var e = self
    e.frame = frame
    return e
  }

  /// Returns the evaluator for what is in `scope`, at `span` or at the place of this one.
  func within(_ scope: Scope, span: SourceSpan?) -> Evaluator {
    var e = self
    e.scope = scope
    e.spanOfNode = span ?? spanOfNode
    return e
  }

  /// The evaluator for what need not be evaluated: reads that it traces count as possible only.
  var possibly: Evaluator {
    guard case .trace(let tracer, isCertain: true) = scope else { return self }
    var e = self
    e.scope = .trace(tracer, isCertain: false)
    return e
  }

  /// Whether a value that is asked for now is needed wherever the stencil is evaluated.
  var isCertain: Bool {
    switch scope {
    case .fields, .block: true
    case .trace(_, let isCertain): isCertain
    }
  }

  var tracer: ReadTracer? {
    guard case .trace(let t, _) = scope else { return nil }
    return t
  }

  var block: Block? {
    guard case .block(let b) = scope else { return nil }
    return b
  }

  /// The number of lanes; scalars between fields have one.
  var shape: LaneShape { block?.shape ?? run.scalarShape }

}

extension Evaluator {

  /// Returns what `expr` means where names mean what `environment` says.
  func evaluate(_ expr: Expr, _ environment: Environment) throws(DiagnosticError) -> Value {
    var calls: [KnownCalls.Result] = []
    let value = try evaluate(expr, environment, &calls)
    for c in calls { c.take(value, isCertain: isCertain) }
    return value
  }

  /// Returns what `expr` means, which is what `calls` give too, and those that end in it.
  private func evaluate(
    _ expr: Expr, _ environment: Environment, _ calls: inout [KnownCalls.Result]
  ) throws(DiagnosticError) -> Value {
    var expr = expr
    var environment = environment
    // Bodies of lets, of called functions and of decided choices are evaluated in this loop, so
    // that chains of them need no stack.
    while true {
      switch expr.kind {
      case .reference(let name):
        guard let thunk = environment[name] else { throw unbound(name, expr) }
        return try thunk.force(self)
      case .builtin(let b): return .function(.builtin(b))
      case .literal(let v): return .lanes(.constant(v))
      case .typeName(let k): return .typeName(k)
      case .infinity(let negative): return .infinity(negative: negative)
      case .offset(let o): return .offset(o)
      case .axis(let d): return .axis(d)
      case .lambda(let parameters, let body):
        return .function(.lambda(parameters, body, environment))
      case .call(let callee, let arguments):
        let known = knownCalls(of: callee)
        let thunks = arguments.map {
          known?.thunk(of: $0, environment) ?? thunk(of: $0, environment)
        }
        if case .builtin(.if) = callee.kind, thunks.count == 3,
          case .lanes(let c) = try thunks[0].force(self), c.kind == .bool, c.poison.isNone,
          let truth = c.uniformTruth(shape: shape)
        {
          expr = arguments[truth ? 1 : 2]
          continue
        }
        if case .lambda(let parameters, let body) = callee.kind {
          guard parameters.count == thunks.count else { throw wrongCount(expr, parameters.count) }
          environment = environment.binding(parameters, to: thunks)
          expr = body
          continue
        }
        guard case .function(let f) = try evaluate(callee, environment) else {
          throw notCallable(expr)
        }
        if case .lambda(let parameters, let body, let outer) = f {
          guard parameters.count == thunks.count else { throw wrongCount(expr, parameters.count) }
          if let known, case .reference(let name) = callee.kind, let f = environment[name] {
            let result = try known.result(of: f, named: name, thunks, at: body.span)
            if let value = result.value(isCertain: isCertain) { return value }
            try run.checkCancellation()
            calls.append(result)
          }
          environment = outer.binding(parameters, to: thunks)
          expr = body
          continue
        }
        return try call(f, thunks, at: expr.span)
      }
    }
  }

  /// Returns what is known of calls of `callee`; `nil` for functions that are called once.
  private func knownCalls(of callee: Expr) -> KnownCalls? {
    switch callee.kind {
    case .reference:
      switch scope {
      case .fields: known
      case .trace(let tracer, _): tracer.known(run)
      case .block(let block): block.known(run)
      }
    case .lambda:
      if case .fields = scope { known } else { nil }
    case .builtin, .literal, .typeName, .infinity, .offset, .axis, .call: nil
    }
  }

  /// Returns a thunk of `expr`; the one of its name if it is a name.
  private func thunk(of expr: Expr, _ environment: Environment) -> Thunk {
    switch expr.kind {
    case .reference(let name): environment[name] ?? Thunk(expr, environment)
    case .literal(let v): Thunk(.lanes(.constant(v)))
    case .builtin, .typeName, .infinity, .offset, .axis, .lambda, .call: Thunk(expr, environment)
    }
  }

  /// Returns what `function` gives on `arguments`.
  func call(
    _ function: Function, _ arguments: [Thunk], at span: SourceSpan?
  ) throws(DiagnosticError) -> Value {
    switch function {
    case .lambda(let parameters, let body, let environment):
      guard parameters.count == arguments.count else { throw wrongCount(body, parameters.count) }
      return try evaluate(body, environment.binding(parameters, to: arguments))
    case .builtin(let b): return try call(b, arguments, at: span)
    case .shift(let offsets):
      return .iterator(try shift(try iterator(arguments, 0, .shift, span), offsets, at: span))
    case .lift(let stencil):
      var iterators: [FieldIterator] = []
      for i in arguments.indices { iterators.append(try iterator(arguments, i, .lift, span)) }
      return .iterator(.lifted(stencil, iterators))
    case .fieldOperator(let stencil, let domain, let own):
      return try fieldNode(stencil, arguments, domain: domain, at: span ?? own)
    case .scan: throw inapplicable(.scan, span)
    case .reduce(let operation, let initial):
      return try reduce(operation, initial, arguments, at: span)
    case .map(let operation): return .list(try map(operation, arguments, at: span))
    }
  }

  /// Returns what the function `f` gives on `arguments`.
  func call(
    _ f: Value, _ arguments: [Thunk], at span: SourceSpan?
  ) throws(DiagnosticError) -> Value {
    guard case .function(let function) = f else { throw inapplicable(.asFieldop, span) }
    return try call(function, arguments, at: span)
  }

  /// Returns the failure for `reason` at `span`.
  func failure(_ reason: FailureSite.Reason, at span: SourceSpan?) -> Failure {
    run.failures.failure(reason, at: span ?? spanOfNode)
  }

}

// MARK: - Messages

extension Evaluator {

  /// `builtin` is given what it does not take.
  func inapplicable(_ builtin: Builtin, _ span: SourceSpan?) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        code: RunCode.program, "'\(builtin.name)' cannot be applied to these arguments.",
        at: span ?? spanOfNode, label: "here"))
  }

  private func unbound(_ name: Symbol, _ expr: Expr) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        code: RunCode.program, "'\(name.name)' is not defined.", at: expr.span ?? spanOfNode,
        label: "not found"))
  }

  private func notCallable(_ expr: Expr) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        code: RunCode.program, "Something is called that is no function.",
        at: expr.span ?? spanOfNode, label: "here"))
  }

  private func wrongCount(_ expr: Expr, _ count: Int) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        code: RunCode.program, "A function of \(count) parameters is called with other arguments.",
        at: expr.span ?? spanOfNode, label: "here"))
  }

}

import Diagnostics
import Fields
import IteratorIR
import StencilTypes

/// Evaluates expressions by need: those between fields, and those of stencils, traced or on lanes.
final class Evaluator {

  /// The program's offsets.
  let offsets: [String: FieldOffset]

  /// The neighbor tables by the names of their offsets.
  let tables: [String: NeighborTable]

  let failures: FailureSites

  /// Throws if the run was cancelled.
  let checkCancellation: () throws(DiagnosticError) -> Void

  /// What expressions are evaluated for.
  var scope = Scope.fields

  /// The expression around which others have no span of their own.
  var spanOfNode: SourceSpan?

  /// The ranges of tables' entries that were asked for.
  var tableRanges: [TableRangeKey: Range<Int>] = [:]

  /// The hull of what the run's fields cover.
  var reach: [Dimension: Range<Int>] = [:]

  /// Whether a field that is too small for what is read or written is an error.
  ///
  /// If not, what such a field has to cover is asked for.
  let checksCoverage: Bool

  /// The values of names and calls of the statement at hand.
  private(set) var known: KnownCalls

  /// What scans of the statement at hand depend on.
  var statement = StatementFrame(verticalDimension: nil, verticalRange: nil)

  /// What expressions can be evaluated for: between fields, to trace a stencil, or on lanes.
  enum Scope {
    case fields
    case trace(ReadTracer)
    case block(Block)
  }

  init(
    offsets: [String: FieldOffset], tables: [String: NeighborTable], checksCoverage: Bool = true,
    checkCancellation: @escaping () throws(DiagnosticError) -> Void
  ) {
    self.offsets = offsets
    self.tables = tables
    self.checksCoverage = checksCoverage
    known = KnownCalls(offsets: offsets)
    failures = FailureSites()
    self.checkCancellation = checkCancellation
  }

  var tracer: ReadTracer? {
    guard case .trace(let t) = scope else { return nil }
    return t
  }

  var block: Block? {
    guard case .block(let b) = scope else { return nil }
    return b
  }

  /// The number of lanes; scalars between fields have one.
  var shape: LaneShape {
    block?.shape ?? LaneShape(count: 1, pool: scalarPool)
  }

  private let scalarPool = LanePool(capacity: 1)

  /// Forgets what is known of the statement before.
  func beginStatement() { known = KnownCalls(offsets: offsets) }

  /// Calls `body` with another scope.
  func within<R>(
    _ inner: Scope, span: SourceSpan?, _ body: () throws(DiagnosticError) -> R
  ) throws(DiagnosticError) -> R {
    let outer = (scope, spanOfNode)
    scope = inner
    spanOfNode = span ?? spanOfNode
    defer { (scope, spanOfNode) = outer }
    return try body()
  }

  /// Calls `body` so that reads it traces count as possible only.
  func possibly<R>(_ body: () throws(DiagnosticError) -> R) throws(DiagnosticError) -> R {
    guard let tracer else { return try body() }
    let outer = tracer.isCertain
    tracer.isCertain = false
    defer { tracer.isCertain = outer }
    return try body()
  }

}

/// The column that scans of a statement walk along.
struct StatementFrame {

  /// The vertical dimension of the output.
  let verticalDimension: Dimension?

  /// The vertical range of the output.
  let verticalRange: Range<Int>?

}

extension Evaluator {

  /// Returns what `expr` means where names mean what `environment` says.
  func evaluate(_ expr: Expr, _ environment: Environment) throws(DiagnosticError) -> Value {
    var calls: [KnownCalls.Result] = []
    let value = try evaluate(expr, environment, &calls)
    for c in calls { c.value = value }
    return value
  }

  /// Returns what `expr` means, which is what `calls` give too, and those that end in it.
  private func evaluate(
    _ expr: Expr, _ environment: Environment, _ calls: inout [KnownCalls.Result]
  ) throws(DiagnosticError) -> Value {
    var expr = expr
    var environment = environment
    let isBetweenFields = if case .fields = scope { true } else { false }
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
        let isNamed = isBetweenFields && callee.isWrittenFunction
        let thunks = arguments.map {
          isNamed ? known.thunk(of: $0, environment) : thunk(of: $0, environment)
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
          if isBetweenFields, case .reference(let name) = callee.kind, let f = environment[name] {
            let result = known.result(of: f, thunks)
            if let value = result.value { return value }
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
    failures.failure(reason, at: span ?? spanOfNode)
  }

}

extension Expr {

  /// `true` iff the function is one of the program: a name, or a lambda.
  fileprivate var isWrittenFunction: Bool {
    switch kind {
    case .reference, .lambda: true
    case .builtin, .literal, .typeName, .infinity, .offset, .axis, .call: false
    }
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

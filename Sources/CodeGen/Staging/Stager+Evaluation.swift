import Diagnostics
import IteratorIR
import StencilTypes

extension Stager {

  /// Returns what `expr` means where names mean what `environment` says.
  func evaluate(
    _ expr: Expr, _ environment: StagedEnvironment
  ) throws(DiagnosticError) -> StagedValue {
    var expr = expr
    var environment = environment
    // Bodies of lets and of called functions are evaluated in this loop, so that chains of them
    // need no stack.
    while true {
      switch expr.kind {
      case .reference(let name):
        guard let thunk = environment[name] else {
          throw .unsupported("The undefined name '\(name.name)'", at: expr.span ?? spanOfNode)
        }
        return try thunk.force(self)
      case .builtin(let b): return .function(.builtin(b))
      case .literal(let v): return .scalar(StagedScalar(.constant(v)))
      case .typeName(let k): return .typeName(k)
      case .infinity(let negative): return .infinity(negative: negative)
      case .offset(let o): return .offset(o)
      case .axis(let d): return .axis(d)
      case .lambda(let parameters, let body):
        return .function(.lambda(parameters, body, environment))
      case .call(let callee, let arguments):
        let thunks = arguments.map { thunk(of: $0, environment) }
        if case .builtin(.if) = callee.kind, thunks.count == 3,
          case .scalar(let c) = try thunks[0].force(self), c.poison == nil,
          let truth = resolve(c.operand)
        {
          expr = arguments[truth ? 1 : 2]
          continue
        }
        if case .lambda(let parameters, let body) = callee.kind {
          try check(thunks.count == parameters.count, expr)
          environment = environment.binding(parameters, to: thunks)
          expr = body
          continue
        }
        guard case .function(let f) = try evaluate(callee, environment) else {
          throw .unsupported("A call of something that is no function", at: expr.span ?? spanOfNode)
        }
        if case .lambda(let parameters, let body, let outer) = f {
          try check(thunks.count == parameters.count, expr)
          environment = outer.binding(parameters, to: thunks)
          expr = body
          continue
        }
        return try call(f, thunks, at: expr.span)
      }
    }
  }

  private func check(_ holds: Bool, _ expr: Expr) throws(DiagnosticError) {
    if !holds {
      throw .unsupported("A call with a wrong number of arguments", at: expr.span ?? spanOfNode)
    }
  }

  private func thunk(of expr: Expr, _ environment: StagedEnvironment) -> StagedThunk {
    switch expr.kind {
    case .reference(let name): environment[name] ?? StagedThunk(expr, environment)
    case .literal(let v): StagedThunk(.scalar(StagedScalar(.constant(v))))
    case .builtin, .typeName, .infinity, .offset, .axis, .lambda, .call:
      StagedThunk(expr, environment)
    }
  }

  /// Returns what `function` gives on `arguments`.
  func call(
    _ function: StagedFunction, _ arguments: [StagedThunk], at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    switch function {
    case .lambda(let parameters, let body, let environment):
      guard parameters.count == arguments.count else {
        throw .unsupported("A call with a wrong number of arguments", at: span ?? spanOfNode)
      }
      return try evaluate(body, environment.binding(parameters, to: arguments))
    case .builtin(let b): return try call(b, arguments, at: span)
    case .shift(let offsets):
      return .iterator(try shift(try iterator(arguments, 0, .shift, span), offsets, at: span))
    case .lift(let stencil):
      var iterators: [StagedIterator] = []
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

  func call(
    _ f: StagedValue, _ arguments: [StagedThunk], at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    guard case .function(let function) = f else { throw inapplicable(.asFieldop, span) }
    return try call(function, arguments, at: span)
  }

}

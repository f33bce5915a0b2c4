import Diagnostics
import StencilTypes

/// Infers types by evaluating a program on types.
///
/// Functions are typed anew for each list of argument types, and once for each.
final class Typer {

  let offsets: [String: FieldOffset]

  /// `true` iff some offset leads through a neighbor table.
  let changesDimensions: Bool

  /// The types found so far by the identity of nodes.
  ///
  /// What is changed at every node needs no check that nobody else is at it: a typer runs on one
  /// thread, and calls nobody meanwhile.
  @exclusivity(unchecked) private(set) var types: [ObjectIdentifier: IRType] = [:]

  /// Nodes that turned out to have several types.
  @exclusivity(unchecked) private var ambiguous: Set<ObjectIdentifier> = []

  /// What was found of domains, with what their names meant: one node stands at many places.
  ///
  /// Most stand at one: the names are looked for once a node is met again.
  private var domains: [ObjectIdentifier: (meanings: [(Symbol, TypedValue)], type: TypedValue)?] =
    [:]
  private let free = FreeNames()

  /// The vertical dimension of the statement's domain, along which its scans run.
  var column: Dimension?

  /// Creates a typer for some `nodeCount` nodes.
  init(offsets: [String: FieldOffset], nodeCount: Int = 0) {
    self.offsets = offsets
    changesDimensions = offsets.values.contains { !$0.isCartesian || $0.isStaggering }
    // Shared nodes are counted each time, so the number may be far too high.
    types.reserveCapacity(max(0, min(nodeCount, 10_000)))
  }

  private func record(_ e: Expr, _ type: IRType) {
    if ambiguous.contains(e.identity) { return }
    if let known = types.updateValue(type, forKey: e.identity), known != type {
      types[e.identity] = nil
      ambiguous.insert(e.identity)
    }
  }

  /// Returns the type of `e`, which must be data.
  func data(_ e: Expr, _ scope: TypeScope) throws(DiagnosticError) -> IRType {
    switch try value(e, scope) {
    case .data(let type): return type
    case .function: throw DiagnosticError(functionAsData(e))
    }
  }

  func value(_ e: Expr, _ scope: TypeScope) throws(DiagnosticError) -> TypedValue {
    let value = try unrecorded(e, scope)
    if case .data(let type) = value { record(e, type) }
    return value
  }

  private func unrecorded(_ e: Expr, _ scope: TypeScope) throws(DiagnosticError) -> TypedValue {
    switch e.kind {
    case .reference(let name):
      guard let value = scope[name] else {
        throw DiagnosticError(unbound(name, e))
      }
      return value
    case .builtin(let b): return .function(.builtin(b))
    case .literal(let v): return .data(.scalar(v.kind))
    case .typeName: throw DiagnosticError(typeAsData(e))
    case .infinity: return .data(.scalar(.int32))
    case .offset: return .data(.offset)
    case .axis(let d): return .data(.axis(d))
    case .lambda(let parameters, let body):
      return .function(.closure(TypedClosure(parameters, body, scope, node: e)))
    case .call(let function, let arguments):
      return try call(e, function, arguments, scope)
    }
  }

  private func call(
    _ e: Expr, _ function: Expr, _ arguments: [Expr], _ scope: TypeScope
  ) throws(DiagnosticError) -> TypedValue {
    if case .builtin(let b) = function.kind {
      if b == .cartesianDomain || b == .unstructuredDomain {
        return try domain(e, function, arguments, scope)
      }
      if let value = try special(b, arguments, e, scope) { return value }
    }
    if let (parameters, values, body) = e.asLet {
      var inner = scope
      var types: [TypedValue] = []
      types.reserveCapacity(values.count)
      for (p, v) in zip(parameters, values) {
        let value = try value(v, scope)
        types.append(value)
        inner[p] = value
      }
      let result = try value(body, inner)
      recordFunction(function, types, result)
      return result
    }
    return try applied(e, function, arguments, scope)
  }

  /// Returns the value of a call that is no special form.
  private func applied(
    _ e: Expr, _ function: Expr, _ arguments: [Expr], _ scope: TypeScope
  ) throws(DiagnosticError) -> TypedValue {
    let callee = try value(function, scope)
    guard case .function(let f) = callee else { throw DiagnosticError(notCallable(function)) }
    var values: [TypedValue] = []
    values.reserveCapacity(arguments.count)
    for a in arguments { values.append(try value(a, scope)) }
    let result = try apply(f, values, at: e)
    recordFunction(function, values, result)
    return result
  }

  /// Returns the value of a call that makes a domain, which was recorded if the same node was met
  /// before and its names meant the same.
  private func domain(
    _ e: Expr, _ function: Expr, _ arguments: [Expr], _ scope: TypeScope
  ) throws(DiagnosticError) -> TypedValue {
    guard let met = domains[e.identity] else {
      domains.updateValue(nil, forKey: e.identity)
      return try applied(e, function, arguments, scope)
    }
    if let met, met.meanings.allSatisfy({ scope[$0.0] == $0.1 }) { return met.type }
    let type = try applied(e, function, arguments, scope)
    let meanings = free.names(of: e).compactMap { name in scope[name].map { (name, $0) } }
    domains[e.identity] = (meanings, type)
    return type
  }

  /// Applies a function to what its arguments are known as; `e` is the call to blame.
  func apply(
    _ f: TypedFunction, _ arguments: [TypedValue], at e: Expr
  ) throws(DiagnosticError) -> TypedValue {
    switch f {
    case .builtin(let b): return try apply(b, arguments, at: e)
    case .closure(let c):
      let application = TypedClosure.Application(arguments: arguments, column: column)
      if let known = c.results[application] { return known }
      let result = try apply(c, arguments, at: e)
      c.results[application] = result
      return result
    case .shift(let tags): return .data(try shifted(arguments, tags, at: e))
    case .lift(let stencil): return .data(try lifted(stencil, arguments, at: e))
    case .scan(let pass, let initial): return .data(try scanned(pass, initial, arguments, at: e))
    case .reduce(let f, let initial): return .data(try reduced(f, initial, arguments, at: e))
    case .map(let f): return .data(try mapped(f, arguments, at: e))
    case .asFieldop(let stencil, let domain):
      return .data(try fieldop(stencil, domain, arguments, at: e))
    }
  }

  private func apply(
    _ c: TypedClosure, _ arguments: [TypedValue], at e: Expr
  ) throws(DiagnosticError) -> TypedValue {
    if c.parameters.count != arguments.count {
      throw DiagnosticError(wrongCount(c.parameters, arguments.count, e))
    }
    var inner = c.scope
    for (p, a) in zip(c.parameters, arguments) { inner[p] = a }
    let result = try value(c.body, inner)
    if let lambda = c.node { recordFunction(lambda, arguments, result) }
    return result
  }

  /// Applies a stencil to iterators, without looking for an earlier call or keeping the result:
  /// nearly every stencil is written where it is applied.
  func applyOnce(
    _ f: TypedFunction, _ arguments: [IRType], at e: Expr
  ) throws(DiagnosticError) -> IRType {
    guard case .closure(let c) = f else { return try apply(f, arguments, at: e) }
    return try data(of: apply(c, arguments.map { .data($0) }, at: e), at: e)
  }

  /// Applies a function that must give data to data.
  func apply(
    _ f: TypedFunction, _ arguments: [IRType], at e: Expr
  ) throws(DiagnosticError) -> IRType {
    try data(of: apply(f, arguments.map { .data($0) }, at: e), at: e)
  }

  private func data(of value: TypedValue, at e: Expr) throws(DiagnosticError) -> IRType {
    guard case .data(let type) = value else { throw DiagnosticError(functionAsData(e)) }
    return type
  }

  /// Records the type of a function that was applied.
  func recordFunction(_ function: Expr, _ arguments: [TypedValue], _ result: TypedValue) {
    guard case .data(let result) = result, !ambiguous.contains(function.identity) else { return }
    var parameters: [IRType] = []
    parameters.reserveCapacity(arguments.count)
    for a in arguments {
      guard case .data(let type) = a else { return }
      parameters.append(type)
    }
    record(function, .function(parameters: parameters, result: result))
  }

}

extension Typer {

  /// Returns `arguments` as data.
  func data(_ arguments: [TypedValue], at e: Expr) throws(DiagnosticError) -> [IRType] {
    var types: [IRType] = []
    types.reserveCapacity(arguments.count)
    for (i, a) in arguments.enumerated() {
      guard case .data(let type) = a else {
        throw DiagnosticError(functionAsData(argument(i, of: e)))
      }
      types.append(type)
    }
    return types
  }

  /// Returns `value` as a function.
  func function(
    _ value: TypedValue, _ index: Int, of e: Expr
  ) throws(DiagnosticError) -> TypedFunction {
    guard case .function(let f) = value else {
      throw DiagnosticError(notCallable(argument(index, of: e)))
    }
    return f
  }

  /// The argument of the call `e` to blame, or `e` itself.
  func argument(_ index: Int, of e: Expr) -> Expr {
    if case .call(_, let arguments) = e.kind, arguments.indices.contains(index) {
      return arguments[index]
    }
    return e
  }

}

private func functionAsData(_ e: Expr) -> Diagnostic {
  Diagnostic(
    code: IRCode.type, "A function stands where a value is needed.", at: e.span,
    hint: "apply the function to its arguments")
}

private func typeAsData(_ e: Expr) -> Diagnostic {
  Diagnostic(
    code: IRCode.type, "A type stands where a value is needed.", at: e.span,
    hint: "types are the second argument of cast_ only")
}

private func notCallable(_ e: Expr) -> Diagnostic {
  Diagnostic(
    code: IRCode.type, "A value stands where a function is needed.", at: e.span,
    hint: "only builtins, the program's functions and \(Form.lambda.rawValue) are called")
}

func wrongCount(_ parameters: [Symbol], _ given: Int, _ e: Expr) -> Diagnostic {
  wrongCount(
    "The function", parameters.count, given, e,
    "write (\(parameters.map(\.name).joined(separator: ", "))) behind it")
}

func wrongCount(_ b: Builtin, _ expected: Int, _ given: Int, _ e: Expr) -> Diagnostic {
  wrongCount("'\(b.name)'", expected, given, e, "write \(b.name)(\(b.parameterNames))")
}

private func wrongCount(
  _ what: String, _ expected: Int, _ given: Int, _ e: Expr, _ hint: String
) -> Diagnostic {
  Diagnostic(
    code: IRCode.arity,
    "\(what) takes \(expected) argument\(expected == 1 ? "" : "s") and gets \(given).", at: e.span,
    hint: hint)
}

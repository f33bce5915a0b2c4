import Diagnostics
import StencilTypes

extension Typer {

  /// Returns the value of a call whose arguments matter as they are written; `nil` for the others.
  func special(
    _ b: Builtin, _ arguments: [Expr], _ e: Expr, _ scope: TypeScope
  ) throws(DiagnosticError) -> TypedValue? {
    guard let structural = b.structural else { return nil }
    switch structural {
    case .cast:
      try expectCount(b, 2, arguments.count, e)
      guard case .typeName(let kind) = arguments[1].kind else {
        throw DiagnosticError(wrongArgument(b, "a type such as float64", nil, arguments[1]))
      }
      let type = try data(arguments[0], scope)
      guard case .scalar = type else {
        throw DiagnosticError(wrongArgument(b, "a scalar", type, arguments[0]))
      }
      return .data(.scalar(kind))
    case .tupleGet:
      try expectCount(b, 2, arguments.count, e)
      let type = try data(arguments[1], scope)
      guard let index = arguments[0].literalValue?.integer else {
        throw DiagnosticError(wrongArgument(b, "an integer literal", nil, arguments[0]))
      }
      _ = try data(arguments[0], scope)
      guard case .tuple(let elements) = type else {
        throw DiagnosticError(wrongArgument(b, "a tuple", type, arguments[1]))
      }
      guard let i = Int(exactly: index), elements.indices.contains(i) else {
        throw DiagnosticError(noElement(index, type, arguments[0]))
      }
      return .data(elements[i])
    case .shift:
      return .function(.shift(try tags(arguments, e, scope)))
    case .neighbors:
      try expectCount(b, 2, arguments.count, e)
      guard case .offset(.tag(let tag)) = arguments[0].kind else {
        throw DiagnosticError(wrongArgument(b, "the name of an offset", nil, arguments[0]))
      }
      _ = try data(arguments[0], scope)
      return .data(try neighbors(tag, try data(arguments[1], scope), arguments))
    case .deref, .canDeref, .lift, .asFieldop, .scan, .reduce, .map, .makeConstList, .listGet,
      .makeTuple, .if, .concatWhere, .broadcast, .index, .cartesianDomain, .unstructuredDomain,
      .namedRange, .getDomainRange, .neighborRange:
      return nil
    }
  }

  /// Applies a builtin to what its arguments are known as.
  func apply(
    _ b: Builtin, _ arguments: [TypedValue], at e: Expr
  ) throws(DiagnosticError) -> TypedValue {
    switch b {
    case .structural(let structural): try apply(structural, b, arguments, at: e)
    case .scalar(let operation):
      .data(try scalar(b, operation, try data(arguments, at: e), at: e))
    }
  }

  private func apply(
    _ structural: StructuralBuiltin, _ b: Builtin, _ arguments: [TypedValue], at e: Expr
  ) throws(DiagnosticError) -> TypedValue {
    func types() throws(DiagnosticError) -> [IRType] { try data(arguments, at: e) }
    switch structural {
    case .lift:
      try expectCount(b, 1, arguments.count, e)
      return .function(.lift(try function(arguments[0], 0, of: e)))
    case .map:
      try expectCount(b, 1, arguments.count, e)
      return .function(.map(try function(arguments[0], 0, of: e)))
    case .reduce:
      try expectCount(b, 2, arguments.count, e)
      let initial = try data([arguments[1]], at: e)[0]
      return .function(.reduce(try function(arguments[0], 0, of: e), initial: initial))
    case .scan:
      try expectCount(b, 3, arguments.count, e)
      let pass = try function(arguments[0], 0, of: e)
      let types = try data(Array(arguments.dropFirst()), at: e)
      if types[0] != .scalar(.bool) {
        throw DiagnosticError(wrongArgument(b, "a bool", types[0], argument(1, of: e)))
      }
      return .function(.scan(pass, initial: types[1]))
    case .asFieldop:
      if arguments.count != 2 { try expectCount(b, 1, arguments.count, e) }
      let stencil = try function(arguments[0], 0, of: e)
      if arguments.count == 1 { return .function(.asFieldop(stencil, domain: nil)) }
      let type = try data([arguments[1]], at: e)[0]
      guard case .domain(let dims) = type else {
        throw DiagnosticError(wrongArgument(b, "a domain", type, argument(1, of: e)))
      }
      return .function(.asFieldop(stencil, domain: dims))
    case .makeTuple: return .data(.tuple(try types()))
    case .deref: return .data(try deref(try types(), at: e))
    case .canDeref: return .data(try canDeref(try types(), at: e))
    case .makeConstList: return .data(try constList(try types(), at: e))
    case .listGet: return .data(try listGet(try types(), at: e))
    case .namedRange: return .data(try namedRange(try types(), at: e))
    case .cartesianDomain, .unstructuredDomain: return .data(try domain(b, try types(), at: e))
    case .getDomainRange: return .data(try domainRange(try types(), at: e))
    case .neighborRange: return .data(try neighborRange(try types(), at: e))
    case .if: return .data(try choice(try types(), at: e))
    case .concatWhere: return .data(try concatWhere(try types(), at: e))
    case .broadcast: return .data(try broadcast(try types(), at: e))
    case .index: return .data(try index(try types(), at: e))
    case .shift, .neighbors, .tupleGet, .cast:
      // The special forms are calls as they are written; their names alone are no functions.
      throw DiagnosticError(notFirstClass(b, e))
    }
  }

  func expectCount(
    _ b: Builtin, _ expected: Int, _ given: Int, _ e: Expr
  ) throws(DiagnosticError) {
    if expected != given {
      throw DiagnosticError(wrongCount(b, expected, given, e))
    }
  }

}

func wrongArgument(_ b: Builtin, _ expected: String, _ given: IRType?, _ e: Expr) -> Diagnostic {
  Diagnostic(
    code: IRCode.type,
    "'\(b.name)' takes \(expected) here\(given.map { ", not \($0)" } ?? "").", at: e.span,
    hint: remedy(for: given, expected) ?? "write \(b.name)(\(b.parameterNames))")
}

/// Returns how to make what is `expected` of what has type `given`.
private func remedy(for given: IRType?, _ expected: String) -> String? {
  switch given {
  case .scalar where expected == "a bool": "compare it with something, as in n == 0"
  case .iterator: "· reads what an iterator stands on: ·x"
  case .field: "apply functions on scalars point by point: (⇑(λ(x) → …))(field)"
  default: nil
  }
}

private func noElement(_ index: Int128, _ tuple: IRType, _ e: Expr) -> Diagnostic {
  let count: Int = if case .tuple(let elements) = tuple { elements.count } else { 0 }
  return Diagnostic(
    code: IRCode.type, "\(tuple) has no element \(index).", at: e.span,
    hint: count == 0 ? "it has no elements" : "elements are counted from 0 to \(count - 1)")
}

private func notFirstClass(_ b: Builtin, _ e: Expr) -> Diagnostic {
  Diagnostic(
    code: IRCode.type, "'\(b.name)' can only be called, not passed on.", at: e.span)
}

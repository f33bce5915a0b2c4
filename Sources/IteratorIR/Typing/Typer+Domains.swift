import Diagnostics
import StencilTypes

extension Typer {

  /// Returns the type of `named_range(axis, low, high)`.
  func namedRange(_ types: [IRType], at e: Expr) throws(DiagnosticError) -> IRType {
    try expectCount(.namedRange, 3, types.count, e)
    for (i, t) in types.enumerated().dropFirst() {
      guard case .scalar(let k) = t, k.isInteger else {
        throw DiagnosticError(wrongArgument(.namedRange, "an integer", t, argument(i, of: e)))
      }
    }
    return .namedRange(try axis(.namedRange, types[0], 0, of: e))
  }

  /// Returns the type of `get_domain_range(field, axis)`.
  func domainRange(_ types: [IRType], at e: Expr) throws(DiagnosticError) -> IRType {
    try expectCount(.getDomainRange, 2, types.count, e)
    let dimension = try axis(.getDomainRange, types[1], 1, of: e)
    guard case .field(let dims, _) = types[0], dims.contains(dimension) else {
      throw DiagnosticError(
        wrongArgument(
          .getDomainRange, "a field on \(dimension.name)", types[0], argument(0, of: e)))
    }
    return .tuple([.scalar(.int32), .scalar(.int32)])
  }

  /// Returns the type of `neighbor_range(offset, range)`.
  func neighborRange(_ types: [IRType], at e: Expr) throws(DiagnosticError) -> IRType {
    try expectCount(.neighborRange, 2, types.count, e)
    guard types[0] == .offset else {
      throw DiagnosticError(
        wrongArgument(.neighborRange, "the name of an offset", types[0], argument(0, of: e)))
    }
    guard types[1] == .tuple([.scalar(.int32), .scalar(.int32)]) else {
      throw DiagnosticError(
        wrongArgument(.neighborRange, "a range", types[1], argument(1, of: e)))
    }
    return types[1]
  }

  /// Returns the type of `b`, which makes a domain of ranges.
  func domain(
    _ b: Builtin, _ types: [IRType], at e: Expr
  ) throws(DiagnosticError) -> IRType {
    var dims: [Dimension] = []
    for (i, t) in types.enumerated() {
      guard case .namedRange(let d) = t else {
        throw DiagnosticError(wrongArgument(b, "ranges", t, argument(i, of: e)))
      }
      if dims.contains(d) { throw DiagnosticError(repeated(d, argument(i, of: e))) }
      dims.append(d)
    }
    return .domain(dims)
  }

  /// Returns the dimension that argument `index` of `e` is.
  func axis(
    _ b: Builtin, _ type: IRType, _ index: Int, of e: Expr
  ) throws(DiagnosticError) -> Dimension {
    guard case .axis(let d) = type else {
      throw DiagnosticError(wrongArgument(b, "a dimension", type, argument(index, of: e)))
    }
    return d
  }

}

private func repeated(_ d: Dimension, _ e: Expr) -> Diagnostic {
  Diagnostic(
    code: IRCode.type, "The domain has two ranges along \(d.name).", at: e.span,
    hint: "leave out one of them")
}

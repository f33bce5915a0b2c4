import IteratorIR

extension Pass {

  /// Makes tuples of choices by region out of choices between tuples.
  ///
  ///     concat_where(d, {a, b}, t)  ⇒  {concat_where(d, a, t[0]), concat_where(d, b, t[1])}
  public static let expandTupleArguments = Pass(
    "expand_tuple_args", "Makes tuples of choices by region out of choices between tuples.",
    rules: [.expandTupleArguments]
  ) { program, context in
    guard program.builtins.contains(.concatWhere)
    else {
      return program
    }
    let types = try context.types(of: program)
    return try context.mapExpressions(of: program) { try expand($0, types, &$1) }
  }

}

extension Rule {

  static let expandTupleArguments = Rule(
    "expand-tuple-args",
    "concat_where(d, {a, b}, t) ⇒ {concat_where(d, a, t[0]), concat_where(d, b, t[1])}")

}

private func expand(
  _ e: Expr, _ types: InferredTypes, _ context: inout PassContext
) throws -> Expr {
  let new = try context.mapChildren(e) { try expand($0, types, &$1) }
  guard let a = new.arguments(of: .concatWhere), a.count == 3, let type = types[e],
    case .tuple = type
  else { return new }
  // What is no tuple or name is bound, so that it is not computed for each element.
  let free = FreeNames()
  let taken = a.reduce(into: Set<Symbol>()) { $0.formUnion(free.names(of: $1)) }
  var names: [Symbol] = []
  var values: [Expr] = []
  let sides = a.dropFirst().map { side in
    if case .reference = side.kind { return side }
    if side.arguments(of: .makeTuple) != nil { return side }
    let name = Symbol("_side\(names.count)").fresh { taken.contains($0) }
    names.append(name)
    values.append(side)
    return Expr(.reference(name))
  }
  var result = choice(of: type, a[0], sides[0], sides[1])
  if !names.isEmpty { result = Expr(.lambda(names, result)).applied(to: values) }
  return context.replace(new, with: result, by: .expandTupleArguments)
}

private func choice(of type: IRType, _ domain: Expr, _ a: Expr, _ b: Expr) -> Expr {
  guard case .tuple(let elements) = type else { return .call(.concatWhere, domain, a, b) }
  return .tuple(
    elements.enumerated().map { i, t in
      choice(of: t, domain, a.tupleElement(i), b.tupleElement(i))
    })
}

extension Expr {

  /// Returns element `i` of the tuple: the written one if there is one.
  fileprivate func tupleElement(_ i: Int) -> Expr {
    arguments(of: .makeTuple)?[i] ?? element(i)
  }

}

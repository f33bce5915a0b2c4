import IteratorIR

extension Rule {

  /// A stencil reads the elements of a tuple of fields as fields of their own.
  static let flattenTupleArgument = Rule(
    "flatten-tuple-argument",
    "as_fieldop(λ(t) → ·t[0] + ·t[1])({a, b}) ⇒ as_fieldop(λ(t_0, t_1) → ·t_0 + ·t_1)(a, b)",
    mentions: [.makeTuple]
  ) { e in
    guard case .call(let fieldop, let arguments) = e.kind,
      let a = fieldop.arguments(of: .asFieldop), let stencil = a.first,
      let i = arguments.firstIndex(where: { $0.arguments(of: .makeTuple)?.isEmpty == false }),
      let elements = arguments[i].arguments(of: .makeTuple),
      let flat = flattened(stencil, argument: i, elements.count)
    else { return .miss(.otherForm) }
    let newArguments = arguments[..<i] + elements + arguments[(i + 1)...]
    return .match(
      Expr.call(.asFieldop, arguments: [flat] + a.dropFirst(), at: fieldop.span).applied(
        to: Array(newArguments), at: e.span))
  }

}

/// Returns `stencil`, or the scan that it is, with `count` parameters for its argument `i`.
private func flattened(_ stencil: Expr, argument i: Int, _ count: Int) -> Expr? {
  if let scan = stencil.arguments(of: .scan), scan.count == 3 {
    guard let pass = flattened(scan[0], argument: i + 1, count) else { return nil }
    return .call(.scan, pass, scan[1], scan[2], at: stencil.span)
  }
  guard case .lambda(let parameters, let body) = stencil.kind, parameters.indices.contains(i)
  else { return nil }
  let free = FreeNames().names(of: body)
  let elements = (0 ..< count).map { n in
    Symbol("\(parameters[i].name)_\(n)").fresh { free.contains($0) || parameters.contains($0) }
  }
  // An iterator that gives the tuple; lifts are gone when their reads are inlined.
  let names = elements.indices.map { "x\($0)" }
  let tuple = Expr.tuple(names.map { .call(.deref, .ref($0)) })
  let iterator = Expr.call(.lift, .lambda(names, tuple)).applied(
    to: elements.map { .ref($0.name) })
  return Expr(
    .lambda(
      parameters[..<i] + elements + parameters[(i + 1)...],
      body.substituting([parameters[i]: iterator])), at: stencil.span)
}

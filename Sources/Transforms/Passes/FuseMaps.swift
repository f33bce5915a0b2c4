import IteratorIR

extension Pass {

  /// Makes one function of functions that are mapped over lists one after the other.
  ///
  ///     map_(f)(a, map_(g)(b))  ⇒  map_(λ(x, y) → f(x, g(y)))(a, b)
  ///     reduce(f, init)(map_(g)(a, b))  ⇒  reduce(λ(s, x, y) → f(s, g(x, y)), init)(a, b)
  public static let fuseMaps = Pass(
    "fuse_maps", "Makes one function of functions mapped one after the other.",
    applying: [.fuseMapIntoMap, .fuseMapIntoReduce])

}

extension Rule {

  static let fuseMapIntoMap = Rule(
    "fuse-map-into-map", "map_(f)(a, map_(g)(b)) ⇒ map_(λ(x, y) → f(x, g(y)))(a, b)",
    mentions: [.map]
  ) { e, _ in
    guard let (f, lists) = e.appliedMap,
      let (parameters, body, newLists) = fuse(f, leading: 0, lists)
    else { return .miss(.otherForm) }
    return .match(
      Expr.call(.map, Expr(.lambda(parameters, body), at: f.span)).applied(
        to: newLists, at: e.span))
  }

  static let fuseMapIntoReduce = Rule(
    "fuse-map-into-reduce",
    "reduce(f, init)(map_(g)(a)) ⇒ reduce(λ(s, x) → f(s, g(x)), init)(a)", mentions: [.map]
  ) { e, _ in
    guard case .call(let reduce, let lists) = e.kind, let a = reduce.arguments(of: .reduce),
      a.count == 2, let (parameters, body, newLists) = fuse(a[0], leading: 1, lists)
    else { return .miss(.otherForm) }
    return .match(
      Expr.call(.reduce, Expr(.lambda(parameters, body), at: a[0].span), a[1]).applied(
        to: newLists, at: e.span))
  }

}

/// Returns a function that does to the elements of lists what `f`, after `leading` arguments of
/// its own, does to the elements of `lists`, some of which are mapped; `nil` if none is.
private func fuse(
  _ f: Expr, leading: Int, _ lists: [Expr]
) -> (parameters: [Symbol], body: Expr, lists: [Expr])? {
  let maps = lists.map(\.appliedMap)
  if maps.allSatisfy({ $0 == nil }) { return nil }
  let free = FreeNames()
  var taken = free.names(of: f)
  for m in maps { if let m { taken.formUnion(free.names(of: m.function)) } }
  var parameters: [Symbol] = []
  func newParameter() -> Expr {
    let name = Symbol("_x\(parameters.count)").fresh { taken.contains($0) }
    parameters.append(name)
    return .ref(name.name)
  }
  var arguments = (0 ..< leading).map { _ in newParameter() }
  var newLists: [Expr] = []
  for (list, map) in zip(lists, maps) {
    if let (g, inner) = map {
      arguments.append(g.applied(to: inner.map { _ in newParameter() }, at: list.span))
      newLists += inner
    } else {
      arguments.append(newParameter())
      newLists.append(list)
    }
  }
  return (parameters, f.applied(to: arguments, at: f.span), newLists)
}

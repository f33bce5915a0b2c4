import IteratorIR
import StencilTypes

extension Pass {

  /// Writes reductions as one step for each neighbor.
  ///
  ///     reduce(f, x)(neighbors(V2Eₒ, it))
  ///       ⇒  let _r1 = f(x, ·⟪V2Eₒ, 0ₒ⟫(it)); let _r2 = f(_r1, ·⟪V2Eₒ, 1ₒ⟫(it)); …
  ///
  /// Does nothing where the number of neighbors is not known, or differs from point to point: that
  /// is for a loop.
  public static let unrollReduce = Pass(
    "unroll_reduce", "Writes reductions as one step for each neighbor.", rules: [.unrollReduce]
  ) { program, context in
    let connectivities = context.options.settings.connectivities
    guard !connectivities.isEmpty else { return program }
    return try context.mapExpressions(of: program) { try unroll($0, connectivities, &$1) }
  }

}

extension Rule {

  static let unrollReduce = Rule(
    "unroll-reduce", "reduce(f, x)(neighbors(V2Eₒ, it)) ⇒ f(f(x, ·⟪V2Eₒ, 0ₒ⟫(it)), …)",
    except: "where the number of neighbors is not known, or not the same everywhere")

}

private func unroll(
  _ e: Expr, _ connectivities: [String: ConnectivityType], _ context: inout PassContext
) throws -> Expr {
  let new = try context.mapChildren(e) { try unroll($0, connectivities, &$1) }
  guard case .call(let reduce, let lists) = new.kind, let parts = reduce.arguments(of: .reduce),
    parts.count == 2,
    let neighbors = lists.lazy.compactMap({ $0.arguments(of: .neighbors) }).first,
    case .offset(.tag(let tag)) = neighbors[0].kind, let connectivity = connectivities[tag],
    !connectivity.hasSkipValues
  else { return new }
  let free = FreeNames()
  var taken = free.names(of: new)
  var bindings: [(name: Symbol, value: Expr)] = []
  var result = parts[1]
  for i in 0 ..< connectivity.neighborCount {
    let step = parts[0].applied(to: [result] + lists.map { element(i, of: $0) })
    let name = Symbol("_r\(i + 1)").fresh { taken.contains($0) }
    taken.insert(name)
    bindings.append((name, step))
    result = Expr(.reference(name))
  }
  for (name, value) in bindings.reversed() { result = .let(name.name, value, in: result) }
  return context.replace(new, with: result, by: .unrollReduce)
}

private func element(_ i: Int, of list: Expr) -> Expr {
  guard let neighbors = list.arguments(of: .neighbors) else {
    return .call(.listGet, .int(i), list)
  }
  return .call(
    .deref, Expr.call(.shift, neighbors[0], .offset(i)).applied(to: [neighbors[1]]))
}

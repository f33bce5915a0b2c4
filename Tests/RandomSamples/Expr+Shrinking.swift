import IteratorIR
import StencilTypes

extension Expr {

  /// Returns a part of `self`, or `self` with parts simplified, that is as small as can be found
  /// and still fulfils `condition`, as `self` does; its type stays.
  ///
  /// `names` are the types of the names around.
  public func shrunk(
    where names: [Symbol: IRType] = [:], while condition: (Expr) -> Bool
  ) -> Expr {
    var best = self
    while let smaller = best.simplifications(names).first(where: condition) { best = smaller }
    return best
  }

  /// Returns expressions of the same type with fewer nodes, the smallest changes last.
  private func simplifications(_ names: [Symbol: IRType]) -> [Expr] {
    guard let type = try? inferType(where: names) else { return [] }
    var candidates: [Expr] = []
    if case .scalar(let kind) = type, nodeCount > 1, let zero = ScalarValue(false).cast(to: kind) {
      candidates.append(.literal(zero))
    }
    candidates += children.filter { (try? $0.inferType(where: names)) == type }
    if case .call(let function, let arguments) = kind {
      if let (parameters, values, body) = asLet {
        var inner = names
        for (p, v) in zip(parameters, values) { inner[p] = try? v.inferType(where: names) }
        if (try? body.inferType(where: names)) == type { candidates.append(body) }
        candidates += body.simplifications(inner).map {
          Expr.lambda(parameters.map(\.name), $0).applied(to: values)
        }
      }
      for i in arguments.indices {
        candidates += arguments[i].simplifications(names).map { a in
          var new = arguments
          new[i] = a
          return function.applied(to: new)
        }
      }
    }
    return candidates.filter { $0.nodeCount < nodeCount }
  }

}

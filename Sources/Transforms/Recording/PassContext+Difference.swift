import IteratorIR

extension PassContext {

  /// Records that `before`, which stands at the current place, became `after` by `rule`, at the
  /// smallest place that holds the whole difference, and returns it.
  ///
  /// A stencil that differs counts as one difference, together with its arguments.
  public mutating func replaceDifference(
    _ before: Expr, with after: Expr, by rule: Rule
  ) -> Expr {
    guard let slot = before.onlyDifference(from: after) else {
      return replace(before, with: after, by: rule)
    }
    var i = -1
    return mapChildren(before) { child, context in
      i += 1
      guard i == slot else { return child }
      return context.replaceDifference(child, with: after.children[slot], by: rule)
    }
  }

}

extension Expr {

  /// The number of the only child that differs from the same child of `other`; `nil` if more
  /// differs, or the stencil that is applied.
  fileprivate func onlyDifference(from other: Expr) -> Int? {
    var isStencil = false
    switch (kind, other.kind) {
    case (.lambda(let p, _), .lambda(let q, _)) where p == q: break
    case (.call(let f, _), .call): isStencil = f.arguments(of: .asFieldop) != nil
    default: return nil
    }
    let (l, r) = (children, other.children)
    guard l.count == r.count else { return nil }
    let differing = l.indices.filter { l[$0] != r[$0] }
    guard differing.count == 1, !isStencil || differing[0] != 0 else { return nil }
    return differing[0]
  }

}

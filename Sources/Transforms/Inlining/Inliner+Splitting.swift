import IteratorIR

extension Inliner {

  /// Returns the let `e` with one let around it, so that a value that is a let or a tuple is none
  /// any more; `nil` if there is no such value.
  mutating func split(_ e: Expr, _ uses: [Uses]) -> (result: Expr, rule: Rule)? {
    if rules.contains(.flattenLet), let flat = flattened(e, uses, isVisited: true) {
      return (flat, .flattenLet)
    }
    if rules.contains(.splitTuple), let split = splitTuple(e, uses) {
      return (split, .splitTuple)
    }
    return nil
  }

  /// Returns `let b = v; let a = w; e` for `let a = (let b = v; w); e`.
  ///
  /// `isVisited` says whether the values were gone through before.
  mutating func flattened(_ e: Expr, _ uses: [Uses], isVisited: Bool) -> Expr? {
    guard case .call(let function, var values) = e.kind,
      let i = values.indices.first(where: { uses[$0].count > 0 && isLet(values[$0]) }),
      case .call(let lambda, let innerValues) = values[i].kind,
      case .lambda(let parameters, _) = lambda.kind
    else { return nil }
    // What is bound now can be meant by the let's body, which comes into the scope.
    let clashing = Set(parameters.filter { names.contains($0) })
    let renamed = clashing.isEmpty ? lambda : lambda.renamingParameters(clashing, avoiding: names)
    guard case .lambda(let newParameters, let value) = renamed.kind else { return nil }
    values[i] = value
    let inner = Expr(.call(function, values), at: e.span)
    let outer = Expr(.lambda(newParameters, inner), at: values[i].span)
    if isVisited {
      halfDone[inner.identity] = (inner, stays: false)
      // What is left of the inner let stays: it has been gone through.
      self.uses.note(newParameters.map { _ in .many }, of: outer)
    } else {
      self.uses.note(self.uses.uses(ofParametersOf: lambda), of: outer)
    }
    return outer.applied(to: innerValues, at: e.span)
  }

  private func isLet(_ e: Expr) -> Bool { e.asLet?.parameters.isEmpty == false }

  /// Returns `let t_0 = v; let t = {t_0, a}; b` for `let t = {v, a}; b`.
  private mutating func splitTuple(_ e: Expr, _ uses: [Uses]) -> Expr? {
    guard let (parameters, values, _) = e.asLet, case .call(let function, _) = e.kind,
      let i = values.indices.first(where: { uses[$0].count > 1 && isTupleOfValues(values[$0]) }),
      let elements = values[i].arguments(of: .makeTuple)
    else { return nil }
    var bound: [(name: Symbol, value: Expr)] = []
    var tuple = elements
    for (n, element) in elements.enumerated() where !isTrivial(element) {
      let name = Symbol("\(parameters[i].name)_\(n)").fresh {
        names.contains($0) || parameters.contains($0)
      }
      bound.append((name, element))
      tuple[n] = .ref(name.name)
    }
    var newValues = values
    newValues[i] = .tuple(tuple, at: values[i].span)
    let inner = Expr(.call(function, newValues), at: e.span)
    halfDone[inner.identity] = (inner, stays: false)
    let outer = Expr(.lambda(bound.map(\.name), inner), at: function.span)
    self.uses.note(bound.map { _ in .many }, of: outer)
    return outer.applied(to: bound.map(\.value), at: e.span)
  }

  private func isTrivial(_ e: Expr) -> Bool {
    e.isName || e.literalValue != nil || e.isTrivialTuple
  }

  private func isTupleOfValues(_ e: Expr) -> Bool {
    e.arguments(of: .makeTuple)?.isEmpty == false && !e.isTrivialTuple
  }

}

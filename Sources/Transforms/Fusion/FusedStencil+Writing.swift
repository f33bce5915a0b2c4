import IteratorIR

extension FusedStencil {

  /// Returns the stencil as an expression, and the fields that it is applied to.
  func written() -> (stencil: Expr, fields: [FieldNode]) {
    var body = result
    for b in bindings { body = .let(b.name.name, b.value, in: body) }
    var taken: Set<Symbol> = []
    body.collectNames(into: &taken)
    if let carry = scan?.carry { taken.insert(carry) }
    let used = Set(reads.keys.map(\.field)).union(iterators.keys)
    let parameters = fields.filter { used.contains($0.node.id) }.map { node, hint in
      let name = node.parameterName(hint).fresh { taken.contains($0) }
      taken.insert(name)
      return (node: node, name: name)
    }
    var names: [Symbol: Expr] = [:]
    var binders: [Symbol: Symbol] = [:]
    for (i, binding) in bindings.reversed().enumerated() {
      let name = (binding.hint ?? Symbol("_v\(i)")).fresh { taken.contains($0) }
      taken.insert(name)
      binders[binding.name] = name
      names[binding.name] = Expr(.reference(name))
    }
    let iteratorNames = Dictionary(uniqueKeysWithValues: parameters.map { ($0.node.id, $0.name) })
    for (read, name) in reads {
      guard let it = iteratorNames[read.field] else { continue }
      names[name] = .call(.deref, read.place(of: Expr(.reference(it))))
    }
    for (field, name) in iterators {
      if let it = iteratorNames[field] { names[name] = Expr(.reference(it)) }
    }
    body = body.replacing(names, binders: binders)
    let own = parameters.map(\.name)
    let nodes = parameters.map(\.node)
    guard let scan else { return (Expr(.lambda(own, body)), nodes) }
    let pass = Expr(.lambda([scan.carry] + own, body))
    return (.call(.scan, pass, scan.isForward, scan.initial), nodes)
  }

}

extension FieldNode {

  /// The name of a parameter that stands for the field: its own name if it has one.
  fileprivate func parameterName(_ hint: Symbol) -> Symbol {
    if case .leaf = kind, case .reference(let name) = expr.kind { return name }
    return name ?? hint
  }

}

extension Expr {

  /// Returns the expression with the references to `names` replaced, none of which can be captured;
  /// and the parameters in `binders`.
  func replacing(_ names: [Symbol: Expr], binders: [Symbol: Symbol] = [:]) -> Expr {
    switch kind {
    case .reference(let name): return names[name] ?? self
    case .builtin, .literal, .typeName, .infinity, .offset, .axis: return self
    case .call: return mapChildren { $0.replacing(names, binders: binders) }
    case .lambda(let parameters, let body):
      let new = body.replacing(names, binders: binders)
      if parameters.contains(where: { binders[$0] != nil }) {
        return Expr(.lambda(parameters.map { binders[$0] ?? $0 }, new), at: span)
      }
      return new.isIdentical(to: body) ? self : Expr(.lambda(parameters, new), at: span)
    }
  }

  /// Adds the names that occur in the expression and are no placeholders to `names`.
  fileprivate func collectNames(into names: inout Set<Symbol>) {
    switch kind {
    case .lambda(let parameters, _): names.formUnion(parameters)
    case .reference(let name) where !name.name.hasPrefix("#"): names.insert(name)
    case .reference, .builtin, .literal, .typeName, .infinity, .offset, .axis, .call: break
    }
    for c in children { c.collectNames(into: &names) }
  }

}

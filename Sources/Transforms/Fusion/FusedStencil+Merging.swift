import IteratorIR

extension FusedStencil {

  /// The places at which `field` is read.
  func places(of field: FieldNode) -> [Read] { reads.keys.filter { $0.field == field.id } }

  /// Merges the stencil of `field` in, which hands on a field or is used by nothing but reads at
  /// known places.
  mutating func absorb(_ field: FieldNode, _ other: FusedStencil) {
    isFused = true
    if let name = iterators.removeValue(forKey: field.id), let copied = other.copiedField {
      let it = FusedStencil.iterator(copied.id)
      iterators[copied.id] = it
      substitute([name: Expr(.reference(it))])
    }
    let places = places(of: field).sorted { $0.placeholder.name < $1.placeholder.name }
    for read in places {
      guard let name = reads.removeValue(forKey: read) else { continue }
      let moved = read.offsets.isEmpty ? other : other.moved(by: read.offsets, copy: name)
      bindings.append(LetValue(name: name, value: moved.result, hint: field.name))
      bindings += moved.bindings
      reads.merge(moved.reads) { $1 }
      iterators.merge(moved.iterators) { $1 }
    }
    replace(field, by: other.fields)
  }

  /// Puts the lifted `stencil` of `field` in place of the field.
  mutating func inline(_ field: FieldNode, _ stencil: Expr) {
    isFused = true
    let iterators = field.children.map { child in
      let it = FusedStencil.iterator(child.id)
      self.iterators[child.id] = it
      return Expr(.reference(it))
    }
    let lifted = Expr.call(.lift, stencil).applied(to: iterators)
    var names: [Symbol: Expr] = [:]
    if let it = self.iterators.removeValue(forKey: field.id) { names[it] = lifted }
    for read in places(of: field) {
      guard let name = reads.removeValue(forKey: read) else { continue }
      names[name] = .call(.deref, read.place(of: lifted))
    }
    substitute(names)
    replace(field, by: field.children.map { ($0, Symbol("_it")) })
  }

  private mutating func substitute(_ names: [Symbol: Expr]) {
    result = result.replacing(names)
    bindings = bindings.map {
      LetValue(name: $0.name, value: $0.value.replacing(names), hint: $0.hint)
    }
  }

  private mutating func replace(
    _ field: FieldNode, by others: [(node: FieldNode, name: Symbol)]
  ) {
    var known = Set(fields.map(\.node.id))
    fields.removeAll { $0.node === field }
    fields += others.filter { known.insert($0.node.id).inserted }
  }

  /// Returns the stencil at another place; values that it binds get names after `copy`.
  private func moved(by offsets: [Expr], copy: Symbol) -> FusedStencil {
    var new = self
    var names: [Symbol: Expr] = [:]
    new.reads = [:]
    for (read, name) in reads {
      let there = Read(field: read.field, offsets: offsets + read.offsets)
      let newName = there.placeholder
      new.reads[there] = newName
      names[name] = Expr(.reference(newName))
    }
    for name in iterators.values {
      names[name] = Expr.call(.shift, arguments: offsets).applied(to: [Expr(.reference(name))])
    }
    func copied(_ name: Symbol) -> Symbol { Symbol("\(copy.name) \(name.name)") }
    for b in bindings { names[b.name] = Expr(.reference(copied(b.name))) }
    new.bindings = bindings.map {
      LetValue(name: copied($0.name), value: $0.value.replacing(names), hint: $0.hint)
    }
    new.result = result.replacing(names)
    return new
  }

}

import IteratorIR

/// A stencil that others can be merged into.
///
/// Its body reads nothing itself: reads and iterators stand in it as placeholders, which are the
/// same for the same place of the same field in all stencils. So merging needs no renaming.
struct FusedStencil {

  /// A place at which a field is read: shifts with known distances.
  struct Read: Hashable {
    let field: Int
    let offsets: [Expr]

    /// A name that no program has.
    var placeholder: Symbol {
      let parts = offsets.map { e in
        if case .offset(let o) = e.kind { "\(o)" } else { "" }
      }
      return Symbol("#\(field) \(parts.joined(separator: " "))")
    }

    /// Returns the place, from where the iterator `it` stands.
    func place(of it: Expr) -> Expr {
      offsets.isEmpty ? it : Expr.call(.shift, arguments: offsets).applied(to: [it])
    }
  }

  /// What a scan has beside its body.
  struct Scan {
    let carry: Symbol
    let isForward: Expr
    let initial: Expr
  }

  let scan: Scan?

  /// A value that stands for a field's value at a place.
  struct Binding {
    let name: Symbol
    let value: Expr

    /// The field's name in the program.
    let hint: Symbol?
  }

  /// Values that later ones and the result may use, the last one first.
  private(set) var bindings: [Binding] = []

  private(set) var result: Expr

  /// The placeholders of reads, and of iterators that are used in other ways.
  private(set) var reads: [Read: Symbol] = [:]
  private(set) var iterators: [Int: Symbol] = [:]

  /// The fields that may be read, in the order of the parameters, with the parameters' names.
  private(set) var fields: [(node: FieldNode, name: Symbol)]

  /// `true` iff others were merged into it.
  private(set) var isFused = false

  /// Creates the stencil that `e` is, applied to `arguments`; `nil` if it is no function with
  /// written parameters.
  init?(_ e: Expr, _ arguments: [FieldNode]) {
    if let parts = e.arguments(of: .scan), parts.count == 3,
      case .lambda(let parameters, let body) = parts[0].kind,
      parameters.count == arguments.count + 1
    {
      scan = Scan(carry: parameters[0], isForward: parts[1], initial: parts[2])
      result = body
      fields = Array(zip(arguments, parameters.dropFirst()))
    } else if case .lambda(let parameters, let body) = e.kind,
      parameters.count == arguments.count
    {
      scan = nil
      result = body
      fields = Array(zip(arguments, parameters))
    } else {
      return nil
    }
    var names: [Symbol: FieldNode] = [:]
    for (node, p) in fields { names[p] = node }
    if let carry = scan?.carry { names[carry] = nil }
    result = abstracted(result, names)
    // A field that is passed twice is one field.
    var seen: Set<Int> = []
    fields.removeAll { !seen.insert($0.node.id).inserted }
  }

  /// The field that the stencil hands on as it is, point by point; `nil` if it does anything else.
  var copiedField: FieldNode? {
    guard isCopy, case .reference(let name) = result.kind, iterators.isEmpty else { return nil }
    return fields.first { reads[Read(field: $0.node.id, offsets: [])] == name }?.node
  }

  /// `true` iff the stencil hands on a value as it is.
  var isCopy: Bool {
    guard scan == nil, bindings.isEmpty else { return false }
    switch result.kind {
    case .reference, .literal: return true
    case .builtin, .typeName, .infinity, .offset, .axis, .lambda, .call: return false
    }
  }

}

// Placeholders.

extension FusedStencil {

  private static func iterator(_ field: Int) -> Symbol { Symbol("#\(field) it") }

  private mutating func value(of node: FieldNode, at offsets: [Expr]) -> Expr {
    if case .literal = node.expr.kind { return node.expr }
    let read = Read(field: node.id, offsets: offsets)
    let name = read.placeholder
    reads[read] = name
    return Expr(.reference(name))
  }

  /// Returns `e` with placeholders for all uses of `names`.
  private mutating func abstracted(_ e: Expr, _ names: [Symbol: FieldNode]) -> Expr {
    switch e.kind {
    case .reference(let name):
      guard let node = names[name] else { return e }
      let it = FusedStencil.iterator(node.id)
      iterators[node.id] = it
      return Expr(.reference(it), at: e.span)
    case .lambda(let parameters, let body):
      var inner = names
      for p in parameters { inner[p] = nil }
      let new = abstracted(body, inner)
      return new.isIdentical(to: body) ? e : Expr(.lambda(parameters, new), at: e.span)
    case .builtin, .literal, .typeName, .infinity, .offset, .axis: return e
    case .call:
      if let it = e.arguments(of: .deref)?.first, let (node, offsets) = place(of: it, names) {
        return value(of: node, at: offsets)
      }
      return e.mapChildren { abstracted($0, names) }
    }
  }

  /// Returns the field and the place that the iterator `e` stands for, if the text says so.
  private func place(
    of e: Expr, _ names: [Symbol: FieldNode]
  ) -> (node: FieldNode, offsets: [Expr])? {
    if case .reference(let name) = e.kind { return names[name].map { ($0, []) } }
    guard let (offsets, it) = e.appliedShift, let (node, before) = place(of: it, names) else {
      return nil
    }
    let isKnown = offsets.allSatisfy { if case .offset = $0.kind { true } else { false } }
    return isKnown ? (node, before + offsets) : nil
  }

}

// Merging.

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
      bindings.append(Binding(name: name, value: moved.result, hint: field.name))
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
      Binding(name: $0.name, value: $0.value.replacing(names), hint: $0.hint)
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
      Binding(name: copied($0.name), value: $0.value.replacing(names), hint: $0.hint)
    }
    new.result = result.replacing(names)
    return new
  }

}

// Writing.

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

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
  struct LetValue {
    let name: Symbol
    let value: Expr

    /// The field's name in the program.
    let hint: Symbol?
  }

  /// Values that later ones and the result may use, the last one first.
  var bindings: [LetValue] = []

  var result: Expr

  /// The placeholders of reads, and of iterators that are used in other ways.
  var reads: [Read: Symbol] = [:]
  var iterators: [Int: Symbol] = [:]

  /// The fields that may be read, in the order of the parameters, with the parameters' names.
  var fields: [(node: FieldNode, name: Symbol)]

  /// `true` iff others were merged into it.
  var isFused = false

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

  static func iterator(_ field: Int) -> Symbol { Symbol("#\(field) it") }

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

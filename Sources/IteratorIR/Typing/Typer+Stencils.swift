import Diagnostics
import StencilTypes

// What happens at one point: iterators, neighbors, lists.

extension Typer {

  /// Returns the type of `deref(iterator)`.
  func deref(_ types: [IRType], at e: Expr) throws(DiagnosticError) -> IRType {
    try expectCount(.deref, 1, types.count, e)
    let it = try iterator(.deref, types[0], 0, of: e)
    try expectReadable(it, e)
    return it.element
  }

  /// Returns the type of `can_deref(iterator)`.
  func canDeref(_ types: [IRType], at e: Expr) throws(DiagnosticError) -> IRType {
    try expectCount(.canDeref, 1, types.count, e)
    _ = try iterator(.canDeref, types[0], 0, of: e)
    return .scalar(.bool)
  }

  /// Returns the type of `make_const_list(value)`.
  func constList(_ types: [IRType], at e: Expr) throws(DiagnosticError) -> IRType {
    try expectCount(.makeConstList, 1, types.count, e)
    guard case .scalar = types[0] else {
      throw DiagnosticError(wrongArgument(.makeConstList, "a scalar", types[0], argument(0, of: e)))
    }
    return .list(types[0], nil)
  }

  /// Returns the type of `list_get(index, list)`.
  func listGet(_ types: [IRType], at e: Expr) throws(DiagnosticError) -> IRType {
    try expectCount(.listGet, 2, types.count, e)
    let isIndex = if case .scalar(let k) = types[0] { k.isInteger } else { types[0] == .offset }
    if !isIndex { throw DiagnosticError(wrongArgument(.listGet, "an integer", types[0], e)) }
    return try list(.listGet, types[1], 1, of: e).element
  }

  /// An iterator's parts.
  struct Iterator {
    var position: [Dimension]?
    var defined: [Dimension]
    var element: IRType

    var type: IRType { .iterator(position: position, defined: defined, element: element) }
  }

  func iterator(
    _ b: Builtin, _ type: IRType, _ index: Int, of e: Expr
  ) throws(DiagnosticError) -> Iterator {
    guard case .iterator(let position, let defined, let element) = type else {
      throw DiagnosticError(wrongArgument(b, "an iterator", type, argument(index, of: e)))
    }
    return Iterator(position: position, defined: defined, element: element)
  }

  private func list(
    _ b: Builtin, _ type: IRType, _ index: Int, of e: Expr
  ) throws(DiagnosticError) -> (element: IRType, dim: Dimension?) {
    guard case .list(let element, let dim) = type else {
      throw DiagnosticError(wrongArgument(b, "a list", type, argument(index, of: e)))
    }
    return (element, dim)
  }

  private func expectReadable(_ it: Iterator, _ e: Expr) throws(DiagnosticError) {
    guard let position = it.position else { return }
    if let missing = it.defined.first(where: { !position.contains($0) }) {
      throw DiagnosticError(notReadable(missing, position, e))
    }
  }

  /// Returns the tags of a shift's arguments, which alternate with indices.
  func tags(
    _ arguments: [Expr], _ e: Expr, _ scope: TypeScope
  ) throws(DiagnosticError) -> [String] {
    if arguments.count % 2 != 0 {
      throw DiagnosticError(wrongCount(.shift, arguments.count + 1, arguments.count, e))
    }
    var tags: [String] = []
    for (i, a) in arguments.enumerated() {
      let type = try data(a, scope)
      if i % 2 == 0 {
        guard case .offset(.tag(let tag)) = a.kind else {
          throw DiagnosticError(wrongArgument(.shift, "the name of an offset", nil, a))
        }
        if offsets[tag] == nil, !tag.hasPrefix("_Off") {
          throw DiagnosticError(unknownOffset(tag, offsets, a))
        }
        tags.append(tag)
      } else if case .scalar(let k) = type, !k.isInteger {
        throw DiagnosticError(wrongArgument(.shift, "an integer", type, a))
      }
    }
    return tags
  }

  func shifted(
    _ arguments: [TypedValue], _ tags: [String], at e: Expr
  ) throws(DiagnosticError) -> IRType {
    try expectCount(.shift, 1, arguments.count, e)
    var it = try iterator(.shift, try data(arguments, at: e)[0], 0, of: e)
    for tag in tags { try move(&it, tag, e) }
    return it.type
  }

  /// Moves the position of `it`; most offsets without a table stay on their dimension.
  private func move(_ it: inout Iterator, _ tag: String, _ e: Expr) throws(DiagnosticError) {
    guard let position = it.position, let offset = offsets[tag],
      !offset.isCartesian || offset.isStaggering
    else { return }
    guard let i = position.firstIndex(of: offset.target[0]) else {
      throw DiagnosticError(wrongPlace(offset, position, e))
    }
    var moved = position
    moved[i] = offset.source
    it.position = moved
  }

  func neighbors(
    _ tag: String, _ type: IRType, _ arguments: [Expr]
  ) throws(DiagnosticError) -> IRType {
    guard let offset = offsets[tag] else {
      throw DiagnosticError(unknownOffset(tag, offsets, arguments[0]))
    }
    guard !offset.isCartesian, offset.target.count == 2 else {
      throw DiagnosticError(noNeighbors(tag, arguments[0]))
    }
    guard case .iterator(let position, let defined, let element) = type else {
      throw DiagnosticError(wrongArgument(.neighbors, "an iterator", type, arguments[1]))
    }
    var it = Iterator(position: position, defined: defined, element: element)
    try move(&it, tag, arguments[1])
    try expectReadable(it, arguments[1])
    return .list(element, offset.target[1])
  }

  func lifted(
    _ stencil: TypedFunction, _ arguments: [TypedValue], at e: Expr
  ) throws(DiagnosticError) -> IRType {
    var its: [Iterator] = []
    for (i, t) in try data(arguments, at: e).enumerated() {
      its.append(try iterator(.lift, t, i, of: e))
    }
    // Where the stencil will be evaluated is known only when its result is read.
    let element: IRType = try apply(
      stencil, its.map { .iterator(position: nil, defined: $0.defined, element: $0.element) },
      at: e)
    return .iterator(position: its.isEmpty ? [] : its[0].position, defined: [], element: element)
  }

  func scanned(
    _ pass: TypedFunction, _ initial: IRType, _ arguments: [TypedValue], at e: Expr
  ) throws(DiagnosticError) -> IRType {
    let result: IRType = try apply(pass, [initial] + data(arguments, at: e), at: e)
    if result != initial { throw DiagnosticError(carryChanges(.scan, initial, result, e)) }
    return result
  }

  func reduced(
    _ f: TypedFunction, _ initial: IRType, _ arguments: [TypedValue], at e: Expr
  ) throws(DiagnosticError) -> IRType {
    let (elements, dim) = try lists(.reduce, arguments, at: e)
    if dim == nil { throw DiagnosticError(endless(e)) }
    let result: IRType = try apply(f, [initial] + elements, at: e)
    if result != initial { throw DiagnosticError(carryChanges(.reduce, initial, result, e)) }
    return result
  }

  func mapped(
    _ f: TypedFunction, _ arguments: [TypedValue], at e: Expr
  ) throws(DiagnosticError) -> IRType {
    let (elements, dim) = try lists(.map, arguments, at: e)
    return .list(try apply(f, elements, at: e), dim)
  }

  /// Returns the elements of lists over one local dimension, and that dimension.
  private func lists(
    _ b: Builtin, _ arguments: [TypedValue], at e: Expr
  ) throws(DiagnosticError) -> ([IRType], Dimension?) {
    var elements: [IRType] = []
    var common: Dimension?
    for (i, t) in try data(arguments, at: e).enumerated() {
      let (element, dim) = try list(b, t, i, of: e)
      if let common, let dim, common != dim {
        throw DiagnosticError(differentNeighbors(b, common, dim, argument(i, of: e)))
      }
      common = common ?? dim
      elements.append(element)
    }
    return (elements, common)
  }

}

private func notReadable(_ missing: Dimension, _ position: [Dimension], _ e: Expr) -> Diagnostic {
  Diagnostic(
    code: IRCode.type,
    "The iterator reads a field on \(missing.name), but the point has no place along it.",
    at: e.span, label: "the point lies on \(position.map(\.name).joined(separator: ", "))",
    hint: "write a domain that has a range along \(missing.name), or shift the iterator there")
}

func unknownOffset(_ tag: String, _ offsets: [String: FieldOffset], _ e: Expr) -> Diagnostic {
  Diagnostic(
    code: IRCode.offset, "The program has no offset '\(tag)'.", at: e.span,
    hint: nearest(to: tag, among: offsets.keys.sorted()).map { "did you mean '\($0)'?" }
      ?? "declare it at the start of the program: \(Form.offset.rawValue)")
}

private func wrongPlace(_ offset: FieldOffset, _ position: [Dimension], _ e: Expr) -> Diagnostic {
  Diagnostic(
    code: IRCode.offset,
    "'\(offset.name)' leads from \(offset.target[0].name) to \(offset.source.name), "
      + "but the iterator stands on \(position.map(\.name).joined(separator: ", ")).",
    at: e.span, hint: "take an offset that leads from there")
}

private func noNeighbors(_ tag: String, _ e: Expr) -> Diagnostic {
  Diagnostic(
    code: IRCode.offset, "'\(tag)' moves along one dimension and has no neighbors.", at: e.span,
    hint: "read a point that it leads to: ·⟪\(tag)ₒ, 1ₒ⟫(x)")
}

private func carryChanges(
  _ b: Builtin, _ initial: IRType, _ result: IRType, _ e: Expr
) -> Diagnostic {
  Diagnostic(
    code: IRCode.type,
    "The function of '\(b.name)' must give what it starts from, \(initial), not \(result).",
    at: e.span, hint: "start from a value of type \(result)")
}

private func endless(_ e: Expr) -> Diagnostic {
  Diagnostic(
    code: IRCode.type, "'reduce' needs a list of neighbors, not constant lists alone.", at: e.span,
    hint: "give it neighbors(V2Eₒ, x) as well")
}

private func differentNeighbors(
  _ b: Builtin, _ first: Dimension, _ second: Dimension, _ e: Expr
) -> Diagnostic {
  Diagnostic(
    code: IRCode.type,
    "'\(b.name)' takes lists along one dimension, not \(first.name) and \(second.name).",
    at: e.span, hint: "take all lists through one offset")
}

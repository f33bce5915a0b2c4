import Diagnostics
import StencilTypes

// Whole fields.

extension Typer {

  /// Returns the type of `if_(condition, a, b)`.
  func choice(_ types: [IRType], at e: Expr) throws(DiagnosticError) -> IRType {
    try expectCount(.if, 3, types.count, e)
    if types[0] != .scalar(.bool) {
      throw DiagnosticError(wrongArgument(.if, "a bool", types[0], argument(0, of: e)))
    }
    guard let type = either(types[1], types[2]) else {
      throw DiagnosticError(differentBranches(.if, types[1], types[2], e))
    }
    return type
  }

  /// Returns the type of `concat_where(region, a, b)`.
  func concatWhere(_ types: [IRType], at e: Expr) throws(DiagnosticError) -> IRType {
    try expectCount(.concatWhere, 3, types.count, e)
    guard case .domain(let dims) = types[0] else {
      throw DiagnosticError(wrongArgument(.concatWhere, "a domain", types[0], argument(0, of: e)))
    }
    guard let type = joined(types[1], types[2], on: dims) else {
      throw DiagnosticError(differentBranches(.concatWhere, types[1], types[2], e))
    }
    return type
  }

  /// Returns the type of `index(axis)`.
  func index(_ types: [IRType], at e: Expr) throws(DiagnosticError) -> IRType {
    try expectCount(.index, 1, types.count, e)
    return .field(dims: [try axis(.index, types[0], 0, of: e)], element: .scalar(.int32))
  }

  /// Returns the type of `broadcast(value, axes)`.
  func broadcast(_ types: [IRType], at e: Expr) throws(DiagnosticError) -> IRType {
    try expectCount(.broadcast, 2, types.count, e)
    guard case .tuple(let axes) = types[1] else {
      throw DiagnosticError(
        wrongArgument(.broadcast, "a tuple of dimensions", types[1], argument(1, of: e)))
    }
    var dims: [Dimension] = []
    for a in axes { dims.append(try axis(.broadcast, a, 1, of: e)) }
    switch types[0] {
    case .scalar, .field:
      if let lost = types[0].dims.first(where: { !dims.contains($0) }) {
        throw DiagnosticError(lostDimension(lost, e))
      }
      return .field(dims: dims, element: types[0].element)
    case .list, .tuple, .iterator, .domain, .namedRange, .axis, .offset, .function:
      throw DiagnosticError(
        wrongArgument(.broadcast, "a field or a scalar", types[0], argument(0, of: e)))
    }
  }

  /// Returns the type of a choice between values of types `a` and `b`; `nil` if they do not fit.
  private func either(_ a: IRType, _ b: IRType) -> IRType? {
    if a == b { return a }
    switch (a, b) {
    case (.tuple(let l), .tuple(let r)) where l.count == r.count:
      let elements = zip(l, r).compactMap { either($0, $1) }
      return elements.count == l.count ? .tuple(elements) : nil
    case (.list(let l, let d), .list(let r, let e)) where d == nil || e == nil:
      return either(l, r).map { .list($0, d ?? e) }
    case (.field, .field), (.field, .scalar), (.scalar, .field):
      return either(a.element, b.element).map {
        .field(dims: promote([a.dims, b.dims]), element: $0)
      }
    case (.iterator(let p, let d, let l), .iterator(let q, let e, let r)):
      return either(l, r).map {
        .iterator(position: p == q ? p : nil, defined: promote([d, e]), element: $0)
      }
    default:
      return nil
    }
  }

  /// Returns the type of fields put together from `a` and `b`, which differ along `dims`.
  private func joined(_ a: IRType, _ b: IRType, on dims: [Dimension]) -> IRType? {
    switch (a, b) {
    case (.tuple(let l), .tuple(let r)) where l.count == r.count:
      let elements = zip(l, r).compactMap { joined($0, $1, on: dims) }
      return elements.count == l.count ? .tuple(elements) : nil
    case (.field, .field), (.field, .scalar), (.scalar, .field), (.scalar, .scalar):
      return either(a.element, b.element).map {
        .field(dims: promote([dims, a.dims, b.dims]), element: $0)
      }
    default:
      return nil
    }
  }

  /// Returns the type of a stencil's result on every point.
  func fieldop(
    _ stencil: TypedFunction, _ domain: [Dimension]?, _ arguments: [TypedValue], at e: Expr
  ) throws(DiagnosticError) -> IRType {
    let types = try data(arguments, at: e)
    for (i, t) in types.enumerated() {
      for leaf in t.leaves {
        switch leaf {
        case .scalar, .field: break
        case .list, .tuple, .iterator, .domain, .namedRange, .axis, .offset, .function:
          throw DiagnosticError(
            wrongArgument(.asFieldop, "fields and scalars", t, argument(i, of: e)))
        }
      }
    }
    let dims = domain ?? resultDims(stencil, types, isScan: isScan(e))
    let iterators = types.map { t in
      IRType.iterator(
        position: dims, defined: promote(t.leaves.map(\.dims)), element: t.mapLeaves(\.element))
    }
    let result = try applyOnce(stencil, iterators, at: e)
    if case .call(let callee, _) = e.kind, case .call(_, let parts) = callee.kind,
      let written = parts.first
    {
      recordFunction(written, iterators.map { .data($0) }, .data(result))
    }
    return result.mapLeaves { .field(dims: dims, element: $0) }
  }

  /// `true` iff `e` is `as_fieldop(scan(…))(…)`.
  private func isScan(_ e: Expr) -> Bool {
    guard case .call(let callee, _) = e.kind, case .call(_, let parts) = callee.kind,
      case .call(let f, _)? = parts.first?.kind, case .builtin(.scan) = f.kind
    else { return false }
    return true
  }

  /// Returns the dimensions of the points at which a stencil can read its arguments.
  ///
  /// A scan extends along the column, and along those of arguments that it does not read, too.
  private func resultDims(
    _ stencil: TypedFunction, _ types: [IRType], isScan: Bool
  ) -> [Dimension] {
    let column = isScan ? column.map { [$0] } ?? [] : []
    if types.allSatisfy({ $0.leaves.allSatisfy(\.dims.isEmpty) }) { return column }
    var dims = column
    func add(_ d: Dimension) { if !dims.contains(d) { dims.append(d) } }
    if !changesDimensions, case .closure(let c) = stencil, let isRead = c.plainReads {
      for (type, isRead) in zip(types, isRead) where isRead || isScan {
        type.leaves.forEach { $0.dims.forEach(add) }
      }
      return dims.sorted()
    }
    let accesses = StencilAccesses(
      of: .function(stencil.traced), arity: types.count, AccessTracer())
    for (type, reads) in zip(types, accesses.parameters) {
      let inner = type.leaves.flatMap(\.dims)
      let isRead = !reads.certain.isEmpty || !reads.possible.isEmpty
      if isRead ? !changesDimensions : isScan {
        inner.forEach(add)
      } else {
        for d in inner {
          for shifts in reads.certain { add(beginning(of: shifts, to: d)) }
          for shifts in reads.possible { add(beginning(of: shifts, to: d)) }
        }
      }
    }
    return dims.sorted()
  }

  /// Returns the dimension from which `shifts` lead to `d`.
  private func beginning(of shifts: [Shift], to d: Dimension) -> Dimension {
    shifts.reversed().reduce(d) { d, shift in
      guard let offset = offsets[shift.tag], offset.source == d else { return d }
      return offset.target[0]
    }
  }

}

extension TypedClosure {

  /// Which of the parameters are read, if the body is arithmetic on what it reads; `nil` if it is
  /// more, so that naming a parameter does not mean that it is read.
  fileprivate var plainReads: [Bool]? {
    guard body.builtins.isDisjoint(with: otherThanArithmetic) else { return nil }
    var isRead = parameters.map { _ in false }
    return body.noteNames(parameters, &isRead) ? isRead : nil
  }

}

/// What makes more of an iterator than a value, or less of a value than all its parts.
private let otherThanArithmetic = BuiltinSet(
  StructuralBuiltin.allCases.filter { !$0.definition.isArithmetic }.map { .structural($0) })

extension Expr {

  /// Notes which of `parameters` the expression names; `false` if it names or holds anything else
  /// that may be a function.
  fileprivate func noteNames(_ parameters: [Symbol], _ isNamed: inout [Bool]) -> Bool {
    switch kind {
    case .reference(let name):
      guard let i = parameters.firstIndex(of: name) else { return false }
      isNamed[i] = true
      return true
    case .builtin, .literal, .typeName, .infinity, .offset, .axis: return true
    case .lambda: return false
    case .call(let function, let arguments):
      guard function.noteNames(parameters, &isNamed) else { return false }
      for a in arguments where !a.noteNames(parameters, &isNamed) { return false }
      return true
    }
  }

}

private func differentBranches(_ b: Builtin, _ l: IRType, _ r: IRType, _ e: Expr) -> Diagnostic {
  Diagnostic(
    code: IRCode.type, "The branches of '\(b.name)' do not fit together.", at: e.span,
    label: "\(l) and \(r)", hint: "give both branches one type")
}

private func lostDimension(_ d: Dimension, _ e: Expr) -> Diagnostic {
  Diagnostic(
    code: IRCode.type, "The broadcast leaves out \(d.name), on which the field depends.",
    at: e.span, hint: "name all dimensions of the field")
}

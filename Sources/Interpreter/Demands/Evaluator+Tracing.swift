import Diagnostics
import StencilTypes

extension Evaluator {

  /// Returns what `node` reads and is made of, without computing anything.
  func trace(_ node: LazyField) throws(DiagnosticError) -> NodeTrace {
    if let t = node.trace { return t }
    let tracer = ReadTracer()
    let structure = try within(.trace(tracer, isCertain: true), span: node.span)
      .structure(of: node, tracer)
    var dims = tracer.dimensions
    for a in tracer.accesses { dims.formUnion(try dimensions(of: a)) }
    // Whether there is a value depends on these.
    dims.formUnion(node.domain?.dims ?? [])
    let t = NodeTrace(
      accesses: tracer.accesses, dims: dims, structure: structure,
      operationCount: tracer.operationCount)
    node.trace = t
    return t
  }

  private func structure(
    of node: LazyField, _ tracer: ReadTracer
  ) throws(DiagnosticError) -> Structure {
    switch node.kind {
    case .slot(let slot):
      let local = slot.type.localDim
      tracer.dimensions.formUnion(slot.type.dims.filter { $0 != local })
      let element = Structure.scalar(slot.type.dtype)
      return local.map { d in
        .list(element, local: d, count: (slot.domain?[d] ?? run.columns(of: d))?.count)
      } ?? element
    case .stencil(let stencil, let operands):
      return try settle(try call(stencil, iterators(operands, .steps([])), at: node.span))
    case .scan(let scan, let operands, let column):
      tracer.dimensions.insert(column)
      // The carry is any value of the structure that the first one has.
      let carry = unknown(try settle(scan.initial))
      let arguments = [Thunk(carry)] + iterators(operands, .steps([]))
      tracer.operationCount += 1
      return try settle(try call(scan.pass, arguments, at: node.span))
    case .element(let parent, let i):
      tracer.record(parent, [], isCertain: isCertain, at: node.span)
      guard case .tuple(let e) = try trace(parent).structure, e.indices.contains(i) else {
        throw inapplicable(.tupleGet, node.span)
      }
      return e[i]
    case .concatWhere(let region, let a, let b):
      tracer.dimensions.formUnion(region.dims)
      tracer.operationCount += 1
      let x = try possibly.settle(try possibly.deref(.data(a, .steps([])), at: node.span))
      _ = try possibly.settle(try possibly.deref(.data(b, .steps([])), at: node.span))
      return x
    case .broadcast(let operand), .failed(_, let operand):
      return try settle(try deref(.data(operand, .steps([])), at: node.span))
    case .index(let d):
      tracer.dimensions.insert(d)
      return .scalar(.int32)
    }
  }

  /// Returns the iterators over `operands` at `position`.
  func iterators(_ operands: [Operand], _ position: Position) -> [Thunk] {
    operands.map { Thunk(.iterator(.data($0, position))) }
  }

  /// Traces a read of `node`, `steps` away.
  func traceRead(
    of node: LazyField, _ steps: [ShiftStep], at span: SourceSpan?
  ) throws(DiagnosticError) -> Value {
    guard let tracer else { throw inapplicable(.deref, span) }
    let structure = try trace(node).structure
    guard case .list(let element, let local, let count) = structure else {
      tracer.record(node, steps, isCertain: isCertain, at: span ?? spanOfNode)
      return unknown(structure)
    }
    // Lists are not kept in memory: their elements are traced for each reader by need.
    switch node.kind {
    case .stencil(let stencil, let operands):
      let own = Set(node.domain?.dims ?? [])
      tracer.dimensions.formUnion(try dimensions(own, behind: steps, at: span))
      return try call(stencil, iterators(operands, .steps(steps)), at: node.span)
    case .slot, .scan, .element, .concatWhere, .broadcast, .index, .failed:
      return .list(
        NeighborList(
          count: count, local: local,
          element: { (_, e) throws(DiagnosticError) in
            e.tracer?.record(
              node, steps, isCertain: e.isCertain, at: span ?? e.spanOfNode)
            return e.unknown(element)
          },
          validity: { (_, _) throws(DiagnosticError) in nil }))
    }
  }

  /// Evaluates all of `value`, and returns what it is made of.
  ///
  /// Of a tuple not every element need be asked for, so reads for them are possible only.
  func settle(_ value: Value) throws(DiagnosticError) -> Structure {
    switch value {
    case .lanes(let l): return .scalar(l.kind)
    case .tuple(let elements):
      var parts: [Structure] = []
      let inner = elements.count == 1 ? self : possibly
      for e in elements { parts.append(try inner.settle(try e.force(inner))) }
      return .tuple(parts)
    case .list(let l):
      let element = try possibly.settle(try l.element(.every, possibly))
      return .list(element, local: l.local, count: l.count)
    case .function, .field, .iterator, .region, .side, .axis, .infinity, .offset, .typeName:
      throw inapplicable(.asFieldop, nil)
    }
  }

  /// Returns a value of the given structure that nothing is known of.
  func unknown(_ structure: Structure) -> Value {
    switch structure {
    case .scalar(let k): .lanes(.unknown(k))
    case .tuple(let parts): .tuple(parts.map { Thunk(unknown($0)) })
    case .list(let e, let local, let count):
      .list(
        NeighborList(
          count: count, local: local,
          element: { (_, e2) throws(DiagnosticError) in e2.unknown(e) },
          validity: { (_, _) throws(DiagnosticError) in nil }))
    }
  }

  /// Returns the dimensions that a point must have so that `access` is possible from there.
  private func dimensions(of access: Access) throws(DiagnosticError) -> Set<Dimension> {
    try dimensions(try trace(access.node).dims, behind: access.steps, at: access.span)
  }

  /// Returns the dimensions that a point must have so that the point `steps` away has `dims`.
  private func dimensions(
    _ dims: Set<Dimension>, behind steps: [ShiftStep], at span: SourceSpan?
  ) throws(DiagnosticError) -> Set<Dimension> {
    var dims = dims
    for s in steps.reversed() {
      let o = try offset(s.tag, at: span)
      if o.isCartesian {
        if dims.remove(o.source) != nil { dims.insert(o.target[0]) }
        continue
      }
      let t = try table(s.tag, at: span)
      dims.remove(t.source)
      dims.insert(t.target)
    }
    return dims
  }

}

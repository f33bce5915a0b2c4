import Diagnostics
import IteratorIR
import StencilTypes

extension Stager {

  /// Notes a read of `node` and returns a value of which nothing is known.
  func trace(
    _ node: StagedNode, at place: StagedPlace, _ tracer: NodeTracer, _ span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    let structure = try structure(of: node)
    guard case .list(let element, let local, let count) = structure else {
      tracer.record(node, place.steps)
      if case .slot = node.kind { tracer.cost += 1 }
      return unknown(structure)
    }
    if case .stencil(let stencil, let operands) = node.kind {
      // Lists are not kept in memory: their elements are computed by each reader.
      return try call(stencil, iterators(operands, place), at: node.span)
    }
    return .list(
      StagedList(
        count: count, local: local,
        element: { (_) throws(DiagnosticError) in
          tracer.record(node, place.steps)
          tracer.cost += 1
          return self.unknown(element)
        }, validity: { (_) throws(DiagnosticError) in nil }))
  }

  func structure(of node: StagedNode) throws(DiagnosticError) -> StagedStructure {
    try look(at: node).structure
  }

  /// Returns what `node` reads and is made of.
  func look(at node: StagedNode) throws(DiagnosticError) -> NodeTrace {
    if let t = node.trace { return t }
    let outer = (
      tracer, isAtPoints, memo, knowledge, usedDepth, spanOfNode, vectorVariable, breaks.count
    )
    let inner = NodeTracer()
    (tracer, isAtPoints, memo, spanOfNode) = (inner, true, [:], node.span ?? spanOfNode)
    knowledge = Knowledge(parent: nil, condition: nil)
    vectorVariable = nil
    emitter.open()
    defer {
      _ = emitter.close()
      (tracer, isAtPoints, memo, knowledge, usedDepth, spanOfNode, vectorVariable) = (
        outer.0, outer.1, outer.2, outer.3, outer.4, outer.5, outer.6
      )
      breaks.removeSubrange(outer.7...)
    }
    let home = StagedPlace(coordinates: homeCoordinates)
    let structure: StagedStructure
    switch node.kind {
    case .slot(let slot):
      let element = StagedStructure.scalar(slot.type.dtype)
      structure =
        slot.type.localDim.map {
          .list(element, $0, count: columns(ofSparse: slot.type.dims))
        } ?? element
    case .scan(let scan, let operands, _):
      let carry = try settle(scan.initial)
      let arguments = [StagedThunk(unknown(carry))] + iterators(operands, home)
      structure = try settle(try call(scan.pass, arguments, at: node.span))
    case .element(let parent, let i):
      inner.record(parent, [])
      guard case .tuple(let e) = try self.structure(of: parent), e.indices.contains(i) else {
        throw inapplicable(.tupleGet, node.span)
      }
      structure = e[i]
    case .index: structure = .scalar(.int32)
    case .stencil, .concatWhere, .choice, .broadcast, .failed:
      structure = try settle(try inline(node, at: home))
    }
    let t = NodeTrace(accesses: inner.accesses, structure: structure, cost: inner.cost)
    node.trace = t
    return t
  }

  /// Places along every dimension there is, of which nothing is known.
  private var homeCoordinates: [Dimension: Coordinate] {
    var result: [Dimension: Coordinate] = [:]
    for d in dimensions { result[d] = Coordinate(base: emitter.variable()) }
    return result
  }

  /// Evaluates all of `value`, and returns what it is made of.
  func settle(_ value: StagedValue) throws(DiagnosticError) -> StagedStructure {
    switch value {
    case .scalar(let s): return .scalar(emitter.kind(of: s.operand))
    case .tuple(let elements):
      var parts: [StagedStructure] = []
      for e in elements { parts.append(try settle(try e.force(self))) }
      return .tuple(parts)
    case .list(let l):
      return .list(try settle(try l.element(0)), l.local, count: l.count)
    case .function, .field, .iterator, .region, .side, .axis, .infinity, .offset, .typeName:
      throw inapplicable(.asFieldop, nil)
    }
  }

  private func unknown(_ structure: StagedStructure) -> StagedValue {
    switch structure {
    case .scalar(let k): .scalar(StagedScalar(emitter.variable(k)))
    case .tuple(let parts): .tuple(parts.map { StagedThunk(unknown($0)) })
    case .list(let e, let local, let count):
      .list(
        StagedList(
          count: count, local: local, element: { (_) throws(DiagnosticError) in self.unknown(e) },
          validity: { (_) throws(DiagnosticError) in nil }))
    }
  }

}

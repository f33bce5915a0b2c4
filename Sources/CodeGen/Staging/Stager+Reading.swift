import Diagnostics
import IteratorIR
import StencilTypes

extension Stager {

  /// Returns the value at the place where `it` stands.
  func deref(_ it: StagedIterator, at span: SourceSpan?) throws(DiagnosticError) -> StagedValue {
    switch it {
    case .lifted(let stencil, let iterators):
      return try call(stencil, iterators.map { StagedThunk(.iterator($0)) }, at: span)
    case .data(.scalar(let s), _): return .scalar(s)
    case .data(.tuple(let elements), let place):
      return .tuple(
        elements.map { o in
          StagedThunk(computing: { (s) throws(DiagnosticError) in
            try s.deref(.data(o, place), at: span)
          })
        })
    case .data(.field(let node), let place): return try read(node, at: place, span)
    }
  }

  /// Returns what `node` is at `place`.
  func read(
    _ node: StagedNode, at place: StagedPlace, _ span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    let key = ReadKey(node: node.number, place: place)
    if let known = memo[key], knowledge.includes(known.knowledge) {
      usedDepth = max(usedDepth, known.knowledge.depth)
      return known.value
    }
    let (value, least) = try tracked { () throws(DiagnosticError) in
      if let tracer = self.tracer { return try self.trace(node, at: place, tracer, span) }
      return try self.compute(node, at: place, span)
    }
    memo[key] = (value, least)
    return value
  }

  private func compute(
    _ node: StagedNode, at place: StagedPlace, _ span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    if case .slot(let slot) = node.kind {
      guard let local = slot.type.localDim, place.coordinates[local] == nil else {
        return try load(slot.memory, at: place, span)
      }
      return .list(sparse(slot, local, at: place, span))
    }
    var value: StagedValue
    if let stored = node.stored {
      value = try load(stored, at: place, span)
    } else {
      let outer = spanOfNode
      spanOfNode = node.span ?? outer
      defer { spanOfNode = outer }
      value = try inline(node, at: place)
      var poison: LoopOperand?
      for side in node.domain?.sides ?? [] {
        guard let c = place.coordinates[side.dimension] else {
          throw missing(side.dimension, node.span)
        }
        let (_, inside) = require(
          c, between: side.lower, and: side.upper, slot: -1, "a computed field")
        poison = combine(
          poison,
          unless(
            inside,
            failure(
              .outside, field: "a computed field", dimension: side.dimension.name,
              coordinate: emitter.add(c.base, c.offset), at: span)))
      }
      value = try poisoned(value, by: poison)
    }
    var gaps: LoopOperand? = place.poison
    for (_, c) in place.coordinates.sorted(by: { $0.key < $1.key }) {
      gaps = combine(gaps, self.gap(c, span))
    }
    return try poisoned(value, by: gaps)
  }

  /// Returns why there is no point at `c`; `nil` if there is.
  func gap(_ c: Coordinate, _ span: SourceSpan?) -> LoopOperand? {
    var result: LoopOperand?
    if let hasRow = c.hasRow, resolve(hasRow) != true {
      result = unless(hasRow, failure(.outsideTable, at: span))
    }
    if let exists = c.exists, resolve(exists) != true {
      result = combine(result, unless(exists, failure(.skipValue, at: span)))
    }
    return result
  }

  /// Returns what `node` is at `place`, computed there.
  func inline(_ node: StagedNode, at place: StagedPlace) throws(DiagnosticError) -> StagedValue {
    switch node.kind {
    case .slot: throw inapplicable(.deref, node.span)
    case .stencil(let stencil, let operands):
      return try call(stencil, iterators(operands, place), at: node.span)
    case .scan:
      throw .unsupported("A scan that is read where it is computed", at: node.span)
    case .element(let parent, let i):
      guard case .tuple(let e) = try read(parent, at: place, node.span), e.indices.contains(i)
      else { throw inapplicable(.tupleGet, node.span) }
      return try e[i].force(self)
    case .concatWhere(let region, let a, let b):
      let isInside = try membership(of: region, at: place, node.span)
      return try choose(
        StagedScalar(isInside), thunk(a, place, node.span), thunk(b, place, node.span),
        at: node.span)
    case .choice(let condition, let a, let b):
      return try choose(
        condition, thunk(a, place, node.span), thunk(b, place, node.span), at: node.span)
    case .broadcast(let operand):
      return try deref(.data(operand, place), at: node.span)
    case .index(let d):
      guard let c = place.coordinates[d] else { throw missing(d, node.span) }
      let here = emitter.cast(emitter.add(c.base, c.offset), to: .int32)
      coordinates[here] = c
      guard c.exists != nil || c.hasRow != nil else { return .scalar(StagedScalar(here)) }
      // Where there is no point its number is 0.
      var there = emitter.select(c.exists ?? .truth(true), here, .constant(ScalarValue(Int32(0))))
      there = emitter.select(c.hasRow ?? .truth(true), there, .constant(ScalarValue(Int32(0))))
      return .scalar(StagedScalar(there))
    case .failed(let failure, let operand):
      return try poisoned(try deref(.data(operand, place), at: node.span), by: failure)
    }
  }

  private func thunk(_ o: StagedOperand, _ place: StagedPlace, _ span: SourceSpan?) -> StagedThunk {
    StagedThunk(computing: { (s) throws(DiagnosticError) in
      try s.deref(.data(o, place), at: span)
    })
  }

  /// Returns the iterators over `operands` at `place`.
  func iterators(_ operands: [StagedOperand], _ place: StagedPlace) -> [StagedThunk] {
    operands.map { StagedThunk(.iterator(.data($0, place))) }
  }

  /// Returns the neighbors' elements of a sparse field.
  private func sparse(
    _ slot: Slot, _ local: Dimension, at place: StagedPlace, _ span: SourceSpan?
  ) -> StagedList {
    let name = tableTypes.tableName(
      ofSparse: slot.type.dims, at: { place.coordinates[$0] != nil }, { ($0.target, $0.local) })
    let count = name.flatMap { tableTypes[$0]?.columns } ?? columns(ofSparse: slot.type.dims)
    return StagedList(
      count: count, local: local,
      element: { (i) throws(DiagnosticError) in
        var there = place
        there.coordinates[local] = Coordinate(base: .index(i))
        return try self.load(slot.memory, at: there, span)
      },
      validity: { (i) throws(DiagnosticError) in
        guard let name else { return nil }
        return self.existence(
          at: try self.moved(place, name, to: i, at: span))
      })
  }

  /// Returns the number of neighbors of a sparse field on `dims`.
  func columns(ofSparse dims: [Dimension]) -> Int? {
    tableTypes.tableName(ofSparse: dims, at: { _ in true }, { ($0.target, $0.local) })
      .flatMap { tableTypes[$0]?.columns }
  }

}

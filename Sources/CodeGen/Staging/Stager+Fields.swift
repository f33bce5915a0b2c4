import Diagnostics
import IteratorIR
import StencilTypes

extension Stager {

  /// Returns the field that `stencil` makes of `arguments`.
  func fieldNode(
    _ stencil: StagedValue, _ arguments: [StagedThunk], domain: StagedThunk?, at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    guard !isAtPoints else { throw inapplicable(.asFieldop, span) }
    var operands: [StagedOperand] = []
    for a in arguments {
      guard let o = try operand(try a.force(self)) else { throw inapplicable(.asFieldop, span) }
      operands.append(o)
    }
    var box: StagedBox?
    if let domain { box = try finiteDomain(try domain.force(self), at: span) }
    guard case .function(.scan(let scan)) = stencil else {
      return .field(makeNode(.stencil(stencil, operands), domain: box, span: span))
    }
    guard let column = box?.sides.first(where: { $0.dimension.kind == .vertical })?.dimension
    else { throw .unsupported("A scan without a domain", at: span ?? spanOfNode) }
    return .field(makeNode(.scan(scan, operands, column: column), domain: box, span: span))
  }

  /// Returns the operand that `value` is; `nil` if stencils are not applied to such values.
  func operand(_ value: StagedValue) throws(DiagnosticError) -> StagedOperand? {
    switch value {
    case .scalar(let s): return .scalar(s)
    case .field(let n): return .field(n)
    case .tuple(let elements):
      var operands: [StagedOperand] = []
      for e in elements {
        guard let o = try operand(try e.force(self)) else { return nil }
        operands.append(o)
      }
      return .tuple(operands)
    case .list, .function, .iterator, .region, .side, .axis, .infinity, .offset, .typeName:
      return nil
    }
  }

  func concatWhere(
    _ arguments: [StagedThunk], at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    guard arguments.count == 3, case .region(let region) = try arguments[0].force(self),
      let a = try operand(try arguments[1].force(self)),
      let b = try operand(try arguments[2].force(self))
    else { throw inapplicable(.concatWhere, span) }
    return try concatWhere(region, a, b, at: span)
  }

  private func concatWhere(
    _ region: StagedRegion, _ a: StagedOperand, _ b: StagedOperand, at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    guard case .tuple(let x) = a, case .tuple(let y) = b else {
      return .field(makeNode(.concatWhere(region, a, b), span: span))
    }
    guard x.count == y.count else { throw inapplicable(.concatWhere, span) }
    var elements: [StagedThunk] = []
    for (p, q) in zip(x, y) {
      elements.append(StagedThunk(try concatWhere(region, p, q, at: span)))
    }
    return .tuple(elements)
  }

  // MARK: - Reading

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
    _ node: StagedNode, at place: Place, _ span: SourceSpan?
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
    _ node: StagedNode, at place: Place, _ span: SourceSpan?
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
  func inline(_ node: StagedNode, at place: Place) throws(DiagnosticError) -> StagedValue {
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

  private func thunk(_ o: StagedOperand, _ place: Place, _ span: SourceSpan?) -> StagedThunk {
    StagedThunk(computing: { (s) throws(DiagnosticError) in
      try s.deref(.data(o, place), at: span)
    })
  }

  /// Returns the iterators over `operands` at `place`.
  func iterators(_ operands: [StagedOperand], _ place: Place) -> [StagedThunk] {
    operands.map { StagedThunk(.iterator(.data($0, place))) }
  }

  /// Returns the neighbors' elements of a sparse field.
  private func sparse(
    _ slot: Slot, _ local: Dimension, at place: Place, _ span: SourceSpan?
  ) -> StagedList {
    let name = tableTypes.keys.sorted().first { n in
      guard let t = tableTypes[n] else { return false }
      return t.local == local && place.coordinates[t.target] != nil
    }
    let count = name.flatMap { tableTypes[$0]?.columns } ?? columns(of: local)
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

  /// Returns the number of neighbors along `local`.
  func columns(of local: Dimension) -> Int? {
    tableTypes.keys.sorted().lazy.compactMap { self.tableTypes[$0] }.first { $0.local == local }?
      .columns
  }

  private func load(
    _ stored: StoredTree, at place: Place, _ span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    switch stored {
    case .leaf(let memory): return try load(memory, at: place, span)
    case .tuple(let parts):
      return .tuple(
        parts.map { part in
          StagedThunk(computing: { (s) throws(DiagnosticError) in
            try s.load(part, at: place, span)
          })
        })
    }
  }

  /// Returns the element of `m` at `place`.
  func load(
    _ m: Memory, at place: Place, _ span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    var guarding: LoopOperand = .truth(true)
    var poison = place.poison
    for a in m.axes {
      guard let c = place.coordinates[a.dimension] else { throw missing(a.dimension, span) }
      poison = combine(poison, gap(c, span))
      if a.dimension == m.ownColumn { continue }
      let (conditions, inside) = require(
        c, between: a.lower, and: a.upper, slot: m.slot, "'\(m.name)' along \(a.dimension.name)")
      for k in conditions { guarding = emitter.and(guarding, k) }
      if let inside, inside.constant?.bool != true {
        guarding = emitter.and(guarding, inside)
        poison = combine(
          poison,
          unless(
            inside,
            failure(
              .outside, field: m.name, dimension: a.dimension.name,
              coordinate: emitter.add(c.base, c.offset), at: span)))
      }
    }
    let at = address(in: m, of: place)
    let guarded = guarding.constant?.bool == true ? nil : guarding
    let value = emitter.define(
      .load(m.memory, at: at, guarded: guarded, version: m.version), m.kind, least: m.leastLevel)
    if let failures = m.failures {
      let word = emitter.define(
        .load(failures, at: at, guarded: guarded, version: m.version), .int64,
        least: m.leastLevel)
      poison = combine(poison, word)
    }
    return .scalar(StagedScalar(value, poison: poison))
  }

  /// Notes what `stride` is if memory lies as usual.
  func hope(_ stride: LoopOperand, is number: Int, isAlongRow: Bool = false) {
    if stride.constantIndex != nil || isChecked && !isAlongRow { return }
    if let i = hopes.firstIndex(where: { $0.stride == stride }) {
      if hopes[i].isAlongRow || !isAlongRow { return }
      hopes.remove(at: i)
    }
    hopes.append(StrideHope(stride: stride, number: number, isAlongRow: isAlongRow))
  }

  /// Returns the stride of lines, and of rows of neighbors, that lie without gaps.
  private func usualStride(of a: Memory.Axis, in m: Memory) -> Int? {
    if m.axes.count == 1 { return 1 }
    guard let last = m.axes.last, last.dimension.kind == .local, m.axes.count == 2 else {
      return nil
    }
    return a.dimension == last.dimension ? 1 : columns(of: last.dimension)
  }

  /// Returns where the element of `m` at `place` lies, counted in elements.
  func address(in m: Memory, of place: Place) -> LoopOperand {
    var fixed = LoopOperand.index(0)
    var terms: [(operand: LoopOperand, level: Int)] = []
    for a in m.axes {
      guard let c = place.coordinates[a.dimension] else { continue }
      // Along the innermost loop the distance stays with the variable: it becomes a displacement.
      let isInner = c.base == vectorVariable
      if isInner {
        hope(a.stride, is: 1, isAlongRow: true)
      } else if let n = usualStride(of: a, in: m) {
        hope(a.stride, is: n)
      }
      let base = isInner ? emitter.add(c.base, c.offset) : c.base
      let term = emitter.index(.multiply, base, a.stride)
      terms.append((term, emitter.level(of: term)))
      let origin = emitter.index(.multiply, a.lower, a.stride)
      let distance =
        isInner ? LoopOperand.index(0) : emitter.index(.multiply, .index(c.offset), a.stride)
      fixed = emitter.index(.add, fixed, emitter.index(.subtract, distance, origin))
    }
    terms.append((fixed, emitter.level(of: fixed)))
    var sum: LoopOperand?
    for t in terms.enumerated().sorted(by: {
      ($0.element.level, $0.offset) < ($1.element.level, $1.offset)
    }) {
      sum = sum.map { emitter.index(.add, $0, t.element.operand) } ?? t.element.operand
    }
    return sum ?? .index(0)
  }

}

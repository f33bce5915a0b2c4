import Diagnostics
import IteratorIR
import StencilTypes

extension Stager {

  /// Returns `it` after the shifts by the pairs of tag and index in `offsets`, left to right.
  func shift(
    _ it: StagedIterator, _ offsets: [StagedThunk], at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedIterator {
    guard offsets.count.isMultiple(of: 2) else { throw inapplicable(.shift, span) }
    var it = it
    for i in stride(from: 0, to: offsets.count, by: 2) {
      guard case .offset(.tag(let tag)) = try offsets[i].force(self) else {
        throw inapplicable(.shift, span)
      }
      let distance = try offsets[i + 1].force(self)
      if let n = index(distance) {
        it = try shifted(it) { (p) throws(DiagnosticError) in
          try self.moved(p, tag, to: n, at: span)
        }
      } else if case .scalar(let s) = distance, emitter.kind(of: s.operand).isInteger {
        it = try shifted(it) { (p) throws(DiagnosticError) in
          try self.moved(p, tag, by: s, at: span)
        }
      } else {
        throw inapplicable(.shift, span)
      }
    }
    return it
  }

  private func shifted(
    _ it: StagedIterator, _ move: (Place) throws(DiagnosticError) -> Place
  ) throws(DiagnosticError) -> StagedIterator {
    switch it {
    case .lifted(let stencil, let iterators):
      var moved: [StagedIterator] = []
      for i in iterators { moved.append(try shifted(i, move)) }
      return .lifted(stencil, moved)
    case .data(let operand, let place): return .data(operand, try move(place))
    }
  }

  /// Returns `place` moved by distance `n`, or to neighbor `n`.
  func moved(
    _ place: Place, _ tag: String, to n: Int, at span: SourceSpan?
  ) throws(DiagnosticError) -> Place {
    let offset = try offset(tag, at: span)
    var place = place
    if tracer != nil { place.steps.append(PlaceStep(tag: tag, index: n)) }
    if offset.isCartesian {
      // Without the coordinate nothing depends on it: a constant is the same everywhere.
      place.coordinates[offset.source]?.offset += n
      return place
    }
    let table = try number(ofTable: tag, at: span)
    let type = tables[table].type
    guard let c = place.coordinates[type.target] else { throw missing(type.target, span) }
    place.coordinates[type.target] = nil
    if tracer != nil, 0 ..< type.columns ~= n {
      place.coordinates[type.source] = Coordinate(
        base: emitter.variable(), exists: type.hasSkipValues ? emitter.variable(.bool) : nil)
      return place
    }
    guard 0 ..< type.columns ~= n else {
      throw .unsupported("Neighbor \(n) of '\(tag)', which has \(type.columns),", at: span)
    }
    place.coordinates[type.source] = neighbor(c, table, type, column: .index(n), inside: nil)
    return place
  }

  /// Returns the coordinate in a column of a table; `inside` is whether there is such a column.
  private func neighbor(
    _ c: Coordinate, _ table: Int, _ type: TableType, column: LoopOperand, inside: LoopOperand?
  ) -> Coordinate {
    let rows = emitter.fact(.rows(table: table))
    let (conditions, hasRow) = require(
      c, between: .index(0), and: rows, slot: -1, "the rows of '\(tables[table].name)'")
    var guarding = inside ?? .truth(true)
    for k in conditions { guarding = emitter.and(guarding, k) }
    if let hasRow { guarding = emitter.and(guarding, hasRow) }
    hope(emitter.fact(.rowStride(table: table)), is: type.columns)
    hope(emitter.fact(.columnStride(table: table)), is: 1)
    let origin = emitter.index(
      .add,
      emitter.index(
        .multiply, emitter.add(c.base, c.offset), emitter.fact(.rowStride(table: table))),
      emitter.index(.multiply, column, emitter.fact(.columnStride(table: table))))
    let word = emitter.define(
      .load(
        .table(table), at: origin, guarded: guarding.constant?.bool == true ? nil : guarding,
        version: 0), .int32)
    let entry = emitter.cast(word, to: .int64)
    var result = Coordinate(base: entry, exists: c.exists, hasRow: c.hasRow)
    if let hasRow, hasRow.constant?.bool != true {
      result.hasRow = result.hasRow.map { emitter.and($0, hasRow) } ?? hasRow
    }
    if let inside, inside.constant?.bool != true {
      result.hasRow = result.hasRow.map { emitter.and($0, inside) } ?? inside
    }
    if type.hasSkipValues {
      // A table that has none may have been passed after all.
      let skip = emitter.select(
        emitter.fact(.hasSkip(table: table), .bool), emitter.fact(.skip(table: table)),
        .index(Int.min))
      let isThere = emitter.define(.scalar(.comparison(.notEqual), [entry, skip]), .bool)
      result.exists = result.exists.map { emitter.and($0, isThere) } ?? isThere
      // Where there is no neighbor another one is read and not used.
      result.base = emitter.select(isThere, entry, emitter.fact(.lowest(table: table)))
      if !isChecked {
        let some = emitter.index(
          .atMost, emitter.fact(.lowest(table: table)), emitter.fact(.highest(table: table)))
        let r = Requirement(
          condition: activity, isMet: some, slot: -1,
          comment: "'\(tables[table].name)' has neighbors")
        if !requirements.contains(r) { requirements.append(r) }
      }
    }
    if !isChecked, hasRow == nil, let interval = interval(of: c) {
      entries[result.base] = TableEntry(table: table, rows: interval)
    }
    return result
  }

  /// Returns `place` moved by a distance that is computed.
  private func moved(
    _ place: Place, _ tag: String, by distance: StagedScalar, at span: SourceSpan?
  ) throws(DiagnosticError) -> Place {
    let offset = try offset(tag, at: span)
    var place = place
    if let tracer {
      tracer.dynamicCount += 1
      place.steps.append(PlaceStep(tag: tag, index: nil))
      let d = offset.isCartesian ? offset.source : offset.target[0]
      if offset.isCartesian, place.coordinates[d] == nil { return place }
      place.coordinates[d] = nil
      place.coordinates[offset.source] = Coordinate(base: emitter.variable())
      return place
    }
    place.poison = combine(place.poison, distance.poison)
    // Through float64 values out of range saturate; 32-bit distances stay as they are.
    let narrow =
      emitter.kind(of: distance.operand) == .int32
      ? distance.operand
      : emitter.cast(emitter.cast(distance.operand, to: .float64), to: .int32)
    let wide = emitter.cast(narrow, to: .int64)
    if offset.isCartesian {
      guard let c = place.coordinates[offset.source] else { return place }
      place.coordinates[offset.source] = Coordinate(
        base: emitter.index(.add, emitter.add(c.base, c.offset), wide), exists: c.exists,
        hasRow: c.hasRow)
      return place
    }
    let table = try number(ofTable: tag, at: span)
    let type = tables[table].type
    guard let c = place.coordinates[type.target] else { throw missing(type.target, span) }
    place.coordinates[type.target] = nil
    let inside = emitter.and(
      emitter.index(.atMost, .index(0), wide), emitter.index(.less, wide, .index(type.columns)))
    place.coordinates[type.source] = neighbor(c, table, type, column: wide, inside: inside)
    return place
  }

  /// Returns whether there is a point at `place`; `nil` if there is.
  func existence(at place: Place) -> LoopOperand? {
    var result = LoopOperand.truth(true)
    for (_, c) in place.coordinates.sorted(by: { $0.key < $1.key }) {
      if let e = c.exists { result = emitter.and(result, e) }
      if let r = c.hasRow { result = emitter.and(result, r) }
    }
    if let t = resolve(result) { return t ? nil : .truth(false) }
    return result
  }

  /// Returns whether `it` stands somewhere; `nil` if it does.
  func canDeref(_ it: StagedIterator) throws(DiagnosticError) -> LoopOperand? {
    switch it {
    case .data(_, let place): return existence(at: place)
    case .lifted(_, let iterators):
      var result = LoopOperand.truth(true)
      for i in iterators { result = emitter.and(result, try canDeref(i) ?? .truth(true)) }
      return result.constant?.bool == true ? nil : result
    }
  }

  // MARK: - Lists

  /// Returns the values that `it` gives at the neighbors that the offset `tag` leads to.
  func neighbors(
    _ tag: String, _ it: StagedIterator, at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedList {
    let type = tables[try number(ofTable: tag, at: span)].type
    return StagedList(
      count: type.columns, local: type.local,
      element: { (i) throws(DiagnosticError) in
        let there = try self.shifted(it) { (p) throws(DiagnosticError) in
          try self.moved(p, tag, to: i, at: span)
        }
        return try self.deref(there, at: span)
      },
      validity: { (i) throws(DiagnosticError) in
        let there = try self.shifted(it) { (p) throws(DiagnosticError) in
          try self.moved(p, tag, to: i, at: span)
        }
        return try self.canDeref(there)
      })
  }

  func map(
    _ operation: StagedValue, _ arguments: [StagedThunk], at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedList {
    let lists = try self.lists(arguments, .map, at: span)
    return StagedList(
      count: lists.lazy.compactMap(\.count).min(), local: lists.lazy.compactMap(\.local).first,
      element: { (i) throws(DiagnosticError) in
        var elements: [StagedThunk] = []
        for l in lists {
          elements.append(
            StagedThunk(computing: { (_) throws(DiagnosticError) in try l.element(i) }))
        }
        return try self.call(operation, elements, at: span)
      },
      validity: { (i) throws(DiagnosticError) in try self.validity(of: lists, at: i) })
  }

  /// Returns the neighbors' elements folded by `operation`, from `initial` on in table order.
  func reduce(
    _ operation: StagedValue, _ initial: StagedThunk, _ arguments: [StagedThunk],
    at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    let lists = try self.lists(arguments, .reduce, at: span)
    guard let count = lists.lazy.compactMap(\.count).min() else {
      throw inapplicable(.reduce, span)
    }
    var accumulated = try initial.force(self)
    for i in 0 ..< count {
      let valid = try validity(of: lists, at: i) ?? .truth(true)
      let sofar = accumulated
      let next = { () throws(DiagnosticError) -> StagedValue in
        var operands = [StagedThunk(sofar)]
        for l in lists { operands.append(StagedThunk(try l.element(i))) }
        return try self.call(operation, operands, at: span)
      }
      switch resolve(valid) {
      case true?: accumulated = try next()
      case false?: continue
      case nil:
        let there = try assuming(valid, is: true, next)
        accumulated = try blend(valid, there, sofar, at: span)
      }
    }
    return accumulated
  }

  private func validity(
    of lists: [StagedList], at i: Int
  ) throws(DiagnosticError) -> LoopOperand? {
    var result: LoopOperand?
    for l in lists {
      guard let v = try l.validity(i) else { continue }
      result = result.map { emitter.and($0, v) } ?? v
    }
    return result
  }

  private func lists(
    _ arguments: [StagedThunk], _ builtin: Builtin, at span: SourceSpan?
  ) throws(DiagnosticError) -> [StagedList] {
    var lists: [StagedList] = []
    for a in arguments {
      guard case .list(let l) = try a.force(self) else { throw inapplicable(builtin, span) }
      lists.append(l)
    }
    return lists
  }

  /// Returns the element of `list` at `index`, which may be computed.
  func element(
    _ index: StagedValue, of list: StagedList, at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedValue {
    if let i = self.index(index) {
      if let count = list.count, !(0 ..< count ~= i) {
        let f = failure(.outsideList, coordinate: .index(i), at: span)
        return try poisoned(try list.element(0), by: f)
      }
      return try list.element(i)
    }
    guard case .scalar(let number) = index, emitter.kind(of: number.operand).isInteger else {
      throw inapplicable(.listGet, span)
    }
    guard let count = list.count else { return try list.element(0) }
    let kind = emitter.kind(of: number.operand)
    var result = try poisoned(try list.element(0), by: failure(.outsideList, at: span))
    for i in 0 ..< count {
      let own = LoopOperand.constant(ScalarValue(wrapping: i, as: kind))
      let isIt = emitter.scalar(.comparison(.equal), [number.operand, own], .bool)
      let there = try assuming(isIt, is: true) { () throws(DiagnosticError) in
        try list.element(i)
      }
      result = try blend(isIt, there, result, at: span)
    }
    return try poisoned(result, by: number.poison)
  }

  // MARK: - Looking at nodes

  /// Notes a read of `node` and returns a value of which nothing is known.
  func trace(
    _ node: StagedNode, at place: Place, _ tracer: NodeTracer, _ span: SourceSpan?
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

  func structure(of node: StagedNode) throws(DiagnosticError) -> Structure {
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
    let home = Place(coordinates: homeCoordinates)
    let structure: Structure
    switch node.kind {
    case .slot(let slot):
      let element = Structure.scalar(slot.type.dtype)
      structure =
        slot.type.localDim.map { .list(element, $0, count: columns(of: $0)) } ?? element
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
  func settle(_ value: StagedValue) throws(DiagnosticError) -> Structure {
    switch value {
    case .scalar(let s): return .scalar(emitter.kind(of: s.operand))
    case .tuple(let elements):
      var parts: [Structure] = []
      for e in elements { parts.append(try settle(try e.force(self))) }
      return .tuple(parts)
    case .list(let l):
      return .list(try settle(try l.element(0)), l.local, count: l.count)
    case .function, .field, .iterator, .region, .side, .axis, .infinity, .offset, .typeName:
      throw inapplicable(.asFieldop, nil)
    }
  }

  private func unknown(_ structure: Structure) -> StagedValue {
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

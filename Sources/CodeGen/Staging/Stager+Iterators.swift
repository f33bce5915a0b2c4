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

  /// Returns `it` with the place of each of its data moved by `move`.
  func shifted(
    _ it: StagedIterator, _ move: (StagedPlace) throws(DiagnosticError) -> StagedPlace
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
    _ place: StagedPlace, _ tag: String, to n: Int, at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedPlace {
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
    _ place: StagedPlace, _ tag: String, by distance: StagedScalar, at span: SourceSpan?
  ) throws(DiagnosticError) -> StagedPlace {
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

  /// Returns whether no skip value leads to `place`; `nil` if none does.
  ///
  /// A row that the table lacks is no skip value: whoever reads there fails.
  func existence(at place: StagedPlace) -> LoopOperand? {
    var result = LoopOperand.truth(true)
    for (_, c) in place.coordinates.sorted(by: { $0.key < $1.key }) {
      guard let e = c.exists else { continue }
      result = emitter.and(result, c.hasRow.map { emitter.or(e, emitter.not($0)) } ?? e)
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

}

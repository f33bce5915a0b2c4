import Diagnostics
import StencilTypes

// Columns side by side as vectors.
extension StatementLowering {

  /// Writes the loop over as many columns of a block as make whole vectors, and returns the columns
  /// that are left; `nil` if what is computed has no form in vectors.
  func writeVectors(
    _ loop: ColumnLoop, _ piece: Piece?, _ carries: [Carry], _ column: Dimension,
    _ columns: StagedBox.Side?, _ lanes: StagedBox.Side?, at outer: StagedPlace
  ) throws(DiagnosticError) -> StagedBox.Side? {
    guard owner.options.tiling != .off, !stager.isChecked, let columns, let lanes,
      carries.allSatisfy({ $0.failures.allSatisfy { $0 == nil } })
    else { return nil }
    let mark = owner.mark()
    var place = outer
    guard let lane = openLanes(columns, lanes, &place), case .value(let n) = lane else {
      return nil
    }
    let (stores, states) = try computeLevel(loop, carries, columns, lane, at: place)
    let kinds = Set(
      stores.map(\.memory.kind) + states.flatMap(\.leaves).map { emitter.kind(of: $0.operand) })
    guard kinds.count == 1, let kind = kinds.first, kind.isFloat,
      stores.allSatisfy({
        $0.value.poison == nil && $0.isIncluded == nil && $0.memory.failures == nil
      }), states.allSatisfy({ $0.leaves.allSatisfy { $0.poison == nil } })
    else {
      _ = emitter.close()
      owner.reset(to: mark)
      return nil
    }
    elementSize = kind.byteCount
    let width = 64 / elementSize
    for s in stores { writeColumnStore(s, piece, lanes, width) }
    write(states, to: carries, at: laneIndex(lane, columns))
    let body = emitter.close()
    var values = LaneValues(
      lane: n, kinds: emitter.kinds, locals: localArrays, unitStrides: stager.unitStrides)
    values.visit(body.withoutDead)
    guard values.fault == nil else {
      owner.reset(to: mark)
      return nil
    }
    var fits = LoopOperand.truth(true)
    for h in stager.hopes {
      fits = emitter.and(
        fits,
        emitter.define(.scalar(.comparison(.equal), [h.stride, .index(h.number)]), .bool))
    }
    let whole = emitter.index(
      .multiply,
      emitter.index(
        .quotient, emitter.index(.subtract, columns.upper, columns.lower), .index(width)),
      .index(width))
    let end = emitter.select(fits, emitter.index(.add, columns.lower, whole), columns.lower)
    emitter.append(
      .loop(
        Loop(
          variable: n, name: cName(columns.dimension.name), lower: columns.lower, upper: end,
          step: width, isBackward: false, isVector: true, isParallel: false, lane: n,
          body: body)))
    return StagedBox.Side(dimension: columns.dimension, lower: end, upper: columns.upper)
  }

  /// Stores one value of each column, past the caches if nothing reads it and all lies right.
  private func writeColumnStore(
    _ s: PointStore, _ piece: Piece?, _ lanes: StagedBox.Side, _ width: Int
  ) {
    let at = stager.address(in: s.memory, of: s.place)
    let isRead = s.leaf.map { l in slotUses.contains { $0.slot === l.slot && !$0.uses.isEmpty } }
    guard isRead == false, owner.options.columnBlock % width == 0,
      let past = streaming(
        [s], columnNest.horizontals.dropLast() + (piece.map { [$0.side] } ?? []) + [lanes],
        columnNest.level)
    else {
      emitter.append(.store(s.memory.memory, at: at, s.value.operand, guarded: nil))
      return
    }
    let starts = emitter.define(.scalar(.comparison(.equal), [past.skew, .index(0)]), .bool)
    emitter.append(
      .stream(
        s.memory.memory, at: at, s.value.operand, past: emitter.and(past.condition, starts)))
  }

}

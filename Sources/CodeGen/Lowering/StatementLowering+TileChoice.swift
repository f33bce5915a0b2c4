import Diagnostics
import IteratorIR
import StencilTypes

// Which tiles pay.
extension StatementLowering {

  /// Returns the type of what `s` computes; `nil` if there are several.
  func element(of s: Sweep) throws(DiagnosticError) -> ScalarKind? {
    let kinds =
      try s.node.map { (n) throws(DiagnosticError) in try stager.look(at: n).structure.leaves }
      ?? s.leaves.map(\.slot.type.dtype)
    return Set(kinds).count == 1 ? kinds.first : nil
  }

  func describe(_ s: Sweep) -> String {
    s.node.map { describe($0) } ?? s.leaves.map { "'\($0.slot.name)'" }.joined(separator: ", ")
  }

  /// Returns the tile that costs least by what a point computes; `nil` if vectors do not do.
  func chooseTile(
    _ s: Sweep, _ sides: [StagedBox.Side],
    _ facts: [(side: Int, bound: LoopOperand, isLess: Bool)]
  ) throws(DiagnosticError) -> Tile? {
    let options = owner.options
    // A compiler makes as good vectors of what it finds by tables, and better ends of rows.
    if options.tiling == .automatic, readsByTable(s) { return nil }
    guard sides.count == 3 else {
      let tile = Tile(marches: false, planes: 1, rows: nil)
      return try look(s, sides, facts, tile) == nil ? nil : tile
    }
    let rows = Tile(marches: false, planes: 1, rows: options.rowBlock)
    let march = Tile(marches: true, planes: 1, rows: options.marchBlock)
    guard let one = try look(s, sides, facts, march) else { return nil }
    switch options.tiling {
    case .off: return nil
    case .rows: return rows
    case .automatic:
      // Registers are few, and rows are read as memory likes best.
      if one.costAfter * 5 > one.costBefore * 4 || one.kept.count > 12 { return rows }
    case .march: break
    }
    let pair = Tile(marches: true, planes: 2, rows: options.marchBlock)
    guard let two = try look(s, sides, facts, pair), two.kept.count <= 12,
      two.costAfter * 10 <= one.costAfter * 18
    else { return march }
    return pair
  }

  /// Returns what goes instead of `tile` on processors with narrow registers; `nil` if that does.
  ///
  /// What a march saves is arithmetic; what it costs are registers, and memory that is not read as it
  /// lies. Where a line takes two registers, horizontal diffusion was measured to take 1.7 times as
  /// long so as row by row.
  func narrowTile(instead tile: Tile) -> Tile? {
    guard tile.marches, owner.options.tiling == .automatic else { return nil }
    return Tile(marches: false, planes: 1, rows: owner.options.rowBlock)
  }

  /// Computes the points of a tile to see what that costs, and forgets them.
  ///
  /// - Parameter suits: whether the statements, and what they store, do for more than vectors.
  func look(
    _ s: Sweep, _ sides: [StagedBox.Side],
    _ facts: [(side: Int, bound: LoopOperand, isLess: Bool)], _ tile: Tile,
    suiting suits: (TileWalk, [LoopStatement], [PointStore]) -> Bool = { _, _, _ in true }
  ) throws(DiagnosticError) -> Rolling? {
    let mark = owner.mark()
    let outer = (stager.hopes, localArrays, stager.breaks.count)
    emitter.open()
    defer {
      _ = emitter.close()
      owner.reset(to: mark)
      (stager.hopes, localArrays) = (outer.0, outer.1)
      stager.breaks.removeSubrange(outer.2...)
    }
    var walk = TileWalk(tile, sides, elementSize)
    open(&walk)
    guard let stores = try compute(s, walk, facts), haveVectors(stores) else {
      for _ in 0 ..< walk.depth { _ = emitter.close() }
      return nil
    }
    write(stores)
    var inner = emitter.close()
    let row = inner.withoutDead
    for _ in 1 ..< walk.depth { inner = emitter.close() + inner }
    guard case .value(let lane) = walk.lane else { return nil }
    var lanes = LaneValues(
      lane: lane, kinds: emitter.kinds, locals: localArrays, unitStrides: stager.unitStrides)
    inner = inner.withoutDead
    lanes.visit(inner)
    let (loaded, stored) = inner.memory
    let fields = Set(stored.flatMap { owner.fields(behind: $0) })
    guard lanes.fault == nil, lanes.kind?.byteCount == walk.elementSize,
      loaded.isDisjoint(with: stored),
      fields.isDisjoint(with: loaded.flatMap { owner.fields(behind: $0) }),
      suits(walk, inner, stores)
    else { return nil }
    return Rolling(
      row, variable: walk.row ?? .index(0), keepsLoads: tile.keepsLoads, emitter)
  }

  private func haveVectors(_ stores: [PointStore]) -> Bool {
    stores.allSatisfy {
      $0.value.poison == nil && $0.isIncluded == nil && $0.memory.kind == stores[0].memory.kind
        && $0.memory.kind.isFloat && $0.memory.failures == nil
    } && !stores.isEmpty
  }

}

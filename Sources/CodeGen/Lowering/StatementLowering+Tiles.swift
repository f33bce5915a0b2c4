import Diagnostics
import IteratorIR
import StencilTypes

extension StatementLowering {

  /// Writes the tiles of a box if that pays, and returns where its outermost side goes on without
  /// them, and whether nothing is left where there are tiles; `nil` without tiles.
  ///
  /// Tiles are for rows that lie side by side and are as long as a vector, which is known when a
  /// call starts: otherwise their loop has no iterations.
  func writeTiles(
    _ s: Sweep, _ sides: [StagedBox.Side],
    _ facts: [(side: Int, bound: LoopOperand, isLess: Bool)]
  ) throws(DiagnosticError) -> (restLower: LoopOperand, isWhole: Bool)? {
    guard owner.options.tiling != .off, !stager.isChecked, 2 ... 3 ~= sides.count,
      let kind = try element(of: s), kind.isFloat
    else { return nil }
    elementSize = kind.byteCount
    guard let tile = try chooseTile(s, sides, facts) else { return nil }
    // A march saves more than long vectors do. Without one, plain loops do better for short rows.
    var isJoined = LoopOperand.truth(false), condition = LoopOperand.truth(true)
    if !tile.marches {
      isJoined = try writeJoinedRows(s, sides, facts)
      condition = emitter.not(isJoined)
      if owner.options.tiling == .automatic {
        condition = emitter.and(
          condition, sides.count == 3 ? isLong(sides[2]) : endsWell(sides[1]))
      }
    }
    let narrow = narrowTile(instead: tile)
    let runs = try write(
      tile, s, sides, facts, if: condition, on: narrow == nil ? .all : .wide)
    let planes = emitter.index(
      .quotient, emitter.index(.subtract, sides[0].upper, sides[0].lower), .index(tile.planes))
    let done = emitter.index(
      .add, sides[0].lower, emitter.index(.multiply, planes, .index(tile.planes)))
    if let narrow {
      let tiled = StagedBox.Side(
        dimension: sides[0].dimension, lower: sides[0].lower, upper: done)
      _ = try write(narrow, s, [tiled] + sides.dropFirst(), facts, if: condition, on: .narrow)
    }
    let restLower = emitter.select(
      isJoined, sides[0].upper, emitter.select(runs, done, sides[0].lower))
    return (restLower, tile.planes == 1 && tile.marches)
  }

  /// Returns whether the rows along `side` are made of whole vectors, or of so many that it matters
  /// little that the last one computes again what the one before did.
  private func endsWell(_ side: StagedBox.Side) -> LoopOperand {
    let lanes = 64 / elementSize
    let length = emitter.index(.subtract, side.upper, side.lower)
    let rest = emitter.index(.remainder, length, .index(lanes))
    return emitter.or(
      emitter.define(.scalar(.comparison(.equal), [rest, .index(0)]), .bool),
      emitter.index(.atMost, .index(32 * lanes), length))
  }

  /// Writes the loop over the tiles of a box, and returns whether it runs: if `condition` holds and
  /// memory is as it must be.
  func write(
    _ tile: Tile, _ s: Sweep, _ sides: [StagedBox.Side],
    _ facts: [(side: Int, bound: LoopOperand, isLess: Bool)], if condition: LoopOperand,
    on processors: LoopProcessors = .all
  ) throws(DiagnosticError) -> LoopOperand {
    let mark = owner.mark()
    let outer = stager.hopes
    stager.hopes = []
    stager.memo = [:]
    let (loop, runs) = try writeTile(tile, s, sides, facts, if: condition, on: processors)
    owner.reset(to: mark)
    stager.hopes += outer.filter { !stager.hopes.contains($0) }
    emitter.append(.loop(loop))
    owner.choices.append("\(describe(s)): \(tile.text)\(processors.words)")
    return runs
  }

  /// Opens the loops of a tile.
  func open(_ w: inout TileWalk) {
    let sides = w.sides
    let (first, last) = (sides[0], sides[sides.count - 1])
    let planes = emitter.index(.subtract, first.upper, first.lower)
    w.planeCount = emitter.index(.quotient, planes, .index(w.tile.planes))
    emitter.open()
    w.tiles = emitter.variable()
    w.depth = 1
    let side: StagedBox.Side? = sides.count == 3 ? sides[1] : nil
    if let side, let rows = w.tile.rows {
      let blocks = emitter.index(
        .chunks, emitter.index(.subtract, side.upper, side.lower), .index(rows))
      w.count = emitter.index(.multiply, w.planeCount, blocks)
      // Planes come one after the other in the same rows.
      let block = emitter.index(.quotient, w.tiles, w.planeCount)
      let plane = emitter.index(.remainder, w.tiles, w.planeCount)
      w.plane = emitter.index(
        .add, emitter.index(.multiply, plane, .index(w.tile.planes)), first.lower)
      w.rowLower = emitter.index(
        .add, emitter.index(.multiply, block, .index(rows)), side.lower)
      w.rowUpper = emitter.index(.minimum, emitter.add(w.rowLower, rows), side.upper)
    } else {
      w.count = w.planeCount
      w.plane = emitter.index(.add, w.tiles, first.lower)
      if let side { (w.rowLower, w.rowUpper) = (side.lower, side.upper) }
    }
    stager.ranges[w.plane] = (first.lower, emitter.add(first.upper, 1 - w.tile.planes))
    if w.tile.marches { openLanes(&w, last) }
    if let side {
      emitter.open()
      w.depth += 1
      let row = emitter.variable()
      w.row = row
      stager.ranges[row] = (side.lower, side.upper)
    }
    if !w.tile.marches { openLanes(&w, last) }
  }

  /// Opens the loop over the vectors of a row.
  ///
  /// The last one ends with the row, and may compute again what the one before did.
  private func openLanes(_ w: inout TileWalk, _ side: StagedBox.Side) {
    emitter.open()
    w.depth += 1
    w.start = emitter.variable()
    let last = emitter.add(side.upper, -w.lanes)
    w.lane = emitter.index(
      .maximum, side.lower, emitter.index(.minimum, w.start, last))
    w.isWhole = emitter.and(
      emitter.index(.atMost, side.lower, w.start), emitter.index(.atMost, w.start, last))
    stager.ranges[w.lane] = (side.lower, side.upper)
    stager.vectorVariable = w.lane
  }

  /// Computes the points of all planes; returns `nil` if there is none.
  func compute(
    _ s: Sweep, _ w: TileWalk,
    _ facts: [(side: Int, bound: LoopOperand, isLess: Bool)]
  ) throws(DiagnosticError) -> [PointStore]? {
    var variables = [w.plane, w.lane]
    if let row = w.row { variables.insert(row, at: 1) }
    let outer = (stager.knowledge, stager.activity)
    defer { (stager.knowledge, stager.activity) = outer }
    stager.activity = emitter.and(outer.1, emitter.not(emptiness(of: w.sides)))
    stager.knowledge = Knowledge(parent: outer.0, condition: nil)
    for f in facts {
      stager.knowledge.add(emitter.index(.less, variables[f.side], f.bound), is: f.isLess)
    }
    stager.memo = [:]
    var stores: [PointStore] = []
    for p in 0 ..< w.tile.planes {
      var place = StagedPlace(coordinates: [:])
      for (v, side) in zip(variables, w.sides) {
        place.coordinates[side.dimension] = Coordinate(base: v)
      }
      place.coordinates[w.sides[0].dimension]?.offset = p
      stores += try compute(s, at: place)
    }
    return stores.isEmpty ? nil : stores
  }

  /// Returns the loop over the tiles, and whether it has any.
  private func writeTile(
    _ tile: Tile, _ s: Sweep, _ sides: [StagedBox.Side],
    _ facts: [(side: Int, bound: LoopOperand, isLess: Bool)], if condition: LoopOperand,
    on processors: LoopProcessors
  ) throws(DiagnosticError) -> (Loop, runs: LoopOperand) {
    var w = TileWalk(tile, sides, elementSize)
    let nestLevel = emitter.depth
    open(&w)
    guard let stores = try compute(s, w, facts) else {
      preconditionFailure("what was looked at has stores")
    }
    // What is read by tables fills the lines too slowly for them to go past the caches whole.
    let past = tile.joinsRows || readsByTable(s) ? nil : streaming(stores, sides, nestLevel)
    let isPast = emitter.and(past?.condition ?? .truth(false), w.isWhole)
    if !tile.joinsRows { for f in fetches(s, w) { emitter.append(f) } }
    for store in stores {
      let at = stager.address(in: store.memory, of: store.place)
      if isPast.constant?.bool == false {
        emitter.append(.store(store.memory.memory, at: at, store.value.operand, guarded: nil))
      } else {
        emitter.append(
          .stream(store.memory.memory, at: at, store.value.operand, past: isPast))
      }
    }
    let last = sides[sides.count - 1]
    let skew = emitter.select(past?.condition ?? .truth(false), past?.skew ?? .index(0), .index(0))
    if w.tile.marches {
      closeRows(w)
      closeLanes(w, last, skew)
    } else {
      closeLanes(w, last, skew)
      if w.row != nil { closeRows(w) }
    }
    var fits = emitter.and(
      condition,
      emitter.index(
        .atMost, .index(w.lanes), emitter.index(.subtract, last.upper, last.lower)))
    for h in stager.hopes {
      fits = emitter.and(
        fits,
        emitter.define(.scalar(.comparison(.equal), [h.stride, .index(h.number)]), .bool))
    }
    let body = emitter.close()
    guard case .value(let n) = w.tiles else { preconditionFailure("a loop has a variable") }
    let loop = Loop(
      variable: n, name: "tile", lower: .index(0), upper: emitter.select(fits, w.count, .index(0)),
      step: 1, isBackward: false, isVector: false, isParallel: owner.options.usesThreads,
      processors: processors, body: body)
    return (loop, fits)
  }

  private func closeLanes(_ w: TileWalk, _ side: StagedBox.Side, _ skew: LoopOperand) {
    let lower = emitter.index(.subtract, side.lower, skew)
    let body = emitter.close()
    guard case .value(let n) = w.start, case .value(let lane) = w.lane else { return }
    emitter.append(
      .loop(
        Loop(
          variable: n, name: cName(side.dimension.name), lower: lower, upper: side.upper,
          step: w.lanes, isBackward: false, isVector: true, isParallel: false, lane: lane,
          body: body)))
  }

  private func closeRows(_ w: TileWalk) {
    var body = emitter.close()
    guard let row = w.row, case .value(let n) = row else { return }
    if w.tile.marches {
      let rolling = Rolling(body, variable: row, keepsLoads: w.tile.keepsLoads, emitter)
      if !rolling.kept.isEmpty { body = roll(rolling, w) }
    }
    emitter.append(
      .loop(
        Loop(
          variable: n, name: cName(w.sides[1].dimension.name), lower: w.rowLower,
          upper: w.rowUpper, step: 1, isBackward: false, isVector: false, isParallel: false,
          body: body)))
  }

  /// Writes what the kept values are at the tile's first row, and returns the loop's body.
  private func roll(_ r: Rolling, _ w: TileWalk) -> [LoopStatement] {
    let start = r.start(at: w.rowLower)
    for s in start.statements { emitter.append(s) }
    var before: [LoopStatement] = [], after: [LoopStatement] = []
    for (k, first) in zip(r.kept, start.values) {
      let kind = emitter.kind(of: .value(k.value))
      let n = localArrays.count
      localArrays[n] = LoopNest.Local(kind: kind, count: w.lanes, isVector: true)
      emitter.append(.store(.local(n), at: .index(0), first, guarded: nil))
      before.append(
        .define(
          k.value,
          .load(.local(n), at: .index(0), guarded: nil, version: stager.freshVersion())))
      after.append(.store(.local(n), at: .index(0), .value(k.next), guarded: nil))
    }
    return before + r.body + after
  }

}

extension LoopProcessors {

  fileprivate var words: String {
    switch self {
    case .all: ""
    case .wide: ", where registers hold a cache line"
    case .narrow: ", where they do not"
    }
  }

}

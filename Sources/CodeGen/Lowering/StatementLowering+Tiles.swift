import Diagnostics
import IteratorIR
import StencilTypes

/// How a box is walked through in vectors along its innermost side.
struct Tile {

  /// Whether each vector marches along the second dimension, or rows come one after the other.
  let marches: Bool

  /// The number of planes that are computed at once.
  let planes: Int

  /// The number of rows, along the second dimension, of a tile; `nil` without one.
  let rows: Int?

  var text: String {
    var t = marches ? "vectors march along" : "vectors row by row in"
    t += rows.map { " \($0) rows" } ?? " rows"
    if planes > 1 { t += ", \(planes) planes at once" }
    return t
  }

}

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
    let mark = owner.mark()
    let outer = stager.hopes
    stager.hopes = []
    let (loop, restLower) = try writeTile(tile, s, sides, facts)
    owner.reset(to: mark)
    stager.hopes += outer.filter { !stager.hopes.contains($0) }
    emitter.append(.loop(loop))
    owner.choices.append("\(describe(s)): \(tile.text)")
    return (restLower, tile.planes == 1)
  }

  /// Returns the type of what `s` computes; `nil` if there are several.
  private func element(of s: Sweep) throws(DiagnosticError) -> ScalarKind? {
    let kinds =
      try s.node.map { (n) throws(DiagnosticError) in try stager.look(at: n).structure.leaves }
      ?? s.leaves.map(\.slot.type.dtype)
    return Set(kinds).count == 1 ? kinds.first : nil
  }

  private func describe(_ s: Sweep) -> String {
    s.node.map { describe($0) } ?? s.leaves.map { "'\($0.slot.name)'" }.joined(separator: ", ")
  }

  // MARK: - Choice

  /// Returns the tile that costs least by what a point computes; `nil` if vectors do not do.
  private func chooseTile(
    _ s: Sweep, _ sides: [StagedBox.Side],
    _ facts: [(side: Int, bound: LoopOperand, isLess: Bool)]
  ) throws(DiagnosticError) -> Tile? {
    let options = owner.options
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

  /// Computes the points of a tile to see what that costs, and forgets them.
  private func look(
    _ s: Sweep, _ sides: [StagedBox.Side],
    _ facts: [(side: Int, bound: LoopOperand, isLess: Bool)], _ tile: Tile
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
    guard let stores = try compute(s, walk, facts), suits(stores) else {
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
      fields.isDisjoint(with: loaded.flatMap { owner.fields(behind: $0) })
    else { return nil }
    return Rolling(row, variable: walk.row ?? .index(0), emitter)
  }

  private func suits(_ stores: [PointStore]) -> Bool {
    stores.allSatisfy {
      $0.value.poison == nil && $0.isIncluded == nil && $0.memory.kind == stores[0].memory.kind
        && $0.memory.kind.isFloat && $0.memory.failures == nil
    } && !stores.isEmpty
  }

  // MARK: - Loops

  /// Variables of the loops of a tile.
  struct TileWalk {

    let tile: Tile
    let sides: [StagedBox.Side]

    /// The scopes that are open.
    var depth = 0

    /// The loops' own variables: over tiles, over rows, over vectors.
    var tiles = LoopOperand.index(0)
    var row: LoopOperand?
    var start = LoopOperand.index(0)

    /// The plane, and the first lane of a vector.
    var plane = LoopOperand.index(0)
    var lane = LoopOperand.index(0)

    /// The rows of the tile at hand.
    var rowLower = LoopOperand.index(0), rowUpper = LoopOperand.index(0)

    /// The number of planes' blocks, and of tiles.
    var planeCount = LoopOperand.index(0), count = LoopOperand.index(0)

    /// Whether a vector ends where the next begins, so that it fills cache lines.
    var isWhole = LoopOperand.truth(false)

    /// The number of elements before the row's first that vectors start at.
    var skew = LoopOperand.index(0)

    let elementSize: Int

    var lanes: Int { 64 / elementSize }

    init(_ tile: Tile, _ sides: [StagedBox.Side], _ elementSize: Int) {
      self.tile = tile
      self.sides = sides
      self.elementSize = elementSize
    }

  }

  /// Opens the loops of a tile.
  private func open(_ w: inout TileWalk) {
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
  private func compute(
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
      var place = Place(coordinates: [:])
      for (v, side) in zip(variables, w.sides) {
        place.coordinates[side.dimension] = Coordinate(base: v)
      }
      place.coordinates[w.sides[0].dimension]?.offset = p
      stores += try compute(s, at: place)
    }
    return stores.isEmpty ? nil : stores
  }

  /// Returns the loop over the tiles, and where the outermost side goes on without them.
  private func writeTile(
    _ tile: Tile, _ s: Sweep, _ sides: [StagedBox.Side],
    _ facts: [(side: Int, bound: LoopOperand, isLess: Bool)]
  ) throws(DiagnosticError) -> (Loop, restLower: LoopOperand) {
    var w = TileWalk(tile, sides, elementSize)
    let nestLevel = emitter.depth
    open(&w)
    guard let stores = try compute(s, w, facts) else {
      preconditionFailure("what was looked at has stores")
    }
    let past = streaming(stores, sides, nestLevel)
    let isPast = emitter.and(past?.condition ?? .truth(false), w.isWhole)
    for f in fetches(s, w) { emitter.append(f) }
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
    var fits = emitter.index(
      .atMost, .index(w.lanes), emitter.index(.subtract, last.upper, last.lower))
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
      body: body)
    let done = emitter.index(
      .add, sides[0].lower, emitter.index(.multiply, w.planeCount, .index(tile.planes)))
    return (loop, emitter.select(fits, done, sides[0].lower))
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
      let rolling = Rolling(body, variable: row, emitter)
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

  // MARK: - Memory

  /// Returns whether what is stored can go past the caches, and how far before the rows' first
  /// element vectors start then; `nil` if it never does.
  func streaming(
    _ stores: [PointStore], _ sides: [StagedBox.Side], _ nestLevel: Int
  ) -> (condition: LoopOperand, skew: LoopOperand)? {
    guard let bytes = owner.options.streamedBytes else { return nil }
    var skew: LoopOperand?
    let size = emitter.index(
      .multiply, points(of: sides), .index(elementSize * stores.count))
    var condition = emitter.index(.atMost, .index(bytes), size)
    var seen: Set<LoopMemory> = []
    for s in stores where seen.insert(s.memory.memory).inserted {
      switch s.memory.memory {
      case .field, .view: break
      // What is read again soon had better stay.
      case .buffer, .table, .local: return nil
      }
      var corner = Place(coordinates: [:])
      for side in sides { corner.coordinates[side.dimension] = Coordinate(base: side.lower) }
      let outer = stager.vectorVariable
      stager.vectorVariable = nil
      let at = stager.address(in: s.memory, of: corner)
      stager.vectorVariable = outer
      let own = emitter.define(.skew(s.memory.memory, at: at), .int64, least: nestLevel)
      condition = emitter.and(condition, emitter.index(.atMost, .index(0), own))
      if let skew {
        condition = emitter.and(
          condition, emitter.define(.scalar(.comparison(.equal), [own, skew]), .bool))
      }
      skew = skew ?? own
      let lanes = 64 / elementSize
      for a in s.memory.axes where a.dimension != sides[sides.count - 1].dimension {
        let rest = emitter.index(.remainder, a.stride, .index(lanes))
        condition = emitter.and(
          condition, emitter.define(.scalar(.comparison(.equal), [rest, .index(0)]), .bool))
      }
    }
    return skew.map { (condition, $0) }
  }

  /// Returns requests for the planes of inputs that tiles to come will read.
  private func fetches(_ s: Sweep, _ w: TileWalk) -> [LoopStatement] {
    let ahead = owner.options.planesAhead
    guard ahead > 0, w.sides.count == 3 else { return [] }
    let outermost = w.sides[0].dimension
    var result: [LoopStatement] = []
    for (slot, uses) in slotUses where Set(slot.type.dims).isSuperset(of: w.sides.map(\.dimension))
    {
      let distances = uses.filter { $0.sweep == s.number }.compactMap {
        $0.place.distance(along: outermost)
      }
      guard let most = distances.max() else { continue }
      var place = Place(coordinates: [:])
      let variables = [w.plane, w.row ?? .index(0), w.lane]
      for (v, side) in zip(variables, w.sides) {
        place.coordinates[side.dimension] = Coordinate(base: v)
      }
      let first = most + max(ahead, w.tile.planes)
      for p in first ..< first + w.tile.planes {
        place.coordinates[outermost]?.offset = p
        result.append(
          .fetch(slot.memory.memory, at: stager.address(in: slot.memory, of: place)))
      }
    }
    return result
  }

}

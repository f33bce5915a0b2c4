import Diagnostics
import IteratorIR
import StencilTypes

extension StatementLowering {

  /// Writes the nest of a cluster with scans.
  ///
  /// Columns that lie side by side are walked together, a block of them at a time; what one walk
  /// leaves for the next stays in memory of the block.
  func writeColumns(_ c: Cluster) throws(DiagnosticError) {
    guard let column = c.column else { return }
    let outer = Array(c.horizontals.dropLast())
    let lanes = c.horizontals.last
    columnNest = (emitter.depth, c.horizontals)
    var place = StagedPlace(coordinates: [:])
    var variables: [LoopOperand] = []
    for side in outer {
      emitter.open()
      let v = emitter.variable()
      stager.ranges[v] = (side.lower, side.upper)
      variables.append(v)
      place.coordinates[side.dimension] = Coordinate(base: v)
    }
    let block = owner.options.columnBlock
    var columns: StagedBox.Side?
    var start: LoopOperand?
    if let lanes {
      emitter.open()
      let v = emitter.variable()
      start = v
      columns = StagedBox.Side(
        dimension: lanes.dimension, lower: v,
        upper: emitter.index(.minimum, emitter.add(v, block), lanes.upper))
    }
    allocateLocals(c, column, columns, block)
    for loop in c.loops {
      try write(loop, column, columns, lanes, at: place, width: lanes == nil ? 1 : block)
    }
    if let lanes, let start {
      closeLoop(start, lanes, isVector: false, isParallel: outer.isEmpty, step: block)
    }
    for (i, side) in outer.enumerated().reversed() {
      closeLoop(variables[i], side, isVector: false, isParallel: i == 0)
    }
  }

  /// Gives what is kept for a block of columns its memory: one part for each thread.
  private func allocateLocals(
    _ c: Cluster, _ column: Dimension, _ columns: StagedBox.Side?, _ block: Int
  ) {
    for s in c.members where s.isLocal {
      guard let node = s.node, let trace = node.trace else { continue }
      var count = 0
      func tree(_ structure: StagedStructure) -> StoredTree {
        switch structure {
        case .scalar(let kind):
          count += 1
          let width = columns == nil ? 1 : block
          let levels = s.sides.first { $0.dimension == column }
          var axes: [StagedMemory.Axis] = []
          if let levels {
            axes.append(
              StagedMemory.Axis(
                dimension: column, lower: levels.lower, upper: levels.upper,
                stride: .index(width)))
          }
          if let columns {
            axes.append(
              StagedMemory.Axis(
                dimension: columns.dimension, lower: columns.lower, upper: columns.upper,
                stride: .index(1)))
          }
          let height = levels.map { emitter.index(.subtract, $0.upper, $0.lower) } ?? .index(1)
          let n = owner.workspace.allocate(
            "s\(s.number)_\(count)", kind,
            count: emitter.index(.multiply, height, .index(width)), isKept: false,
            isPerThread: true, if: activity, emitter)
          let m = StagedMemory(.buffer(n), kind: kind, axes: axes, slot: -1, name: "s\(s.number)")
          m.ownColumn = columns?.dimension
          return .leaf(m)
        case .tuple(let parts): return .tuple(parts.map { tree($0) })
        case .list(let e, _, _): return tree(e)
        }
      }
      node.stored = tree(trace.structure)
    }
  }

  /// A scan's state on the way along a column.
  struct Carry {

    let sweep: Sweep
    let node: StagedNode
    let scan: StagedScan
    let operands: [StagedOperand]
    let initial: StagedTree

    /// The array of each scalar, and that of its failures if it can fail.
    let arrays: [Int]
    var failures: [Int?]

  }

  private func local(_ kind: ScalarKind, _ count: Int) -> Int {
    let n = localArrays.count
    localArrays[n] = LoopNest.Local(kind: kind, count: count, isVector: false)
    return n
  }

  /// Writes one walk along the columns of a block.
  private func write(
    _ loop: ColumnLoop, _ column: Dimension, _ columns: StagedBox.Side?, _ lanes: StagedBox.Side?,
    at place: StagedPlace, width: Int
  ) throws(DiagnosticError) {
    var carries: [Carry] = []
    for s in loop.members {
      guard let scan = s.scan, let node = s.node else { continue }
      stager.isAtPoints = false
      let initial = try settled(scan.scan.initial, node)
      stager.isAtPoints = true
      carries.append(
        Carry(
          sweep: s, node: node, scan: scan.scan, operands: scan.operands, initial: initial,
          arrays: initial.leaves.map { local(emitter.kind(of: $0.operand), width) },
          failures: initial.leaves.map { $0.poison == nil ? nil : local(.int64, width) }))
    }
    // Levels at which regions meet split the walk. Whether a state can fail shows when the pass
    // has been looked at, which is done again until nothing is added.
    let start = owner.mark()
    var pieces: [Piece] = []
    if let range = loop.range { pieces = [Piece(side: range, facts: [])] }
    var isSettled = false
    while !isSettled {
      isSettled = true
      emitter.open()
      stager.breaks = []
      let (variable, results) = try levels(
        loop, pieces.first, carries, column, columns, lanes, at: place)
      _ = emitter.close()
      owner.reset(to: start)
      for (i, tree) in results.enumerated() {
        for (j, s) in tree.leaves.enumerated()
        where s.poison != nil && carries[i].failures[j] == nil {
          carries[i].failures[j] = local(.int64, width)
          isSettled = false
        }
      }
      guard isSettled, let range = loop.range, let variable else { continue }
      var bounds: [LoopOperand] = []
      for b in stager.breaks where b.variable == variable && !bounds.contains(b.bound) {
        bounds.append(b.bound)
      }
      if bounds.count < owner.options.splitLimit {
        pieces = self.pieces(of: range, at: bounds)
        if !bounds.isEmpty { owner.choices.append("a column is split at \(bounds.count) levels") }
      }
    }
    if loop.isForward == false { pieces.reverse() }
    try initialize(carries, columns, lanes)
    if pieces.isEmpty {
      _ = try levels(loop, nil, carries, column, columns, lanes, at: place)
    }
    for p in pieces { _ = try levels(loop, p, carries, column, columns, lanes, at: place) }
  }

  /// Opens the loop over the columns of a block, and returns its variable.
  func openLanes(
    _ columns: StagedBox.Side?, _ lanes: StagedBox.Side?, _ place: inout StagedPlace
  ) -> LoopOperand? {
    guard let columns, let lanes else { return nil }
    emitter.open()
    let v = emitter.variable()
    stager.ranges[v] = (lanes.lower, lanes.upper)
    place.coordinates[columns.dimension] = Coordinate(base: v)
    stager.vectorVariable = v
    return v
  }

  private func closeLanes(
    _ v: LoopOperand?, _ columns: StagedBox.Side?, isVector: Bool = true
  ) {
    if let v, let columns { closeLoop(v, columns, isVector: isVector, isParallel: false) }
  }

  private func initialize(
    _ carries: [Carry], _ columns: StagedBox.Side?, _ lanes: StagedBox.Side?
  ) throws(DiagnosticError) {
    if carries.isEmpty { return }
    var place = StagedPlace(coordinates: [:])
    let v = openLanes(columns, lanes, &place)
    let at = laneIndex(v, columns)
    for c in carries {
      for (i, s) in c.initial.leaves.enumerated() {
        emitter.append(.store(.local(c.arrays[i]), at: at, s.operand, guarded: nil))
        if let f = c.failures[i] {
          emitter.append(.store(.local(f), at: at, s.poison ?? .index(0), guarded: nil))
        }
      }
    }
    closeLanes(v, columns)
  }

  func laneIndex(_ v: LoopOperand?, _ columns: StagedBox.Side?) -> LoopOperand {
    guard let v, let columns else { return .index(0) }
    return emitter.index(.subtract, v, columns.lower)
  }

  /// Writes the levels of one piece, and returns the variable and what became of each state.
  private func levels(
    _ loop: ColumnLoop, _ piece: Piece?, _ carries: [Carry], _ column: Dimension,
    _ columns: StagedBox.Side?, _ lanes: StagedBox.Side?, at outer: StagedPlace
  ) throws(DiagnosticError) -> (LoopOperand?, [StagedTree]) {
    var place = outer
    var level: LoopOperand?
    let before = (stager.knowledge, stager.activity)
    stager.knowledge = Knowledge(parent: before.0, condition: nil)
    if let piece {
      emitter.open()
      let k = emitter.variable()
      level = k
      stager.ranges[k] = (piece.side.lower, piece.side.upper)
      place.coordinates[column] = Coordinate(base: k)
      stager.activity = emitter.and(before.1, emitter.not(emptiness(of: [piece.side])))
      for f in piece.facts {
        stager.knowledge.add(emitter.index(.less, k, f.bound), is: f.isLess)
      }
    }
    let rest = try writeVectors(loop, piece, carries, column, columns, lanes, at: place)
    let lane = openLanes(columns, lanes, &place)
    let (stores, results) = try computeLevel(loop, carries, columns, lane, at: place)
    (stager.knowledge, stager.activity) = before
    write(stores)
    write(results, to: carries, at: laneIndex(lane, columns))
    closeLanes(lane, rest ?? columns, isVector: rest == nil)
    if let level, let piece {
      closeLoop(
        level, piece.side, isVector: false, isParallel: false,
        isBackward: loop.isForward == false)
    }
    return (level, results)
  }

  /// Computes what the members of `loop` are at a level, and returns what has to be stored, and the
  /// states after it.
  func computeLevel(
    _ loop: ColumnLoop, _ carries: [Carry], _ columns: StagedBox.Side?, _ lane: LoopOperand?,
    at place: StagedPlace
  ) throws(DiagnosticError) -> (stores: [PointStore], states: [StagedTree]) {
    let at = laneIndex(lane, columns)
    var stores: [PointStore] = []
    var results: [StagedTree] = []
    for s in loop.members {
      guard let i = carries.firstIndex(where: { $0.sweep === s }) else {
        stores += try compute(s, at: place)
        continue
      }
      let c = carries[i]
      var state: ArraySlice<StagedScalar> = []
      for (j, array) in c.arrays.enumerated() {
        func load(_ n: Int) -> LoopOperand {
          emitter.define(
            .load(.local(n), at: at, guarded: nil, version: stager.freshVersion()),
            localArrays[n]?.kind ?? .float64, least: emitter.depth)
        }
        state.append(StagedScalar(load(array), poison: c.failures[j].map { load($0) }))
      }
      stager.spanOfNode = c.node.span
      let arguments =
        [StagedThunk(c.initial.replacing(&state).value)] + stager.iterators(c.operands, place)
      let next = try settled(
        try stager.call(c.scan.pass, arguments, at: c.node.span), c.node)
      results.append(next)
      stores += remember(next, c.node, s, at: place)
    }
    return (stores, results)
  }

  /// Stores the states of scans for the next level.
  func write(_ states: [StagedTree], to carries: [Carry], at: LoopOperand) {
    for (c, next) in zip(carries, states) {
      for (j, s) in next.leaves.enumerated() {
        emitter.append(.store(.local(c.arrays[j]), at: at, s.operand, guarded: nil))
        if let f = c.failures[j] {
          emitter.append(.store(.local(f), at: at, s.poison ?? .index(0), guarded: nil))
        }
      }
    }
  }

}

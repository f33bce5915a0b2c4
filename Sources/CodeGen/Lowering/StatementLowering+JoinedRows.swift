import Diagnostics
import StencilTypes

// Short rows that follow each other in memory, walked through as one.
extension StatementLowering {

  /// Writes the loop over the planes of a box in which all rows of a plane are one, and returns
  /// whether it runs: if rows are short, and follow each other in everything that is read and
  /// written, which is known when a call starts.
  ///
  /// Vectors then need not end with each row. Where `J * stride + K` finds an element, and the
  /// stride is the number of elements of a row, it finds the same for the first `J` and a `K` that
  /// goes on behind its end; so nothing but places may depend on either.
  func writeJoinedRows(
    _ s: Sweep, _ sides: [StagedBox.Side],
    _ facts: [(side: Int, bound: LoopOperand, isLess: Bool)]
  ) throws(DiagnosticError) -> LoopOperand {
    guard owner.options.joinsRows, sides.count == 3 else { return .truth(false) }
    let (row, lane) = (sides[1], sides[2])
    let length = emitter.index(.subtract, lane.upper, lane.lower)
    let count = emitter.index(.multiply, emitter.index(.subtract, row.upper, row.lower), length)
    let joined = [
      sides[0],
      StagedBox.Side(
        dimension: row.dimension, lower: row.lower, upper: emitter.add(row.lower, 1)),
      StagedBox.Side(
        dimension: lane.dimension, lower: lane.lower,
        upper: emitter.index(.add, lane.lower, count)),
    ]
    let tile = Tile(marches: false, planes: 1, rows: nil, joinsRows: true)
    var strides: [LoopOperand]?
    let looked = try look(s, joined, facts, tile) { walk, statements, stores in
      strides = rowStrides(row.dimension, lane.dimension, statements, stores)
      return strides.map { onlyPlaces(of: walk.row, in: statements, along: $0) } ?? false
    }
    guard looked != nil, let strides else { return .truth(false) }
    var condition = emitter.not(isLong(lane))
    for stride in strides {
      condition = emitter.and(
        condition, emitter.define(.scalar(.comparison(.equal), [stride, length]), .bool))
    }
    // Across few planes, whose lines the nearest cache holds wherever they lie.
    let march = Tile(marches: true, planes: 1, rows: 8, joinsRows: true)
    let turned = [joined[1], joined[0], joined[2]]
    let turnedFacts = facts.map { ([1, 0, 2][$0.side], $0.bound, $0.isLess) }
    if let rolling = try look(s, turned, turnedFacts, march),
      1 ... 12 ~= rolling.kept.count, rolling.costAfter * 10 <= rolling.costBefore * 9
    {
      return try write(march, s, turned, turnedFacts, if: condition)
    }
    return try write(tile, s, joined, facts, if: condition)
  }

  /// Returns whether the rows along `side` have so many vectors that it matters little how they end.
  func isLong(_ side: StagedBox.Side) -> LoopOperand {
    emitter.index(
      .atMost, .index(4 * 64 / elementSize), emitter.index(.subtract, side.upper, side.lower))
  }

  /// Returns the distances of rows in all memory that the statements use; `nil` if some of it has
  /// only one of the two dimensions, or comes with rows that are padded.
  private func rowStrides(
    _ row: Dimension, _ lane: Dimension, _ statements: [LoopStatement], _ stores: [PointStore]
  ) -> [LoopOperand]? {
    let (loaded, stored) = statements.memory
    var memories: [StagedMemory] = []
    for m in loaded {
      guard case .field(let i) = m else { return nil }
      memories.append(owner.fields[i].slot.memory)
    }
    for m in stored {
      if case .buffer = m { return nil }
      guard let store = stores.first(where: { $0.memory.memory == m }) else { return nil }
      memories.append(store.memory)
    }
    var strides: [LoopOperand] = []
    for m in memories {
      let along = m.axes.first { $0.dimension == row }
      guard (along == nil) == !m.axes.contains(where: { $0.dimension == lane }) else { return nil }
      if let along, !strides.contains(along.stride) { strides.append(along.stride) }
    }
    return strides.sorted { ($0.number ?? -1) < ($1.number ?? -1) }
  }

  /// Whether `variable` is only multiplied by `strides`, which finds places.
  private func onlyPlaces(
    of variable: LoopOperand?, in statements: [LoopStatement], along strides: [LoopOperand]
  ) -> Bool {
    statements.allSatisfy { s in
      switch s {
      case .define(_, let i):
        guard let variable, i.operands.contains(variable) else { return true }
        guard case .index(.multiply, let a, let b) = i else { return false }
        return a == variable && strides.contains(b) || b == variable && strides.contains(a)
      case .store(_, let at, let value, let guarded):
        return at != variable && value != variable && guarded == nil
      case .stream, .fetch, .record, .loop, .if: return false
      }
    }
  }

}

extension LoopOperand {

  /// The number of the value; `nil` for a constant.
  fileprivate var number: Int? {
    switch self {
    case .constant: nil
    case .value(let n): n
    }
  }

}

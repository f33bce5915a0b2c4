import StencilTypes

// What tiles write past the caches, and fetch ahead.
extension StatementLowering {

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
    let lanes = 64 / elementSize
    for s in stores where seen.insert(s.memory.memory).inserted {
      switch s.memory.memory {
      case .field, .view: break
      // What is read again soon had better stay.
      case .buffer, .table, .local: return nil
      }
      var corner = StagedPlace(coordinates: [:])
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
      for a in s.memory.axes where a.dimension != sides[sides.count - 1].dimension {
        let rest = emitter.index(.remainder, a.stride, .index(lanes))
        condition = emitter.and(
          condition, emitter.define(.scalar(.comparison(.equal), [rest, .index(0)]), .bool))
      }
    }
    guard let skew else { return nil }
    return (emitter.and(condition, endsPay(of: sides[sides.count - 1], skew, lanes)), skew)
  }

  /// Returns whether the ends of a row along `side` cost less than going past the caches saves.
  ///
  /// The vectors at its ends share lines with others, if it is not made of whole lines. Such a line
  /// is written past the caches and then once more through them: that was measured at 250 ns for
  /// each row of 65 elements, ten times what the row takes else.
  private func endsPay(
    of side: StagedBox.Side, _ skew: LoopOperand, _ lanes: Int
  ) -> LoopOperand {
    let length = emitter.index(.subtract, side.upper, side.lower)
    let rest = emitter.index(.remainder, length, .index(lanes))
    let isWhole = emitter.and(
      emitter.define(.scalar(.comparison(.equal), [rest, .index(0)]), .bool),
      emitter.define(.scalar(.comparison(.equal), [skew, .index(0)]), .bool))
    return emitter.or(isWhole, emitter.index(.atMost, .index(256 * lanes), length))
  }

  /// Returns requests for the planes of inputs that tiles to come will read.
  func fetches(_ s: Sweep, _ w: TileWalk) -> [LoopStatement] {
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
      var place = StagedPlace(coordinates: [:])
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

import Diagnostics
import IteratorIR
import StencilTypes

// Loops over a box, point by point.
extension StatementLowering {

  /// Writes loops over `sides` with what `s` computes inside, and returns their variables.
  ///
  /// The outermost starts at `restLower` if that is given: what lies below is done. The innermost
  /// goes point by point without `isVector`.
  func writeLoops(
    _ s: Sweep, _ sides: [StagedBox.Side],
    _ facts: [(side: Int, bound: LoopOperand, isLess: Bool)] = [], restLower: LoopOperand? = nil,
    isVector: Bool = true
  ) throws(DiagnosticError) -> [LoopOperand] {
    var place = StagedPlace(coordinates: [:])
    var variables: [LoopOperand] = []
    for side in sides {
      emitter.open()
      let v = emitter.variable()
      stager.ranges[v] = (side.lower, side.upper)
      variables.append(v)
      place.coordinates[side.dimension] = Coordinate(base: v)
    }
    stager.vectorVariable = variables.last
    let outer = (stager.knowledge, stager.activity)
    stager.activity = emitter.and(outer.1, emitter.not(emptiness(of: sides)))
    stager.knowledge = Knowledge(parent: outer.0, condition: nil)
    for f in facts {
      stager.knowledge.add(emitter.index(.less, variables[f.side], f.bound), is: f.isLess)
    }
    let stores = try compute(s, at: place)
    (stager.knowledge, stager.activity) = outer
    write(stores)
    for (i, side) in sides.enumerated().reversed() {
      var side = side
      if i == 0, let restLower {
        side = StagedBox.Side(dimension: side.dimension, lower: restLower, upper: side.upper)
      }
      closeLoop(
        variables[i], side, isVector: isVector && i == sides.count - 1, isParallel: i == 0)
    }
    return variables
  }

  /// Whether what `s` reads is found by a neighbor table.
  func readsByTable(_ s: Sweep) -> Bool {
    let uses = slotUses.flatMap(\.uses) + self.uses.values.flatMap { $0 }
    return uses.contains { $0.sweep == s.number && $0.place.leadsByTable }
  }

  /// Writes the loop over the points of a box that has one level, for reads by tables, and returns
  /// where the outermost side goes on without it.
  ///
  /// All that belongs to a point is computed where it is used then.
  func writeLevel(
    _ s: Sweep, _ sides: [StagedBox.Side],
    _ facts: [(side: Int, bound: LoopOperand, isLess: Bool)], from lower: LoopOperand
  ) throws(DiagnosticError) -> LoopOperand {
    guard readsByTable(s) else { return lower }
    let mark = owner.mark()
    let level = sides[1]
    let isOne = emitter.define(
      .scalar(
        .comparison(.equal), [emitter.index(.subtract, level.upper, level.lower), .index(1)]),
      .bool)
    emitter.open()
    let v = emitter.variable()
    stager.ranges[v] = (sides[0].lower, sides[0].upper)
    if level.lower.constant == nil {
      stager.ranges[level.lower] = (level.lower, emitter.add(level.lower, 1))
    }
    let outer = (stager.knowledge, stager.activity)
    stager.activity = emitter.and(outer.1, isOne)
    stager.knowledge = Knowledge(parent: outer.0, condition: nil)
    stager.memo = [:]
    stager.vectorVariable = nil
    let variables = [v, level.lower]
    for f in facts {
      stager.knowledge.add(emitter.index(.less, variables[f.side], f.bound), is: f.isLess)
    }
    var place = StagedPlace(coordinates: [:])
    for (v, side) in zip(variables, sides) {
      place.coordinates[side.dimension] = Coordinate(base: v)
    }
    let stores = try compute(s, at: place)
    (stager.knowledge, stager.activity) = outer
    write(stores)
    stager.ranges[level.lower] = nil
    closeLoop(
      v,
      StagedBox.Side(
        dimension: sides[0].dimension, lower: lower,
        upper: emitter.select(isOne, sides[0].upper, lower)),
      isVector: false, isParallel: true)
    owner.reset(to: mark)
    return emitter.select(isOne, sides[0].upper, lower)
  }

}

import Diagnostics
import IteratorIR
import StencilTypes

/// A scalar that is computed at a point, and where it goes.
struct PointStore {

  let memory: Memory
  let place: Place
  let value: StagedScalar

  /// The output that it belongs to; `nil` for what is kept.
  let leaf: Leaf?

  /// The condition under which the point belongs to the output.
  var isIncluded: LoopOperand?

}

extension StatementLowering {

  /// Returns the nests that compute a cluster: one for each loop nest that threads can share.
  func write(_ c: Cluster) throws(DiagnosticError) -> [LoopNest] {
    stager.memo = [:]
    stager.hopes = []
    stager.isAtPoints = true
    let outer = stager.activity
    let box = c.hasScan ? c.horizontals : c.members[0].sides
    let condition = emitter.and(activity, emitter.not(emptiness(of: box)))
    stager.activity = condition
    stager.spanOfNode = c.members.lazy.flatMap(\.leaves).compactMap(\.span).first
    emitter.open()
    localArrays = [:]
    if c.hasScan {
      try writeColumns(c)
    } else {
      try writePoints(c.members[0])
    }
    let body = emitter.close()
    stager.isAtPoints = false
    stager.activity = outer
    stager.vectorVariable = nil
    let shared = body.filter { if case .loop = $0 { false } else { true } }
    let loops = body.filter { if case .loop = $0 { true } else { false } }
    let parts = loops.count > 1 ? loops.map { shared + [$0] } : [body]
    let work = points(of: c.members[0].sides)
    return parts.map { part in
      LoopNest(
        name: owner.nestName(c.members.last?.leaves.first.map { $0.slot.name } ?? "kept"),
        comment: comment(c), condition: condition, body: part, hopes: stager.hopes,
        needsHopes: !c.hasScan && part.hasLanes,
        locals: localArrays, canFail: canFail, work: work)
    }
  }

  private func comment(_ c: Cluster) -> String {
    let parts = c.members.map { s in
      s.node.map { describe($0) } ?? s.leaves.map(\.slot.name).joined(separator: ", ")
    }
    let span = c.members.lazy.flatMap(\.leaves).compactMap(\.span).first
    let line = span.map { s in
      let text = s.text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
      return " (line \(s.line): \(text))"
    }
    return parts.joined(separator: "; ") + (line ?? "")
  }

  // MARK: - Boxes

  /// Writes the loops over a box, split where regions meet if that pays.
  private func writePoints(_ s: Sweep) throws(DiagnosticError) {
    let start = owner.mark()
    stager.breaks = []
    emitter.open()
    let variables = try writeLoops(s, s.sides)
    let whole = emitter.close()
    // The bounds at which regions meet, by dimension.
    var bounds: [[LoopOperand]] = s.sides.map { _ in [] }
    for b in stager.breaks {
      if let i = variables.firstIndex(of: b.variable), !bounds[i].contains(b.bound) {
        bounds[i].append(b.bound)
      }
    }
    let pieces = bounds.reduce(1) { $0 * ($1.count + 1) }
    if pieces == 1 || pieces > owner.options.splitLimit {
      if pieces > 1 {
        for statement in whole { emitter.append(statement) }
        return
      }
      owner.reset(to: start)
      try writePieces(s, s.sides, bounds, 0, [])
      return
    }
    owner.reset(to: start)
    owner.choices.append("a loop nest is split into \(pieces) where regions meet")
    try writePieces(s, s.sides, bounds, 0, [])
  }

  private func writePieces(
    _ s: Sweep, _ sides: [StagedBox.Side], _ bounds: [[LoopOperand]], _ i: Int,
    _ facts: [(side: Int, bound: LoopOperand, isLess: Bool)]
  ) throws(DiagnosticError) {
    guard i < sides.count else {
      stager.memo = [:]
      guard let tiled = try writeTiles(s, sides, facts) else {
        stager.memo = [:]
        _ = try writeLoops(s, sides, facts)
        return
      }
      var restLower = tiled.restLower
      if sides.count == 2 { restLower = try writeLevel(s, sides, facts, from: restLower) }
      stager.memo = [:]
      _ = try writeLoops(s, sides, facts, restLower: restLower, isVector: !tiled.isWhole)
      return
    }
    for piece in pieces(of: sides[i], at: bounds[i]) {
      var sides = sides
      sides[i] = piece.side
      try writePieces(
        s, sides, bounds, i + 1, facts + piece.facts.map { (i, $0.bound, $0.isLess) })
    }
  }

  /// A part of a loop, and how its variable compares with bounds there.
  struct Piece {
    let side: StagedBox.Side
    let facts: [(bound: LoopOperand, isLess: Bool)]
  }

  /// Returns the parts into which `bounds` cut a side, from below.
  ///
  /// For two bounds the order is not known before the run: each part is what lies on given sides
  /// of both, which may be nothing.
  func pieces(of side: StagedBox.Side, at bounds: [LoopOperand]) -> [Piece] {
    let sorted = bounds.sorted { order(of: $0) < order(of: $1) }
    var result: [Piece] = []
    var lower = side.lower
    for i in 0 ... sorted.count {
      // Bounds may be in any order and outside: each part ends where the next bound is, at least.
      var upper = side.upper
      if i < sorted.count {
        upper = emitter.index(.maximum, lower, emitter.index(.minimum, side.upper, sorted[i]))
      }
      result.append(
        Piece(
          side: StagedBox.Side(dimension: side.dimension, lower: lower, upper: upper),
          facts: facts(sorted, i)))
      lower = upper
    }
    return result
  }

  private func facts(
    _ sorted: [LoopOperand], _ i: Int
  ) -> [(bound: LoopOperand, isLess: Bool)] {
    // Below the next bound, and not below all before, since each part starts where others end.
    // About later ones nothing is known, unless they are constants, which are sorted.
    var result: [(bound: LoopOperand, isLess: Bool)] = sorted[..<i].map { ($0, false) }
    guard i < sorted.count else { return result }
    result.append((sorted[i], true))
    if sorted[i].constantIndex != nil {
      result += sorted[(i + 1)...].filter { $0.constantIndex != nil }.map { ($0, true) }
    }
    return result
  }

  private func order(of bound: LoopOperand) -> (Int, Int) {
    switch bound {
    case .constant: (0, bound.constantIndex ?? 0)
    case .value(let n): (1, n)
    }
  }

  /// Writes loops over `sides` with what `s` computes inside, and returns their variables.
  ///
  /// The outermost starts at `restLower` if that is given: what lies below is done. The innermost
  /// goes point by point without `isVector`.
  private func writeLoops(
    _ s: Sweep, _ sides: [StagedBox.Side],
    _ facts: [(side: Int, bound: LoopOperand, isLess: Bool)] = [], restLower: LoopOperand? = nil,
    isVector: Bool = true
  ) throws(DiagnosticError) -> [LoopOperand] {
    var place = Place(coordinates: [:])
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

  /// Writes the loop over the points of a box that has one level, for reads by tables, and returns
  /// where the outermost side goes on without it.
  ///
  /// All that belongs to a point is computed where it is used then.
  private func writeLevel(
    _ s: Sweep, _ sides: [StagedBox.Side],
    _ facts: [(side: Int, bound: LoopOperand, isLess: Bool)], from lower: LoopOperand
  ) throws(DiagnosticError) -> LoopOperand {
    let uses = slotUses.flatMap(\.uses) + self.uses.values.flatMap { $0 }
    guard uses.contains(where: { $0.sweep == s.number && $0.place.leadsByTable }) else {
      return lower
    }
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
    var place = Place(coordinates: [:])
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

  // MARK: - Points

  /// Computes what `s` is at `place`, and returns what has to be stored.
  func compute(_ s: Sweep, at place: Place) throws(DiagnosticError) -> [PointStore] {
    switch s.content {
    case .node(let node):
      let value = try settled(try stager.inline(node, at: place), node)
      return remember(value, node, s, at: place)
    case .leaves(let leaves):
      var stores: [PointStore] = []
      for l in leaves { stores += try compute(l, at: place) }
      return stores
    }
  }

  /// Notes that `node` is `value` at `place`, and returns what has to be stored for others.
  func remember(
    _ value: StagedTree, _ node: StagedNode, _ s: Sweep, at place: Place
  ) -> [PointStore] {
    stager.memo[Stager.ReadKey(node: node.number, place: place)] = (
      value.value, stager.knowledge
    )
    guard let stored = node.stored else { return [] }
    return zip(stored.leaves, value.leaves).map {
      PointStore(memory: $0, place: place, value: $1, leaf: nil)
    }
  }

  private func compute(_ l: Leaf, at place: Place) throws(DiagnosticError) -> [PointStore] {
    stager.spanOfNode = l.span
    let value = try stager.deref(.data(l.value, place), at: l.span)
    guard let target = l.target else { return [] }
    switch value {
    case .scalar(let s):
      guard emitter.kind(of: s.operand) == target.kind else {
        throw stager.inapplicable(.asFieldop, l.span)
      }
      return [PointStore(memory: target, place: place, value: s, leaf: l)]
    case .list(let list):
      guard let side = l.box.sides.first(where: { $0.dimension.kind == .local }),
        let count = list.count ?? stager.columns(of: side.dimension)
      else { throw stager.inapplicable(.asFieldop, l.span) }
      var stores: [PointStore] = []
      for i in 0 ..< count {
        guard case .scalar(let s) = try list.element(i) else {
          throw stager.inapplicable(.asFieldop, l.span)
        }
        var there = place
        there.coordinates[side.dimension] = Coordinate(base: .index(i))
        let isIncluded = emitter.and(
          emitter.index(.atMost, side.lower, .index(i)),
          emitter.index(.less, .index(i), side.upper))
        stores.append(
          PointStore(memory: target, place: there, value: s, leaf: l, isIncluded: isIncluded))
      }
      return stores
    case .tuple, .function, .field, .iterator, .region, .side, .axis, .infinity, .offset,
      .typeName:
      throw stager.inapplicable(.asFieldop, l.span)
    }
  }

  /// Writes what is stored at a point, after all that is read there.
  func write(_ stores: [PointStore]) {
    for s in stores {
      var guarded = s.isIncluded
      if guarded?.constant?.bool == true { guarded = nil }
      if guarded?.constant?.bool == false { continue }
      let at = stager.address(in: s.memory, of: s.place)
      emitter.append(.store(s.memory.memory, at: at, s.value.operand, guarded: guarded))
      guard let poison = s.value.poison else {
        // What is written again forgets what it lacked.
        if let f = s.memory.failures {
          emitter.append(.store(f, at: at, .index(0), guarded: guarded))
        }
        continue
      }
      if let leaf = s.leaf, !leaf.slot.isTemporary {
        canFail = true
        let index = leaf.slot.type.dims.compactMap { d in
          s.place.coordinates[d].map { emitter.add($0.base, $0.offset) }
        }
        let word = guarded.map { emitter.select($0, poison, .index(0)) } ?? poison
        emitter.append(
          .record(word, leaf: leaf.number, slot: leaf.field, index: index))
      } else {
        let m = s.memory
        if m.failures == nil {
          m.failures = owner.failureMemory(
            of: m, isTemporary: s.leaf.map { $0.target === $0.slot.memory } ?? false, activity)
        }
        if let f = m.failures {
          emitter.append(.store(f, at: at, poison, guarded: guarded))
        }
      }
    }
  }

  /// Evaluates all of `value`, which `node` is at a point.
  func settled(_ value: StagedValue, _ node: StagedNode) throws(DiagnosticError) -> StagedTree {
    switch value {
    case .scalar(let s): return .leaf(s)
    case .tuple(let elements):
      var parts: [StagedTree] = []
      for e in elements { parts.append(try settled(try e.force(stager), node)) }
      return .tuple(parts)
    case .list, .function, .field, .iterator, .region, .side, .axis, .infinity, .offset, .typeName:
      throw stager.inapplicable(.asFieldop, node.span)
    }
  }

}

/// A value with nothing left to evaluate.
indirect enum StagedTree {

  case leaf(StagedScalar)
  case tuple([StagedTree])

  var leaves: [StagedScalar] {
    switch self {
    case .leaf(let s): [s]
    case .tuple(let p): p.flatMap(\.leaves)
    }
  }

  var value: StagedValue {
    switch self {
    case .leaf(let s): .scalar(s)
    case .tuple(let p): .tuple(p.map { StagedThunk($0.value) })
    }
  }

  /// Returns the same tuple with other scalars.
  func replacing(_ scalars: inout ArraySlice<StagedScalar>) -> StagedTree {
    switch self {
    case .leaf: .leaf(scalars.removeFirst())
    case .tuple(let p): .tuple(p.map { $0.replacing(&scalars) })
    }
  }

}

extension StoredTree {

  var leaves: [Memory] {
    switch self {
    case .leaf(let m): [m]
    case .tuple(let p): p.flatMap(\.leaves)
    }
  }

}

extension Sweep {

  var leaves: [Leaf] {
    if case .leaves(let l) = content { l } else { [] }
  }

}

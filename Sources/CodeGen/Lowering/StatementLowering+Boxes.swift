import Diagnostics
import IteratorIR
import StencilTypes

// Boxes of points: split where regions meet, and the loops over each part.
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
      // What goes point by point does not need to know that neighbors lie side by side; of checked
      // code there is one form only.
      let isPlain = !c.hasScan && loops.count > 1 && !part.hasVectors
      let hopes = stager.isChecked ? [] : stager.hopes.filter { !isPlain || !$0.isAlongRow }
      return LoopNest(
        name: owner.nestName(c.members.last?.leaves.first.map { $0.slot.name } ?? "kept"),
        comment: comment(c), condition: condition, body: part,
        hopes: hopes,
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

  /// Writes the loops over a box, split where regions meet if that pays.
  func writePoints(_ s: Sweep) throws(DiagnosticError) {
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
      let tiled = try writeTiles(s, sides, facts)
      var restLower = tiled?.restLower
      if sides.count == 2, owner.options.tiling != .off, !stager.isChecked {
        restLower = try writeLevel(s, sides, facts, from: restLower ?? sides[0].lower)
      }
      stager.memo = [:]
      _ = try writeLoops(
        s, sides, facts, restLower: restLower, isVector: !(tiled?.isWhole ?? false))
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

}

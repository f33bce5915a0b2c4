import Diagnostics
import Fields
import StencilTypes

extension Evaluator {

  /// Computes the scan `node` on `box` and keeps its values.
  func storeScan(
    _ node: LazyField, _ scan: ColumnScan, _ operands: [Operand], _ column: Dimension, on box: Box,
    capacity: Int
  ) throws(DiagnosticError) {
    guard let levels = box[column] else { return }
    var horizontal = box
    horizontal[column] = nil
    let structure = try trace(node).structure
    try demandMemory(for: structure, on: box.domain, at: node.span)
    let stored = StoredValue(structure, on: box.domain)
    let pool = LanePool(capacity: capacity)
    let order = scan.isForward ? Array(levels) : levels.reversed()
    try forEachBlock(of: horizontal.domain, capacity: capacity) { (axes) throws(DiagnosticError) in
      var carry = try settled(scan.initial)
      for level in order {
        let block = Block(axes: axes, fixed: [column: level], pool: pool)
        let inner = within(.block(block), span: node.span)
        let arguments = [Thunk(carry)] + iterators(operands, .place(block.home))
        carry = try inner.settled(try inner.call(scan.pass, arguments, at: node.span))
        try inner.write(carry, to: stored, from: block, at: node.span)
      }
    }
    node.stored = stored
  }

  /// Returns what the scan `node` is at `place`, for which no values are kept.
  ///
  /// Each lane walks its own column, all of them from the first level to the last that a lane
  /// needs; a level before the first is an error of its lane.
  func scanAlongLanes(
    _ node: LazyField, _ scan: ColumnScan, _ operands: [Operand], _ column: Dimension,
    at place: Place, in block: Block
  ) throws(DiagnosticError) -> Value {
    guard let c = place.coordinates[column] else { throw noDimension(column, node.span) }
    let wanted = block.bounds(of: c) ?? 0 ... 0
    let output =
      node.domain?[column] ?? node.demand?.column ?? frame.verticalRange
      ?? wanted.lowerBound ..< wanted.upperBound + 1
    // Beyond what any field covers there is nothing to compute with.
    let limit = output.hull(frame.reach[column] ?? output)
    let levels =
      scan.isForward
      ? output.lowerBound ..< max(output.lowerBound, min(wanted.upperBound + 1, limit.upperBound))
      : min(output.upperBound, max(wanted.lowerBound, limit.lowerBound)) ..< output.upperBound
    let here = block.lanes(of: c)
    var carry = try settled(scan.initial)
    let start = scan.isForward ? output.lowerBound : output.upperBound - 1
    var result = try poisoned(
      carry, by: .all(failure(.beforeScan(column, start: start), at: node.span)))
    for level in scan.isForward ? Array(levels) : levels.reversed() {
      var coordinates = place.coordinates
      coordinates[column] = .fixed(level)
      let there = block.place(at: coordinates, poison: place.poison)
      let arguments = [Thunk(carry)] + iterators(operands, .place(there))
      carry = try settled(try call(scan.pass, arguments, at: node.span))
      let number = Lanes.constant(ScalarValue(wrapping: level, as: .int32))
      let isHere = try applying(.comparison(.equal), to: [here, number], .scan, at: node.span)
      switch isHere.uniformTruth(shape: shape) {
      case true?: result = carry
      case false?: break
      case nil: result = try settled(try blend(isHere, carry, result, at: node.span))
      }
    }
    return result
  }

  /// Returns `value` with nothing left to evaluate.
  func settled(_ value: Value) throws(DiagnosticError) -> Value {
    guard case .tuple(let elements) = value else { return value }
    var parts: [Thunk] = []
    for e in elements { parts.append(Thunk(try settled(try e.force(self)))) }
    return .tuple(parts)
  }

}

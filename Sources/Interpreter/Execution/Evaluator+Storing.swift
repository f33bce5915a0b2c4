import Diagnostics
import Fields
import StencilTypes

extension StoredValue {

  /// Creates memory for values of `structure`, which has no lists, on `domain`.
  init(_ structure: Structure, on domain: Domain) {
    switch structure {
    case .scalar(let kind): self = .leaf(StoredField(kind, on: domain))
    case .tuple(let parts): self = .tuple(parts.map { StoredValue($0, on: domain) })
    case .list: preconditionFailure("lists are not kept in memory")
    }
  }

}

extension Evaluator {

  /// Computes `node` on the box that is demanded and keeps its values.
  func store(_ node: LazyField, capacity: Int) throws(DiagnosticError) {
    guard let box = node.demand?.may else { return }
    if case .scan(let scan, let operands, let column) = node.kind {
      return try storeScan(node, scan, operands, column, on: box, capacity: capacity)
    }
    let domain = box.restricted(to: try trace(node).dims).domain
    let structure = try trace(node).structure
    try demandMemory(for: structure, on: domain, at: node.span)
    let stored = StoredValue(structure, on: domain)
    let pool = LanePool(capacity: capacity)
    try forEachBlock(of: domain, capacity: capacity) { (axes) throws(DiagnosticError) in
      let block = Block(axes: axes, pool: pool)
      let inner = within(.block(block), span: node.span)
      let value = try inner.read(node, at: block.home, in: block, span: node.span)
      try inner.write(value, to: stored, from: block, at: node.span)
    }
    node.stored = stored
  }

  /// Writes all parts of `value` to `stored`, at the points of `block`.
  func write(
    _ value: Value, to stored: StoredValue, from block: Block, at span: SourceSpan?
  ) throws(DiagnosticError) {
    switch (value, stored) {
    case (.lanes(let lanes), .leaf(let leaf)):
      guard lanes.kind == leaf.field.dtype else { throw inapplicable(.asFieldop, span) }
      if !lanes.poison.isNone, leaf.failures == nil {
        try demandMemory(for: .int64, on: leaf.field.domain, "what failed here", at: span)
      }
      do throws(MissingDimension) {
        try leaf.write(lanes, from: block, at: block.home)
      } catch {
        throw noDimension(error.dimension, span)
      }
    case (.tuple(let elements), .tuple(let parts)):
      for (e, p) in zip(elements, parts) {
        try write(try e.force(self), to: p, from: block, at: span)
      }
    case (.lanes, .tuple), (.tuple, .leaf), (.list, _), (.function, _), (.field, _),
      (.iterator, _), (.region, _), (.side, _), (.axis, _), (.infinity, _), (.offset, _),
      (.typeName, _):
      throw inapplicable(.asFieldop, span)
    }
  }

  /// Calls `body` with the axes of each block of at most `capacity` points that `domain` is cut into.
  ///
  /// Blocks extend along the last dimensions first, whose points tend to lie side by side.
  func forEachBlock(
    of domain: Domain, capacity: Int,
    _ body: ([(dimension: Dimension, range: Range<Int>)]) throws(DiagnosticError) -> Void
  ) throws(DiagnosticError) {
    if domain.isEmpty { return }
    var extents = domain.shape
    var room = max(1, capacity)
    for i in extents.indices.reversed() {
      extents[i] = min(extents[i], room)
      room = max(1, room / extents[i])
    }
    var corner = domain.ranges.map(\.lowerBound)
    while true {
      try run.checkCancellation()
      try body(
        domain.dims.indices.map { i in
          (domain.dims[i], corner[i] ..< min(corner[i] + extents[i], domain.ranges[i].upperBound))
        })
      var i = corner.count - 1
      while i >= 0 {
        corner[i] += extents[i]
        if corner[i] < domain.ranges[i].upperBound { break }
        corner[i] = domain.ranges[i].lowerBound
        i -= 1
      }
      if i < 0 { return }
    }
  }

}

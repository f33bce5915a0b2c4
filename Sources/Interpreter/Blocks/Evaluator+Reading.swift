import Diagnostics
import Fields
import StencilTypes

extension Evaluator {

  /// Returns what `node` is on the lanes of `block`, seen from `place`.
  func read(
    _ node: LazyField, at place: Place, in block: Block, span: SourceSpan?
  ) throws(DiagnosticError) -> Value {
    let key = Block.ReadKey(node: ObjectIdentifier(node), place: ObjectIdentifier(place))
    if let known = block.memo[key] { return known }
    let value = try compute(node, at: place, in: block, span: span)
    if (node.demand?.readCount ?? 2) > 1 { block.memo[key] = value }
    return value
  }

  private func compute(
    _ node: LazyField, at place: Place, in block: Block, span: SourceSpan?
  ) throws(DiagnosticError) -> Value {
    if case .slot(let slot) = node.kind { return try read(slot, at: place, in: block, span) }
    var value: Value
    if let stored = node.stored, isCovered(node, at: place, in: block) {
      value = try read(stored, of: node, at: place, in: block, span)
    } else {
      value = try within(.block(block), span: node.span).inline(node, at: place, in: block)
    }
    if let domain = node.domain {
      value = try poisoned(value, by: try outside(domain, of: node, at: place, in: block, span))
    }
    let gaps = block.gaps(of: place) { failure($0, at: span) }
    return try poisoned(value, by: gaps)
  }

  /// Returns what `node` is at `place`, computed there.
  private func inline(
    _ node: LazyField, at place: Place, in block: Block
  ) throws(DiagnosticError) -> Value {
    switch node.kind {
    case .slot: throw inapplicable(.deref, node.span)
    case .stencil(let stencil, let operands):
      return try call(stencil, iterators(operands, .place(place)), at: node.span)
    case .scan(let scan, let operands, let column):
      return try scanAlongLanes(node, scan, operands, column, at: place, in: block)
    case .element(let parent, let i):
      guard case .tuple(let e) = try read(parent, at: place, in: block, span: node.span),
        e.indices.contains(i)
      else { throw inapplicable(.tupleGet, node.span) }
      return try e[i].force(self)
    case .concatWhere(let region, let a, let b):
      let isInside = try membership(of: region, at: place, in: block, node.span)
      return try choose(
        isInside,
        Thunk { (e) throws(DiagnosticError) in try e.deref(.data(a, .place(place)), at: node.span)
        },
        Thunk { (e) throws(DiagnosticError) in try e.deref(.data(b, .place(place)), at: node.span)
        },
        at: node.span)
    case .broadcast(let operand):
      return try deref(.data(operand, .place(place)), at: node.span)
    case .index(let d):
      guard let c = place.coordinates[d] else { throw noDimension(d, node.span) }
      var lanes = block.lanes(of: c)
      lanes.isIndex = true
      return .lanes(lanes)
    case .failed(let failure, let operand):
      return try poisoned(
        try deref(.data(operand, .place(place)), at: node.span), by: .all(failure))
    }
  }

  private func read(
    _ slot: NamedField, at place: Place, in block: Block, _ span: SourceSpan?
  ) throws(DiagnosticError) -> Value {
    guard let field = slot.field else { preconditionFailure("`\(slot.name)` has no values yet") }
    guard let local = slot.type.localDim, place.coordinates[local] == nil else {
      return .lanes(try read(field, of: slot, at: place, in: block, span))
    }
    return .list(
      NeighborList(
        count: field.domain[local]?.count, local: local,
        element: { (column, e) throws(DiagnosticError) in
          guard case .one(let i) = column else { throw e.inapplicable(.listGet, span) }
          var coordinates = place.coordinates
          coordinates[local] = .fixed(i)
          let there = block.place(at: coordinates, poison: place.poison)
          return .lanes(try e.read(field, of: slot, at: there, in: block, span))
        },
        validity: { (i, e) throws(DiagnosticError) in
          try e.validity(ofSparse: slot.type.dims, i, at: place, in: block, span)
        }))
  }

  /// Returns the lanes that have neighbor `i` in the table of a sparse field on `dims`.
  private func validity(
    ofSparse dims: [Dimension], _ i: Int, at place: Place, in block: Block, _ span: SourceSpan?
  ) throws(DiagnosticError) -> Lanes? {
    let name = run.tables.tableName(
      ofSparse: dims, at: { place.coordinates[$0] != nil }, { ($0.target, $0.local) })
    guard let name else { return nil }
    let it = try shifted(
      .data(.tuple([]), .place(place)), name, .fixed(i), at: span)
    let valid = try canDeref(it, at: span)
    return valid.constantValue?.bool == true ? nil : valid
  }

  private func read(
    _ field: Field, of slot: NamedField, at place: Place, in block: Block, _ span: SourceSpan?
  ) throws(DiagnosticError) -> Lanes {
    var sites: [Dimension: UInt32] = [:]
    let failures = slot.failures?.storage
    return try read(field, failures, at: place, in: block, span) { d, range, c in
      if NoCoordinate.contains(Int32(clamping: c)) { return self.gapFailure(c, span) }
      if let site = sites[d] { return Failure(site: site, coordinate: Int32(clamping: c)) }
      let f = self.run.failures.failure(
        .outside(field: slot.name, dimension: d, range: range), at: span ?? self.spanOfNode,
        coordinate: c)
      sites[d] = f.site
      return f
    }
    .poisoned(by: place.poison, shape: block.shape)
  }

  private func read(
    _ field: Field, _ failures: FieldStorage?, at place: Place, in block: Block,
    _ span: SourceSpan?, outside: Block.OutsideFailure
  ) throws(DiagnosticError) -> Lanes {
    do throws(MissingDimension) {
      return try block.read(field, failures: failures, at: place, outside: outside)
    } catch {
      throw noDimension(error.dimension, span)
    }
  }

  private func gapFailure(_ entry: Int, _ span: SourceSpan?) -> Failure {
    failure(entry == Int(NoCoordinate.skipped) ? .skipValue : .outsideTable, at: span)
  }

  /// Returns the values of `node` that are kept in memory.
  private func read(
    _ stored: StoredValue, of node: LazyField, at place: Place, in block: Block,
    _ span: SourceSpan?
  ) throws(DiagnosticError) -> Value {
    switch stored {
    case .leaf(let leaf):
      return .lanes(
        try read(leaf.field, leaf.failures, at: place, in: block, span) { d, range, c in
          if NoCoordinate.contains(Int32(clamping: c)) { return self.gapFailure(c, span) }
          if case .scan(let scan, _, d) = node.kind,
            scan.isForward ? c < range.lowerBound : c >= range.upperBound
          {
            let start = scan.isForward ? range.lowerBound : range.upperBound - 1
            return self.run.failures.failure(
              .beforeScan(d, start: start), at: span ?? self.spanOfNode, coordinate: c)
          }
          return self.failure(.unforeseen, at: span)
        })
    case .tuple(let parts):
      return .tuple(
        parts.map { part in
          Thunk { (e) throws(DiagnosticError) in
            try e.read(part, of: node, at: place, in: block, span)
          }
        })
    }
  }

  /// Whether the stored values of `node` suffice at `place`.
  ///
  /// Where data says which points are read, they need not.
  private func isCovered(_ node: LazyField, at place: Place, in block: Block) -> Bool {
    guard let demand = node.demand, let box = demand.may else { return false }
    if demand.unbounded.isEmpty { return true }
    return box.ranges.allSatisfy { d, range in
      guard let c = place.coordinates[d] else { return true }
      guard let lanes = block.bounds(of: c) else { return true }
      return range.lowerBound <= lanes.lowerBound && lanes.upperBound < range.upperBound
    }
  }

  /// Returns the failures of the lanes that are outside the domain that the program gives `node`.
  private func outside(
    _ domain: Domain, of node: LazyField, at place: Place, in block: Block, _ span: SourceSpan?
  ) throws(DiagnosticError) -> Poison {
    let isInside = zip(domain.dims, domain.ranges).allSatisfy { d, range in
      guard let c = place.coordinates[d], let lanes = block.bounds(of: c) else { return false }
      return range.lowerBound <= lanes.lowerBound && lanes.upperBound < range.upperBound
    }
    if isInside { return .none }
    // The domain as a field without memory: only the positions matter.
    let extent = Field(
      dtype: .bool, domain: domain, strides: domain.dims.map { _ in 0 }, offset: 0,
      storage: FieldStorage(byteCount: 1))
    do throws(MissingDimension) {
      return try block.offsets(in: extent, at: place) { d, range, c in
        if NoCoordinate.contains(Int32(clamping: c)) { return .none }
        return self.run.failures.failure(
          .outside(field: "a computed field", dimension: d, range: range),
          at: span ?? self.spanOfNode, coordinate: c)
      }.poison
    } catch {
      throw noDimension(error.dimension, span)
    }
  }

  /// Returns the lanes that belong to `region` at `place`.
  private func membership(
    of region: Region, at place: Place, in block: Block, _ span: SourceSpan?
  ) throws(DiagnosticError) -> Lanes {
    var result = Lanes.constant(ScalarValue(true))
    switch region {
    case .box(let sides):
      for (d, bounds) in sides {
        guard let c = place.coordinates[d] else { throw noDimension(d, span) }
        let lanes = block.bounds(of: c)
        func both(_ op: Comparison, _ bound: Int) throws(DiagnosticError) {
          let b = Lanes.constant(ScalarValue(wrapping: Int32(clamping: bound), as: .int32))
          let holds = try applying(
            .comparison(op), to: [block.lanes(of: c), b], .concatWhere, at: span)
          result = try applying(.logic(.and), to: [result, holds], .concatWhere, at: span)
        }
        if let lower = bounds.lower, lanes.map({ $0.lowerBound < lower }) ?? false {
          try both(.greaterEqual, lower)
        }
        if let upper = bounds.upper, lanes.map({ $0.upperBound >= upper }) ?? false {
          try both(.less, upper)
        }
      }
    case .combination(let op, let a, let b):
      let x = try membership(of: a, at: place, in: block, span)
      let y = try membership(of: b, at: place, in: block, span)
      result = try applying(.logic(op), to: [x, y], .concatWhere, at: span)
    }
    return result
  }

}

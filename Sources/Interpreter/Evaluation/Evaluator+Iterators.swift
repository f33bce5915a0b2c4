import Diagnostics
import Fields
import IteratorIR
import StencilTypes

extension Evaluator {

  /// Returns the offset that `tag` means: a declared one, or the implicit one of a dimension.
  func offset(_ tag: String, at span: SourceSpan?) throws(DiagnosticError) -> FieldOffset {
    if let o = run.offsets[tag] { return o }
    throw unknownOffset(tag, span)
  }

  /// Returns the neighbor table of the offset `tag`.
  func table(_ tag: String, at span: SourceSpan?) throws(DiagnosticError) -> NeighborTable {
    if let t = run.tables[tag] { return t }
    throw missingTable(tag, span)
  }

  /// Returns `it` after the shifts by the pairs of tag and index in `offsets`, left to right.
  func shift(
    _ it: FieldIterator, _ offsets: [Thunk], at span: SourceSpan?
  ) throws(DiagnosticError) -> FieldIterator {
    guard offsets.count.isMultiple(of: 2) else { throw inapplicable(.shift, span) }
    var it = it
    for i in stride(from: 0, to: offsets.count, by: 2) {
      guard case .offset(.tag(let tag)) = try offsets[i].force(self) else {
        throw inapplicable(.shift, span)
      }
      let distance = try offsets[i + 1].force(self)
      if let n = try index(distance) {
        guard indices.contains(n) else { throw noIndex(n, span) }
        it = try shifted(it, tag, .fixed(n), at: span)
      } else if case .lanes(let lanes) = distance, lanes.kind.isInteger {
        it = try shifted(it, tag, by: lanes, at: span)
      } else {
        throw inapplicable(.shift, span)
      }
    }
    return it
  }

  /// Returns `it` moved by one offset.
  func shifted(
    _ it: FieldIterator, _ tag: String, _ index: ShiftStep.Index, at span: SourceSpan?
  ) throws(DiagnosticError) -> FieldIterator {
    switch it {
    case .lifted(let stencil, let iterators):
      var moved: [FieldIterator] = []
      for i in iterators { moved.append(try shifted(i, tag, index, at: span)) }
      return .lifted(stencil, moved)
    case .data(let operand, .steps(let steps)):
      if case .fixed(let n) = index, !(try self.offset(tag, at: span)).isCartesian {
        let table = try table(tag, at: span)
        guard 0 ..< table.columnCount ~= n else { throw noNeighbor(n, tag, table, span) }
      }
      return .data(operand, .steps(steps + [ShiftStep(tag: tag, index: index)]))
    case .data(let operand, .place(let place)):
      guard case .fixed(let n) = index else { throw inapplicable(.shift, span) }
      return .data(operand, .place(try moved(place, tag, n, at: span)))
    }
  }

  /// Returns `place` moved by distance `n`, or to neighbor `n`.
  private func moved(
    _ place: Place, _ tag: String, _ n: Int, at span: SourceSpan?
  ) throws(DiagnosticError) -> Place {
    guard let block else { throw inapplicable(.shift, span) }
    let offset = try offset(tag, at: span)
    var coordinates = place.coordinates
    if offset.isCartesian {
      // Without the coordinate nothing depends on it: a constant is the same everywhere.
      guard let c = coordinates.removeValue(forKey: offset.target[0]) else { return place }
      coordinates[offset.source] = block.moved(c, by: n)
    } else {
      let table = try table(tag, at: span)
      guard let c = coordinates[table.target] else { throw noDimension(table.target, span) }
      coordinates[table.target] = nil
      coordinates[table.source] = block.neighbor(c, in: table, named: tag, column: n)
    }
    return block.place(at: coordinates, poison: place.poison)
  }

  /// Returns `it` moved by distances that differ from lane to lane.
  private func shifted(
    _ it: FieldIterator, _ tag: String, by distances: Lanes, at span: SourceSpan?
  ) throws(DiagnosticError) -> FieldIterator {
    switch it {
    case .lifted(let stencil, let iterators):
      var moved: [FieldIterator] = []
      for i in iterators { moved.append(try shifted(i, tag, by: distances, at: span)) }
      return .lifted(stencil, moved)
    case .data(let operand, .steps(let steps)):
      return .data(operand, .steps(steps + [ShiftStep(tag: tag, index: .dynamic)]))
    case .data(let operand, .place(let place)):
      return .data(operand, .place(try moved(place, tag, by: distances, at: span)))
    }
  }

  private func moved(
    _ place: Place, _ tag: String, by distances: Lanes, at span: SourceSpan?
  ) throws(DiagnosticError) -> Place {
    guard let block else { throw inapplicable(.shift, span) }
    let offset = try offset(tag, at: span)
    let numbers = try index(of: distances, in: block, at: span)
    var coordinates = place.coordinates
    let poison = place.poison.combined(
      with: distances.poison, lanes: block.shape.count, pool: block.shape.pool)
    let from = offset.isCartesian ? offset.target[0] : try table(tag, at: span).target
    guard let c = coordinates[from] else {
      guard offset.isCartesian else { throw noDimension(from, span) }
      return block.place(at: coordinates, poison: poison)
    }
    let here = coordinatesOfLanes(c, in: block)
    coordinates[from] = nil
    let values: [Int32]
    if offset.isCartesian {
      values = zip(here, numbers).map {
        NoCoordinate.contains($0)
          ? $0
          : Int32(clamping: max(Int(NoCoordinate.outsideTable) + 1, Int($0) &+ Int($1)))
      }
    } else {
      let table = try table(tag, at: span)
      values = zip(here, numbers).map { table.entry(row: Int($0), column: Int($1)) }
    }
    coordinates[offset.source] = .free(LaneCoordinates(values: values))
    return block.place(at: coordinates, poison: poison)
  }

  /// Returns the distances as integers, clamped to 32 bits.
  private func index(
    of distances: Lanes, in block: Block, at span: SourceSpan?
  ) throws(DiagnosticError) -> [Int32] {
    do throws(ScalarFailure) {
      // Through float64 values out of range saturate; 32-bit distances stay as they are.
      let narrow =
        distances.kind == .int32
        ? distances
        : try distances.cast(to: .float64, shape: block.shape).cast(
          to: .int32, shape: block.shape)
      return narrow.withSource { source in
        let p = source.base.assumingMemoryBound(to: Int32.self)
        return (0 ..< block.shape.count).map { p[source.isConstant ? 0 : $0] }
      }
    } catch {
      throw inapplicable(.shift, span)
    }
  }

  private func coordinatesOfLanes(_ c: Coordinate, in block: Block) -> [Int32] {
    if case .free(let f) = c { return f.values }
    var result = [Int32](repeating: 0, count: block.shape.count)
    switch c {
    case .free: break
    case .fixed(let i): for lane in result.indices { result[lane] = Int32(clamping: i) }
    case .affine(let axis, let offset):
      let first = block.axes[axis].range.lowerBound + offset
      block.forEachLane(along: axis) { result[$0] = Int32(clamping: first + $1) }
    case .along(let a): block.forEachLane(along: a.axis) { result[$0] = a.values[$1] }
    }
    return result
  }

  /// Returns the lanes on which `it` stands somewhere.
  func canDeref(_ it: FieldIterator, at span: SourceSpan?) throws(DiagnosticError) -> Lanes {
    let yes = Lanes.constant(ScalarValue(true))
    switch it {
    case .data(_, .steps(let steps)):
      var isCertain = true
      for s in steps where !(try offset(s.tag, at: span)).isCartesian {
        tracer?.dimensions.insert(try table(s.tag, at: span).target)
        isCertain = false
      }
      return isCertain ? yes : .unknown(.bool)
    case .data(_, .place(let place)): return block?.validity(of: place) ?? yes
    case .lifted(_, let iterators):
      var result = yes
      for i in iterators {
        let valid = try canDeref(i, at: span)
        result = try applying(.logic(.and), to: [result, valid], .canDeref, at: span)
      }
      return result
    }
  }

  /// Returns the value at the place where `it` stands.
  func deref(_ it: FieldIterator, at span: SourceSpan?) throws(DiagnosticError) -> Value {
    switch it {
    case .lifted(let stencil, let iterators):
      return try call(stencil, iterators.map { Thunk(.iterator($0)) }, at: span)
    case .data(.scalar(let l), _): return .lanes(l)
    case .data(.tuple(let elements), let position):
      return .tuple(
        elements.map { o in
          Thunk { (e) throws(DiagnosticError) in try e.deref(.data(o, position), at: span) }
        })
    case .data(.field(let node), .steps(let steps)):
      return try traceRead(of: node, steps, at: span)
    case .data(.field(let node), .place(let place)):
      guard let block else { throw inapplicable(.deref, span) }
      return try read(node, at: place, in: block, span: span)
    }
  }

}

// MARK: - Messages

extension Evaluator {

  func noDimension(_ d: Dimension, _ span: SourceSpan?) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        code: RunCode.domain, "The domain has no dimension \(d.name), which is needed here.",
        at: span ?? spanOfNode, label: "depends on \(d.name)",
        hint: "add \(d.name) to the domain of the output"))
  }

  private func noIndex(_ n: Int, _ span: SourceSpan?) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        code: RunCode.index, "The distance of a shift is no index.", at: span ?? spanOfNode,
        label: "too far", hint: indicesHint))
  }

  /// A neighbor is asked for that no point has in the table.
  private func noNeighbor(
    _ n: Int, _ tag: String, _ table: NeighborTable, _ span: SourceSpan?
  ) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        code: RunCode.table,
        "Neighbor \(n) is read, but the table of '\(tag)' has \(table.columnCount).",
        at: span ?? spanOfNode, label: "no such neighbor",
        hint: table.columnCount == 0
          ? "connect a table with neighbors"
          : "neighbors are numbered from 0 to \(table.columnCount - 1)"))
  }

  private func unknownOffset(_ tag: String, _ span: SourceSpan?) -> DiagnosticError {
    let near = nearest(to: tag, among: run.offsets.keys.sorted())
    return DiagnosticError(
      Diagnostic(
        code: RunCode.table, "The program has no offset '\(tag)'.", at: span ?? spanOfNode,
        label: "not declared", hint: near.map { "did you mean '\($0)'?" }))
  }

  private func missingTable(_ tag: String, _ span: SourceSpan?) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        code: RunCode.table, "The offset '\(tag)' has no neighbor table.", at: span ?? spanOfNode,
        label: "needs a table", hint: "write `connect \(tag) = load \"table.npy\"`"))
  }

}

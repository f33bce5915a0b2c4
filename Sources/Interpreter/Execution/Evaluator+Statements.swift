import Diagnostics
import Fields
import IteratorIR
import StencilTypes

extension Evaluator {

  /// Returns what the statement `target @ domain ← value` writes, planned and checked.
  ///
  /// The evaluator is one for this statement, in a run with fields on `fields`; the one that comes
  /// back runs the plan.
  func plan(
    target: Expr, domain: Expr, value: Expr, _ environment: Environment, amid fields: [Domain]
  ) throws(DiagnosticError) -> (plan: StatementPlan, evaluator: Evaluator) {
    let span = target.span ?? value.span ?? domain.span
    let outputs = try outputs(
      try evaluate(target, environment), try evaluate(domain, environment), at: span)
    let framed = within(StatementFrame(writing: outputs.map(\.domain), amid: fields))
    let operand = try framed.operand(try framed.evaluate(value, environment))
    guard let operand else { throw inapplicable(.asFieldop, value.span ?? span) }
    let values = try framed.parts(
      of: operand, like: try framed.evaluate(target, environment), at: span)
    guard values.count == outputs.count else { throw inapplicable(.makeTuple, span) }
    let leaves = zip(outputs, values).map {
      OutputLeaf(slot: $0.slot, domain: $0.domain, value: $1, span: span)
    }
    try checkOverlap(of: leaves, at: span)
    return (try framed.plan(leaves), framed)
  }

  private func outputs(
    _ target: Value, _ domain: Value, at span: SourceSpan?
  ) throws(DiagnosticError) -> [(slot: NamedField, domain: Domain)] {
    switch target {
    case .field(let node):
      guard case .slot(let slot) = node.kind else { throw noTarget(span) }
      var box = try finiteDomain(domain, at: span)
      // Lists of neighbors are written whole.
      if let local = slot.type.localDim, box[local] == nil,
        let columns = slot.domain?[local] ?? run.columns(of: local)
      {
        box = Domain(dims: box.dims + [local], ranges: box.ranges + [columns])
      }
      guard Set(box.dims) == Set(slot.type.dims) else { throw otherDims(slot, box, span) }
      if run.checksCoverage, let covered = slot.domain, !Box(covered).contains(Box(box)) {
        throw notCovered(slot, covered, box, span)
      }
      let ranges = slot.type.dims.compactMap { box[$0] }
      return [(slot, Domain(dims: slot.type.dims, ranges: ranges))]
    case .tuple(let elements):
      var result: [(slot: NamedField, domain: Domain)] = []
      for (i, e) in elements.enumerated() {
        var part = domain
        if case .tuple(let domains) = domain {
          guard domains.count == elements.count else { throw inapplicable(.makeTuple, span) }
          part = try domains[i].force(self)
        }
        result += try outputs(try e.force(self), part, at: span)
      }
      return result
    case .lanes, .list, .function, .iterator, .region, .side, .axis, .infinity, .offset, .typeName:
      throw noTarget(span)
    }
  }

  /// Returns the parts of `operand` that stand where the fields of `target` do.
  private func parts(
    of operand: Operand, like target: Value, at span: SourceSpan?
  ) throws(DiagnosticError) -> [Operand] {
    guard case .tuple(let elements) = target else { return [operand] }
    var result: [Operand] = []
    for (i, e) in elements.enumerated() {
      let part: Operand
      switch operand {
      case .tuple(let p):
        guard p.count == elements.count else { throw inapplicable(.makeTuple, span) }
        part = p[i]
      case .field(let node):
        part = .field(LazyField(.element(node, i), span: node.span))
      case .scalar: throw inapplicable(.makeTuple, span)
      }
      result += try parts(of: part, like: try e.force(self), at: span)
    }
    return result
  }

  /// Computes what `plan` says and writes it; all is computed before anything is written.
  func execute(_ plan: StatementPlan, blockSize: Int) throws(DiagnosticError) {
    // Many nodes get smaller blocks: what is read more than once is kept for the time of a block.
    let capacity = min(blockSize, max(256, (1 << 22) / max(1, plan.nodeCount)))
    var readers: [Int: [LazyField]] = [:]
    for (node, _) in plan.stored {
      let last = node.demand?.groups.min() ?? 0
      readers[last, default: []].append(node)
    }
    for (node, group) in plan.stored {
      try store(node, capacity: capacity)
      // Groups are numbered backwards: no later one reads these.
      for done in readers[group] ?? [] { done.stored = nil }
    }
    var results: [(leaf: OutputLeaf, values: StoredField)] = []
    for group in plan.groups {
      for leaf in group {
        try demandMemory(
          for: leaf.slot.type.dtype, on: leaf.domain, "'\(leaf.slot.name)'", at: leaf.span)
      }
      let values = group.map { StoredField($0.slot.type.dtype, on: $0.domain) }
      try compute(group, into: values, capacity: capacity)
      results += zip(group, values).map { ($0, $1) }
    }
    for leaf in plan.leaves where !leaf.slot.isTemporary {
      for r in results where r.leaf.slot === leaf.slot && r.leaf.domain == leaf.domain {
        if let error = firstFailure(of: r.values, leaf) { throw error }
      }
    }
    for (leaf, values) in results where !leaf.domain.isEmpty {
      guard var target = leaf.slot.field else { continue }
      // The field is copied if the session, or an argument, holds it too.
      try demandMemory(for: target.dtype, on: target.domain, "'\(leaf.slot.name)'", at: leaf.span)
      leaf.slot.field = nil
      target.copy(values.field)
      leaf.slot.field = target
      if leaf.slot.isTemporary { keepFailures(of: values, in: leaf.slot) }
    }
  }

  /// Takes note of which points of `slot` that `values` covers have no value.
  private func keepFailures(of values: StoredField, in slot: NamedField) {
    guard let domain = slot.domain, values.failures != nil || slot.failures != nil else { return }
    var all = slot.failures ?? Field(zeros: .int64, on: domain)
    slot.failures = nil
    all.copy(values.failureField ?? Field(zeros: .int64, on: values.field.domain))
    slot.failures = all
  }

  private func compute(
    _ group: [OutputLeaf], into values: [StoredField], capacity: Int
  ) throws(DiagnosticError) {
    let pool = LanePool(capacity: capacity)
    let domain = group[0].domain
    let points = Box(domain).restricted(to: domain.dims.filter { $0.kind != .local }).domain
    try forEachBlock(of: points, capacity: capacity) { (axes) throws(DiagnosticError) in
      let block = Block(axes: axes, pool: pool)
      let inner = within(.block(block), span: group[0].span)
      for (leaf, out) in zip(group, values) {
        let value = try inner.deref(.data(leaf.value, .place(block.home)), at: leaf.span)
        try inner.write(value, of: leaf, to: out, from: block)
      }
    }
  }

  private func write(
    _ value: Value, of leaf: OutputLeaf, to out: StoredField, from block: Block
  ) throws(DiagnosticError) {
    guard case .list(let list) = value,
      let local = leaf.domain.dims.first(where: { $0.kind == .local }),
      let columns = leaf.domain[local]
    else { return try write(value, to: .leaf(out), from: block, at: leaf.span) }
    for i in columns {
      var coordinates = block.home.coordinates
      coordinates[local] = .fixed(i)
      let place = block.place(at: coordinates)
      let value = try element(i, of: list, or: leaf.slot.field, at: place, in: block, leaf.span)
      guard case .lanes(let lanes) = value else { throw inapplicable(.asFieldop, leaf.span) }
      if !lanes.poison.isNone, out.failures == nil {
        try demandMemory(for: .int64, on: out.field.domain, "what failed here", at: leaf.span)
      }
      do throws(MissingDimension) {
        try out.write(lanes, from: block, at: place)
      } catch {
        throw noDimension(error.dimension, leaf.span)
      }
    }
  }

  /// Returns element `i` of `list`; where there is no such neighbor, what `target` has at `place`.
  private func element(
    _ i: Int, of list: NeighborList, or target: Field?, at place: Place, in block: Block,
    _ span: SourceSpan?
  ) throws(DiagnosticError) -> Value {
    let value = try list.element(.one(i), self)
    guard let valid = try list.validity(i, self), let target else { return value }
    let truth = valid.uniformTruth(shape: shape)
    if truth == true { return value }
    let old: Lanes
    do throws(MissingDimension) {
      old = try block.read(target, at: place) { _, _, _ in .none }
    } catch {
      throw noDimension(error.dimension, span)
    }
    return truth == false ? .lanes(old) : try blend(valid, value, .lanes(old), at: span)
  }

  /// Returns the message about the first point of `values` that has no value.
  private func firstFailure(of values: StoredField, _ leaf: OutputLeaf) -> DiagnosticError? {
    guard let words = values.failures?.bytes.bindMemory(to: Failure.self) else { return nil }
    guard let n = (0 ..< leaf.domain.count).first(where: { !words[$0].isNone }) else { return nil }
    var index: [String] = []
    var rest = n
    for (d, range) in zip(leaf.domain.dims, leaf.domain.ranges).reversed() {
      index.append("\(d.name)=\(range.lowerBound + rest % range.count)")
      rest /= range.count
    }
    let point = index.isEmpty ? "" : " at " + index.reversed().joined(separator: ", ")
    return DiagnosticError(
      run.failures.diagnostic(
        words[n],
        Diagnostic.Note("the value of '\(leaf.slot.name)'\(point) depends on it", at: leaf.span)))
  }

  private func checkOverlap(of leaves: [OutputLeaf], at span: SourceSpan?) throws(DiagnosticError) {
    for (i, a) in leaves.enumerated() {
      for b in leaves.dropFirst(i + 1) where a.slot === b.slot {
        let overlap = zip(a.domain.ranges, b.domain.ranges).allSatisfy { $0.overlaps($1) }
        if overlap { throw overlapping(a.slot, span) }
      }
    }
  }

}

// MARK: - Messages

extension Evaluator {

  private func noTarget(_ span: SourceSpan?) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        code: RunCode.target, "Only fields can be written.", at: span, label: "is no field"))
  }

  private func otherDims(
    _ slot: NamedField, _ domain: Domain, _ span: SourceSpan?
  ) -> DiagnosticError {
    let names = { (dims: [Dimension]) in dims.map(\.name).joined(separator: ", ") }
    return DiagnosticError(
      Diagnostic(
        code: RunCode.target,
        "'\(slot.name)' has dimensions [\(names(slot.type.dims))], the domain [\(names(domain.dims))].",
        at: span, label: "written on \(domain)", hint: "give the domain the field's dimensions"))
  }

  private func notCovered(
    _ slot: NamedField, _ covered: Domain, _ domain: Domain, _ span: SourceSpan?
  ) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        code: RunCode.target, "'\(slot.name)' is written on \(domain), has \(covered).", at: span,
        label: "written outside its range",
        hint: "make '\(slot.name)' larger, or the domain smaller"))
  }

  private func overlapping(_ slot: NamedField, _ span: SourceSpan?) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        code: RunCode.overlap, "Points of '\(slot.name)' are written twice by one statement.",
        at: span, label: "two targets overlap",
        hint: "write different fields, or domains that do not overlap"))
  }

}

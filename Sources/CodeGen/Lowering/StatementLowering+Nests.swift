import Diagnostics
import IteratorIR
import StencilTypes

extension StatementLowering {

  /// Writes the nests of all sweeps, and the copies to outputs that could not be written at once.
  func writeNests() throws(DiagnosticError) {
    let clusters = clusters()
    for c in clusters {
      for s in c.members {
        guard let node = s.node else { continue }
        try allocate(s, node, in: c)
      }
    }
    let start = owner.mark()
    for isSecond in [false, true] {
      for c in clusters { chooseTargets(c, failing: isSecond) }
      canFail = false
      for c in clusters { owner.steps += try write(c).map { .nest($0) } }
      if !canFail { break }
      // What may fail is computed beside its target.
      if leaves.allSatisfy({ $0.copies == .truth(true) }) { break }
      if !isSecond { owner.reset(to: start) }
    }
    if canFail { owner.steps.append(.stopIfFailed(restore: [])) }
    for l in leaves where l.copies != .truth(false) { copyBack(l) }
  }

  // MARK: - Memory

  /// Gives the values of `node` a place: none, if they are used where they come about.
  private func allocate(
    _ s: Sweep, _ node: StagedNode, in c: Cluster
  ) throws(DiagnosticError) {
    let readers = (uses[ObjectIdentifier(node)] ?? []).map(\.sweep)
    let sweeps = self.sweeps.filter { readers.contains($0.number) && $0 !== s }
    let name = "s\(s.number)"
    let structure = try stager.look(at: node).structure
    if c.hasScan, sweeps.allSatisfy({ $0.nest == s.nest && $0.loop == s.loop }) {
      owner.choices.append("\(describe(node)): used where it is computed")
      return
    }
    if c.hasScan, sweeps.allSatisfy({ $0.nest == s.nest }) {
      owner.choices.append("\(describe(node)): kept for a block of columns")
      s.isLocal = true
      return
    }
    owner.choices.append("\(describe(node)): kept in memory")
    var count = 0
    func tree(_ structure: StagedStructure) -> StoredTree {
      switch structure {
      case .scalar(let kind):
        count += 1
        return .leaf(
          owner.buffer("\(name)_\(count)", kind, s.sides, isKept: false, if: activity))
      case .tuple(let parts): return .tuple(parts.map { tree($0) })
      case .list(let e, _, _): return tree(e)
      }
    }
    node.stored = tree(structure)
  }

  func describe(_ node: StagedNode) -> String {
    let what = if case .scan = node.kind { "scan" } else { "field" }
    return node.span.map { "\(what) of line \($0.line)" } ?? "\(what) \(node.number)"
  }

  /// Decides for each output of `c` whether it is written at once or computed beside its target.
  private func chooseTargets(_ c: Cluster, failing: Bool) {
    for s in c.members {
      for l in s.leaves {
        var copies = LoopOperand.truth(failing || readsTarget(l, s))
        if copies != .truth(true), l.field >= 0 {
          // Memory that another argument shares is written when all is read.
          for (i, f) in owner.fields.enumerated() where i != l.field && isInvolved(f.slot) {
            let (a, b) = (min(i, l.field), max(i, l.field))
            copies = emitter.or(copies, emitter.fact(.overlap(a, b), .bool))
          }
        }
        l.copies = copies
        let own = l.slot.memory
        if copies == .truth(false) {
          l.target = own
          continue
        }
        let sides = owner.loopOrder(l.box.sides)
        let locals = l.box.sides.filter { $0.dimension.kind == .local }
        let beside = owner.buffer(
          "o\(l.number)_\(cName(l.slot.name))", own.kind, locals + sides, isKept: false,
          if: emitter.and(activity, copies))
        guard copies != .truth(true), case .buffer(let b) = beside.memory else {
          l.target = beside
          continue
        }
        let view = owner.view(of: l.field, b, if: copies)
        let axes = own.axes.compactMap { a -> StagedMemory.Axis? in
          guard let other = beside.axes.first(where: { $0.dimension == a.dimension }) else {
            return nil
          }
          return StagedMemory.Axis(
            dimension: a.dimension, lower: emitter.select(copies, other.lower, a.lower),
            upper: emitter.select(copies, other.upper, a.upper),
            stride: emitter.select(copies, other.stride, a.stride))
        }
        l.target = StagedMemory(
          .view(view), kind: own.kind, axes: axes, slot: l.field, name: own.name)
      }
    }
  }

  /// Whether the memory of `slot` is read or written by this statement.
  private func isInvolved(_ slot: Slot) -> Bool {
    leaves.contains { $0.slot === slot }
      || readSlots.contains { $0 === slot }
  }

  /// Whether something reads what `l` writes after that, or elsewhere.
  private func readsTarget(_ l: Leaf, _ own: Sweep) -> Bool {
    for (slot, uses) in slotUses where slot === l.slot {
      for u in uses {
        guard let s = sweeps.first(where: { $0.number == u.sweep }) else { return true }
        if s.nest < own.nest { continue }
        if s.nest == own.nest, s.loop == own.loop, u.place.isHome { continue }
        return true
      }
    }
    return false
  }

  // MARK: - Copies

  private func copyBack(_ l: Leaf) {
    guard let target = l.target else { return }
    var source = target
    if case .view(let v) = target.memory {
      // The buffer behind the view: its own places, which the view has where it is one.
      source = StagedMemory(
        .buffer(owner.views[v].buffer), kind: target.kind, axes: target.axes, slot: -1,
        name: target.name)
    }
    let nest = copy(
      from: source, to: l.slot.memory, l.box, if: emitter.and(activity, l.copies),
      "writes \(l.slot.name)", isRare: l.copies.constant == nil)
    owner.steps.append(.nest(nest))
    guard l.slot.isTemporary, let lacking = target.failures ?? l.slot.memory.failures else {
      return
    }
    // What a temporary lacks goes with it.
    let own = l.slot.memory
    own.failures = own.failures ?? owner.failureMemory(of: own, isTemporary: true, activity)
    guard target.failures != nil, let failures = own.failures else { return }
    func words(_ memory: LoopMemory, like m: StagedMemory) -> StagedMemory {
      StagedMemory(memory, kind: .int64, axes: m.axes, slot: -1, name: m.name)
    }
    owner.steps.append(
      .nest(
        copy(
          from: words(lacking, like: source), to: words(failures, like: own), l.box,
          if: emitter.and(activity, l.copies), "failures of \(own.name)")))
  }

  /// Returns a nest that copies the points of `box`.
  func copy(
    from source: StagedMemory, to target: StagedMemory, _ box: StagedBox, if condition: LoopOperand,
    _ comment: String, isRare: Bool = false
  ) -> LoopNest {
    let sides = box.sides.filter { $0.dimension.kind == .local } + owner.loopOrder(box.sides)
    let isEmpty = emptiness(of: sides)
    emitter.open()
    let outer = (stager.vectorVariable, stager.hopes)
    stager.hopes = []
    var variables: [LoopOperand] = []
    var place = StagedPlace(coordinates: [:])
    for s in sides {
      emitter.open()
      let v = emitter.variable()
      variables.append(v)
      place.coordinates[s.dimension] = Coordinate(base: v)
    }
    stager.vectorVariable = variables.last
    let value = emitter.define(
      .load(
        source.memory, at: stager.address(in: source, of: place), guarded: nil,
        version: stager.freshVersion()), source.kind)
    emitter.append(
      .store(target.memory, at: stager.address(in: target, of: place), value, guarded: nil))
    for (i, s) in sides.enumerated().reversed() {
      closeLoop(
        variables[i], s, isVector: i == sides.count - 1, isParallel: i == 0 && sides.count > 1)
    }
    let body = emitter.close()
    let nest = LoopNest(
      name: owner.nestName("copy"), comment: comment,
      condition: emitter.and(condition, emitter.not(isEmpty)), body: body,
      hopes: isRare || stager.isChecked ? [] : stager.hopes, isRare: isRare, locals: [:],
      canFail: false,
      work: points(of: sides))
    (stager.vectorVariable, stager.hopes) = outer
    return nest
  }

  /// Returns a nest that sets all of `memory`, which has the places of `box`, to zero.
  func fill(_ memory: LoopMemory, like m: StagedMemory, _ kind: ScalarKind) -> LoopNest {
    let sides = m.axes.map {
      StagedBox.Side(dimension: $0.dimension, lower: $0.lower, upper: $0.upper)
    }
    emitter.open()
    var variables: [LoopOperand] = []
    var place = StagedPlace(coordinates: [:])
    for s in sides {
      emitter.open()
      let v = emitter.variable()
      variables.append(v)
      place.coordinates[s.dimension] = Coordinate(base: v)
    }
    let zero = emitter.cast(.constant(ScalarValue(false)), to: kind)
    emitter.append(.store(memory, at: stager.address(in: m, of: place), zero, guarded: nil))
    for (i, s) in sides.enumerated().reversed() {
      closeLoop(
        variables[i], s, isVector: i == sides.count - 1, isParallel: i == 0 && sides.count > 1)
    }
    return LoopNest(
      name: owner.nestName("zero"), comment: "zeros of \(m.name)",
      condition: emitter.not(emptiness(of: sides)), body: emitter.close(), hopes: [],
      locals: [:], canFail: false, work: points(of: sides))
  }

  /// Returns the number of points of a box that is not empty.
  func points(of sides: [StagedBox.Side]) -> LoopOperand {
    sides.reduce(.index(1)) {
      emitter.index(.multiply, $0, emitter.index(.subtract, $1.upper, $1.lower))
    }
  }

  /// Ends the innermost loop, over the points of `s`.
  func closeLoop(
    _ variable: LoopOperand, _ s: StagedBox.Side, isVector: Bool, isParallel: Bool,
    isBackward: Bool = false, step: Int = 1
  ) {
    let body = emitter.close()
    guard case .value(let n) = variable else { return }
    emitter.append(
      .loop(
        Loop(
          variable: n, name: cName(s.dimension.name), lower: s.lower, upper: s.upper, step: step,
          isBackward: isBackward, isVector: isVector,
          isParallel: isParallel && owner.options.usesThreads, body: body)))
  }

}

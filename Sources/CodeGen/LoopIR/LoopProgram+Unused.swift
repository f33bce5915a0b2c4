import StencilTypes

extension LoopProgram {

  /// Returns the program without definitions that nothing uses.
  func withoutUnused() -> LoopProgram {
    var use = UseOfValues(in: self)
    for o in definitions.needed { use.need(o) }
    for t in tests { use.need(t.condition) }
    use.need(keptSize)
    use.need(scratchSize)
    var memories: Set<LoopMemory> = []
    let steps = self.steps.map { s -> Step in
      switch s {
      case .nest(let n): .nest(use.collect(n))
      case .stopIfFailed(let restore): .stopIfFailed(restore: restore.map { use.collect($0) })
      }
    }
    for n in nests { memories.formUnion(n.memories) }
    for (i, v) in views.enumerated() where memories.contains(.view(i)) {
      use.need(v.condition)
      memories.insert(.buffer(v.buffer))
    }
    for (i, b) in buffers.enumerated() where memories.contains(.buffer(i)) {
      use.need(b.offset)
      if b.isPerThread { use.need(b.count) }
    }
    use.follow()
    return LoopProgram(
      entry: entry, definitions: use.clean(definitions), tests: tests, buffers: buffers,
      views: views, keptSize: keptSize, scratchSize: scratchSize,
      steps: steps, kinds: kinds, schedule: schedule)
  }

}

/// Which values are needed, by what has been collected.
private struct UseOfValues {

  /// What defines each value of the program: the same wherever it is defined.
  private let instructions: [LoopInstruction?]
  private var used: Set<Int> = []
  private var pending: [LoopOperand] = []

  init(in program: LoopProgram) {
    var instructions = [LoopInstruction?](repeating: nil, count: program.kinds.count)
    func note(_ s: LoopStatement) { if case .define(let n, let i) = s { instructions[n] = i } }
    program.definitions.forEachStatement(note)
    for n in program.nests { n.body.forEachStatement(note) }
    self.instructions = instructions
  }

  mutating func need(_ o: LoopOperand) { pending.append(o) }

  /// Takes down what `nest` needs from outside, and returns it without what nothing in it uses.
  mutating func collect(_ nest: LoopNest) -> LoopNest {
    let cleaned = clean(nest)
    need(nest.condition)
    let isShared = nest.body.contains {
      if case .loop(let l) = $0 { l.isParallel } else { false }
    }
    if isShared, !nest.body.records { need(nest.work) }
    // Those that are asked for before it is called.
    if !nest.needsHopes { for h in cleaned.hopes { need(h.stride) } }
    pending += nest.body.needed
    return cleaned
  }

  /// Finds all that is needed for what is needed.
  mutating func follow() { follow(&pending, into: &used) }

  private func follow(_ pending: inout [LoopOperand], into used: inout Set<Int>) {
    while let o = pending.popLast() {
      guard case .value(let n) = o, used.insert(n).inserted, let i = instructions[n] else {
        continue
      }
      // Constants lead nowhere.
      for case .value(let m) in i.operands where !used.contains(m) { pending.append(.value(m)) }
    }
  }

  func clean(_ statements: [LoopStatement]) -> [LoopStatement] { statements.keeping(used) }

  private func clean(_ n: LoopNest) -> LoopNest {
    // Nests can have definitions in common, which not all of them use.
    var pending = n.body.needed
    var own: Set<Int> = []
    follow(&pending, into: &own)
    let body = n.body.keeping(own)
    let values = body.values
    return LoopNest(
      name: n.name, comment: n.comment, condition: n.condition, body: body,
      hopes: n.hopes.filter {
        guard case .value(let v) = $0.stride else { return true }
        if n.needsHopes { return own.contains(v) }
        return !$0.isAlongRow || values.contains(v)
      }, needsHopes: n.needsHopes, isRare: n.isRare, locals: n.locals, canFail: n.canFail,
      work: n.work)
  }

}

extension [LoopStatement] {

  /// What all statements need that are no definitions.
  fileprivate var needed: [LoopOperand] {
    var result: [LoopOperand] = []
    forEachStatement { s in
      if case .define = s { return }
      result += s.operands
      if case .loop(let l) = s, let lane = l.lane { result.append(.value(lane)) }
    }
    return result
  }

  /// Returns the statements without definitions of other values than `used`.
  fileprivate func keeping(_ used: Set<Int>) -> [LoopStatement] {
    compactMap { s in
      switch s {
      case .define(let n, _): used.contains(n) ? s : nil
      case .store, .stream, .fetch, .record: s
      case .if(let c, let body): .if(c, body.keeping(used))
      case .loop(let l): .loop(l.with(body: l.body.keeping(used)))
      }
    }
  }

}

extension [LoopStatement] {

  /// The numbers of the values that are used or defined.
  var values: Set<Int> {
    var result = definedValues
    forEachStatement { s in
      for case .value(let n) in s.operands { result.insert(n) }
    }
    return result
  }

  /// The numbers of the values that are defined, variables of loops included.
  var definedValues: Set<Int> {
    var result: Set<Int> = []
    forEachStatement { s in if let n = s.definedValue { result.insert(n) } }
    return result
  }

  /// The memory that is loaded, and that which is stored to.
  var memory: (loaded: Set<LoopMemory>, stored: Set<LoopMemory>) {
    var loaded: Set<LoopMemory> = [], stored: Set<LoopMemory> = []
    forEachStatement { s in
      switch s {
      case .define(_, .load(let m, _, _, _)), .fetch(let m, _): loaded.insert(m)
      case .store(let m, _, _, _), .stream(let m, _, _, _): stored.insert(m)
      case .define, .record, .loop, .if: break
      }
    }
    return (loaded, stored)
  }

  /// Whether points are recorded as failed.
  var records: Bool { containsStatement { if case .record = $0 { true } else { false } } }

  /// Whether something is written past the caches.
  var streams: Bool { containsStatement { if case .stream = $0 { true } else { false } } }

  /// Whether a loop is for vectors.
  var hasVectors: Bool {
    containsStatement { if case .loop(let l) = $0 { l.isVector } else { false } }
  }

  /// Whether there are loops over lanes.
  var hasLanes: Bool {
    containsStatement { if case .loop(let l) = $0 { l.lane != nil } else { false } }
  }

}

extension LoopNest {

  /// The memory that it reads or writes.
  var memories: Set<LoopMemory> { body.memory.loaded.union(body.memory.stored) }

}

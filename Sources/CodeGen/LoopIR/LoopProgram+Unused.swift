import StencilTypes

extension LoopProgram {

  /// Returns the program without definitions that nothing uses.
  func withoutUnused() -> LoopProgram {
    var instructions: [Int: LoopInstruction] = [:]
    var used: Set<Int> = []
    var pending: [LoopOperand] = []
    func collect(_ statements: [LoopStatement]) {
      statements.forEachStatement { s in
        if case .define(let n, let i) = s {
          instructions[n] = i
          return
        }
        pending += s.operands
        if case .loop(let l) = s, let lane = l.lane { pending.append(.value(lane)) }
      }
    }
    func collect(_ nest: LoopNest) {
      pending.append(nest.condition)
      let isShared = nest.body.contains {
        if case .loop(let l) = $0 { l.isParallel } else { false }
      }
      if isShared, !nest.body.records { pending.append(nest.work) }
      pending += nest.hopes.map(\.stride)
      collect(nest.body)
    }
    collect(definitions)
    for t in tests { pending.append(t.condition) }
    pending += [keptSize, scratchSize]
    var memories: Set<LoopMemory> = []
    for s in steps {
      switch s {
      case .nest(let n):
        collect(n)
        memories.formUnion(n.memories)
      case .stopIfFailed(let restore):
        for n in restore {
          collect(n)
          memories.formUnion(n.memories)
        }
      }
    }
    for (i, v) in views.enumerated() where memories.contains(.view(i)) {
      pending.append(v.condition)
      memories.insert(.buffer(v.buffer))
    }
    for (i, b) in buffers.enumerated() where memories.contains(.buffer(i)) {
      pending.append(b.offset)
      if b.isPerThread { pending.append(b.count) }
    }
    func follow() {
      while let o = pending.popLast() {
        guard case .value(let n) = o, used.insert(n).inserted, let i = instructions[n] else {
          continue
        }
        pending += i.operands
      }
    }
    follow()
    func clean(_ statements: [LoopStatement]) -> [LoopStatement] {
      statements.compactMap { s in
        switch s {
        case .define(let n, _): used.contains(n) ? s : nil
        case .store, .stream, .fetch, .record: s
        case .if(let c, let body): .if(c, clean(body))
        case .loop(let l): .loop(l.with(body: clean(l.body)))
        }
      }
    }
    func clean(_ n: LoopNest) -> LoopNest {
      // Nests can have definitions in common, which not all of them use.
      let all = used
      used = []
      collect(n.body)
      follow()
      let body = clean(n.body)
      used = all
      return LoopNest(
        name: n.name, comment: n.comment, condition: n.condition, body: body,
        hopes: n.hopes.filter {
          guard $0.isAlongRow, case .value(let v) = $0.stride else { return true }
          return body.values.contains(v)
        }, needsHopes: n.needsHopes, locals: n.locals, canFail: n.canFail, work: n.work)
    }
    return LoopProgram(
      entry: entry, definitions: clean(definitions), tests: tests, buffers: buffers, views: views,
      keptSize: keptSize, scratchSize: scratchSize,
      steps: steps.map { s in
        switch s {
        case .nest(let n): .nest(clean(n))
        case .stopIfFailed(let restore): .stopIfFailed(restore: restore.map { clean($0) })
        }
      }, kinds: kinds, schedule: schedule)
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

  /// Whether there are loops over lanes.
  var hasLanes: Bool {
    containsStatement { if case .loop(let l) = $0 { l.lane != nil } else { false } }
  }

}

extension LoopNest {

  /// The memory that it reads or writes.
  var memories: Set<LoopMemory> { body.memory.loaded.union(body.memory.stored) }

}

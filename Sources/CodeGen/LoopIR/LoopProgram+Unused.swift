import StencilTypes

extension LoopProgram {

  /// Returns the program without definitions that nothing uses.
  func withoutUnused() -> LoopProgram {
    var instructions: [Int: LoopInstruction] = [:]
    var used: Set<Int> = []
    var pending: [LoopOperand] = []
    func collect(_ statements: [LoopStatement]) {
      for s in statements {
        switch s {
        case .define(let n, let i): instructions[n] = i
        case .store(_, let at, let v, let g): pending += [at, v] + (g.map { [$0] } ?? [])
        case .stream(_, let at, let v, let past): pending += [at, v, past]
        case .fetch(_, let at): pending.append(at)
        case .loop(let l):
          pending += [l.lower, l.upper]
          if let lane = l.lane { pending.append(.value(lane)) }
          collect(l.body)
        case .if(let c, let body):
          pending.append(c)
          collect(body)
        case .record(let w, _, _, let index): pending += [w] + index
        }
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
    var result: Set<Int> = []
    func add(_ o: LoopOperand) { if case .value(let n) = o { result.insert(n) } }
    func visit(_ statements: [LoopStatement]) {
      for s in statements {
        switch s {
        case .define(let n, let i):
          result.insert(n)
          i.operands.forEach(add)
        case .store(_, let at, let v, let g):
          add(at)
          add(v)
          if let g { add(g) }
        case .stream(_, let at, let v, let past): [at, v, past].forEach(add)
        case .fetch(_, let at): add(at)
        case .loop(let l):
          result.insert(l.variable)
          add(l.lower)
          add(l.upper)
          visit(l.body)
        case .if(let c, let body):
          add(c)
          visit(body)
        case .record(let w, _, _, let index):
          add(w)
          index.forEach(add)
        }
      }
    }
    visit(self)
    return result
  }

  /// The numbers of the values that are defined, variables of loops included.
  var definedValues: Set<Int> {
    var result: Set<Int> = []
    func visit(_ statements: [LoopStatement]) {
      for s in statements {
        switch s {
        case .define(let n, _): result.insert(n)
        case .store, .stream, .fetch, .record: break
        case .loop(let l):
          result.insert(l.variable)
          visit(l.body)
        case .if(_, let body): visit(body)
        }
      }
    }
    visit(self)
    return result
  }

  /// The memory that is loaded, and that which is stored to.
  var memory: (loaded: Set<LoopMemory>, stored: Set<LoopMemory>) {
    var loaded: Set<LoopMemory> = [], stored: Set<LoopMemory> = []
    func visit(_ statements: [LoopStatement]) {
      for s in statements {
        switch s {
        case .define(_, .load(let m, _, _, _)): loaded.insert(m)
        case .fetch(let m, _): loaded.insert(m)
        case .define, .record: break
        case .store(let m, _, _, _), .stream(let m, _, _, _): stored.insert(m)
        case .loop(let l): visit(l.body)
        case .if(_, let body): visit(body)
        }
      }
    }
    visit(self)
    return (loaded, stored)
  }

  /// The tables that are asked for, and whether points are recorded as failed.
  var records: Bool {
    contains { s in
      switch s {
      case .record: true
      case .define, .store, .stream, .fetch: false
      case .loop(let l): l.body.records
      case .if(_, let body): body.records
      }
    }
  }

  /// Whether something is written past the caches.
  var streams: Bool {
    contains { s in
      switch s {
      case .stream: true
      case .define, .store, .fetch, .record: false
      case .loop(let l): l.body.streams
      case .if(_, let body): body.streams
      }
    }
  }

  /// Whether there are loops over lanes.
  var hasLanes: Bool {
    contains { s in
      switch s {
      case .loop(let l): l.lane != nil || l.body.hasLanes
      case .if(_, let body): body.hasLanes
      case .define, .store, .stream, .fetch, .record: false
      }
    }
  }

}

extension LoopNest {

  /// The memory that it reads or writes.
  var memories: Set<LoopMemory> { body.memory.loaded.union(body.memory.stored) }

}

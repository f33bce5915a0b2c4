import StencilTypes

extension LoopProgram {

  /// What is wrong with the program: empty for what lowering makes.
  ///
  /// Every value is defined once and before it is used, where its scope can be seen; types agree;
  /// loops step forward; memory exists.
  public func faults() -> [String] {
    var v = LoopVerifier(program: self)
    v.check()
    return v.faults
  }

}

private struct LoopVerifier {

  let program: LoopProgram
  var faults: [String] = []
  private var visible: Set<Int> = []
  private var defined: Set<Int> = []
  private var locals: [Int: LoopNest.Local] = [:]
  private var unitStrides: [LoopOperand] = []

  init(program: LoopProgram) { self.program = program }

  mutating func check() {
    check(program.definitions)
    for t in program.tests { require(t.condition, .bool, "a test") }
    for o in [program.keptSize, program.scratchSize] { require(o, .int64, "a size") }
    for s in program.steps {
      switch s {
      case .nest(let n): check(n)
      case .stopIfFailed(let restore): for n in restore { check(n) }
      }
    }
  }

  private mutating func check(_ n: LoopNest) {
    require(n.condition, .bool, "the condition of \(n.name)")
    for h in n.hopes { require(h.stride, .int64, "a stride of \(n.name)") }
    let (outer, before) = (visible, defined)
    (locals, unitStrides) = (n.locals, n.unitStrides)
    check(n.body)
    (locals, unitStrides) = ([:], [])
    // Nests can begin with the same definitions.
    (visible, defined) = (outer, before)
  }

  private mutating func check(_ statements: [LoopStatement]) {
    for s in statements {
      switch s {
      case .define(let n, let i):
        check(i, of: n)
        define(n)
      case .store(let m, let at, let value, let guarded):
        require(at, .int64, "a place")
        if let kind = kind(of: m) { require(value, kind, "what is stored") }
        if let guarded { require(guarded, .bool, "a condition") }
      case .stream(let m, let at, let value, let past):
        require(at, .int64, "a place")
        if let kind = kind(of: m) { require(value, kind, "what is stored") }
        require(past, .bool, "a condition")
      case .fetch(let m, let at):
        require(at, .int64, "a place")
        _ = kind(of: m)
      case .loop(let l):
        require(l.lower, .int64, "the lower end of \(l.name)")
        require(l.upper, .int64, "the upper end of \(l.name)")
        if l.step < 1 { faults.append("the loop \(l.name) has step \(l.step)") }
        if l.step != 1, l.isBackward { faults.append("the loop \(l.name) steps backward") }
        let outer = visible
        define(l.variable)
        check(l.body)
        if let lane = l.lane {
          var lanes = LaneValues(
            lane: lane, kinds: program.kinds, locals: locals, unitStrides: unitStrides)
          lanes.visit(l.body)
          if let fault = lanes.fault { faults.append("the lanes of \(l.name): \(fault)") }
        }
        visible = outer
      case .if(let c, let body):
        require(c, .bool, "a condition")
        let outer = visible
        check(body)
        visible = outer
      case .record(let word, _, let slot, let index):
        require(word, .int64, "a failure")
        for i in index { require(i, .int64, "an index") }
        if !program.entry.fields.indices.contains(slot) { faults.append("no field\(slot)") }
      }
    }
  }

  private mutating func define(_ n: Int) {
    if !defined.insert(n).inserted { faults.append("%\(n) is defined twice") }
    visible.insert(n)
  }

  private func kind(of o: LoopOperand) -> ScalarKind? {
    switch o {
    case .constant(let v): v.kind
    case .value(let n): program.kinds.indices.contains(n) ? program.kinds[n] : nil
    }
  }

  private mutating func require(_ o: LoopOperand, _ kind: ScalarKind?, _ what: String) {
    if case .value(let n) = o, !visible.contains(n) {
      faults.append("%\(n) is not defined where \(what) uses it")
    }
    if let kind, let own = self.kind(of: o), own != kind {
      faults.append("\(what) is \(own), not \(kind)")
    }
  }

  private mutating func kind(of m: LoopMemory) -> ScalarKind? {
    let p = program
    let known: ScalarKind? =
      switch m {
      case .field(let i): p.entry.fields.indices.contains(i) ? p.entry.fields[i].kind : nil
      case .table(let i): p.entry.tables.indices.contains(i) ? .int32 : nil
      case .buffer(let i): p.buffers.indices.contains(i) ? p.buffers[i].kind : nil
      case .view(let i):
        p.views.indices.contains(i) ? p.entry.fields[p.views[i].field].kind : nil
      case .local(let i): locals[i]?.kind
      }
    if known == nil { faults.append("there is no memory \(m)") }
    return known
  }

  private mutating func check(_ i: LoopInstruction, of n: Int) {
    let own = program.kinds.indices.contains(n) ? program.kinds[n] : nil
    func result(_ kind: ScalarKind) { if own != kind { faults.append("%\(n) is no \(kind)") } }
    switch i {
    case .fact: break
    case .scalar(let op, let operands):
      for o in operands { require(o, nil, "%\(n)") }
      guard operands.count == op.operandCount, let first = operands.first.flatMap({ kind(of: $0) })
      else {
        faults.append("%\(n) has \(operands.count) operands")
        return
      }
      if op != .power {
        for o in operands.dropFirst() { require(o, first, "an operand of %\(n)") }
      }
      result(op.resultKind(on: first))
    case .cast(let a, let to):
      require(a, nil, "%\(n)")
      result(to)
    case .select(let c, let a, let b):
      require(c, .bool, "the condition of %\(n)")
      require(a, own, "%\(n)")
      require(b, own, "%\(n)")
    case .index(let op, let a, let b):
      require(a, .int64, "%\(n)")
      require(b, .int64, "%\(n)")
      result(op == .atMost || op == .less ? .bool : .int64)
    case .load(let m, let at, let guarded, _):
      require(at, .int64, "a place")
      if let guarded { require(guarded, .bool, "a condition") }
      if let kind = kind(of: m) { result(kind) }
    case .skew(let m, let at):
      _ = kind(of: m)
      require(at, .int64, "a place")
      result(.int64)
    case .neighborEnd(_, let a, let b, _):
      require(a, .int64, "%\(n)")
      require(b, .int64, "%\(n)")
      result(.int64)
    case .neighborsInside(_, let a, let b, let c, let d, let e, let f):
      for o in [a, b, c, d, e, f] { require(o, .int64, "%\(n)") }
      result(.bool)
    }
  }

}

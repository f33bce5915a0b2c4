import Diagnostics
import IteratorIR
import StencilTypes

/// Lowers a program: its parameters, then one statement after the other.
final class ProgramLowering {

  let program: Program
  let stager: Stager
  let options: Schedule.Options
  var workspace = Workspace()
  var views: [LoopView] = []
  var steps: [LoopProgram.Step] = []
  var choices: [String] = []
  private(set) var tests: [LoopProgram.Test] = []

  private(set) var fields: [(slot: Slot, isParameter: Bool)] = []
  private var scalars: [ScalarSlot] = []
  private var environment = StagedEnvironment()
  var readFields: Set<Int> = []
  var writtenFields: Set<Int> = []

  /// What each statement became.
  var records: [Record] = []

  struct Record {
    let steps: Range<Int>
    let lowering: StatementLowering
    let canFail: Bool
  }

  private var names: [String: Int] = [:]

  /// What sets temporaries to zero before anything else.
  private var zeros: [LoopNest] = []

  var emitter: Emitter { stager.emitter }

  init(
    _ program: Program, tables: [String: TableType], options: Schedule.Options, isChecked: Bool
  ) throws(DiagnosticError) {
    self.program = program
    self.options = options
    var offsets = program.offsets
    let dims =
      program.parameters.flatMap({ $0.type.leaves }).flatMap(\.fieldDims)
      + program.offsets.values.flatMap { [$0.source] + $0.target }
    for d in dims where d.kind != .local && offsets[d.implicitOffsetName] == nil {
      offsets[d.implicitOffsetName] = FieldOffset(d.implicitOffsetName, source: d, target: [d])
    }
    for (name, t) in tables where offsets[name] == nil {
      offsets[name] = FieldOffset(name, source: t.source, target: [t.target, t.local])
    }
    stager = Stager(offsets: offsets, tables: tables, isChecked: isChecked)
    writtenNames = program.body.reduce(into: []) { $0.formUnion($1.targetNames) }
    try bind()
  }

  private let writtenNames: Set<Symbol>

  // MARK: - Names

  private func bind() throws(DiagnosticError) {
    let functions = FunctionScope()
    for f in program.functions {
      let thunk = StagedThunk(computing: { (_) throws(DiagnosticError) in
        .function(.lambda(f.parameters, f.body, functions.environment))
      })
      functions.environment = functions.environment.binding([f.name], to: [thunk])
    }
    environment = functions.environment
    self.functions = functions
    for p in program.parameters {
      let value = try parameter(
        p.name.name, p.type.structural, isWritten: writtenNames.contains(p.name))
      environment = environment.binding([p.name], to: [StagedThunk(value)])
    }
    for t in program.temporaries {
      let value = try stager.evaluate(t.domain, environment)
      let tree = try temporary(t.name.name, t.dtype.structural, value)
      environment = environment.binding([t.name], to: [StagedThunk(tree)])
    }
  }

  private var functions: FunctionScope?

  /// Where functions find each other.
  private final class FunctionScope {
    var environment = StagedEnvironment()
  }

  private func parameter(
    _ name: String, _ type: DataType, isWritten: Bool
  ) throws(DiagnosticError) -> StagedValue {
    switch type {
    case .scalar(let kind):
      guard kind != .string else { throw .unsupported("The string '\(name)'", at: nil) }
      scalars.append(ScalarSlot(name: name, dtype: kind.rawValue))
      return .scalar(StagedScalar(emitter.fact(.scalar(scalars.count - 1), kind)))
    case .field(let f):
      let number = fields.count
      let axes = f.dims.enumerated().map { axis, d in
        let lower = emitter.fact(.origin(field: number, axis: axis))
        return Memory.Axis(
          dimension: d, lower: lower,
          upper: emitter.index(.add, lower, emitter.fact(.extent(field: number, axis: axis))),
          stride: emitter.fact(.stride(field: number, axis: axis)))
      }
      let memory = Memory(.field(number), kind: f.dtype, axes: axes, slot: number, name: name)
      memory.leastLevel = isWritten ? 1 : 0
      let slot = Slot(name: name, type: f, memory: memory, isTemporary: false)
      fields.append((slot, true))
      return .field(stager.makeNode(.slot(slot), span: nil))
    case .tuple(let parts):
      var elements: [StagedThunk] = []
      for (i, p) in parts.enumerated() {
        elements.append(StagedThunk(try parameter("\(name).\(i)", p, isWritten: isWritten)))
      }
      return .tuple(elements)
    case .named: preconditionFailure("a structural type has no names")
    }
  }

  private func temporary(
    _ name: String, _ type: DataType, _ domain: StagedValue
  ) throws(DiagnosticError) -> StagedValue {
    switch type {
    case .scalar(let kind):
      let box = try stager.finiteDomain(domain, at: nil)
      let dims = box.sides.map(\.dimension)
      let slot = Slot(
        name: name, type: FieldType(dims: dims, dtype: kind),
        memory: buffer(name, kind, loopOrder(box.sides), isKept: true, if: .truth(true)),
        isTemporary: true)
      slot.memory.leastLevel = 1
      zeros.append(
        StatementLowering(self, activity: .truth(true)).fill(
          slot.memory.memory, like: slot.memory, kind))
      return .field(stager.makeNode(.slot(slot), span: nil))
    case .field(let f): return try temporary(name, .scalar(f.dtype), domain)
    case .tuple(let parts):
      var elements: [StagedThunk] = []
      for (i, p) in parts.enumerated() {
        elements.append(StagedThunk(try temporary("\(name).\(i)", p, domain)))
      }
      return .tuple(elements)
    case .named: preconditionFailure("a structural type has no names")
    }
  }

  /// Returns the sides without local ones, in the order of loops: the innermost last.
  func loopOrder(_ sides: [StagedBox.Side]) -> [StagedBox.Side] {
    func rank(_ d: Dimension) -> Int {
      options.layout.firstIndex(of: d.name) ?? -1
    }
    return sides.filter { $0.dimension.kind != .local }.sorted {
      (rank($0.dimension), $0.dimension) < (rank($1.dimension), $1.dimension)
    }
  }

  /// Returns memory for the points of a box, rows along the last side.
  func buffer(
    _ name: String, _ kind: ScalarKind, _ sides: [StagedBox.Side], isKept: Bool,
    if condition: LoopOperand
  ) -> Memory {
    var stride = LoopOperand.index(1)
    var axes: [Memory.Axis] = []
    for (i, s) in sides.enumerated().reversed() {
      axes.insert(
        Memory.Axis(dimension: s.dimension, lower: s.lower, upper: s.upper, stride: stride), at: 0)
      var extent = emitter.index(.subtract, s.upper, s.lower)
      if i == sides.count - 1, sides.count > 1 {
        let line = LoopOperand.index(64 / max(1, kind.byteCount))
        extent = emitter.index(.multiply, emitter.index(.chunks, extent, line), line)
      }
      stride = emitter.index(.multiply, stride, extent)
    }
    let n = workspace.allocate(
      name, kind, count: stride, isKept: isKept, if: condition, emitter)
    return Memory(.buffer(n), kind: kind, axes: axes, slot: -1, name: name)
  }

  /// Returns the number of the view of `field`, or of `buffer` if `condition` holds.
  func view(of field: Int, _ buffer: Int, if condition: LoopOperand) -> Int {
    views.append(LoopView(field: field, buffer: buffer, condition: condition))
    return views.count - 1
  }

  /// Returns the fields that `memory` is, or may be.
  func fields(behind memory: LoopMemory) -> [Int] {
    switch memory {
    case .field(let i): [i]
    case .view(let v): [views[v].field]
    case .table, .buffer, .local: []
    }
  }

  /// Returns memory for the failures of the points of `m`.
  func failureMemory(of m: Memory, isTemporary: Bool, _ activity: LoopOperand) -> LoopMemory? {
    guard case .buffer(let n) = m.memory else { return nil }
    let b = workspace.buffers[n]
    let memory = LoopMemory.buffer(
      workspace.allocate(
        b.name + "_failures", .int64, count: b.count, isKept: b.isKept,
        isPerThread: b.isPerThread, if: isTemporary ? .truth(true) : activity, emitter))
    if isTemporary {
      zeros.append(
        StatementLowering(self, activity: .truth(true)).fill(memory, like: m, .int64))
    }
    return memory
  }

  /// Returns a name for a nest that no other has.
  func nestName(_ name: String) -> String {
    names[name, default: 0] += 1
    return "\(cName(name))_\(names[name] ?? 0)"
  }

  /// How far lowering has come.
  struct Mark {
    let requirements, steps, choices: Int
  }

  func mark() -> Mark {
    Mark(
      requirements: stager.requirements.count, steps: steps.count, choices: choices.count)
  }

  /// Forgets what was written since.
  func reset(to m: Mark) {
    stager.requirements.removeSubrange(m.requirements...)
    steps.removeSubrange(m.steps...)
    choices.removeSubrange(m.choices...)
    stager.memo = [:]
  }

  /// Returns the steps with copies that put back what was written if a later statement fails.
  private func withRestores() -> [LoopProgram.Step] {
    let last = records.lastIndex { $0.canFail } ?? -1
    var result: [LoopProgram.Step] = zeros.map { .nest($0) }
    var restores: [LoopNest] = []
    for (i, r) in records.enumerated() {
      let s = r.lowering
      var own: [LoopNest] = []
      if i < last {
        for l in s.leaves where l.field >= 0 {
          let m = l.slot.memory
          let sides = l.box.sides.filter { $0.dimension.kind == .local } + loopOrder(l.box.sides)
          let old = buffer(
            "old_\(cName(m.name))", m.kind, sides, isKept: true, if: s.activity)
          result.append(
            .nest(s.copy(from: m, to: old, l.box, if: s.activity, "keeps \(m.name)")))
          own.append(s.copy(from: old, to: m, l.box, if: s.activity, "puts back \(m.name)"))
        }
      }
      for step in steps[r.steps] {
        switch step {
        case .nest: result.append(step)
        case .stopIfFailed: result.append(.stopIfFailed(restore: restores))
        }
      }
      restores = own + restores
    }
    return result
  }

  // MARK: - Statements

  func lower() throws(DiagnosticError) -> LoopProgram {
    for i in stager.tableTypes.keys.sorted() where program.offsets[i] != nil {
      _ = try stager.number(ofTable: i, at: nil)
    }
    try lower(program.body, .truth(true))
    let steps = withRestores()
    for (i, t) in stager.tables.enumerated() {
      let columns = emitter.define(
        .scalar(
          .comparison(.equal), [emitter.fact(.columns(table: i)), .index(t.type.columns)]), .bool)
      test(columns, code: 4, slot: -1, "the columns of '\(t.name)'")
      if !t.type.hasSkipValues {
        test(
          emitter.not(emitter.fact(.hasSkip(table: i), .bool)), code: 4, slot: -1,
          "the skip values of '\(t.name)'")
      }
    }
    for r in stager.requirements {
      test(emitter.or(emitter.not(r.condition), r.isMet), code: 4, slot: r.slot, r.comment)
    }
    let entry = EntryPoint(
      symbol: "stk_" + cName(program.name),
      fields: fields.enumerated().map { i, f in
        FieldSlot(
          name: f.slot.name, dtype: f.slot.type.dtype.rawValue,
          dims: f.slot.type.dims.map(\.name), isRead: readFields.contains(i),
          isWritten: writtenFields.contains(i))
      },
      scalars: scalars,
      tables: stager.tables.map {
        TableSlot(
          name: $0.name, target: $0.type.target.name, source: $0.type.source.name,
          columns: $0.type.columns, hasSkipValues: $0.type.hasSkipValues)
      }, failures: stager.sites)
    return LoopProgram(
      entry: entry, definitions: emitter.definitions, tests: tests, buffers: workspace.buffers,
      views: views, keptSize: workspace.kept, scratchSize: workspace.most, steps: steps,
      kinds: emitter.kinds, schedule: Schedule(options: options, choices: choices))
  }

  func test(_ condition: LoopOperand, code: Int, slot: Int, _ comment: String) {
    if condition.constant?.bool == true { return }
    let t = LoopProgram.Test(condition: condition, code: code, slot: slot, comment: comment)
    if seenTests.insert(TestKey(condition: condition, code: code)).inserted { tests.append(t) }
  }

  private var seenTests: Set<TestKey> = []

  private struct TestKey: Hashable {
    let condition: LoopOperand
    let code: Int
  }

  private func lower(
    _ statements: [Statement], _ activity: LoopOperand
  ) throws(DiagnosticError) {
    for s in statements {
      stager.activity = activity
      switch s {
      case .set(let target, let domain, let value):
        stager.spanOfNode = target.span ?? value.span
        let lowering = StatementLowering(self, activity: activity)
        try lowering.lower(
          target: try stager.evaluate(target, environment),
          domain: try stager.evaluate(domain, environment),
          value: try stager.evaluate(value, environment),
          span: target.span ?? value.span ?? domain.span)
      case .if(let condition, let then, let otherwise):
        guard let c = try stager.scalar(try stager.evaluate(condition, environment)) else {
          throw .unsupported("A condition that is no scalar", at: condition.span)
        }
        guard c.poison == nil else {
          throw .unsupported("A condition that can fail", at: condition.span)
        }
        if c.operand.constant?.bool != false {
          try lower(then, emitter.and(activity, c.operand))
        }
        if c.operand.constant?.bool != true {
          try lower(otherwise, emitter.and(activity, emitter.not(c.operand)))
        }
      }
    }
  }

}

extension DataType {

  fileprivate var fieldDims: [Dimension] {
    switch self {
    case .field(let f): f.dims
    case .scalar, .tuple, .named: []
    }
  }

}

extension Statement {

  /// The names of what is written.
  fileprivate var targetNames: Set<Symbol> {
    switch self {
    case .set(let target, _, _): target.names
    case .if(_, let then, let otherwise):
      (then + otherwise).reduce(into: []) { $0.formUnion($1.targetNames) }
    }
  }

}

extension Expr {

  /// The names that are mentioned.
  fileprivate var names: Set<Symbol> {
    if case .reference(let n) = kind { return [n] }
    return children.reduce(into: []) { $0.formUnion($1.names) }
  }

}

/// Returns `name` as the letters, digits and underscores of C.
func cName(_ name: String) -> String {
  let safe = name.unicodeScalars.map {
    ("a" ... "z" ~= $0 || "A" ... "Z" ~= $0 || "0" ... "9" ~= $0) ? Character($0) : "_"
  }
  return String(safe.prefix(40))
}

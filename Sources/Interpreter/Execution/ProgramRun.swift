import Diagnostics
import Fields
import IteratorIR
import StencilTypes

/// One run of a program: its fields, the names in scope, and what evaluates its statements.
final class ProgramRun {

  private let program: Program
  private let evaluator: Evaluator
  private var environment = Environment()

  /// The fields of each parameter.
  private var parameters: [SlotTree] = []

  /// All named fields, temporaries included.
  private var slots: [FieldSlot] = []

  /// The fields of a parameter, or of a temporary.
  private indirect enum SlotTree {
    case scalar(ScalarValue)
    case field(FieldSlot)
    case tuple([SlotTree])
  }

  init(
    _ program: Program, arguments: [ArgumentOutline], tables: [String: NeighborTable],
    checksCoverage: Bool = true, isCancelled: @escaping @Sendable () -> Bool
  ) throws(DiagnosticError) {
    self.program = program
    var offsets = program.offsets
    let dims =
      program.parameters.flatMap({ $0.type.leaves }).flatMap(\.dims)
      + program.offsets.values.flatMap { [$0.source] + $0.target }
    for d in dims
    where d.kind != .local && offsets[d.implicitOffsetName] == nil {
      offsets[d.implicitOffsetName] = FieldOffset(d.implicitOffsetName, source: d, target: [d])
    }
    // Sparse fields have neighbors by tables that the program need not name.
    for (name, t) in tables where offsets[name] == nil {
      offsets[name] = FieldOffset(name, source: t.source, target: [t.target, t.local])
    }
    evaluator = Evaluator(offsets: offsets, tables: tables, checksCoverage: checksCoverage) {
      () throws(DiagnosticError) in
      if isCancelled() { throw DiagnosticError(.interrupted) }
    }
    guard arguments.count == program.parameters.count else {
      throw wrongCount(program, arguments.count)
    }
    bindFunctions()
    for (p, a) in zip(program.parameters, arguments) {
      let tree = try makeSlots(named: p.name.name, a, p.type)
      parameters.append(tree)
      environment = environment.binding([p.name], to: [Thunk(value(of: tree))])
    }
    for t in program.temporaries { try makeTemporary(t) }
    for s in slots {
      for (d, r) in zip(s.domain?.dims ?? [], s.domain?.ranges ?? []) {
        evaluator.reach[d] = evaluator.reach[d].map { $0.hull(r) } ?? r
      }
    }
  }

  /// Makes the program's functions known to each other and to its statements.
  private func bindFunctions() {
    let scope = FunctionScope()
    for f in program.functions {
      let thunk = Thunk { (_) throws(DiagnosticError) in
        .function(.lambda(f.parameters, f.body, scope.environment))
      }
      scope.environment = scope.environment.binding([f.name], to: [thunk])
    }
    functions = scope
    environment = scope.environment
  }

  private var functions = FunctionScope()

  /// Where functions find each other; cleared at the end, since they refer to it.
  private final class FunctionScope {
    var environment = Environment()
  }

  deinit { functions.environment = Environment() }

  private func makeSlots(
    named name: String, _ argument: ArgumentOutline, _ type: DataType
  ) throws(DiagnosticError) -> SlotTree {
    switch (argument, type.structural) {
    case (.scalar(let v), .scalar(let kind)):
      guard v.kind == kind else { throw unsuitable(name, "\(v.kind)", type) }
      return .scalar(v)
    case (.scalar(let v), .field(let f)):
      guard f.dims.isEmpty, v.kind == f.dtype else { throw unsuitable(name, "\(v.kind)", type) }
      return .scalar(v)
    case (.field(let domain), .scalar(let kind)):
      guard domain?.dims.isEmpty ?? true else { throw unsuitable(name, "a field", type) }
      return slot(named: name, FieldType(dims: [], dtype: kind), Domain(dims: [], ranges: []))
    case (.field(let domain), .field(let f)):
      if let domain, Set(domain.dims) != Set(f.dims) {
        throw unsuitable(name, "a field on \(domain)", type)
      }
      return slot(named: name, FieldType(dims: domain?.dims ?? f.dims, dtype: f.dtype), domain)
    case (.tuple(let parts), .tuple(let types)):
      guard parts.count == types.count else {
        throw unsuitable(name, "a tuple of \(parts.count)", type)
      }
      var trees: [SlotTree] = []
      for (i, (p, t)) in zip(parts, types).enumerated() {
        trees.append(try makeSlots(named: "\(name)[\(i)]", p, t))
      }
      return .tuple(trees)
    case (.scalar, .tuple), (.scalar, .named): throw unsuitable(name, "a scalar", type)
    case (.field, .tuple), (.field, .named): throw unsuitable(name, "a field", type)
    case (.tuple, .scalar), (.tuple, .field), (.tuple, .named):
      throw unsuitable(name, "a tuple", type)
    }
  }

  private func slot(
    named name: String, _ type: FieldType, _ domain: Domain?, isTemporary: Bool = false
  ) -> SlotTree {
    let slot = FieldSlot(name: name, type: type, domain: domain, isTemporary: isTemporary)
    slots.append(slot)
    return .field(slot)
  }

  private func makeTemporary(_ t: Temporary) throws(DiagnosticError) {
    let region = try evaluator.evaluate(t.domain, environment)
    let domain = Box(try evaluator.finiteDomain(region, at: t.domain.span)).domain
    func make(_ name: String, _ type: DataType) -> SlotTree {
      switch type.structural {
      case .scalar(let kind):
        return slot(
          named: name, FieldType(dims: domain.dims, dtype: kind), domain, isTemporary: true)
      case .field(let f):
        return slot(
          named: name, FieldType(dims: domain.dims, dtype: f.dtype), domain, isTemporary: true)
      case .tuple(let parts):
        return .tuple(parts.enumerated().map { make("\(name)[\($0)]", $1) })
      case .named: preconditionFailure("a structural type has no names")
      }
    }
    let first = slots.count
    let tree = make(t.name.name, t.dtype)
    temporaries += slots[first...].map { ($0, t.domain.span) }
    environment = environment.binding([t.name], to: [Thunk(value(of: tree))])
  }

  private var temporaries: [(slot: FieldSlot, span: SourceSpan?)] = []

  private func value(of tree: SlotTree) -> Value {
    switch tree {
    case .scalar(let v): .lanes(.constant(v))
    case .field(let slot): .field(LazyField(.slot(slot), span: nil))
    case .tuple(let parts): .tuple(parts.map { Thunk(value(of: $0)) })
    }
  }

  /// Gives the fields their values; temporaries begin with zeros.
  ///
  /// Throws if there is no memory for the temporaries.
  func fill(_ arguments: [ArgumentValue]) throws(DiagnosticError) {
    func fill(_ tree: SlotTree, _ argument: ArgumentValue) {
      switch (tree, argument) {
      case (.field(let slot), .field(let field)): slot.field = field
      case (.tuple(let t), .tuple(let a)): for (x, y) in zip(t, a) { fill(x, y) }
      case (.scalar, _), (.field, _), (.tuple, _): break
      }
    }
    for (t, a) in zip(parameters, arguments) { fill(t, a) }
    for (t, span) in temporaries {
      guard let domain = t.domain else { continue }
      try evaluator.demandMemory(for: t.type.dtype, on: domain, "'\(t.name)'", at: span)
      t.field = Field(zeros: t.type.dtype, on: domain)
    }
  }

  /// Infers what each statement needs, and returns where each field is read or written.
  ///
  /// Throws if something certainly goes wrong.
  func plan() throws(DiagnosticError) -> [String: Domain] {
    var boxes: [String: Box] = [:]
    func add(_ name: String, _ box: Box) { boxes[name] = boxes[name].map { $0.hull(box) } ?? box }
    var written: Set<String> = []
    try forEachStatement { (statement) throws(DiagnosticError) in
      if statement.domain.freeNames.contains(where: { written.contains($0.name) }) { return false }
      let plan = try self.plan(statement)
      for leaf in plan.leaves {
        add(leaf.slot.name, Box(leaf.domain))
      }
      for (slot, demand) in plan.slots {
        guard var box = demand.may else { continue }
        // Where data says what is read, the range of the output is a guess.
        for d in demand.unbounded {
          for leaf in plan.leaves where box[d] == nil { box[d] = leaf.domain[d] }
        }
        if let local = slot.type.localDim { box[local] = slot.domain?[local] ?? columns(of: local) }
        add(slot.name, box)
      }
      // What depends on a scalar that a statement writes is not known before. To ask for coverage,
      // a guess is good enough, as long as no domain depends on it.
      let scalars = plan.leaves.filter { $0.slot.type.dims.isEmpty }
      written.formUnion(scalars.map(\.slot.name))
      return scalars.isEmpty || !evaluator.checksCoverage && !hasBranches
    }
    for (name, box) in boxes.sorted(by: { $0.key < $1.key }) { try checkIndices(of: box, name) }
    let types = Dictionary(slots.map { ($0.name, $0.type) }, uniquingKeysWith: { a, _ in a })
    return boxes.compactMapValues { $0.domain }.filter { name, domain in
      types[name].map { Set($0.dims) == Set(domain.dims) } ?? false
    }
  }

  /// Throws if the field called `name` would have to cover what no field can.
  private func checkIndices(of box: Box, _ name: String) throws(DiagnosticError) {
    if box.isEmpty { return }
    for (d, r) in box.ranges.sorted(by: { $0.key < $1.key })
    where !indices.contains(r.lowerBound) || !indices.contains(r.upperBound) {
      throw DiagnosticError(
        Diagnostic(
          code: RunCode.index,
          "'\(name)' would have to cover \(d.name)=\(r.lowerBound):\(r.upperBound).",
          hint: indicesHint))
    }
  }

  private var hasBranches: Bool {
    program.body.contains { $0.assignment == nil }
  }

  private func columns(of local: Dimension) -> Range<Int>? {
    evaluator.tables.values.filter { $0.local == local }.map(\.columnCount).min().map { 0 ..< $0 }
  }

  /// Runs the statements one after the other.
  func execute(blockSize: Int) throws(DiagnosticError) {
    try forEachStatement { (statement) throws(DiagnosticError) in
      try self.evaluator.execute(try self.plan(statement), blockSize: blockSize)
      return true
    }
  }

  private func plan(
    _ s: (target: Expr, domain: Expr, value: Expr)
  ) throws(DiagnosticError) -> StatementPlan {
    try evaluator.plan(target: s.target, domain: s.domain, value: s.value, environment)
  }

  /// Calls `body` with each statement that writes, of the branches that are taken, until it
  /// returns false.
  private func forEachStatement(
    _ body: ((target: Expr, domain: Expr, value: Expr)) throws(DiagnosticError) -> Bool
  ) throws(DiagnosticError) {
    func walk(_ statements: [Statement]) throws(DiagnosticError) -> Bool {
      for s in statements {
        let goesOn =
          switch s {
          case .set(let target, let domain, let value): try body((target, domain, value))
          case .if(let condition, let then, let otherwise):
            try walk(try isTrue(condition) ? then : otherwise)
          }
        if !goesOn { return false }
      }
      return true
    }
    _ = try walk(program.body)
  }

  private func isTrue(_ condition: Expr) throws(DiagnosticError) -> Bool {
    let value = try evaluator.evaluate(condition, environment)
    guard let lanes = try evaluator.scalarLanes(value) else {
      throw evaluator.inapplicable(.if, condition.span)
    }
    if case .all(let f) = lanes.poison {
      let note = Diagnostic.Note("which statements run depends on it", at: condition.span)
      throw DiagnosticError(evaluator.failures.diagnostic(f, note))
    }
    guard let truth = lanes.constantValue?.bool else {
      throw evaluator.inapplicable(.if, condition.span)
    }
    return truth
  }

  /// Returns the arguments with the fields as they are now.
  func results(_ arguments: [ArgumentValue]) -> [ArgumentValue] {
    func result(_ tree: SlotTree, _ argument: ArgumentValue) -> ArgumentValue {
      switch (tree, argument) {
      case (.field(let slot), .field(let field)): .field(slot.field ?? field)
      case (.tuple(let t), .tuple(let a)): .tuple(zip(t, a).map { result($0, $1) })
      case (.scalar, _), (.field, _), (.tuple, _): argument
      }
    }
    return zip(parameters, arguments).map { result($0, $1) }
  }

}

extension DataType {

  /// The dimensions of a field; none for others.
  fileprivate var dims: [Dimension] {
    switch self {
    case .field(let f): f.dims
    case .scalar, .tuple, .named: []
    }
  }

}

// MARK: - Messages

private func wrongCount(_ program: Program, _ count: Int) -> DiagnosticError {
  DiagnosticError(
    Diagnostic(
      code: RunCode.argument,
      "'\(program.name)' takes \(program.parameters.count) arguments, got \(count).",
      hint: "give one for each of "
        + program.parameters.map(\.name.name).joined(separator: ", ")))
}

private func unsuitable(_ name: String, _ given: String, _ type: DataType) -> DiagnosticError {
  DiagnosticError(
    Diagnostic(
      code: RunCode.argument, "'\(name)' is a \(type), got \(given).",
      hint: "give '\(name)' a value of its type"))
}

import Diagnostics
import Fields
import IteratorIR
import StencilTypes

/// One run of a program: its fields, the names in scope, and the order of its statements.
final class ProgramRun {

  private let program: Program
  private let context: RunContext

  /// What names mean in statements.
  private let environment: Environment

  private let functions: ProgramFunctions
  private let parameters: [SlotTree]
  private let temporaries: [(tree: SlotTree, span: SourceSpan?)]

  /// All named fields, temporaries included.
  private let slots: [NamedField]

  /// Creates the run of `program` with these arguments and tables.
  ///
  /// - Throws: What tells the user that arguments do not fit their parameters, or that the domain
  ///   of a temporary cannot be computed.
  init(
    _ program: Program, arguments: [ArgumentOutline], tables: [String: NeighborTable],
    checksCoverage: Bool = true, isCancelled: @escaping @Sendable () -> Bool
  ) throws(DiagnosticError) {
    guard arguments.count == program.parameters.count else {
      throw wrongCount(program, arguments.count)
    }
    self.program = program
    context = RunContext(
      program, tables: tables, checksCoverage: checksCoverage, isCancelled: isCancelled)
    functions = ProgramFunctions(program.functions)
    var environment = functions.scope.environment
    var parameters: [SlotTree] = []
    for (p, a) in zip(program.parameters, arguments) {
      let tree = try SlotTree(named: p.name.name, a, p.type)
      parameters.append(tree)
      environment = environment.binding([p.name], to: [Thunk(tree.value)])
    }
    var temporaries: [(tree: SlotTree, span: SourceSpan?)] = []
    for t in program.temporaries {
      let evaluator = Evaluator(context)
      let region = try evaluator.evaluate(t.domain, environment)
      let domain = Box(try evaluator.finiteDomain(region, at: t.domain.span)).domain
      let tree = SlotTree(temporary: t.name.name, t.dtype, on: domain)
      temporaries.append((tree, t.domain.span))
      environment = environment.binding([t.name], to: [Thunk(tree.value)])
    }
    self.environment = environment
    self.parameters = parameters
    self.temporaries = temporaries
    slots = parameters.flatMap(\.slots) + temporaries.flatMap(\.tree.slots)
  }

  /// Gives the fields their values; temporaries begin with zeros.
  ///
  /// - Throws: If there is no memory for the temporaries.
  func fill(_ arguments: [ArgumentValue]) throws(DiagnosticError) {
    for (t, a) in zip(parameters, arguments) { t.fill(a) }
    for (tree, span) in temporaries {
      for t in tree.slots {
        guard let domain = t.domain else { continue }
        try Evaluator(context).demandMemory(
          for: t.type.dtype, on: domain, "'\(t.name)'", at: span)
        t.field = Field(zeros: t.type.dtype, on: domain)
      }
    }
  }

  /// Infers what each statement needs, and returns where each field is read or written.
  ///
  /// - Throws: If something certainly goes wrong.
  func plan() throws(DiagnosticError) -> [String: Requirement] {
    var boxes: [String: Box] = [:]
    var open: [String: Set<Dimension>] = [:]
    func add(_ name: String, _ box: Box) { boxes[name] = boxes[name].map { $0.hull(box) } ?? box }
    var written: Set<String> = []
    try forEachStatement { (statement) throws(DiagnosticError) in
      if statement.domain.freeNames.contains(where: { written.contains($0.name) }) { return false }
      let (plan, _) = try self.plan(statement)
      for leaf in plan.leaves {
        add(leaf.slot.name, Box(leaf.domain))
      }
      for (slot, demand) in plan.slots {
        guard var box = demand.may else { continue }
        // Where data says what is read, the range of the output is a guess.
        open[slot.name, default: []].formUnion(demand.unbounded)
        for d in demand.unbounded {
          for leaf in plan.leaves where box[d] == nil { box[d] = leaf.domain[d] }
        }
        if let local = slot.type.localDim {
          box[local] = slot.domain?[local] ?? context.columns(of: local) ?? program.namedElements
        }
        add(slot.name, box)
      }
      // What depends on a scalar that a statement writes is not known before. To ask for coverage,
      // a guess is good enough, as long as no domain depends on it.
      let scalars = plan.leaves.filter { $0.slot.type.dims.isEmpty }
      written.formUnion(scalars.map(\.slot.name))
      return scalars.isEmpty || !context.checksCoverage && !hasBranches
    }
    for (name, box) in boxes.sorted(by: { $0.key < $1.key }) { try checkIndices(of: box, name) }
    let types = Dictionary(slots.map { ($0.name, $0.type) }, uniquingKeysWith: { a, _ in a })
    return boxes.compactMapValues { $0.domain }.filter { name, domain in
      types[name].map { Set($0.dims) == Set(domain.dims) } ?? false
    }.reduce(into: [:]) { needs, entry in
      needs[entry.key] = Requirement(domain: entry.value, open: open[entry.key] ?? [])
    }
  }

  /// Returns which points of each field may be read for the value of `output` at `point`, by the last
  /// statement that writes it; `nil` if none does.
  ///
  /// - Throws: What `plan` throws.
  func reads(
    for output: String, at point: [Dimension: Int]
  ) throws(DiagnosticError) -> [String: ReadPoints]? {
    var latest: [(slot: NamedField, requests: [Request])]?
    try forEachStatement { (statement) throws(DiagnosticError) in
      let (plan, evaluator) = try self.plan(statement)
      latest = try evaluator.reads(for: output, at: point, in: plan.leaves) ?? latest
      return true
    }
    guard let latest else { return nil }
    var boxes: [String: Set<Domain>] = [:]
    var open: [String: Set<Dimension>] = [:]
    for (slot, requests) in latest {
      for r in requests {
        boxes[slot.name, default: []].insert(r.box.domain)
        open[slot.name, default: []].formUnion(r.unbounded)
      }
    }
    return boxes.reduce(into: [:]) { reads, entry in
      let sorted = entry.value.sorted { a, b in
        a.dims == b.dims
          ? a.ranges.lexicographicallyPrecedes(b.ranges) {
            ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound)
          } : a.dims.lexicographicallyPrecedes(b.dims)
      }
      reads[entry.key] = ReadPoints(boxes: sorted, open: open[entry.key] ?? [])
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

  /// Runs the statements one after the other.
  func execute(blockSize: Int) throws(DiagnosticError) {
    try forEachStatement { (statement) throws(DiagnosticError) in
      let (plan, evaluator) = try self.plan(statement)
      try evaluator.execute(plan, blockSize: blockSize)
      return true
    }
  }

  private func plan(
    _ s: (target: Expr, domain: Expr, value: Expr)
  ) throws(DiagnosticError) -> (plan: StatementPlan, evaluator: Evaluator) {
    try Evaluator(context).forStatement(at: s.target.span ?? s.value.span).plan(
      target: s.target, domain: s.domain, value: s.value, environment,
      amid: slots.compactMap(\.domain))
  }

  /// Calls `body` with each statement that writes, of the branches that are taken or may be, until
  /// it returns false.
  private func forEachStatement(
    _ body: ((target: Expr, domain: Expr, value: Expr)) throws(DiagnosticError) -> Bool
  ) throws(DiagnosticError) {
    func walk(_ statements: [Statement]) throws(DiagnosticError) -> Bool {
      for s in statements {
        switch s {
        case .set(let target, let domain, let value):
          if try !body((target, domain, value)) { return false }
        case .if(let condition, let then, let otherwise):
          let truth = try truth(of: condition)
          if truth != false, try !walk(then) { return false }
          if truth != true, try !walk(otherwise) { return false }
        }
      }
      return true
    }
    _ = try walk(program.body)
  }

  /// Returns whether `condition` is true; `nil` if that depends on scalars that are not known.
  private func truth(of condition: Expr) throws(DiagnosticError) -> Bool? {
    let evaluator = Evaluator(context)
    let value = try evaluator.evaluate(condition, environment)
    guard let lanes = try evaluator.scalarLanes(value) else {
      throw evaluator.inapplicable(.if, condition.span)
    }
    if case .all(let f) = lanes.poison {
      let note = Diagnostic.Note("which statements run depends on it", at: condition.span)
      throw DiagnosticError(context.failures.diagnostic(f, note))
    }
    if lanes.isUnknown, lanes.kind == .bool { return nil }
    guard let truth = lanes.constantValue?.bool else {
      throw evaluator.inapplicable(.if, condition.span)
    }
    return truth
  }

  /// Returns the arguments with the fields as they are now.
  func results(_ arguments: [ArgumentValue]) -> [ArgumentValue] {
    zip(parameters, arguments).map { $0.result($1) }
  }

}

/// The functions of a program while it runs.
///
/// They and their scope refer to each other until this, which nothing refers to, goes.
private final class ProgramFunctions {

  let scope = FunctionScope()

  init(_ functions: [FunctionDefinition]) {
    for f in functions {
      scope.environment = scope.environment.binding([f.name], to: [Thunk(f, in: scope)])
    }
  }

  deinit { scope.environment = Environment() }

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

extension Program {

  /// The elements of lists up to the last that is taken by its number; `nil` if none is.
  ///
  /// Without a neighbor table that is all that tells how many elements a list has.
  fileprivate var namedElements: Range<Int>? {
    var last: Int?
    forEachNode { e in
      guard let number = e.arguments(of: .listGet)?.first?.literalValue?.integer,
        let n = Int(exactly: number), n >= 0, indices.contains(n)
      else { return }
      last = max(last ?? 0, n)
    }
    return last.map { 0 ..< $0 + 1 }
  }

}

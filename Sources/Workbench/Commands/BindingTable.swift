import Diagnostics
import FieldView
import IteratorIR
import StencilTypes
import Toolchain
import Transforms

/// What a binding makes of a program: how large it is, what it still decides and reads at run time.
struct ProgramFigures: Hashable {

  let nodeCount: Int

  /// The choices on scalars that are made at run time: calls of `if_` and `if` statements.
  let branchCount: Int

  /// The reads of fields.
  let readCount: Int

  init(_ program: Program) {
    var branches = 0
    var reads = 0
    program.forEachNode { e in
      switch e.builtinCall?.builtin {
      case .if?: branches += 1
      case .deref?, .neighbors?: reads += 1
      default: break
      }
    }
    nodeCount = program.nodeCount
    branchCount = branches + program.body.reduce(0) { $0 + $1.ifStatementCount }
    readCount = reads
  }

  /// What became less from `other` to these figures, in words; `nil` if nothing did.
  func improvement(on other: ProgramFigures) -> String? {
    var parts: [String] = []
    if nodeCount < other.nodeCount { parts.append("nodes \(other.nodeCount) -> \(nodeCount)") }
    if branchCount < other.branchCount {
      parts.append("branches \(other.branchCount) -> \(branchCount)")
    }
    if readCount < other.readCount { parts.append("reads \(other.readCount) -> \(readCount)") }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

}

/// The table of what each value of a parameter would make of the program: `bind NAME=?`.
struct BindingTable {

  let item: Output.Item

  /// Tries the values of the parameter that `name` names.
  init(
    of name: Spelled, _ callable: Callable, _ session: Session
  ) throws(DiagnosticError) {
    var runner = session.runner
    let parameters = try session.toolchain.parameters(of: callable, &runner)
    guard let parameter = parameters.first(where: { $0.name == name.text }) else {
      // The message about an unknown name is that of binding.
      let probe = Binding(name: name.text, value: .scalar(ScalarValue(true)))
      _ = try callable.withBoundArguments([probe], parameters: parameters) { _ in name.span }
      preconditionFailure("an unknown name cannot be bound")
    }
    let unbound = try session.pipelineRun(of: callable, &runner)
    let values = try candidates(for: parameter, in: unbound.initial, name)
    var table = TextTable(
      ["value", "nodes", "branches", "reads", "reads beyond the result", "same as"],
      [.left, .right, .right, .right, .left, .left])
    var rows: [JSONValue] = []
    var seen: [(value: String, text: String)] = []
    func add(_ value: String, _ program: Program) {
      let figures = ProgramFigures(program)
      let text = program.text(style: .gt4py)
      let same = seen.first { $0.text == text }?.value
      seen.append((value, text))
      let halo = HaloFigures(program, session).text
      table.add([
        value, String(figures.nodeCount), String(figures.branchCount), String(figures.readCount),
        halo, same ?? "",
      ])
      rows.append(
        .object([
          "value": .string(value), "nodes": .integer(figures.nodeCount),
          "branches": .integer(figures.branchCount), "reads": .integer(figures.readCount),
          "halo": .string(halo), "sameAs": same.map { .string($0) },
        ]))
    }
    add("(unbound)", unbound.result)
    for v in values {
      let bound = try callable.withBoundArguments(
        [Binding(name: name.text, value: .scalar(v))], parameters: parameters
      ) { _ in name.span }
      add(v.description, try session.pipelineRun(of: bound, &runner).result)
    }
    let lines = table
    item = Output.Item(
      json: .object(["parameter": .string(name.text), "values": .array(rows)])
    ) { "\(callable.name): \(name.text)=?\n\(lines.text(width: $0))" }
  }

}

/// Returns the values of `parameter` that are worth trying: both of a flag; for an integer those
/// that the program compares it with, and one more.
private func candidates(
  for parameter: DeclaredParameter, in program: Program, _ name: Spelled
) throws(DiagnosticError) -> [ScalarValue] {
  guard case .scalar(let kind) = parameter.type else {
    throw DiagnosticError(.notEnumerable(parameter, at: name.span))
  }
  if kind == .bool { return [ScalarValue(true), ScalarValue(false)] }
  guard kind.isInteger else {
    throw DiagnosticError(.notEnumerable(parameter, at: name.span))
  }
  var compared: Set<Int128> = []
  program.forEachNode { e in
    guard let (builtin, arguments) = e.builtinCall, arguments.count == 2,
      builtin.scalarSignature == .comparison
    else { return }
    for a in arguments { if let i = a.literalValue?.integer { compared.insert(i) } }
  }
  let other = (compared.max() ?? 0) + 1
  return (compared.sorted() + [other]).compactMap { ScalarValue(exactly: $0, as: kind) }
}

extension Program {

  /// Calls `body` for each node of each expression.
  func forEachNode(_ body: (Expr) -> Void) {
    var pending = functions.map(\.body) + self.body.flatMap(\.expressions)
    while let e = pending.popLast() {
      body(e)
      pending += e.children
    }
  }

}

extension Statement {

  fileprivate var expressions: [Expr] {
    switch self {
    case .set(let target, let domain, let value): [target, domain, value]
    case .if(let condition, let then, let otherwise):
      [condition] + (then + otherwise).flatMap(\.expressions)
    }
  }

  fileprivate var ifStatementCount: Int {
    switch self {
    case .set: 0
    case .if(_, let then, let otherwise):
      1 + (then + otherwise).reduce(0) { $0 + $1.ifStatementCount }
    }
  }

}

extension Diagnostic {

  fileprivate static func notEnumerable(
    _ p: DeclaredParameter, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue,
      "The values of '\(p.name)' of type '\(p.type)' cannot be listed.", at: span,
      hint: "bind \(p.name)=VALUE tries one")
  }

}

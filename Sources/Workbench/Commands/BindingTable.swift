import Diagnostics
import FieldView
import IteratorIR
import StencilTypes
import Toolchain
import Transforms

/// What a binding makes of a program: how large it is, what it still decides and reads at run time.
struct ProgramFigures: Hashable {

  let nodeCount: Int

  /// The choices that are made at run time: calls of `if_` and `if` statements.
  let branchCount: Int

  /// Those of them that are statements, which not every backend has.
  let ifStatementCount: Int

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
    ifStatementCount = program.statements.count { $0.assignment == nil }
    branchCount = branches + ifStatementCount
    readCount = reads
  }

  /// What became less from `other` to these figures, in words; `nil` if nothing did.
  func improvement(on other: ProgramFigures) -> String? {
    var parts: [String] = []
    if nodeCount < other.nodeCount { parts.append("nodes \(other.nodeCount) -> \(nodeCount)") }
    if branchCount < other.branchCount {
      let (old, new) = (other.ifStatementCount, ifStatementCount)
      parts.append(
        "branches \(other.branchCount) -> \(branchCount)"
          + (new < old ? " (if statements \(old) -> \(new))" : ""))
    }
    if readCount < other.readCount { parts.append("reads \(other.readCount) -> \(readCount)") }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

}

/// The table of what the values of parameters would make of the program: `bind NAME=?`.
struct BindingTable {

  let item: Output.Item

  /// The most combinations of values that are tried.
  private static let limit = 32

  /// Tries the values of the parameters that `names` name, in all combinations.
  init(
    of names: [Spelled], _ callable: Callable, _ session: Session
  ) throws(DiagnosticError) {
    var runner = session.runner
    let parameters = try session.toolchain.parameters(of: callable, &runner)
    let unbound = try session.pipelineRun(of: callable, &runner)
    var combinations: [[Binding]] = [[]]
    for name in names {
      guard let parameter = parameters.first(where: { $0.name == name.text }) else {
        // The message about an unknown name is that of binding.
        let probe = Binding(name: name.text, value: .scalar(ScalarValue(true)))
        _ = try callable.withBoundArguments([probe], parameters: parameters) { _ in name.span }
        preconditionFailure("an unknown name cannot be bound")
      }
      let values = try candidates(for: parameter, in: unbound.initial, name)
      combinations = combinations.flatMap { c in
        values.map { c + [Binding(name: name.text, value: .scalar($0))] }
      }
      if combinations.count > Self.limit {
        throw DiagnosticError(.tooManyCombinations(combinations.count, at: name.span))
      }
    }
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
    for c in combinations {
      let bound = try callable.withBoundArguments(c, parameters: parameters) { name in
        names.first { $0.text == name }?.span
      }
      let value = c.map { names.count == 1 ? "\($0.value)" : "\($0.name)=\($0.value)" }
      add(value.joined(separator: " "), try session.pipelineRun(of: bound, &runner).result)
    }
    let lines = table
    let title = names.map { "\($0.text)=?" }.joined(separator: " ")
    item = Output.Item(
      json: .object([
        "parameter": .string(names.map(\.text).joined(separator: " ")), "values": .array(rows),
      ])
    ) { "\(callable.name): \(title)\n\(lines.text(width: $0))" }
  }

}

/// Returns the values of `parameter` that are worth trying: both of a flag; for an integer those
/// around which comparisons turn, and one more where equality is tested.
private func candidates(
  for parameter: DeclaredParameter, in program: Program, _ name: Spelled
) throws(DiagnosticError) -> [ScalarValue] {
  guard case .scalar(let kind) = parameter.type.structural, kind == .bool || kind.isInteger else {
    throw DiagnosticError(.notEnumerable(parameter, at: name.span))
  }
  return ParameterUses(of: name.text, in: program).candidates(kind)
}

extension ParameterUses {

  /// The values of type `kind` that can make a difference: 0 and 1 if nothing compares them.
  func candidates(_ kind: ScalarKind) -> [ScalarValue] {
    if kind == .bool { return [ScalarValue(true), ScalarValue(false)] }
    var values = turningPoints
    if let last = values.last, isTestedForEquality { values.append(last + 1) }
    return (values.isEmpty ? [0, 1] : values).compactMap { ScalarValue(exactly: $0, as: kind) }
  }

}

extension Diagnostic {

  fileprivate static func tooManyCombinations(_ count: Int, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue, "These are \(count) combinations, too many to try.", at: span,
      hint: "bind some of them first, and ask for the others")
  }

  fileprivate static func notEnumerable(
    _ p: DeclaredParameter, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue,
      "The values of '\(p.name)' of type '\(p.type)' cannot be listed.", at: span,
      hint: "bind \(p.name)=VALUE tries one")
  }

}

import Diagnostics
import FieldView
import IteratorIR
import StencilTypes
import Toolchain
import Transforms

/// What the values of parameters would make of a program: `bind NAME=?`.
struct BindingPreview {

  /// What one combination of values makes of the program.
  private struct Row {
    let value: String
    let figures: ProgramFigures
    let halo: String

    /// An earlier combination that makes the same of it.
    let same: String?
  }

  private let program: String
  private let names: [String]
  private let rows: [Row]

  /// The most combinations of values that are tried.
  fileprivate static let limit = 32

  /// Tries the values of the parameters that `names` name, in all combinations.
  init(
    of names: [Spelled], _ callable: Callable, _ session: Session
  ) throws(DiagnosticError) {
    var runner = session.runner
    let parameters = try session.toolchain.parameters(of: callable, &runner)
    let unbound = try session.pipelineRun(of: callable, &runner)
    var tried = [("(unbound)", unbound)]
    for c in try combinations(of: names, callable, parameters, in: unbound.initial) {
      let bound = try callable.withBoundArguments(c, parameters: parameters) { name in
        names.first { $0.text == name }?.span
      }
      let value = c.map { names.count == 1 ? "\($0.value)" : "\($0.name)=\($0.value)" }
      tried.append(
        (value.joined(separator: " "), try session.pipelineRun(of: bound, &runner)))
    }
    var seen: [(value: String, text: String)] = []
    rows = tried.map { value, run in
      let text = run.result.text(style: .gt4py)
      let same = seen.first { $0.text == text }?.value
      seen.append((value, text))
      return Row(
        value: value, figures: ProgramFigures(run.result),
        halo: HaloFigures(run.initial, session).text, same: same)
    }
    self.names = names.map(\.text)
    program = callable.name
  }

  /// The combinations as a table.
  var item: Output.Item {
    // Where no two are the same, the room is for the rest.
    let same = rows.contains { $0.same != nil } ? ["same as"] : []
    var table = TextTable(
      ["value", "nodes", "branches", "reads", "reads beyond the result"] + same,
      [.left, .right, .right, .right, .left] + same.map { _ in .left })
    for r in rows {
      let figures = [r.figures.nodeCount, r.figures.branchCount, r.figures.readCount]
      table.add(
        [r.value] + figures.map { String($0) } + [r.halo] + same.map { _ in r.same ?? "" })
    }
    let lines = table
    let title = ([program + ":"] + names.map { "\($0)=?" }).joined(separator: " ")
    return Output.Item(
      json: .object([
        "parameter": .string(names.joined(separator: " ")), "values": .array(rows.map(json)),
      ])
    ) { "\(title)\n\(lines.text(width: $0))" }
  }

  private func json(_ r: Row) -> JSONValue {
    .object([
      "value": .string(r.value), "nodes": .integer(r.figures.nodeCount),
      "branches": .integer(r.figures.branchCount), "reads": .integer(r.figures.readCount),
      "halo": .string(r.halo), "sameAs": r.same.map { .string($0) },
    ])
  }

}

/// Returns all combinations of the values of `names` that are worth trying.
private func combinations(
  of names: [Spelled], _ callable: Callable, _ parameters: [DeclaredParameter],
  in program: Program
) throws(DiagnosticError) -> [[BoundArgument]] {
  var combinations: [[BoundArgument]] = [[]]
  for name in names {
    guard let parameter = parameters.first(where: { $0.name == name.text }) else {
      // The message about an unknown name is that of binding.
      let probe = BoundArgument(name: name.text, value: .scalar(ScalarValue(true)))
      _ = try callable.withBoundArguments([probe], parameters: parameters) { _ in name.span }
      preconditionFailure("an unknown name cannot be bound")
    }
    let values = try candidates(for: parameter, in: program, name)
    combinations = combinations.flatMap { c in
      values.map { c + [BoundArgument(name: name.text, value: .scalar($0))] }
    }
    if combinations.count > BindingPreview.limit {
      throw DiagnosticError(.tooManyCombinations(combinations.count, at: name.span))
    }
  }
  return combinations
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

  /// The values of the floating-point type `kind` below, at and above each number that the parameter
  /// is compared with.
  func floatCandidates(_ kind: ScalarKind) -> [ScalarValue] {
    floatLimits.flatMap { limit -> [ScalarValue] in
      if kind == .float32 {
        let limit = Float(limit)
        return [limit.nextDown, limit, limit.nextUp].map { ScalarValue($0) }
      }
      return [limit.nextDown, limit, limit.nextUp].map { ScalarValue($0) }
    }
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

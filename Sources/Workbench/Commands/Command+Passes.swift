import Diagnostics
import IteratorIR
import Toolchain
import Transforms

extension Command {

  static let passes: Command = Command(
    "passes", "lists the passes and what they did", usage: ["passes [changed] [PROGRAM]"],
    arguments: [.init("changed", "only the passes that changed something"), .program],
    examples: ["passes", "passes changed", "passes my_program"], redirection: .file,
    completion: { point in
      if point.isFirst { return ["changed"] + point.programs }
      return point.words[1] == "changed" && point.words.count == 2 ? point.programs : []
    }
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 0 ... 2, of: .passes)
    var words = line.words
    let isShort = words.first?.text == "changed" && session.callables["changed"] == nil
    if isShort { words.removeFirst() }
    if words.count > 1 { throw DiagnosticError(.unexpectedWord(words[1], in: .passes)) }
    let callable = try session.callable(words.first, at: line.span)
    var runner = session.runner
    let run = try session.pipelineRun(of: callable, &runner)
    let shown = run.passes.filter { $0.isChanged || !isShort }
    let item = Output.Item(
      text: { form in
        let rest = run.passes.count - shown.count
        return "\(callable.name)\n\(table(of: shown, in: form).text)"
          + (rest == 0 ? "" : "\n\(counted(rest, "run")) of passes changed nothing")
      },
      json: { form in
        .object([
          "program": .string(callable.name),
          "passes": .array(
            shown.map { p in
              .object([
                "pass": .string(p.pass), "round": p.round.map { .integer($0) },
                "changed": .bool(p.isChanged), "nodesBefore": .integer(p.nodesBefore),
                "nodesAfter": .integer(p.nodesAfter), "rewrites": .integer(p.steps.count),
                "seconds": form.json(of: p.duration),
              ])
            }),
        ])
      })
    return Output(
      [item],
      hint: (isShort ? "" : "passes changed, ") + "diff PASS, show itir after PASS, step PASS")
  }

  static let diff: Command = Command(
    "diff", "compares texts before and after a pass, or of two programs",
    usage: [
      .init("diff PASS", "the current program before and after a pass"),
      .init("diff A B [STAGE]", "two programs"),
    ],
    arguments: [.pass, .init("A, B", "names of programs"), .stage],
    examples: ["diff constant_folding", "diff run run{use_lam=True}"], redirection: .file,
    completion: { point in
      switch point.words.count {
      case 1: point.passes + point.programs
      case 2: point.programs.contains(point.words[1]) ? point.programs : []
      case 3: point.stages
      default: []
      }
    }
  ) { line, session throws(DiagnosticError) in
    let words = line.words
    switch words.count {
    case 1:
      if session.callables[words[0].text] != nil { throw DiagnosticError(.oneProgram(words[0])) }
      let callable = try session.callable(nil, at: line.span)
      var runner = session.runner
      let run = try session.pipelineRun(of: callable, &runner)
      let runs = try run.numbers(of: words[0])
      let changed = runs.filter { run.passes[$0].isChanged }
      guard let first = changed.first else {
        return .message("\(words[0].text) changed nothing")
      }
      let (before, after) = (run.program(before: first), run.passes[first].program)
      let more = changed.count > 1 ? "  (run 1 of \(changed.count) that changed something)" : ""
      return Output([
        .difference(
          { before.text(width: $0) }, { after.text(width: $0) },
          "before \(words[0].text)", "after \(words[0].text)\(more)")
      ])
    case 2, 3:
      let stage = words.count == 3 ? words[2] : nil
      let texts = try words[..<2].map { name throws(DiagnosticError) in
        try session.stageText(
          stage?.text ?? "final", of: try session.callable(name, at: line.span), style: .typed,
          named: stage)
      }
      return Output([.difference(texts[0], texts[1], words[0].text, words[1].text)])
    default: throw DiagnosticError(.usage(.diff, at: line.span))
    }
  }

}

extension Session {

  /// Returns what the passes made of `callable`, with the rules that are switched on.
  func pipelineRun(
    of callable: Callable, _ runner: inout StepRunner
  ) throws(DiagnosticError) -> PipelineRun {
    try toolchain.passes(of: callable, settings: passSettings, &runner)
  }

  /// What passes are told: the rules that are switched off, and what is known of neighbor tables;
  /// with what backends are told.
  var passSettings: PassSettings {
    PassSettings(disabledRules: settings.disabledRules, schedule: settings.schedule.text)
      .knowing(tablesByOffset)
  }

}

/// Returns a line for each of `passes`: whether it changed something, and how much.
private func table(of passes: [PassRun], in form: OutputForm) -> TextTable {
  var table = TextTable(
    ["pass", "", "nodes", "", "rewrites", "time"],
    [.left, .left, .right, .right, .right, .right])
  for p in passes {
    let change = p.nodesAfter - p.nodesBefore
    table.add([
      p.pass + (p.round.map { " (\($0))" } ?? ""), p.isChanged ? "changed" : "-",
      String(p.nodesAfter), change == 0 ? "" : change > 0 ? "+\(change)" : String(change),
      p.steps.isEmpty ? "" : String(p.steps.count), form.text(of: p.duration),
    ])
  }
  return table
}

extension PipelineRun {

  /// Returns the numbers of the runs of the pass that `name` names.
  func numbers(of name: Spelled) throws(DiagnosticError) -> [Int] {
    let found = passes.indices.filter { passes[$0].pass == name.text }
    if found.isEmpty {
      throw DiagnosticError(.unknownPass(name, among: passes.map(\.pass)))
    }
    return found
  }

}

extension Diagnostic {

  fileprivate static func unknownPass(_ name: Spelled, among names: [String]) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.unknownPass, "There is no pass '\(name.text)'.", at: name.span,
      hint: nearest(to: name.text, among: names).map { "did you mean '\($0)'?" }
        ?? "`passes` lists them")
  }

  fileprivate static func oneProgram(_ name: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "'\(name.text)' is a program; what to compare it with is missing.",
      at: name.span,
      hint: "write `diff \(name.text) OTHER`, or `use \(name.text)` and `diff PASS`")
  }

}

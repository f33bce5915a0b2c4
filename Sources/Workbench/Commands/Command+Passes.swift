import Diagnostics
import IteratorIR
import Toolchain
import Transforms

extension Command {

  static let passes: Command = Command(
    "passes", "lists the passes and what they did", usage: ["passes [changed] [PROGRAM]"],
    arguments: [.init("changed", "only the passes that changed something"), .program],
    examples: ["passes", "passes changed", "passes my_program"], redirection: .file, isView: true,
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
    let shown = zip(run.runNames, run.passes).filter { $1.isChanged || !isShort }
    let item = Output.Item(
      text: { form in
        let rest = run.passes.count - shown.count
        return "\(callable.name)\n\(table(of: shown.map { ($0, $1) }, in: form))"
          + (rest == 0 ? "" : "\n\(counted(rest, "run")) of passes changed nothing")
      },
      json: { form in
        .object([
          "program": .string(callable.name),
          "passes": .array(
            shown.map { name, p in
              .object([
                "pass": .string(p.pass), "name": .string(name),
                "round": p.round.map { .integer($0) },
                "changed": .bool(p.isChanged), "nodesBefore": .integer(p.nodesBefore),
                "nodesAfter": .integer(p.nodesAfter), "rewrites": .integer(p.steps.count),
                "seconds": form.json(of: p.duration),
              ])
            }),
        ])
      })
    return Output(
      [item],
      next: (isShort ? [] : ["passes changed"])
        + (callable.name == session.current ? run.suggestions : []))
  }

  static let diff: Command = Command(
    "diff", "compares texts before and after a pass, or of two programs",
    usage: [
      .init(
        "diff PASS",
        "the current program before and after a pass; diff constant_folding (2): a round"
      ),
      .init("diff A B [STAGE]", "two programs"),
    ],
    arguments: [.pass, .init("A, B", "names of programs"), .stage],
    examples: ["diff constant_folding", "diff run run{use_lam=True}"], redirection: .file,
    isView: true,
    completion: { point in
      switch point.words.count {
      case 1: point.passes + point.programs
      case 2: point.programs.contains(point.words[1]) ? point.programs : []
      case 3: point.stages
      default: []
      }
    }
  ) { line, session throws(DiagnosticError) in
    let words = line.words.joiningRounds
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

  /// The settings of passes and of backends: the rules that are switched off, how loops are to be
  /// made, and what is known of neighbor tables.
  var passSettings: PassSettings {
    PassSettings(disabledRules: settings.disabledRules, schedule: settings.schedule.text)
      .knowing(tablesByOffset)
  }

}

/// Returns a line for each of `passes`: whether it changed something, and how much; as many columns
/// as there is room for.
private func table(of passes: [(name: String, run: PassRun)], in form: OutputForm) -> String {
  let all: [(title: String, alignment: TextTable.Alignment, value: (String, PassRun) -> String)] = [
    ("pass", .left, { name, _ in name }),
    ("", .left, { $1.isChanged ? "changed" : "-" }),
    ("nodes", .right, { String($1.nodesAfter) }),
    ("", .right, { signed($1.nodesAfter - $1.nodesBefore) }),
    ("rewrites", .right, { $1.steps.isEmpty ? "" : String($1.steps.count) }),
    ("time", .right, { form.text(of: $1.duration) }),
  ]
  let choices = [all, all.filter { $0.title != "rewrites" }, Array(all.dropLast(2))]
  let texts = choices.map { columns in
    var table = TextTable(columns.map(\.title), columns.map(\.alignment))
    for (name, p) in passes { table.add(columns.map { $0.value(name, p) }) }
    return table.text
  }
  let fits = { (text: String) in
    text.split(separator: "\n").allSatisfy { String($0).columnCount <= form.width }
  }
  return texts.first(where: fits) ?? texts[texts.count - 1]
}

/// Returns the change with its sign; nothing for none.
private func signed(_ change: Int) -> String {
  change == 0 ? "" : change > 0 ? "+\(change)" : String(change)
}

extension Diagnostic {

  fileprivate static func oneProgram(_ name: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "'\(name.text)' is a program; what to compare it with is missing.",
      at: name.span,
      hint: "write `diff \(name.text) OTHER`, or `use \(name.text)` and `diff PASS`")
  }

}

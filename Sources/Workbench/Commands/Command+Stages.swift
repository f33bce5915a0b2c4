import Diagnostics
import Toolchain

extension Command {

  static let stages: Command = Command(
    "stages", "draws the toolchain for the current program", usage: ["stages [PROGRAM]"],
    arguments: [.program], examples: ["stages", "stages diffuse"],
    redirection: .file, isView: true,
    completion: { $0.isFirst ? $0.programs : [] }
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 0 ... 1, of: .stages)
    let callable = try session.callable(line.words.first, at: line.span)
    var runner = session.runner
    _ = try session.toolchain.compile(
      try session.toolchain.declaredInfo(of: callable, settings: session.passSettings, &runner),
      on: try session.usualBackend, &runner)
    return Output(
      [stageGraph(of: callable, runner.records)],
      next: ["show itir of \(callable.name)"]
        + (runner.records.first.map { ["show \($0.step) of \(callable.name)"] } ?? []))
  }

  private static func stageGraph(
    of callable: Callable, _ records: [StageRecord]
  ) -> Output.Item {
    Output.Item(
      text: { text(of: callable, records, in: $0) },
      json: { form in
        .object([
          "program": .string(callable.name),
          "stages": .array(
            records.map { r in
              .object([
                "step": .string(r.step), "from": .string(r.from), "to": .string(r.to),
                "cached": .bool(r.isCached), "seconds": form.json(of: r.duration),
              ])
            }),
        ])
      })
  }

  private static func text(
    of callable: Callable, _ records: [StageRecord], in form: OutputForm
  ) -> String {
    var table = TextTable(["", "", ""], [.left, .left, .right])
    for r in records {
      table.add([
        "  | " + r.step, r.isCached ? "cached" : "done",
        form.text(of: r.duration),
      ])
    }
    table.add(["  | call", "", ""])
    var lines = [callable.name]
    for (i, arrow) in table.text.split(separator: "\n").enumerated() {
      let from = i < records.count ? records[i].from : "Executable + arguments"
      let before = i == 0 ? from : records[i - 1].to
      lines.append(from.hasPrefix(before) ? from : "\(before), in an \(from)")
      lines.append(String(arrow))
    }
    lines.append("result")
    return lines.joined(separator: "\n")
  }

}

import IteratorIR
import Transforms

extension Stepper {

  /// The answer where there is nothing to step.
  var nothingToStep: Output {
    Output(
      [.message("\(pass) does nothing to \(program)")],
      hint: "bind NAME=? shows what folds, passes changed what else to step")
  }

  /// The table of all steps.
  var list: Output.Item {
    var table = TextTable(
      ["", "#", "rule", "line", "before => after", "nodes"],
      [.left, .right, .left, .right, .left, .right])
    for (i, r) in trace.rewrites.enumerated() {
      let change = r.expressions.map { "\(short($0.before)) => \(short($0.after))" } ?? "program"
      table.add([
        i + 1 == position ? ">" : "", String(i + 1), r.rule.name,
        r.span.map { String($0.line) } ?? "", change, "\(r.nodesBefore)->\(r.nodesAfter)",
      ])
    }
    return Output.Item(
      "\(program)  \(label)\n\(table.text)",
      json: .object([
        "program": .string(program), "pass": .string(pass),
        "steps": .array(trace.rewrites.map(\.json)),
      ]))
  }

  private func short(_ e: Expr) -> String {
    let text = e.text(style: .gt4py).onOneLine
    return text.count > 16 ? text.prefix(15) + "…" : text
  }

  /// How often each rule fired, and what became of the program's size.
  var summary: Output.Item {
    var counts: [String: Int] = [:]
    for r in trace.rewrites { counts[r.rule.name, default: 0] += 1 }
    let rules = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let sizes = [0, trace.count].map { trace.state($0).nodeCount }
    let list = rules.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    let text =
      "\(program)  \(label)\n\(counted(trace.count, "step")): "
      + "\(list.isEmpty ? "none" : list)\n\(sizes[0]) -> \(sizes[1]) nodes"
    return Output.Item(
      json: .object([
        "steps": .integer(trace.count),
        "rules": .object(rules.map { .init(key: $0.key, value: .integer($0.value)) }),
        "nodesBefore": .integer(sizes[0]), "nodesAfter": .integer(sizes[1]),
      ])
    ) { text.wrapped(to: $0) }
  }

  /// The whole program in the state that is looked at.
  var wholeState: Output.Item {
    let (program, position) = (trace.state(position), position)
    return Output.Item(
      text: { program.text(width: $0.width) },
      json: {
        .object([
          "state": .integer(position), "text": .string(program.text(width: $0.width)),
        ])
      })
  }

}

import IteratorIR
import Transforms

extension Stepper {

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
    // Steps of several passes are headed by the names of these.
    let rows = table.text.split(separator: "\n", omittingEmptySubsequences: false)
    var lines = [String(rows[0])]
    for (i, row) in rows.dropFirst().enumerated() {
      if let pass = passName(ofStep: i + 1), i == 0 || pass != passName(ofStep: i) {
        lines.append("  in \(pass)")
      }
      lines.append(String(row))
    }
    let text = lines.joined(separator: "\n")
    return Output.Item(
      "\(program)  \(label)\n\(text)",
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

extension Session {

  /// The answer where there is nothing to step in a walk that would be `stepper`.
  func nothingToStep(in stepper: Stepper) -> Output {
    var runner = self.runner
    let run = currentCallable.flatMap { try? pipelineRun(of: $0, &runner) }
    let flag = currentCallable.flatMap { callable in
      try? toolchain.parameters(of: callable, &runner).first { p in
        p.type == .scalar(.bool) && !callable.bindings.contains { $0.name == p.name }
      }
    }
    let changed = run?.passes.first(where: \.isChanged)?.pass
    return Output(
      [.message("\(stepper.pass) does nothing to \(stepper.program)")],
      next: (flag.map { ["bind \($0.name)=?"] } ?? []) + ["passes changed"]
        + (changed.map { ["step \($0)"] } ?? []))
  }

}

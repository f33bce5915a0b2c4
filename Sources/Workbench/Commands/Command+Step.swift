import Diagnostics
import IteratorIR
import Toolchain
import Transforms

extension Command {

  static let step: Command = Command(
    "step", "steps through what a pass does",
    usage: [
      .init("step [N]", "does N steps (starts with constant_folding)"),
      .init("step PASS", "starts with another pass; step pipeline: all of them"),
      .init("step list", "lists the steps"), .init("step all", "shows the whole program here"),
      .init("step check", "runs the program before and after each step, demands equal bits"),
    ],
    arguments: [.pass],
    examples: ["step", "step 3", "step inline_lambdas", "step list"],
    elsewhere: [
      "fold": "step goes through constant folding, show itir after PASS shows what came of it",
      "trace": "step list shows the steps of a pass",
    ],
    redirection: .file,
    completion: { $0.isFirst ? ["list", "all", "check", "pipeline"] + $0.passes : [] }
  ) { line, session throws(DiagnosticError) in
    guard line.words.count <= 1, line.options.isEmpty else {
      throw DiagnosticError(.usage(.step, at: line.span))
    }
    let word = line.words.first
    if let word, Int(word.text) == nil, !["list", "all", "check"].contains(word.text) {
      session.stepper = try session.stepper(for: word)
      return Output([session.stepCard], hint: "Enter steps; back, next RULE, goto N, why, done")
    }
    if session.stepper == nil { session.stepper = try session.stepper(for: nil) }
    switch word?.text {
    case "list": return Output([session.stepList])
    case "all": return Output([try session.wholeState()])
    case "check": return try session.checkSteps(at: line.span)
    default: break
    }
    let count = try word?.integer() ?? 1
    return try session.move(.forward(count))
  }

  static let back: Command = Command(
    "back", "goes steps back", usage: ["back [N]"], examples: ["back", "back 3"],
    listedWith: "step",
    elsewhere: ["undo": "define, bind or make it anew; back goes back a step"]
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 0 ... 1, of: .back)
    return try session.move(.back(try line.words.first?.integer() ?? 1))
  }

  static let next: Command = Command(
    "next", "goes to the next use of a rule", usage: ["next [RULE]"], arguments: [.rule],
    examples: ["next", "next if-literal"], listedWith: "step",
    completion: { $0.isFirst ? $0.stepRules : [] }
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 0 ... 1, of: .next)
    return try session.move(.next(line.words.first?.text))
  }

  static let until: Command = Command(
    "until", "goes on until something holds",
    usage: ["until RULE | no NAME | NAME | line N | nodes<N"],
    arguments: [.rule, .init("NAME", "a name that the program mentions, or no longer")],
    examples: ["until if-literal", "until no use_lam", "until nodes<20"], listedWith: "step",
    completion: { $0.isFirst ? ["no", "line", "nodes<"] + $0.stepRules : [] }
  ) { line, session throws(DiagnosticError) in
    let goal = try StepGoal(line)
    var stepper = try session.startedStepper()
    guard
      let n = (stepper.position + 1 ..< stepper.trace.count + 1).first(where: {
        goal.holds(stepper.trace, $0)
      })
    else {
      throw DiagnosticError(.neverHolds(line, stepper))
    }
    stepper.go(to: n)
    session.stepper = stepper
    return Output([session.stepCard])
  }

  static let goto: Command = Command(
    "goto", "goes to a state", usage: ["goto N | end"],
    arguments: [.init("N", "a number of steps done; below zero it counts from the end")],
    examples: ["goto 0", "goto end", "goto -1"], listedWith: "step",
    completion: { $0.isFirst ? ["end"] : [] }
  ) { line, session throws(DiagnosticError) in
    guard let word = line.words.first, line.words.count == 1 else {
      throw DiagnosticError(.usage(.goto, at: line.span))
    }
    var stepper = try session.startedStepper()
    if word.text == "end" {
      stepper.go(to: stepper.trace.count)
    } else {
      let target = Int(word.text).map { $0 < 0 ? stepper.trace.count + $0 : $0 }
      guard let target, (0 ... stepper.trace.count).contains(target) else {
        throw DiagnosticError(.noState(word, stepper))
      }
      stepper.go(to: target)
    }
    session.stepper = stepper
    return Output([session.stepCard])
  }

  static let finish: Command = Command(
    "finish", "goes to the end and sums up", usage: ["finish"], examples: ["finish"],
    listedWith: "step", redirection: .file
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 0 ... 0, of: .finish)
    var stepper = try session.startedStepper()
    stepper.go(to: stepper.trace.count)
    session.stepper = stepper
    return Output([session.stepSummary])
  }

  static let done: Command = Command(
    "done", "leaves the stepper", usage: ["done"], examples: ["done"], listedWith: "step"
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 0 ... 0, of: .done)
    guard session.stepper != nil else { return .message("nothing is being stepped") }
    session.stepper = nil
    return Output()
  }

}

extension Session {

  /// Returns the walk that is going on, or a new one through constant folding.
  func startedStepper() throws(DiagnosticError) -> Stepper {
    if let stepper { return stepper }
    return try stepper(for: nil)
  }

  /// Returns a walk through the pass that `name` names in the current program.
  fileprivate func stepper(for name: Spelled?) throws(DiagnosticError) -> Stepper {
    let span = name?.span ?? SourceSpan(SourceFile(name: "<input>", text: ""), 0 ..< 0)
    let callable = try callable(nil, at: span)
    var runner = self.runner
    let run = try pipelineRun(of: callable, &runner)
    if name?.text == "pipeline" {
      return Stepper(
        program: callable.name, pass: "pipeline", trace: try run.recorded(passSettings, runner))
    }
    let pass = name ?? Spelled(text: "constant_folding", span: span, isQuoted: false)
    let numbers = try run.numbers(of: pass)
    let number = numbers.first { run.passes[$0].isChanged } ?? numbers[0]
    return Stepper(
      program: callable.name, pass: pass.text,
      trace: try run.separateTrace(of: number, passSettings, runner))
  }

  /// The card of the state that is looked at.
  var stepCard: Output.Item {
    guard let stepper else { return .message("no steps") }
    let rules = Pipeline.standard.stepRules
    return Output.Item(json: stepper.current?.json ?? StepCard.start(of: stepper)) {
      StepCard(stepper: stepper, rules: rules, width: $0).text
    }
  }

  /// Moves as `move` says, and shows where that leads.
  mutating func move(_ move: Stepper.Move) throws(DiagnosticError) -> Output {
    var stepper = try startedStepper()
    switch move {
    case .forward(let n):
      if stepper.position == stepper.trace.count {
        self.stepper = stepper
        return stepper.trace.count == 0
          ? Output(
            [.message("\(stepper.pass) does nothing to \(stepper.program)")],
            hint: "bind NAME=? shows what folds, passes changed what else to step")
          : Output(
            [.message("this is the end: \(counted(stepper.trace.count, "step"))")],
            hint: "back, goto 0, finish for a summary, done")
      }
      stepper.go(to: stepper.position + n)
    case .back(let n): stepper.go(to: stepper.position - n)
    case .next(let rule):
      let last = stepper.current?.rule
      let found = stepper.nextState { r in rule.map { r.rule == $0 } ?? (r.rule != last) }
      guard let found else { throw DiagnosticError(.noNext(rule, stepper)) }
      stepper.go(to: found)
    }
    stepper.lastMove = move
    self.stepper = stepper
    return Output([stepCard])
  }

  /// The table of all steps.
  fileprivate var stepList: Output.Item {
    guard let stepper else { return .message("no steps") }
    var table = TextTable(
      ["", "#", "rule", "line", "before => after", "nodes"],
      [.left, .right, .left, .right, .left, .right])
    for (i, r) in stepper.trace.rewrites.enumerated() {
      let change = r.expressions.map { "\(short($0.before)) => \(short($0.after))" } ?? "program"
      table.add([
        i + 1 == stepper.position ? ">" : "", String(i + 1), r.rule,
        r.span.map { String($0.line) } ?? "", change, "\(r.nodesBefore)->\(r.nodesAfter)",
      ])
    }
    return Output.Item(
      "\(stepper.program)  \(stepper.label)\n\(table.text)",
      json: .object([
        "program": .string(stepper.program), "pass": .string(stepper.pass),
        "steps": .array(stepper.trace.rewrites.map(\.json)),
      ]))
  }

  private func short(_ e: Expr) -> String {
    let text = e.text(style: .gt4py).onOneLine
    return text.count > 16 ? text.prefix(15) + "…" : text
  }

  /// How often each rule fired, and what became of the program's size.
  fileprivate var stepSummary: Output.Item {
    guard let stepper else { return .message("no steps") }
    var counts: [String: Int] = [:]
    for r in stepper.trace.rewrites { counts[r.rule, default: 0] += 1 }
    let rules = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let sizes = [0, stepper.trace.count].map { stepper.trace.state($0).nodeCount }
    let list = rules.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    let text =
      "\(stepper.program)  \(stepper.label)\n\(counted(stepper.trace.count, "step")): "
      + "\(list.isEmpty ? "none" : list)\n\(sizes[0]) -> \(sizes[1]) nodes"
    return Output.Item(
      json: .object([
        "steps": .integer(stepper.trace.count),
        "rules": .object(rules.map { .init(key: $0.key, value: .integer($0.value)) }),
        "nodesBefore": .integer(sizes[0]), "nodesAfter": .integer(sizes[1]),
      ])
    ) { text.wrapped(to: $0) }
  }

  fileprivate func wholeState() throws(DiagnosticError) -> Output.Item {
    let stepper = try startedStepper()
    let (program, position) = (stepper.trace.state(stepper.position), stepper.position)
    return Output.Item(
      text: { program.text(width: $0.width) },
      json: {
        .object([
          "state": .integer(position), "text": .string(program.text(width: $0.width)),
        ])
      })
  }

}

extension PipelineRun {

  /// Returns the steps of the pass with number `index`, counted from 1.
  fileprivate func separateTrace(
    of index: Int, _ settings: PassSettings, _ runner: StepRunner
  ) throws(DiagnosticError) -> Trace {
    let isCancelled = runner.isCancelled
    return try runner.interruptibly { () throws(DiagnosticError) in
      try diagnosingPasses {
        let pass = try Pipeline.standard.pass(named: passes[index].pass)
        return try pass.trace(program(before: index), settings, isCancelled: isCancelled)
      }
    }
  }

  /// Returns the steps of all passes, which are not kept unless somebody steps.
  fileprivate func recorded(
    _ settings: PassSettings, _ runner: StepRunner
  ) throws(DiagnosticError) -> Trace {
    let context = PassContext.Options(
      records: true, settings: settings, isCancelled: runner.isCancelled)
    return try runner.interruptibly { () throws(DiagnosticError) in
      try diagnosingPasses {
        try Pipeline.standard.run(initial, Pipeline.Options(context: context)).trace
      }
    }
  }

}

extension Diagnostic {

  fileprivate static func noNext(_ rule: String?, _ stepper: Stepper) -> Diagnostic {
    let used = Set(stepper.trace.rewrites.map(\.rule))
    return Diagnostic(
      code: WorkbenchCode.noStep,
      rule.map { "The rule '\($0)' is not used after step \(stepper.position)." }
        ?? "No other rule is used after step \(stepper.position).",
      hint: rule.flatMap { nearest(to: $0, among: used) }.map { "did you mean '\($0)'?" }
        ?? "`step list` shows all steps")
  }

  fileprivate static func noState(_ word: Spelled, _ stepper: Stepper) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.noStep, "There is no state \(word.text).", at: word.span,
      hint: "states are 0 to \(stepper.trace.count); goto end goes to the last")
  }

  fileprivate static func neverHolds(_ line: CommandInput, _ stepper: Stepper) -> Diagnostic {
    let ahead = stepper.trace.count - stepper.position
    let message =
      switch ahead {
      case 0: "No step is ahead: this is the end."
      case 1: "That does not happen in the step ahead."
      default: "That never happens in the \(ahead) steps ahead."
      }
    return Diagnostic(
      code: WorkbenchCode.noStep, message, at: line.span,
      hint: ahead == 0 && stepper.position > 0
        ? "goto 0 goes back to the start" : "`step list` shows all steps")
  }

}

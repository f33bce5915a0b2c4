import Diagnostics

// The ways to move in a walk that `step` began.

extension Command {

  static let back: Command = Command(
    "back", "goes steps back", usage: ["back [N]"], examples: ["back", "back 3"],
    listedWith: "step"
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
    let goal = try StepGoal(line, rules: session.toolchain.pipeline.rules)
    var stepper = try session.startedStepper()
    if stepper.trace.count == 0 { return session.nothingToStep(in: stepper) }
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
    try line.demand(words: 1 ... 1, of: .goto)
    let word = line.words[0]
    var stepper = try session.startedStepper()
    if stepper.trace.count == 0 { return session.nothingToStep(in: stepper) }
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
    if stepper.trace.count == 0 { return session.nothingToStep(in: stepper) }
    stepper.go(to: stepper.trace.count)
    session.stepper = stepper
    return Output([stepper.summary])
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

extension Diagnostic {

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

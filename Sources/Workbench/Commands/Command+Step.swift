import Diagnostics

extension Command {

  static let step: Command = Command(
    "step", "steps through what a pass does",
    usage: [
      .init("step [N]", "does N steps (starts with constant_folding)"),
      .init("step PASS", "starts with another pass; step pipeline: all of them"),
      .init("step PASS (2)", "starts with one of its runs, as `passes` names them"),
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
    let words = line.words.joiningRounds
    guard words.count <= 1, line.options.isEmpty else {
      throw DiagnosticError(.usage(.step, at: line.span))
    }
    let word = words.first
    let views = ["list", "all", "check"]
    let isPass = word.map { Int($0.text) == nil && !views.contains($0.text) } ?? false
    let stepper = try isPass ? session.stepper(for: word) : session.startedStepper()
    // Where nothing is to be seen, nobody steps; the program itself can be checked.
    if stepper.trace.count == 0, word?.text != "check" { return session.nothingToStep(in: stepper) }
    if stepper.trace.count > 0 { session.stepper = stepper }
    if isPass {
      return Output(
        [session.stepCard], remark: "Enter steps",
        next: ["step list", "next", "goto end", "done"])
    }
    switch word?.text {
    case "list": return Output([stepper.list])
    case "all": return Output([stepper.wholeState])
    case "check": return try session.checkSteps(at: line.span)
    default:
      let n = try word?.integer() ?? 1
      return try session.move(n < 0 ? .back(0.subtractingClamped(n)) : .forward(n))
    }
  }

}

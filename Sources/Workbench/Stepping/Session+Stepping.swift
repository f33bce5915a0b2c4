import Diagnostics
import Toolchain
import Transforms

extension Session {

  /// Returns the walk that is going on, or a new one through constant folding.
  func startedStepper() throws(DiagnosticError) -> Stepper {
    if let stepper { return stepper }
    return try stepper(for: nil)
  }

  /// Returns a walk through the pass that `name` names in the current program.
  func stepper(for name: Spelled?) throws(DiagnosticError) -> Stepper {
    let span = name?.span ?? SourceSpan(SourceFile(name: "<input>", text: ""), 0 ..< 0)
    // Nothing is to be pointed at where no pass is named.
    let callable = try callable(nil, at: name?.span)
    var runner = self.runner
    let run = try pipelineRun(of: callable, &runner)
    if name?.text == "pipeline" {
      return Stepper(
        program: callable.name, pass: "pipeline",
        trace: try toolchain.trace(of: run.initial, settings: passSettings, runner),
        passes: zip(run.runNames, run.passes).map { ($0, $1.steps) })
    }
    let pass = name ?? Spelled(text: Pass.constantFolding.name, span: span, isQuoted: false)
    let numbers = try run.numbers(of: pass)
    let number = numbers.first { run.passes[$0].isChanged } ?? numbers[0]
    return Stepper(
      program: callable.name, pass: pass.text,
      trace: try toolchain.trace(
        ofPass: run.passes[number].pass, on: run.program(before: number), settings: passSettings,
        runner))
  }

  /// The card of the state that is looked at.
  var stepCard: Output.Item {
    guard let stepper else { return .message("no steps") }
    return Output.Item(json: stepper.current?.json ?? StepCard.start(of: stepper)) {
      StepCard(stepper: stepper, width: $0).text
    }
  }

  /// Moves as `move` says, and shows where that leads.
  mutating func move(_ move: Stepper.Move) throws(DiagnosticError) -> Output {
    var stepper = try startedStepper()
    if stepper.trace.count == 0 { return nothingToStep(in: stepper) }
    switch move {
    case .forward(let n):
      if stepper.position == stepper.trace.count {
        return Output(
          [.message("this is the end: \(counted(stepper.trace.count, "step"))")],
          next: ["back", "goto 0", "finish", "done"])
      }
      stepper.go(to: stepper.position.addingClamped(n))
    case .back(let n): stepper.go(to: stepper.position.subtractingClamped(n))
    case .next(let rule):
      let last = stepper.current?.rule
      let found = stepper.nextState { r in rule.map { r.rule.name == $0 } ?? (r.rule != last) }
      guard let found else { throw DiagnosticError(.noNext(rule, stepper)) }
      stepper.go(to: found)
    }
    stepper.lastMove = move
    self.stepper = stepper
    return Output([stepCard])
  }

}

extension Diagnostic {

  fileprivate static func noNext(_ rule: String?, _ stepper: Stepper) -> Diagnostic {
    let used = Set(stepper.trace.rewrites.map(\.rule.name))
    return Diagnostic(
      code: WorkbenchCode.noStep,
      rule.map { "The rule '\($0)' is not used after step \(stepper.position)." }
        ?? "No other rule is used after step \(stepper.position).",
      hint: rule.flatMap { nearest(to: $0, among: used) }.map { "did you mean '\($0)'?" }
        ?? "`step list` shows all steps")
  }

}

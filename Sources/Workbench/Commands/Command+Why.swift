import Diagnostics
import Transforms

extension Command {

  static let why: Command = Command(
    "why", "explains a step", usage: "why", examples: ["why"]
  ) { line, session throws(DiagnosticError) in
    let stepper = try session.startedStepper()
    guard let rewrite = stepper.current else {
      throw DiagnosticError(.noStepToExplain(at: line.span))
    }
    let rule = Pipeline.standard.rules[rewrite.rule]
    var lines = ["\(rewrite.rule): \(rule?.statement ?? "")"]
    if let exception = rule?.exception, !exception.isEmpty { lines.append("not if \(exception)") }
    lines += rewrite.facts.map { "- " + $0.text }
    let enabled = stepper.enabledSteps(by: rewrite)
    if !enabled.isEmpty {
      lines.append("made possible: step \(enabled.map(String.init).joined(separator: ", "))")
    }
    return Output([.init(lines.joined(separator: "\n"), json: rewrite.json)])
  }

}

extension Diagnostic {

  fileprivate static func noStepToExplain(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.noStep, "No step was done yet.", at: span, hint: "step, then why")
  }

}

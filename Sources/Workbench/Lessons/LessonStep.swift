import Diagnostics

/// What a tour takes a person through at a time: prose, and an input to run or an exercise.
struct LessonStep: Sendable {

  /// The lines that stand before the input.
  let prose: [String]

  /// The input; of an exercise its solution.
  let main: SessionFile.Step

  /// What tells, after the input of an exercise, whether that solves it.
  let checks: [SessionFile.Step]

  /// What helps with an exercise; `nil` if this is none.
  var hint: String? { main.exerciseHint }

  var isExercise: Bool { hint != nil }

}

extension SessionFile {

  /// The steps of the file as a lesson, of those that can run in `session`, and what is said at the
  /// end.
  func lesson(in session: Session) -> (steps: [LessonStep], end: [String]) {
    var steps: [LessonStep] = []
    var prose: [String] = []
    var checks: [Step] = []
    var main: Step?
    func finish() {
      guard let step = main else { return }
      steps.append(LessonStep(prose: prose, main: step, checks: checks))
      (prose, checks, main) = ([], [], nil)
    }
    for piece in pieces {
      switch piece {
      case .prose(let lines):
        finish()
        prose += (prose.isEmpty ? [] : [""]) + lines
      case .step(let step) where step.missing(in: session) != nil: continue
      case .step(let step) where step.isCheck && main != nil: checks.append(step)
      case .step(let step):
        finish()
        main = step
      }
    }
    finish()
    return (steps, prose)
  }

}

extension SessionFile.Step {

  /// What helps with the exercise whose solution this is; `nil` if it is none.
  var exerciseHint: String? {
    for case .exercise(let hint) in expectations { return hint }
    return nil
  }

  /// Whether the step checks the exercise above it.
  var isCheck: Bool { expectations.contains(.check) }

  /// Whether the output of the step can tell a right answer from a wrong one.
  var tells: Bool { mustFail || !checksNothing && output.contains { $0 != "[..]" } }

  /// `true` iff `output` is what the step expects, whatever inputs were typed before.
  ///
  /// Who writes less than the solution is told what was taken for the rest, and is right all the same.
  func accepts(_ output: Output) -> Bool {
    if problem(with: output) != nil { return false }
    let form = OutputForm(width: output.form.width, isStable: true)
    let expected = self.output.filter { !$0.isEmpty }.map(\.withoutInputNumbers)
    return [output, output.withoutMessages()].contains {
      OutputMatching(expectations: expectations).matches(
        expected: expected, actual: $0.comparableLines(in: form).map(\.withoutInputNumbers))
    }
  }

}

extension Output {

  /// Returns the lines that are compared with those of a session file.
  func comparableLines(in form: OutputForm? = nil) -> [String] {
    rendered(in: form).split(separator: "\n").map { String($0).trimmingTrailingBlanks() }
      .filter { !$0.isEmpty }
  }

}

extension String {

  /// The text with `<input>` for `<input 7>`.
  fileprivate var withoutInputNumbers: String { replacing(/<input [0-9]+>/, with: "<input>") }

}

import Diagnostics

/// A person's way through a lesson: a function from where one stands and what is typed to what is
/// shown and where one stands then.
///
/// The inputs of the lesson lead from session to session by themselves. What a person types goes on
/// from the latest of them, and is left behind when the lesson goes on, so that nobody can get lost.
public struct Tour: Sendable {

  /// What is typed to move about.
  public static let words = ["back", "skip", "hint", "quit"]

  /// The session that the lesson has led to, confined as its file is.
  private var lessonSession: Session

  /// The sessions before each of the steps that are done.
  private var earlier: [Session] = []

  /// The session that a person's own inputs have led to.
  public private(set) var session: Session

  /// The exercises that were solved, each by the number of its input.
  public private(set) var solved: Set<Int>

  /// Whether the person has typed something since the last input of the lesson.
  private var hasStrayed = false

  /// Whether it was said that the person's own inputs are left behind.
  private var hasSaidSo = false

  private var hasQuit = false

  private let source: SourceFile
  private let steps: [LessonStep]
  private let end: [String]

  /// Creates the tour of `file`, whose inputs do in `session` what its confinement allows.
  ///
  /// - Parameter solved: the exercises that were solved in earlier tours.
  public init(_ file: SessionFile, in session: Session, solved: Set<Int> = []) {
    source = file.source
    lessonSession = session.following(file.header)
    self.session = lessonSession.unconfined
    (steps, end) = file.lesson(in: session)
    self.solved = solved
  }

  /// The number of inputs that are done.
  public var position: Int { earlier.count }

  /// The number of inputs of the lesson; an exercise counts as one.
  public var count: Int { steps.count }

  /// Whether nothing more is to be done.
  public var isFinished: Bool { hasQuit || position == count }

  /// The columns of the terminal.
  public var columns: Int {
    get { session.columns }
    set {
      session.columns = newValue
      lessonSession.columns = newValue
    }
  }

  /// The rows of the terminal.
  public var rows: Int {
    get { session.rows }
    set {
      session.rows = newValue
      lessonSession.rows = newValue
    }
  }

  private var step: LessonStep { steps[position] }

  private var exerciseCount: Int { steps.count { $0.isExercise } }

  /// What waits above the prompt.
  ///
  /// - Parameter isWhole: whether an input of several lines is shown whole.
  public func waiting(isWhole: Bool) -> [TourLine] {
    if isFinished { return [] }
    if step.isExercise {
      return [
        .exercise(steps[...position].count { $0.isExercise }, of: exerciseCount)
      ]
    }
    return [.next(step.main.input, isWhole: isWhole)]
  }

  /// Goes to the input number `position`, from 0, and returns what is shown there first.
  public mutating func begin(at position: Int) -> [TourLine] {
    while self.position < min(position, count) {
      let (_, goesOn) = advance()
      if !goesOn { break }
    }
    let start: [TourLine] =
      self.position == 0 ? [] : [.remark("going on at input \(self.position + 1) of \(count)")]
    return start + arrival
  }

  /// Takes what was typed, and returns what that gives.
  public mutating func take(_ text: String) -> [TourLine] {
    let word = text.trimmingEnds()
    if isFinished { return [] }
    // The lesson may teach a command that the tour has too.
    let isOwn = word == step.main.input.trimmingEnds() && !word.isEmpty
    if !isOwn {
      switch word {
      case "": return step.isExercise ? [.remark(Self.askForAnswer)] : run(shows: true)
      // Whoever walks through steps goes on there.
      case "next" where session.stepper == nil:
        return step.isExercise ? [.remark(Self.askForAnswer)] : run(shows: true)
      case "back": return goBack()
      case "skip": return step.isExercise ? [.remark("one way:")] + reveal() : run(shows: false)
      case "hint": return [hint]
      case "quit", "exit":
        hasQuit = true
        return []
      default: break
      }
    }
    return step.isExercise ? attempt(text) : isOwn ? run(shows: true) : stray(text)
  }

  private static let askForAnswer = "type your answer; hint helps, skip shows one"

  // MARK: Going on

  /// The prose before the present input, or that at the end.
  private var arrival: [TourLine] {
    if !isFinished { return step.prose.isEmpty ? [] : [.prose(step.prose)] }
    if hasQuit { return [] }
    let solvedCount = steps.indices.count { steps[$0].isExercise && solved.contains($0) }
    let exercises =
      exerciseCount == 0 ? "" : ": \(solvedCount) of \(exerciseCount) exercises solved"
    return (end.isEmpty ? [] : [.prose(end)]) + [.remark("the lesson is done\(exercises)")]
  }

  /// Runs the present step where the lesson stands; `goesOn` is false if the person stopped it.
  private mutating func advance() -> (lines: [TourLine], goesOn: Bool) {
    var lines: [TourLine] = []
    var next = lessonSession
    for (i, part) in ([step.main] + step.checks).enumerated() {
      if i > 0, part.missing(in: next) != nil { continue }
      let (after, output) = next.performing(part.input)
      if output.diagnostics.contains(.interrupted) { return ([.output(output)], false) }
      next = after
      if i > 0 { lines.append(.input(part.input)) }
      lines.append(.output(output))
      if let problem = part.problem(with: output) {
        lines.append(.remark("\(source.name):\(part.line): \(problem)"))
      }
      if output.quits { hasQuit = true }
    }
    go(to: next)
    return (lines, true)
  }

  private mutating func go(to next: Session) {
    earlier.append(lessonSession)
    lessonSession = next
    session = next.unconfined
    hasStrayed = false
  }

  private mutating func run(shows: Bool) -> [TourLine] {
    let hadStrayed = hasStrayed
    let (lines, goesOn) = advance()
    if !goesOn { return lines }
    var remarks: [TourLine] = []
    if hadStrayed, !hasSaidSo {
      hasSaidSo = true
      remarks.append(.remark("the lesson goes on from its own inputs; yours are left behind"))
    }
    return (shows ? lines : []) + remarks + arrival
  }

  private mutating func goBack() -> [TourLine] {
    guard let last = earlier.popLast() else { return [.remark("this is the first input")] }
    lessonSession = last
    session = last.unconfined
    hasStrayed = false
    return arrival
  }

  private var hint: TourLine {
    step.hint.map { .remark("hint: \($0)") }
      ?? .remark(
        "Enter runs the grey input; type anything else to try it; back and skip move")
  }

  /// Runs what a person typed beside the lesson.
  private mutating func stray(_ text: String) -> [TourLine] {
    let (next, output) = session.performing(text)
    hasStrayed = hasStrayed || next.changes != session.changes || next.current != session.current
    session = next
    if output.quits { hasQuit = true }
    if output.tour != nil {
      return [.remark("quit leaves this lesson, which goes on later; then tour plays another")]
    }
    if output.watched != nil {
      return [.output(output), .remark("files are watched at the prompt only, not in lessons")]
    }
    return [.output(output)]
  }

  // MARK: Exercises

  /// Runs what a person typed for an exercise, and tells whether it solves it.
  private mutating func attempt(_ text: String) -> [TourLine] {
    let (next, output) = session.performing(text)
    if output.quits { return stray(text) }
    session = next
    hasStrayed = true
    let shown: [TourLine] = [.output(output)]
    if output.failed, !step.main.mustFail { return shown }
    if let why = objection(to: output, in: session), !isSolved(fromStartBy: text) {
      return shown + (Self.isAside(text) ? [] : why)
    }
    solved.insert(position)
    let isSolution = text.trimmingEnds() == step.main.input.trimmingEnds()
    return shown + [.remark("solved")] + (isSolution ? [] : [.remark("the lesson's own way:")])
      + reveal(showsSolution: !isSolution, orElse: next)
  }

  /// Shows the solution of the present exercise and goes on from it.
  ///
  /// - Parameter answer: the session to go on from if the solution fails because the person did what
  ///   it does, such as writing a file.
  private mutating func reveal(
    showsSolution: Bool = true, orElse answer: Session? = nil
  ) -> [TourLine] {
    let (solution, before) = (step, self)
    let (lines, goesOn) = advance()
    if !goesOn { return lines }
    if let answer, case .output(let output)? = lines.first,
      solution.main.problem(with: output) != nil
    {
      self = before
      var next = answer
      next.surroundings = lessonSession.surroundings
      go(to: next)
      return arrival
    }
    let checks = solution.checks.isEmpty ? [] : Array(lines.dropFirst())
    return (showsSolution ? [.input(solution.main.input)] + lines : checks) + arrival
  }

  /// Whether `text` is no try to answer: it asks for help, or takes something back.
  private static func isAside(_ text: String) -> Bool {
    if text.isQuestion { return true }
    guard let line = try? CommandInput(SourceFile(name: "", text: text)),
      let command = Command.meant(by: line.verb.text)
    else { return false }
    return ["help", "undo", "redo", "history", "list"].contains(command.name)
  }

  /// `true` iff `text` solves the exercise where the lesson stands, without what was tried before it:
  /// that must not make a right answer wrong.
  ///
  /// It was run already, so this leaves no traces.
  private func isSolved(fromStartBy text: String) -> Bool {
    var start = lessonSession.unconfined
    start.surroundings = start.surroundings.onTrial(of: [])
    (start.surroundings.shell, start.surroundings.edit) = (nil, nil)
    let (after, output) = start.performing(text)
    if output.failed, !step.main.mustFail { return false }
    return objection(to: output, in: after) == nil
  }

  /// What is wrong with an answer that gave `output` and led to `session`; `nil` if it solves the
  /// exercise.
  private func objection(to output: Output, in session: Session) -> [TourLine]? {
    if step.checks.isEmpty {
      return step.main.accepts(output)
        ? nil : [.remark("that is not the answer yet; hint helps, skip shows one")]
    }
    // The checks are the file's, so they do no more than it may.
    var checked = session
    checked.surroundings = lessonSession.surroundings.onTrial(with: session.surroundings)
    for check in step.checks where check.missing(in: checked) == nil {
      let (next, found) = checked.performing(check.input)
      if !check.accepts(found) {
        return [
          .remark("not yet; this checks it, and should give something else:"),
          .input(check.input), .output(found),
        ]
      }
      checked = next
    }
    return nil
  }

}

extension String {

  /// The text without blanks and line breaks at its ends.
  fileprivate func trimmingEnds() -> String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }

}

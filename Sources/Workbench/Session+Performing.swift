import Diagnostics
import FieldView
import Fields
import PythonSyntax

/// The core of the workbench: a function from a session and an input to a session and an output.
///
/// Prompt, pipe, `-c` and replay are thin layers around it, so they cannot differ.
extension Session {

  /// Returns the session that `text` leads to, and what it says.
  ///
  /// An input that fails leaves the session as it was, but for the record of what was typed.
  public func performing(_ text: String) -> (session: Session, output: Output) {
    // Enter repeats the last way to move, but for one who has just been told of a mistake.
    let repeats = text.allSatisfy(\.isWhitespace) && history.latest?.failed != true
    let text = repeats ? stepper?.lastMove.command ?? text : text
    if text.allSatisfy(\.isWhitespace) { return (self, Output()) }
    // What failed is not counted, so that a recording of the rest has the same names.
    let source = SourceFile(name: "<input \(inputCount + 1)>", text: text)
    var next = self
    var output: Output
    let entry: Entry
    let folder = surroundings.resolve(".")
    var movesThroughStates = false
    do throws(DiagnosticError) {
      let outcome = try next.perform(source, text)
      output = next.shaped(outcome.output)
      movesThroughStates = outcome.movesThroughStates
      let (settings, whole, part) = (next.settings, output, outcome.recordedPart)
      // Writing down what a long text says takes a while.
      entry =
        outcome.isFinal
        ? Entry(text, whole, settings, part, in: folder)
        : try next.runner.interruptibly { Entry(text, whole, settings, part, in: folder) }
    } catch {
      next = self
      output = Output(diagnostics: error.diagnostics)
      output.asJSON = (try? CommandInput(source))?.asJSON ?? false
      output = next.shaped(output)
      entry = Entry(text, output, next.settings, .nothing, in: folder)
      movesThroughStates = false
    }
    if !movesThroughStates, next.changes != changes || next.current != current {
      // What an input did inside is taken back as a whole.
      next.earlier = earlier
      next.earlier.append(.init(of: self, before: next, input: text))
    }
    // Steps of another program than the current one would be mistaken for its own.
    if next.current != current, next.stepper?.program != next.current { next.stepper = nil }
    next.history.append(entry)
    if entry.isRecorded { next.inputCount += 1 }
    return (next, output)
  }

  /// What an input came to.
  private struct Outcome {

    var output: Output
    var recordedPart = RecordedPart.nothing

    /// Whether it did something to files, which cannot be taken back any more.
    var isFinal = false

    /// Whether it went to an earlier or a later state, which is no change to take back.
    var movesThroughStates = false

  }

  /// Does what `source`, whose text is `text`, says.
  private mutating func perform(
    _ source: SourceFile, _ text: String
  ) throws(DiagnosticError) -> Outcome {
    switch source.question == nil ? InputKind(of: text) : .command {
    case .nothing: return Outcome(output: Output())
    case .definition where expressionLine(source) != nil:
      return Outcome(output: try lookAtExpression(source), recordedPart: .all)
    case .definition:
      let output = try leavable { (session) throws(DiagnosticError) in try session.define(source) }
      return Outcome(output: output, recordedPart: .all)
    case .command where source.isForShell:
      return Outcome(output: try runShell(source), isFinal: true)
    case .command:
      let line = try CommandInput(source.question ?? source, isValue: isValue)
      let command = try command(of: line)
      let output = try run(command, line)
      if command.isView, line.redirection == nil { lastView = text }
      return Outcome(
        output: output, recordedPart: command.recording(line),
        isFinal: command.changesMore(line) || line.redirection != nil,
        movesThroughStates: command.movesThroughStates)
    }
  }

  /// Returns `output` as the session wants it written.
  private func shaped(_ output: Output) -> Output {
    var output = settings.hints ? output : output.withoutHint()
    output.diagnostics = output.diagnostics.namingEachOnce
    output.form = form
    return output
  }

  /// Returns the command that `line` means: its verb's, or that of a field's name by itself.
  ///
  /// A field comes before the beginning of a command, so that a new command changes no answer.
  private func command(of line: CommandInput) throws(DiagnosticError) -> Command {
    let isField = fields[line.verb.text].map { isLook(line, at: $0) } ?? false
    let isCommand = Command.exact(line.verb.text) != nil
    if isCommand { return try Command.named(line.verb) }
    if isField { return .value }
    if callables[line.verb.text] != nil, line.arguments.isEmpty { return .callable }
    // Who writes `u - v` wants to see what that is.
    if expression(of: line) != nil { return .expression }
    if constant(line.verb.text) != nil, line.arguments.isEmpty { return .constant }
    if let meant = misreading(of: line) { throw DiagnosticError(meant) }
    return try Command.named(line.verb)
  }

  /// Whether `line` is the name of `field` by itself, or with ranges along its dimensions.
  private func isLook(_ line: CommandInput, at field: Field) -> Bool {
    let names = field.dims.map(\.name)
    return !line.verb.isQuoted && line.words.isEmpty
      && line.options.allSatisfy { names.contains($0.key.text) }
  }

  /// Shows what the expression of fields that `source` holds comes to.
  private mutating func lookAtExpression(_ source: SourceFile) throws(DiagnosticError) -> Output {
    try run(.expression, try CommandInput(source, isValue: isValue))
  }

  /// Whether `word` in the place of a command begins an expression: it is a field or a constant, or
  /// no name at all, as `2` and `(u` are.
  func isValue(_ word: String) -> Bool {
    if fields[word] != nil { return true }
    if callables[word] != nil { return false }
    return constant(word) != nil || Command.matching(word).isEmpty
  }

  private mutating func run(
    _ command: Command, _ line: CommandInput
  ) throws(DiagnosticError) -> Output {
    if let file = line.redirection, case .none(let instead) = command.redirection {
      throw DiagnosticError(.notRedirected(command, to: file, instead: instead))
    }
    var output =
      command.changesMore(line)
      ? try command.perform(line, &self)
      : try leavable { (session) throws(DiagnosticError) in try command.perform(line, &session) }
    output.asJSON = line.asJSON
    output.isAskedFor = command.showsText
    if let file = line.redirection, case .file = command.redirection {
      let form = OutputForm(width: settings.width ?? 80, isStable: settings.stable)
      let bytes = try runner.interruptibly { [output] in
        Array((output.written(in: form) + "\n").utf8)
      }
      try write(bytes, to: file, overwriting: line.overwrites)
      return Output([.message("wrote \(file.text)")], diagnostics: output.diagnostics)
    }
    return output
  }

  /// Returns what `body` returns, which changes nothing but the session that it is given.
  ///
  /// - Throws: What `body` throws, and `Diagnostic.interrupted` as soon as the user wants it to stop;
  ///   the work is left behind then, and the session is what it was.
  private mutating func leavable<T: Sendable>(
    _ body: @escaping @Sendable (inout Session) throws(DiagnosticError) -> T
  ) throws(DiagnosticError) -> T {
    let stop = StopRequest(once: surroundings.isCancelled)
    let (isCancelled, onProgress) = (surroundings.isCancelled, surroundings.onProgress)
    var start = self
    start.surroundings.isCancelled = { stop.isDue }
    // What is left behind tells nobody how far it is.
    start.surroundings.onProgress = { if !stop.isDue { onProgress($0) } }
    let (result, end) = try withLargeStack(until: stop) {
      [start] () throws(DiagnosticError) in
      var session = start
      let result = try body(&session)
      return (result, session)
    }
    self = end
    (surroundings.isCancelled, surroundings.onProgress) = (isCancelled, onProgress)
    return result
  }

}

extension [Diagnostic] {

  /// The messages, but of those about one name that is missing only the first.
  fileprivate var namingEachOnce: [Diagnostic] {
    let codes = [ModuleCode.undefined.rawValue, TypeCode.undeclared.rawValue]
    var seen: Set<String> = []
    return filter { !codes.contains($0.code) || seen.insert($0.message).inserted }
  }

}

extension SourceFile {

  /// `true` iff the text is a line for the shell: `!ls`.
  fileprivate var isForShell: Bool {
    bytes.first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") } == UInt8(ascii: "!")
  }

  /// `help run` for `run?`; `nil` for all other texts.
  fileprivate var question: SourceFile? {
    let line = text(0 ..< bytes.count)
    guard line.isQuestion else { return nil }
    let word = line.filter { !$0.isWhitespace }.dropLast()
    return SourceFile(name: name, text: "help \(word)")
  }

}

extension Stepper.Move {

  /// The command that moves like this.
  fileprivate var command: String {
    switch self {
    case .forward(let count): count == 1 ? "step" : "step \(count)"
    case .back(let count): count == 1 ? "back" : "back \(count)"
    case .next(let rule): rule.map { "next \($0)" } ?? "next"
    }
  }

}

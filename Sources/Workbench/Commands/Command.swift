import Diagnostics

/// A verb of the workbench: what it is called, how it is explained, what it does.
public struct Command: Sendable {

  public let name: String

  /// What it does, in a few words.
  public let summary: String

  /// The forms it takes, one a line.
  public let usage: String

  /// Lines to type.
  public let examples: [String]

  /// What a `>` behind it means.
  let redirection: Redirection

  /// What `>` means in a command.
  enum Redirection: Sendable {

    /// A file follows, which the answer is written to.
    case file

    /// Nothing: the answer says what the command did to the session. The text says what else to do.
    case none(instead: String)

    /// The greater-than of an expression that the command takes.
    case comparison

  }

  /// Performs the command on the session.
  let perform: @Sendable (CommandInput, inout Session) throws(DiagnosticError) -> Output

  init(
    _ name: String, _ summary: String, usage: String, examples: [String],
    redirection: Redirection = .none(instead: "show itir > FILE writes what a stage made"),
    perform: @escaping @Sendable (CommandInput, inout Session) throws(DiagnosticError) -> Output
  ) {
    self.name = name
    self.summary = summary
    self.usage = usage
    self.examples = examples
    self.redirection = redirection
    self.perform = perform
  }

  /// All commands, in the order in which `help` shows them.
  public static let all: [Command] = [
    .load, .list, .use, .show, .stages, .passes, .diff, .step, .back, .next,
    .until, .goto, .finish, .why, .done, .check, .field, .connect, .bind, .unbind, .run, .compare,
    .digest,
    .save, .set,
    .help, .quit,
  ]

  /// Returns the command that `verb` names: exactly, else as a unique prefix.
  static func named(_ verb: Spelled) throws(DiagnosticError) -> Command {
    if let exact = all.first(where: { $0.name == verb.text }) { return exact }
    let candidates = all.filter { $0.name.hasPrefix(verb.text) }
    switch candidates.count {
    case 1: return candidates[0]
    case 0: throw DiagnosticError(.unknownCommand(verb))
    default: throw DiagnosticError(.ambiguousCommand(verb, candidates.map(\.name)))
    }
  }

}

extension CommandInput {

  /// Throws unless the line has so many words and, if `options` is false, no options.
  func demand(
    words: ClosedRange<Int>, options: Bool = false, of command: Command
  ) throws(DiagnosticError) {
    if self.words.count > words.upperBound {
      throw DiagnosticError(.unexpectedWord(self.words[words.upperBound], in: command))
    }
    if self.words.count < words.lowerBound { throw DiagnosticError(.usage(command, at: span)) }
    if !options, let option = self.options.first {
      throw DiagnosticError(.unexpectedWord(option.key, in: command))
    }
  }

}

/// What does here what other tools have a command for.
private let commandsElsewhere = [
  "exit": "quit ends the session",
  "export": "show itir > FILE writes a program, save NAME \"file.npy\" a field",
  "edit": "show source > FILE or show itir > FILE, change it, and load it again",
  "fold": "step goes through constant folding, show itir after PASS shows what came of it",
  "trace": "step list shows the steps of a pass",
  "plot": "list fields shows figures, save NAME \"file.npy\" writes all values",
  "undo": "define, bind or make it anew; back goes back a step",
  "ls": "list shows what the session holds",
  "compile": "stages shows each step and its time",
]

/// The first words of Python's statements that define nothing.
private let pythonStatements: Set = [
  "if", "else", "elif", "for", "while", "with", "try", "return", "assert", "raise", "print", "del",
]

extension Diagnostic {

  fileprivate static func unknownCommand(_ verb: Spelled) -> Diagnostic {
    let near = nearest(to: verb.text, among: Command.all.map(\.name))
    let hint =
      if let called = Command.all.first(where: { verb.text.hasPrefix($0.name + "(") }) {
        "commands have no parentheses: \(called.examples[0])"
      } else if verb.text.contains("(") {
        "to execute a program: run \(verb.text.prefix { $0 != "(" })"
      } else if pythonStatements.contains(verb.text) {
        "Python statements are not run here; operators may contain them"
      } else if let other = commandsElsewhere[verb.text] {
        other
      } else {
        near.map { "did you mean '\($0)'?" } ?? "type `help` for the list of commands"
      }
    return Diagnostic(
      code: WorkbenchCode.unknownCommand, "There is no command '\(verb.text)'.", at: verb.span,
      hint: hint)
  }

  fileprivate static func ambiguousCommand(_ verb: Spelled, _ names: [String]) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.ambiguousCommand,
      "'\(verb.text)' can mean several commands: \(names.joined(separator: ", ")).",
      at: verb.span, hint: "type one more letter")
  }

  /// The answer of `command` cannot be written to `file`.
  static func notRedirected(
    _ command: Command, to file: Spelled, instead: String
  ) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "The answer of '\(command.name)' is not written to files.",
      at: file.span, hint: instead)
  }

  /// A command was used in a form that it does not have.
  static func usage(_ command: Command, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "'\(command.name)' is not used like this.", at: span,
      hint: "usage: " + command.usage)
  }

}

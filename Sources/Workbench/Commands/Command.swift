import Diagnostics
import Toolchain

/// A verb of the workbench: what it is called, how it is explained and completed, what a saved
/// session holds of it, what it does.
///
/// This is all that the workbench knows of a command: a new one is a file with a value of this type
/// and a place in `Command.all`.
public struct Command: Sendable {

  public let name: String

  /// What it does, in a few words.
  public let summary: String

  /// The forms it takes.
  public let usage: [HelpLine]

  /// What stands for what in the forms.
  public let arguments: [HelpLine]

  /// Lines to type.
  public let examples: [String]

  /// Other words that mean the command when they are written in full.
  let aliases: [String]

  /// The command that `help` lists this one with, for those that are used together.
  let listedWith: String?

  /// Verbs of other tools for what this one does, and what to say to people who type them.
  let elsewhere: KeyValuePairs<String, String>

  /// What a `>` behind it means.
  let redirection: Redirection

  /// Whether it shows something that definitions make, which `reload` shows anew.
  let isView: Bool

  /// Whether it goes to states that the session had before.
  let movesThroughStates: Bool

  /// What a saved session holds of a line of it.
  let recording: @Sendable (CommandInput) -> RecordedPart

  /// Returns the words that can stand where the cursor is, in the order in which they are offered.
  ///
  /// Those that do not fit what is typed already are left out by the caller.
  let completion: @Sendable (CompletionPoint) -> [String]

  /// Whether a line of it changes more than the session: files, or what another program has.
  ///
  /// All others are left behind where they stand as soon as the user wants that.
  let changesMore: @Sendable (CommandInput) -> Bool

  /// Performs the command on the session.
  let perform: @Sendable (CommandInput, inout Session) throws(DiagnosticError) -> Output

  /// A form or an argument, and what it means.
  public struct HelpLine: Sendable, ExpressibleByStringLiteral {

    public let text: String
    public let meaning: String?

    init(_ text: String, _ meaning: String? = nil) {
      self.text = text
      self.meaning = meaning
    }

    /// Creates the line `text`, with nothing on its left.
    public init(stringLiteral text: String) { self.init(text) }

  }

  /// Whether who types it wants to read something, rather than have something done.
  var showsText: Bool {
    switch redirection {
    case .file, .ownFile, .comparison: true
    case .none: name == Command.help.name
    }
  }

  /// What `>` means in a command.
  enum Redirection: Sendable {

    /// A file follows, which the answer is written to.
    case file

    /// A file follows, which the command writes in a form of its own.
    case ownFile

    /// Nothing: the answer says what the command did to the session. The text says what else to do.
    case none(instead: String)

    /// The greater-than of an expression that the command takes.
    case comparison

  }

  init(
    _ name: String, _ summary: String, usage: [HelpLine], arguments: [HelpLine] = [],
    examples: [String], aliases: [String] = [], listedWith: String? = nil,
    elsewhere: KeyValuePairs<String, String> = [:],
    redirection: Redirection = .none(instead: "show itir > FILE writes what a stage made"),
    isView: Bool = false, movesThroughStates: Bool = false,
    recording: @escaping @Sendable (CommandInput) -> RecordedPart = { _ in .all },
    changesMore: @escaping @Sendable (CommandInput) -> Bool = { _ in false },
    completion: @escaping @Sendable (CompletionPoint) -> [String] = { _ in [] },
    perform: @escaping @Sendable (CommandInput, inout Session) throws(DiagnosticError) -> Output
  ) {
    self.name = name
    self.summary = summary
    self.usage = usage
    self.arguments = arguments
    self.examples = examples
    self.aliases = aliases
    self.listedWith = listedWith
    self.elsewhere = elsewhere
    self.redirection = redirection
    self.isView = isView
    self.movesThroughStates = movesThroughStates
    self.recording = recording
    self.changesMore = changesMore
    self.completion = completion
    self.perform = perform
  }

  /// All commands, in the order in which `help` shows them.
  public static let all: [Command] = [
    .load, .edit, .reload, .watch, .list, .history, .undo, .redo, .use, .show, .stages, .passes,
    .diff,
    .step, .back, .next,
    .until, .goto, .finish, .why, .done, .check, .field, .delete, .print, .plot, .connect, .bind,
    .unbind,
    .run, .time, .compile, .variants, .backends, .cache, .freeze, .inspect, .verify, .thaw,
    .compare,
    .digest,
    .save, .resume, .set, .cd, .pwd, .ls,
    .help, .tour, .quit,
  ]

}

/// What a saved session holds of an input.
enum RecordedPart: Sendable {

  /// The input and its output.
  case all

  /// The input, whose output is not compared, for the reason given.
  case input(because: String)

  /// Nothing.
  case nothing

}

extension Command.HelpLine {

  // What many commands take.

  static let program = Self("PROGRAM", "a program or operator; the current one if left out")
  static let field = Self("NAME", "a field of the session")
  static let pass = Self("PASS", "the name of a pass, or of a run of it: `passes` lists them")
  static let rule = Self("RULE", "the name of a rule: `set rule` lists them")
  static let stage = Self(
    "STAGE",
    (["source", "foast", "past", "itir"] + Backend.all.flatMap(\.texts).map(\.name))
      .joined(separator: ", ") + ", or a step that `stages` shows")
  static let dimension = Self("DIM", "a dimension, by its own name or by the one in scope")
  static let file = Self("FILE", "a path from the session's folder; quotes go around blanks")

}

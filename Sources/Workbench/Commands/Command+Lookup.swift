import Diagnostics
import FieldView

extension Command {

  /// Returns the commands that `word` can mean: the one that it names exactly, else all whose names
  /// begin with it.
  static func matching(_ word: String) -> [Command] {
    if let exact = exact(word) { return [exact] }
    return word.isEmpty ? [] : all.filter { $0.name.hasPrefix(word) }
  }

  /// Returns the command whose name or other name `word` is.
  static func exact(_ word: some StringProtocol) -> Command? {
    all.first { $0.name == word || $0.aliases.contains(String(word)) }
  }

  /// Returns the command that `word` means; `nil` if that is none or more than one.
  static func meant(by word: String) -> Command? {
    let found = matching(word)
    return found.count == 1 ? found[0] : nil
  }

  /// Returns the command that `verb` means.
  static func named(_ verb: Spelled) throws(DiagnosticError) -> Command {
    let found = matching(verb.text)
    switch found.count {
    case 1: return found[0]
    case 0: throw DiagnosticError(.unknownCommand(verb))
    default: throw DiagnosticError(.ambiguousCommand(verb, found.map(\.name)))
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

/// The first words of Python's statements that define nothing.
private let pythonStatements: Set = [
  "if", "else", "elif", "for", "while", "with", "try", "return", "assert", "raise",
]

extension Diagnostic {

  fileprivate static func unknownCommand(_ verb: Spelled) -> Diagnostic {
    let elsewhere = Command.all.lazy.flatMap { Array($0.elsewhere) }.first { $0.key == verb.text }
    let near = nearest(to: verb.text, among: Command.all.map(\.name))
    let hint =
      if verb.text.contains("("), let called = Command.exact(verb.text.prefix { $0 != "(" }) {
        "commands have no parentheses: \(called.examples[0])"
      } else if let word = LanguageWord.all.first(where: {
        $0.name == verb.text.prefix { $0 != "(" }
      }) {
        "it is a word of definitions: help \(word.name)"
      } else if verb.text.contains("(") {
        "to execute a program: run \(verb.text.prefix { $0 != "(" })"
      } else if pythonStatements.contains(verb.text) {
        "Python statements are not run here; operators may contain them"
      } else if let elsewhere {
        elsewhere.value
      } else {
        near.map { "did you mean '\($0)'?" } ?? "type `help` for the list of commands"
      }
    return Diagnostic(
      code: WorkbenchCode.unknownCommand, "There is no command '\(verb.text)'.", at: verb.span,
      hint: hint)
  }

  /// `verb` is the beginning of several commands.
  static func ambiguousCommand(_ verb: Spelled, _ names: [String]) -> Diagnostic {
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
      hint: command.usageHint)
  }

  /// A word stands where none belongs.
  static func unexpectedWord(_ word: Spelled, in command: Command) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "'\(word.text)' does not belong here.", at: word.span,
      hint: command.usageHint)
  }

}

extension Command {

  /// The forms of the command, for the hint of a message.
  var usageHint: String {
    "usage: " + usage.map(\.text).joined(separator: "\n")
  }

}

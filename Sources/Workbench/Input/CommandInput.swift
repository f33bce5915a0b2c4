import Diagnostics
import PythonSyntax

/// A piece of a command line where it is written.
public struct Spelled: Hashable, Sendable {

  /// The text, quotes and escapes resolved.
  public let text: String
  public let span: SourceSpan

  /// `true` iff the text was written in quotes, so that it is a file's name and no keyword.
  public let isQuoted: Bool

  /// The text without the `!` at its end; `nil` if it has none, or is quoted.
  var withoutExclamationMark: Spelled? {
    guard !isQuoted, text.count > 1, text.hasSuffix("!") else { return nil }
    let bytes = span.bytes.lowerBound ..< span.bytes.upperBound - 1
    return Spelled(
      text: String(text.dropLast()), span: SourceSpan(span.file, bytes), isQuoted: false)
  }

  /// `true` iff the text can be the name of something.
  var isIdentifier: Bool {
    !isQuoted && !text.isEmpty && text.first?.isNumber == false
      && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
  }

}

extension Spelled {

  /// Checks that the text can be the name of a program.
  ///
  /// - Throws: That it cannot, as a message.
  func demandProgramName() throws(DiagnosticError) {
    if isIdentifier, !text.isPythonKeyword { return }
    throw DiagnosticError(
      Diagnostic(
        code: WorkbenchCode.badValue, "'\(text)' cannot be the name of a program.", at: span,
        hint: text.isPythonKeyword
          ? "it is a word of Python" : "a name has letters, digits and _, and begins with no digit")
    )
  }

}

/// A command as typed: `verb word "file" key=value …`, with `as json` and `> FILE` anywhere, and with
/// a `!` at the end of the line, of the verb or of the file if a file may be overwritten.
public struct CommandInput: Sendable {

  public enum Argument: Sendable {
    case word(Spelled)
    case option(key: Spelled, value: Spelled)
  }

  public let verb: Spelled
  public let arguments: [Argument]

  /// Whether the line has `as json`.
  public let asJSON: Bool

  /// The file behind `>`.
  public let redirection: Spelled?

  /// Whether the line has a `!`: files that somebody else wrote may be replaced.
  public let overwrites: Bool

  /// The whole line.
  public let span: SourceSpan

  /// Where the words before `as json` end.
  private let end: Int

  /// Parses the text of `source`, which holds one command.
  ///
  /// - Parameter isValue: whether a word in the place of a command stands for a value, so that `>`
  ///   compares it and writes no file.
  /// - Throws: What is wrong with quotes, brackets, options, or the redirection.
  public init(
    _ source: SourceFile, isValue: (String) -> Bool = { _ in false }
  ) throws(DiagnosticError) {
    var scanner = CommandScanner(source)
    var tokens = try scanner.tokens()
    span = SourceSpan(source, 0 ..< source.bytes.count)
    guard case .word(let verb)? = tokens.first else {
      throw DiagnosticError(.expectedVerb(at: tokens.first?.span ?? span))
    }
    tokens.removeFirst()
    // A `!` and `as json` end the line in either order.
    let (json, mark) = Self.endings(of: &tokens)
    var overwrites = mark
    if let plain = verb.withoutExclamationMark {
      overwrites = true
      self.verb = plain
    } else {
      self.verb = verb
    }
    if self.verb.compares(isValue) {
      tokens = tokens.map(\.asComparison)
    }

    var redirection: Spelled?
    while let at = tokens.firstIndex(where: \.isRedirection) {
      guard redirection == nil, at + 1 < tokens.count, case .word(let file) = tokens[at + 1] else {
        throw DiagnosticError(.expectedRedirectionTarget(at: tokens[at].span))
      }
      if !file.isQuoted, ScalarLiteral(file.text) != nil {
        throw DiagnosticError(.numberAsFile(file))
      }
      redirection = file.withoutExclamationMark ?? file
      overwrites = overwrites || file.withoutExclamationMark != nil
      tokens.removeSubrange(at ... at + 1)
    }
    self.overwrites = overwrites
    self.redirection = redirection

    let inside = tokens.indices.dropLast().first {
      tokens[$0].bareText == "as" && tokens[$0 + 1].bareText == "json"
    }
    asJSON = json || inside != nil
    if let inside { tokens.removeSubrange(inside ... inside + 1) }
    end = tokens.last?.span.bytes.upperBound ?? verb.span.bytes.upperBound

    arguments = try Self.arguments(in: tokens)
  }

  /// Takes `as json` and `!` off the end of the line, and returns which of them stood there.
  private static func endings(of tokens: inout [CommandToken]) -> (json: Bool, mark: Bool) {
    var (json, mark) = (false, false)
    while let last = tokens.last {
      if !mark, last.bareText == "!" {
        mark = true
        tokens.removeLast()
      } else if !json, last.bareText == "json", tokens.count > 1,
        tokens[tokens.count - 2].bareText == "as",
        tokens.count < 3 || !tokens[tokens.count - 3].isRedirection
      {
        json = true
        tokens.removeLast(2)
      } else {
        break
      }
    }
    return (json, mark)
  }

  /// Returns the words and options that `tokens` are, without redirection.
  private static func arguments(
    in tokens: [CommandToken]
  ) throws(DiagnosticError) -> [Argument] {
    var arguments: [Argument] = []
    var i = 0
    while i < tokens.count {
      guard case .word(let word) = tokens[i] else {
        throw DiagnosticError(.expectedOptionName(at: tokens[i].span))
      }
      guard i + 1 < tokens.count, case .equals(let equals) = tokens[i + 1] else {
        arguments.append(.word(word))
        i += 1
        continue
      }
      guard i + 2 < tokens.count, case .word(let value) = tokens[i + 2] else {
        throw DiagnosticError(.expectedOptionValue(of: word.text, at: equals))
      }
      // Of `u= out=zeros` the first has no value.
      if i + 3 < tokens.count, case .equals = tokens[i + 3],
        equals.bytes.upperBound < value.span.bytes.lowerBound
      {
        throw DiagnosticError(.expectedOptionValue(of: word.text, at: equals))
      }
      arguments.append(.option(key: word, value: value))
      i += 3
    }
    return arguments
  }

  /// Returns the text behind `word`, as it is written.
  func expression(after word: Spelled) -> String {
    let start = word.span.bytes.upperBound
    return span.file.text(start ..< max(start, end))
  }

  /// The arguments that are words, in order.
  public var words: [Spelled] {
    arguments.compactMap { if case .word(let w) = $0 { w } else { nil } }
  }

  /// The arguments of the form `key=value`, in order.
  public var options: [(key: Spelled, value: Spelled)] {
    arguments.compactMap { if case .option(let k, let v) = $0 { (k, v) } else { nil } }
  }

}

extension Spelled {

  /// Whether `>` compares behind this verb: that of a command that takes expressions, or a value.
  fileprivate func compares(_ isValue: (String) -> Bool) -> Bool {
    if isQuoted { return false }
    if Command.exact(text) == nil, isValue(text) { return true }
    if case .comparison? = Command.meant(by: text)?.redirection { return true }
    return false
  }

}

/// A token of a command line.
enum CommandToken {

  case word(Spelled)
  case equals(SourceSpan)
  case redirection(SourceSpan)

  var span: SourceSpan {
    switch self {
    case .word(let w): w.span
    case .equals(let s), .redirection(let s): s
    }
  }

  var isRedirection: Bool {
    if case .redirection = self { true } else { false }
  }

  /// The token in a command whose `>` compares.
  var asComparison: CommandToken {
    guard case .redirection(let at) = self else { return self }
    return .word(Spelled(text: at.text, span: at, isQuoted: false))
  }

  /// The text of an unquoted word.
  var bareText: String? {
    if case .word(let w) = self, !w.isQuoted { w.text } else { nil }
  }

}

extension Diagnostic {

  fileprivate static func expectedVerb(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.syntax, "A command starts with a word.", at: span,
      hint: "type `help` for the list of commands")
  }

  fileprivate static func expectedRedirectionTarget(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.syntax, "Expected one file name after '>'.",
      at: span, hint: "show itir > lap.itir")
  }

  fileprivate static func numberAsFile(_ file: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.syntax, "Behind '>' stands the name of a file here, and no number.",
      at: file.span,
      hint: "to compare, leave the command out: u > \(file.text); a file: > \"\(file.text)\"")
  }

  fileprivate static func expectedOptionName(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.syntax, "Expected a name before '='.", at: span,
      hint: "write options as name=value")
  }

  fileprivate static func expectedOptionValue(of name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.syntax, "Expected a value for '\(name)' after '='.", at: span,
      hint: "write options as name=value")
  }

}

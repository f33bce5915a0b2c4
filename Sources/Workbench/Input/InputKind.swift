/// What a piece of input is, decided by its first token.
public enum InputKind: Hashable, Sendable {

  /// Nothing but blanks and comments.
  case nothing

  /// Python: a decorated function, a class, an import, or `NAME = …`.
  case definition

  /// Anything else.
  case command

  /// Classifies `text` by its first token.
  public init(of text: String) {
    let trimmed = text.drop(while: \.isWhitespace)
    guard let first = trimmed.first, first != "#" else {
      self = trimmed.contains("\n") ? Self.afterComment(trimmed) : .nothing
      return
    }
    if trimmed.isQuestion {
      self = .command
      return
    }
    // Decorators, strings, and targets or values in brackets: no command begins so.
    if "@\"'([{*".contains(first) {
      self = .definition
      return
    }
    let word = trimmed.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    let rest = trimmed.dropFirst(word.count)
    if pythonWords.contains(String(word)), !rest.startsValue {
      self = .definition
      return
    }
    if word == "match", opensBlock(String(trimmed)) {
      self = .definition
      return
    }
    // Who writes `run(f)` means the command.
    let isCommand = rest.first == "(" && word != "print" && Command.exact(word) != nil
    self = !word.isEmpty && !isCommand && rest.continuesPython ? .definition : .command
  }

  /// Classifies `text`, whose first line is a comment, by its other lines.
  private static func afterComment(_ text: Substring) -> InputKind {
    let rest = text.drop { $0 != "\n" }
    return InputKind(of: String(rest))
  }

}

/// The words with which Python's statements begin.
private let pythonWords: Set = [
  "def", "class", "import", "from", "if", "elif", "else", "for", "while", "with", "try", "except",
  "finally", "async", "assert", "raise", "global", "nonlocal", "return", "pass", "break",
  "continue", "lambda", "not", "await", "yield",
]

extension StringProtocol {

  /// `true` iff the text is one word with a question mark behind it: `run?`, `if-literal?`.
  var isQuestion: Bool {
    let words = split(maxSplits: 2, omittingEmptySubsequences: true, whereSeparator: \.isWhitespace)
    return words.count == 1 && words[0].first?.isLetter == true && words[0].last == "?"
  }

}

extension Substring {

  /// `true` iff what follows a word makes it an option of a command: `if=3` is none of Python's.
  fileprivate var startsValue: Bool { first == "=" }

  /// `true` iff what follows a name makes a statement of Python's, and no command: a declaration or
  /// an assignment, a call, a member.
  fileprivate var continuesPython: Bool {
    if let next = first, "(.[".contains(next) { return true }
    let rest = drop { $0 == " " || $0 == "\t" }
    if rest.first == ":" || rest.first == "," { return true }
    if rest.first == "=" { return rest.dropFirst().first != "=" }
    let operators = ["+", "-", "*", "/", "//", "%", "**", "@", "&", "|", "^", ">>", "<<"]
    return operators.contains { rest.hasPrefix($0 + "=") }
  }

}

/// `true` iff a blank follows the word at the end of `text` once that is complete.
///
/// In Python a bracket or a comma may follow, but for the words of `from MODULE import`.
public func takesBlank(after text: String) -> Bool {
  if InputKind(of: text) != .definition { return true }
  let line = lastLine(of: text)
  let words = line.split(separator: " ", omittingEmptySubsequences: false)
  return line.hasPrefix("from ") && words.count <= 3
}

/// `true` iff `line` begins to import.
func opensModuleLine(_ line: some StringProtocol) -> Bool {
  line.hasPrefix("from ") || line.hasPrefix("import ")
}

/// Returns whether `text` is a whole input, so that Enter may submit it.
///
/// A command is whole when its quotes and brackets are closed. A definition that opens a block is
/// whole when its last line is blank; one on a single line, such as `I = Dimension("I")`, at once.
public func isComplete(_ text: String) -> Bool {
  guard InputKind(of: text) == .definition else { return true }
  // Of a long text that is being pasted only the ends are looked at.
  if opensBlock(text), !lastLine(of: text).allSatisfy(\.isWhitespace) { return false }
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  var open = OpenText()
  for line in lines { open.add(line) }
  if open.isOpen { return false }
  return !lines.contains { needsBlock(String($0)) }
    || (lines.last?.allSatisfy(\.isWhitespace) ?? false)
}

/// Returns whether `text` begins with a decorator or with a statement that has a block.
func opensBlock(_ text: String) -> Bool {
  if text.isQuestion { return false }
  if text.first == "@" { return true }
  let word = String(text.prefix { $0.isLetter })
  switch word {
  case "def", "class": return text.dropFirst(word.count).first == " "
  case "if", "for", "while", "with", "try", "async": return !text.dropFirst(word.count).startsValue
  // A word like any other where no colon ends the line.
  case "match":
    let line = withoutComment(text.prefix { $0 != "\n" })
    return text.dropFirst(word.count).first == " " && line.last { !$0.isWhitespace } == ":"
  default: return false
  }
}

/// Returns whether Enter submits `text`: it is whole, or its last two lines are blank, so that a
/// forgotten bracket can be reported.
public func isSubmitted(_ text: String) -> Bool {
  if isComplete(text) { return true }
  let last = lastLine(of: text)
  guard last.allSatisfy(\.isWhitespace), last.startIndex > text.startIndex else { return false }
  let before = text[..<text.index(before: last.startIndex)]
  let second = lastLine(of: before)
  return second.allSatisfy(\.isWhitespace) && second.startIndex > before.startIndex
}

/// `true` iff `line` belongs to a definition of several lines.
func needsBlock(_ line: String) -> Bool {
  opensBlock(line)
    || (line.hasPrefix(" ") || line.hasPrefix("\t")) && !line.allSatisfy(\.isWhitespace)
}

/// Returns what stands behind the last line break of `text`.
private func lastLine<S: StringProtocol>(of text: S) -> S.SubSequence {
  text[(text.lastIndex(of: "\n").map(text.index(after:)) ?? text.startIndex)...]
}

/// Returns the blanks that the line after `text` starts with: those of its last line, and four
/// more after a colon.
public func indentation(after text: String) -> String {
  let last = lastLine(of: text)
  let current = last.prefix { $0 == " " || $0 == "\t" }
  let opens = withoutComment(last).last { !$0.isWhitespace } == ":"
  return opens ? current + "    " : String(current)
}

/// Returns `line` up to the `#` that begins a comment.
private func withoutComment(_ line: Substring) -> Substring {
  var quote: Character?
  var isEscaped = false
  let end = line.firstIndex { c in
    if isEscaped {
      isEscaped = false
    } else if let open = quote {
      if c == "\\" { isEscaped = true } else if c == open { quote = nil }
    } else if c == "#" {
      return true
    } else if c == "\"" || c == "'" {
      quote = c
    }
    return false
  }
  return line[..<(end ?? line.endIndex)]
}

/// Puts lines together to inputs, for pipes and for pasted text.
///
/// A definition goes on until a line begins that cannot belong to it: one that is not indented
/// and follows a block, or, at a prompt, a blank line.
public struct InputCollector {

  private var lines: [String] = []

  /// The blanks in front of the input's first line, which are taken off the others too.
  private var indentation = ""

  /// Whether what comes was copied from a terminal, a session file or a Python example: only lines
  /// behind prompts are inputs there, the others are answers.
  private var isTranscript = false

  /// Whether lines of the open input were marked as such: those without a mark are answers then.
  private var hasMarks = false

  /// What `lines` leave open.
  private var open = OpenText()

  /// Whether a line belongs to a block.
  private var needsBlock = false

  /// Whether a line that opens a block was met, and whether an indented one followed.
  private var hasHeader = false
  private var hasIndented = false

  /// Creates a collector that holds no line.
  public init() {}

  /// Returns the inputs that `text`, typed or pasted as a whole, consists of.
  ///
  /// A blank text is one input: Enter, which repeats a move.
  public static func inputs(in text: String) -> [String] {
    if text.allSatisfy(\.isWhitespace) { return [""] }
    var collector = InputCollector()
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    collector.isTranscript = isExplained(lines)
    return lines.flatMap { collector.add(String($0)) } + collector.finish()
  }

  /// Takes the next line; returns the inputs that are whole now.
  ///
  /// Each line is looked at once, however many there are.
  public mutating func add(_ line: String) -> [String] {
    guard let line = withoutPrompt(line) else { return hasMarks ? finish() : [] }
    var finished: [String] = []
    if !lines.isEmpty, endsBefore(withoutIndentation(line)) { finished += finish() }
    let isBlank = line.allSatisfy(\.isWhitespace)
    if lines.isEmpty {
      if isBlank { return finished }
      indentation = String(line.prefix { $0 == " " || $0 == "\t" })
    }
    let text = withoutIndentation(line)
    // What the first line is, the whole input is.
    let isDefinition = !lines.isEmpty || InputKind(of: text) == .definition
    append(text)
    // In a transcript a blank line ends a definition: what follows is the answer.
    let isEnd = isTranscript && isBlank
    let isWhole = !open.isOpen && (!needsBlock || isBlank)
    if !isDefinition || (isWhole && (isEnd || !opensBlock(lines[0]))) { finished += finish() }
    return finished
  }

  /// Returns what is left at the end.
  public mutating func finish() -> [String] {
    while lines.last?.allSatisfy(\.isWhitespace) ?? false { lines.removeLast() }
    defer {
      lines = []
      open = OpenText()
      hasMarks = false
      (needsBlock, hasHeader, hasIndented) = (false, false, false)
    }
    return lines.isEmpty ? [] : [lines.joined(separator: "\n")]
  }

  private mutating func append(_ line: String) {
    open.add(line)
    needsBlock = needsBlock || Workbench.needsBlock(line)
    if line.first != "@", opensBlock(line) {
      (hasHeader, hasIndented) = (true, false)
    } else if line.first?.isWhitespace == true {
      hasIndented = true
    }
    lines.append(line)
  }

  /// Whether the open definition is whole, and `line` begins something else.
  private func endsBefore(_ line: String) -> Bool {
    guard let first = line.first, !first.isWhitespace, first != "#", first != ")" else {
      return false
    }
    let word = String(line.prefix { $0.isLetter })
    if ["else", "elif", "except", "finally"].contains(word) { return false }
    return !open.isOpen && hasBody
  }

  /// Whether the definition's block has begun: an indented line follows `def` or `class`, or the
  /// header goes on behind its colon.
  private var hasBody: Bool {
    if !hasHeader { return lines.first?.first != "@" }
    let last = lines.last.map { String($0.prefix { $0 != "#" }).trimmingTrailingBlanks() }
    return hasIndented || last?.last != ":"
  }

  private func withoutIndentation(_ line: String) -> String {
    line.hasPrefix(indentation) ? String(line.dropFirst(indentation.count)) : line
  }

  // MARK: Transcripts

  /// Returns `line` without the prompt that it was copied with; `nil` if it is an answer.
  private mutating func withoutPrompt(_ line: String) -> String? {
    let text = line.drop { $0 == " " }
    if lines.isEmpty || isTranscript, let prompt = Self.prompt(of: text) {
      isTranscript = true
      return String(text.dropFirst(prompt))
    }
    if lines.isEmpty, line.trimmingByteOrderMark() == SessionFile.magic { isTranscript = true }
    guard isTranscript else { return line }
    if lines.isEmpty { return nil }
    for mark in ["... ", ". ", "...: "] where text.hasPrefix(mark) {
      hasMarks = true
      return String(text.dropFirst(mark.count))
    }
    if ["...", ".", "...:"].contains(text) {
      hasMarks = true
      return ""
    }
    // The terminal marks no continuation lines: what an open input needs belongs to it.
    return hasMarks ? nil : line
  }

  /// Whether `lines` begin with words about an example of Python, `>>> ` or `In [1]: `, that follows.
  ///
  /// In a definition the example is a part of its documentation.
  private static func isExplained(_ lines: [Substring]) -> Bool {
    guard let first = lines.first(where: { !$0.allSatisfy(\.isWhitespace) }) else { return false }
    let word = first.drop(while: \.isWhitespace).prefix { !$0.isWhitespace }
    if ["def", "class", "import", "from"].contains(word) || word.first == "@" { return false }
    if first.contains("=") || first.contains("\"\"\"") { return false }
    return lines.contains { line in
      let text = line.drop { $0 == " " }
      return text.hasPrefix(">>> ") || cell(of: text) != nil
    }
  }

  /// The number of characters of the prompt `In [1]: ` with which `text` begins; `nil` if it does not.
  private static func cell(of text: Substring) -> Int? {
    guard text.hasPrefix("In ["), let end = text.firstIndex(of: "]"),
      text[text.index(text.startIndex, offsetBy: 4) ..< end].allSatisfy(\.isNumber),
      text[end...].hasPrefix("]:")
    else { return nil }
    let count = text.distance(from: text.startIndex, to: end) + 2
    return count < text.count ? count + 1 : count
  }

  /// The number of characters of the prompt with which `text` begins: `>>> `, `In [1]: `, `> ` of a
  /// session file, `stencil> `, `lap inline_lifts[3/7]> `; `nil` if there is none.
  private static func prompt(of text: Substring) -> Int? {
    for mark in [">>> ", "> "] where text.hasPrefix(mark) { return mark.count }
    if text == ">>>" || text == ">" { return text.count }
    if let cell = cell(of: text) { return cell }
    guard let end = text.firstIndex(of: ">"), end != text.startIndex else { return nil }
    let after = text[text.index(after: end)...]
    guard after.isEmpty || after.first == " " else { return nil }
    let words = text[..<end].split(separator: " ", omittingEmptySubsequences: false)
    let isName = words[0].allSatisfy { $0.isLetter || $0.isNumber || "_{}=.,…-()".contains($0) }
    guard isName, !words[0].isEmpty, words.last?.isEmpty == false else { return nil }
    // `list> FILE` writes an answer to a file.
    if words.count == 1, Command.exact(words[0]) != nil { return nil }
    let isPosition = { (word: Substring) in word.last == "]" && word.contains("/") }
    guard words.count == 1 || words.dropFirst().last.map(isPosition) == true else { return nil }
    return text.distance(from: text.startIndex, to: end) + (after.isEmpty ? 1 : 2)
  }

}

import Diagnostics

/// Splits Python text into tokens.
///
/// What is no token becomes one of kind `error`, whose diagnostic is reported only if the parser
/// comes across it: most of a module's text is none of our business.
struct Lexer {

  let file: SourceFile
  private(set) var tokens: [Token] = []
  private(set) var diagnostics: [Diagnostic] = []

  var position = 0

  /// The open brackets, innermost last; line breaks inside them mean nothing.
  private var brackets: [(punctuator: Punctuator, token: Int)] = []

  /// The columns of the open blocks, with tabs up to multiples of 8 and with tabs as 1.
  private var indents: [(column: Int, alternative: Int)] = [(0, 0)]

  init(_ file: SourceFile) { self.file = file }

  /// Reads the whole file; the last token is `end`.
  mutating func run() {
    tokens.reserveCapacity(file.bytes.count / 3)
    if file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    if let encoding = file.foreignEncoding {
      addError(.foreign(encoding, in: file, code: SyntaxCode.encoding), 0 ..< 2)
      position = file.bytes.count
    }
    var atLineStart = true
    while position < file.bytes.count {
      if atLineStart, brackets.isEmpty {
        if !readIndentation() { continue }
        atLineStart = false
      }
      let byte = file.bytes[position]
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), 0x0C, UInt8(ascii: "\r"):
        position += 1
      case UInt8(ascii: "\n"):
        if brackets.isEmpty {
          add(.newline, position ..< position + 1)
          atLineStart = true
        } else if nextLineStartsStatement {
          giveUpBrackets()
          atLineStart = true
        }
        position += 1
      case UInt8(ascii: "#"):
        skipComment()
      case UInt8(ascii: "\\") where isLineContinuation:
        position = (file.bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? position) + 1
      default:
        readToken(byte)
      }
    }
    finish()
  }

  private mutating func finish() {
    let end = file.bytes.count
    if !brackets.isEmpty { giveUpBrackets() }
    if let last = tokens.last, last.kind != .newline { add(.newline, end ..< end) }
    for _ in indents.dropFirst() { add(.dedent, end ..< end) }
    add(.end, end ..< end)
  }

  /// Ends the line although brackets are open.
  private mutating func giveUpBrackets() {
    guard let open = brackets.last else { return }
    let t = tokens[open.token]
    addError(
      .unclosed(open.punctuator, at: span(t.low ..< t.high)), position ..< position)
    add(.newline, position ..< position)
    brackets = []
  }

  /// Whether the line after the line break here starts with a word that only a statement starts
  /// with: if brackets are open there, one was forgotten.
  private var nextLineStartsStatement: Bool {
    var start = position + 1
    while start < file.bytes.count, Self.isBlank(file.bytes[start]) { start += 1 }
    var end = start
    while end < file.bytes.count, end - start < 10, isNameByte(file.bytes[end]) { end += 1 }
    guard let keyword = Keyword.byName[file.text(start ..< end)] else { return false }
    switch keyword {
    case .assert, .break, .class, .continue, .def, .del, .global, .import, .nonlocal, .pass,
      .raise, .return, .try, .while, .with:
      return true
    case .and, .as, .async, .await, .elif, .else, .except, .finally, .for, .from, .if, .in, .is,
      .lambda, .not, .or, .yield, .true, .false, .none:
      return false
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  private mutating func readToken(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "0") ... UInt8(ascii: "9"):
      readNumber()
    case UInt8(ascii: ".") where peek(1).map(isDigit) ?? false:
      readNumber()
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      readString(prefix: 0)
    case UInt8(ascii: "a") ... UInt8(ascii: "z"), UInt8(ascii: "A") ... UInt8(ascii: "Z"),
      UInt8(ascii: "_"), 0x80...:
      if let prefix = stringPrefixLength { readString(prefix: prefix) } else { readName() }
    default:
      readPunctuator(byte)
    }
  }

  private mutating func readPunctuator(_ byte: UInt8) {
    let candidates = byte < 128 ? Punctuator.byFirstByte[Int(byte)] : []
    guard
      let found = candidates.first(where: { file.bytes[position...].starts(with: $0.bytes) })
    else {
      addError(
        .badCharacter(Unicode.Scalar(byte), at: span(position ..< position + 1)),
        position ..< position + 1)
      position += 1
      return
    }
    let range = position ..< position + found.bytes.count
    position = range.upperBound
    let p = found.punctuator
    if p.closing != nil {
      brackets.append((p, tokens.count))
    } else if p.isClosing {
      if let open = brackets.popLast() {
        if open.punctuator.closing != p {
          let opener = tokens[open.token]
          addError(
            .mismatched(
              p, at: span(range), opener: open.punctuator,
              openedAt: span(opener.low ..< opener.high)), range)
        }
      } else {
        addError(.unopened(p, at: span(range)), range)
        return
      }
    }
    add(.punctuator(p), range)
  }

  private mutating func readName() {
    let start = position
    let rest = file.bytes[position...]
    position = rest.firstIndex { !isNameByte($0) } ?? file.bytes.count
    let range = start ..< position
    if rest[range].allSatisfy({ $0 < 0x80 }) {
      add(Keyword.byName[file.text(range)].map { .keyword($0) } ?? .name, range)
      return
    }
    guard let text = String(validating: rest[range], as: UTF8.self) else {
      addError(.badEncoding(at: span(range)), range)
      return
    }
    let scalars = text.unicodeScalars
    if let bad = scalars.firstIndex(where: { !$0.properties.isXIDContinue && $0 != "_" }) {
      let low = start + text.utf8.distance(from: text.startIndex, to: bad)
      let stray = low ..< low + UTF8.width(scalars[bad])
      addError(.badCharacter(scalars[bad], at: span(stray)), range)
    } else {
      add(.name, range)
    }
  }

  // MARK: Lines

  /// Reads the blanks that begin a line, and tells whether the line has something else on it.
  private mutating func readIndentation() -> Bool {
    let start = position
    var column = 0
    var alternative = 0
    scan: while position < file.bytes.count {
      switch file.bytes[position] {
      case UInt8(ascii: " "):
        column += 1
        alternative += 1
      case UInt8(ascii: "\t"):
        column = (column / 8 + 1) * 8
        alternative += 1
      case 0x0C:
        column = 0
        alternative = 0
      default: break scan
      }
      position += 1
    }
    guard position < file.bytes.count else { return false }
    switch file.bytes[position] {
    case UInt8(ascii: "#"):
      skipComment()
      return false
    case UInt8(ascii: "\r") where peek(1) == UInt8(ascii: "\n"), UInt8(ascii: "\n"):
      position += file.bytes[position] == UInt8(ascii: "\r") ? 2 : 1
      return false
    default: break
    }
    setIndentation(column, alternative, start ..< position)
    return true
  }

  private mutating func setIndentation(_ column: Int, _ alternative: Int, _ range: Range<Int>) {
    guard let current = indents.last else { return }
    if column == current.column {
      if alternative != current.alternative { addError(.mixedTabs(at: span(range)), range) }
    } else if column > current.column {
      if alternative <= current.alternative { addError(.mixedTabs(at: span(range)), range) }
      indents.append((column, alternative))
      add(.indent, range)
    } else {
      while let last = indents.last, last.column > column {
        indents.removeLast()
        add(.dedent, range)
      }
      if let last = indents.last, last.column != column {
        addError(.badDedent(at: span(range)), range)
      }
    }
  }

  private mutating func skipComment() {
    position = file.bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? file.bytes.count
  }

  private var isLineContinuation: Bool {
    peek(1) == UInt8(ascii: "\n")
      || (peek(1) == UInt8(ascii: "\r") && peek(2) == UInt8(ascii: "\n"))
  }

  // MARK: Small things

  func peek(_ distance: Int) -> UInt8? {
    position + distance < file.bytes.count ? file.bytes[position + distance] : nil
  }

  func span(_ range: Range<Int>) -> SourceSpan { SourceSpan(file, range) }

  mutating func add(_ kind: Token.Kind, _ range: Range<Int>) {
    tokens.append(Token(kind: kind, low: range.lowerBound, high: range.upperBound))
  }

  mutating func addError(_ diagnostic: Diagnostic, _ range: Range<Int>) {
    diagnostics.append(diagnostic)
    add(.error(diagnostics.count - 1), range)
  }

}

func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0") ... UInt8(ascii: "9")).contains(byte) }

func isNameByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a") ... UInt8(ascii: "z"), UInt8(ascii: "A") ... UInt8(ascii: "Z"),
    UInt8(ascii: "0") ... UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
    true
  default: false
  }
}

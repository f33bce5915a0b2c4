import Diagnostics

/// A `.stencil-session` file: inputs with the outputs that are expected, between lines of prose.
///
/// A line indented by four spaces or more belongs to the session; every other line is prose.
public struct SessionFile: Sendable {

  /// One input and what stands below it.
  public struct Step: Sendable {

    /// The input without its `> ` and `. ` marks.
    public let input: String

    /// The 1-based line of the input's first line.
    public let line: Int

    /// What the `? ` lines ask for.
    public let expectations: [Expectation]

    /// The expected output, blank lines removed.
    public let output: [String]

    /// The 1-based lines of `output` in the file.
    public let outputLines: Range<Int>

  }

  /// A piece of the file in the order of reading.
  public enum Piece: Sendable {
    case prose([String])
    case step(Step)
  }

  public let source: SourceFile

  /// The options of the header: `title`, `width`, `seed`, ….
  public let header: [String: String]

  public let pieces: [Piece]

  public var steps: [Step] {
    pieces.compactMap { if case .step(let s) = $0 { s } else { nil } }
  }

  /// The file's first line.
  public static let magic = "#! stencil-session 1"

  /// Returns an output line, with a mark in front if it could be taken for something else.
  static func escaped(_ line: String) -> String {
    ([">", ".", "?", "\\"].contains { line.hasPrefix($0) } ? "\\" : "") + line
  }

  /// Parses `source`; throws one diagnostic for each malformed line.
  public init(_ source: SourceFile) throws(DiagnosticError) {
    var reader = SessionReader(source)
    reader.read()
    if !reader.diagnostics.isEmpty { throw DiagnosticError(reader.diagnostics) }
    self.source = source
    header = reader.header
    pieces = reader.pieces
  }

}

/// What a `? ` line asks for.
public enum Expectation: Hashable, Sendable {

  /// The command must fail, with `code` if there is one.
  case fails(code: String?)
  /// The expected lines occur in this order, with others between them.
  case contains
  /// Numbers may differ by this relative tolerance.
  case float(Double)
  /// The lines may come in any order.
  case unordered
  /// The output is not compared, for the given reason.
  case ignore(String)
  /// The input runs only if the named thing is available.
  case onlyIf(String)
  /// An exercise; the text is its hint.
  case exercise(String)

  init?(_ text: String) {
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    let rest = words.count > 1 ? words[1].trimmingBlanks() : ""
    switch words.first {
    case "fails": self = .fails(code: rest.isEmpty ? nil : rest)
    case "contains" where rest.isEmpty: self = .contains
    case "unordered" where rest.isEmpty: self = .unordered
    case "float":
      guard let tolerance = Double(rest), tolerance >= 0 else { return nil }
      self = .float(tolerance)
    case "ignore" where !rest.isEmpty: self = .ignore(rest)
    case "only-if" where !rest.isEmpty: self = .onlyIf(rest)
    case "try": self = .exercise(rest)
    default: return nil
    }
  }

}

/// Reads the lines of a session file.
private struct SessionReader {

  let source: SourceFile
  var header: [String: String] = [:]
  var pieces: [SessionFile.Piece] = []
  var diagnostics: [Diagnostic] = []

  private var prose: [String] = []
  private var input: (lines: [String], line: Int)?
  private var expectations: [Expectation] = []
  private var output: [String] = []
  private var outputLines = 0 ..< 0

  init(_ source: SourceFile) { self.source = source }

  mutating func read() {
    var inHeader = true
    for number in 1 ... source.lineCount {
      let range = source.range(ofLine: number)
      let line = source.text(range).trimmingTrailingBlanks()
      let span = SourceSpan(source, range)
      if number == 1 {
        // Some editors put a byte order mark in front.
        if line.trimmingByteOrderMark() != SessionFile.magic {
          diagnostics.append(.missingMagic(at: span))
        }
        continue
      }
      if inHeader, line.hasPrefix("#! ") {
        let parts = line.dropFirst(3).split(separator: ":", maxSplits: 1)
        if parts.count == 2 {
          header[String(parts[0])] = String(parts[1]).trimmingBlanks()
        } else {
          diagnostics.append(.malformedHeader(at: span))
        }
        continue
      }
      if !line.isEmpty { inHeader = false }
      if line.contains("\t"), line.hasPrefix("\t") || line.hasPrefix("    ") {
        diagnostics.append(.tab(at: span))
      } else if line.hasPrefix("    ") {
        readSessionLine(String(line.dropFirst(4)), number: number, span: span)
      } else {
        if !line.isEmpty { finishStep() }
        prose.append(line)
      }
    }
    finishStep()
    finishProse()
  }

  private mutating func readSessionLine(_ line: String, number: Int, span: SourceSpan) {
    if line == ">" || line.hasPrefix("> ") {
      finishStep()
      finishProse()
      input = ([String(line.dropFirst(2))], number)
      outputLines = number + 1 ..< number + 1
    } else if line == "." || line.hasPrefix(". ") {
      guard input != nil, expectations.isEmpty, output.isEmpty else {
        diagnostics.append(.strayContinuation(at: span))
        return
      }
      input?.lines.append(String(line.dropFirst(2)))
      outputLines = number + 1 ..< number + 1
    } else if line.hasPrefix("? ") {
      guard input != nil, output.isEmpty else {
        diagnostics.append(.strayExpectation(at: span))
        return
      }
      if let e = Expectation(String(line.dropFirst(2))) {
        expectations.append(e)
      } else {
        diagnostics.append(.unknownExpectation(at: span))
      }
      outputLines = number + 1 ..< number + 1
    } else {
      guard input != nil else {
        diagnostics.append(.strayOutput(at: span))
        return
      }
      output.append(line.hasPrefix("\\") ? String(line.dropFirst()) : line)
      outputLines = outputLines.lowerBound ..< number + 1
    }
  }

  private mutating func finishStep() {
    guard let input else { return }
    pieces.append(
      .step(
        SessionFile.Step(
          input: input.lines.joined(separator: "\n"), line: input.line,
          expectations: expectations, output: output, outputLines: outputLines)))
    self.input = nil
    expectations = []
    output = []
  }

  private mutating func finishProse() {
    while prose.first == "" { prose.removeFirst() }
    while prose.last == "" { prose.removeLast() }
    if !prose.isEmpty { pieces.append(.prose(prose)) }
    prose = []
  }

}

extension String {

  /// The text without the byte order mark that it may begin with.
  public func trimmingByteOrderMark() -> String {
    unicodeScalars.first == "\u{FEFF}" ? String(unicodeScalars.dropFirst()) : self
  }

  /// The text without blanks at its end.
  func trimmingTrailingBlanks() -> String {
    var s = Substring(self)
    while s.last == " " || s.last == "\r" { s.removeLast() }
    return String(s)
  }

  /// The text without blanks at its ends.
  func trimmingBlanks() -> String {
    drop { $0 == " " }.description.trimmingTrailingBlanks()
  }

}

extension Diagnostic {

  private static func malformed(_ message: String, at span: SourceSpan, hint: String) -> Diagnostic
  {
    Diagnostic(code: WorkbenchCode.sessionFile, message, at: span, hint: hint)
  }

  fileprivate static func missingMagic(at span: SourceSpan) -> Diagnostic {
    malformed(
      "A session file starts with '\(SessionFile.magic)'.", at: span,
      hint: "write \(SessionFile.magic) as the first line")
  }

  fileprivate static func malformedHeader(at span: SourceSpan) -> Diagnostic {
    malformed(
      "A header line has a name and a value.", at: span, hint: "write #! title: …")
  }

  fileprivate static func tab(at span: SourceSpan) -> Diagnostic {
    malformed("A session line contains a tab.", at: span, hint: "indent with four spaces")
  }

  fileprivate static func strayContinuation(at span: SourceSpan) -> Diagnostic {
    malformed(
      "A line that starts with '.' continues an input.", at: span,
      hint: "put it right below a line that starts with '>'; write \\. for an output line")
  }

  fileprivate static func strayExpectation(at span: SourceSpan) -> Diagnostic {
    malformed(
      "A line that starts with '?' belongs right below an input.", at: span,
      hint: "move it up to its input; write \\? for an output line")
  }

  fileprivate static func unknownExpectation(at span: SourceSpan) -> Diagnostic {
    malformed(
      "This expectation is not known.", at: span,
      hint: "use fails [CODE], contains, float TOLERANCE, unordered, ignore REASON, only-if NAME")
  }

  fileprivate static func strayOutput(at span: SourceSpan) -> Diagnostic {
    malformed(
      "An output line stands before the first input.", at: span,
      hint: "start inputs with '> ', or indent prose by less than four spaces")
  }

}

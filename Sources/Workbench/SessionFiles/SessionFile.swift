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

  /// The backends that the file needs.
  public var requirements: [String] { Self.requirements(in: header["requires"] ?? "") }

  /// Returns the backends that the value of the option `requires` names.
  static func requirements(in value: String) -> [String] {
    value.split { $0 == " " || $0 == "," }.map(String.init)
  }

  /// The backend that the file needs and that can run nothing here; `nil` if there is none.
  public func missing(in session: Session) -> String? {
    requirements.first { !session.isUsable(backend: $0) }
  }

  /// How long the file may take.
  public var timeout: Duration? { header["timeout"].flatMap(Duration.init(seconds:)) }

  public let pieces: [Piece]

  public var steps: [Step] {
    pieces.compactMap { if case .step(let s) = $0 { s } else { nil } }
  }

  /// The file's first line.
  public static let magic = "#! stencil-session 1"

  /// Returns an output line, with a mark in front if it could be taken for something else.
  static func escaped(_ line: String) -> String {
    let isMark = [">", ".", "?", "\\"].contains { line.hasPrefix($0) }
    return (isMark || line.trimmingBlanks().hasPrefix("> ") ? "\\" : "") + line
  }

  /// Parses `source`.
  ///
  /// - Throws: One diagnostic for each malformed line.
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
  /// The input solves an exercise; the text is its hint.
  case exercise(String)
  /// The input tells whether the exercise above it is solved.
  case check

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
    case "try" where !rest.isEmpty: self = .exercise(rest)
    case "check" where rest.isEmpty: self = .check
    default: return nil
    }
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

extension Duration {

  /// Creates the time that a text such as `30s` means; `nil` if it means none.
  init?(seconds text: String) {
    guard let seconds = Double(text.hasSuffix("s") ? String(text.dropLast()) : text), seconds > 0,
      seconds <= 1e6
    else { return nil }
    self = .seconds(seconds)
  }

}

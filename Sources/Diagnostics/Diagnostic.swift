/// A message to the user about a place in a source text.
public struct Diagnostic: Error, Hashable, Sendable {

  /// How much a message matters.
  public enum Severity: String, Sendable {
    case error, warning
  }

  /// A further place, or a further fact, that explains the message.
  public struct Note: Hashable, Sendable {

    public let message: String
    public let span: SourceSpan?

    /// Creates the note `message`, about the text at `span` if there is one.
    public init(_ message: String, at span: SourceSpan? = nil) {
      self.message = message
      self.span = span
    }

  }

  public private(set) var severity: Severity

  /// The raw value of a `DiagnosticCode`.
  public let code: String

  /// The headline: one sentence, without the place.
  public let message: String

  /// The smallest piece of source that is at fault; `nil` if no source is.
  public let span: SourceSpan?

  /// What stands beside the carets.
  public let label: String?

  public private(set) var notes: [Note]

  /// What to write instead.
  public private(set) var hint: String?

  /// Creates the diagnostic with the headline `message`, which is a sentence.
  ///
  /// - Parameters:
  ///   - label: what stands under the text at `span`.
  ///   - hint: what to write instead.
  public init(
    _ severity: Severity = .error, code: some DiagnosticCode, _ message: String,
    at span: SourceSpan? = nil, label: String? = nil, notes: [Note] = [], hint: String? = nil
  ) {
    self.severity = severity
    self.code = code.rawValue
    self.message = message
    self.span = span
    self.label = label
    self.notes = notes
    self.hint = hint
  }

  /// Returns the message as a warning, with `note` about what follows from it.
  public func asWarning(note: String) -> Diagnostic {
    var copy = self
    copy.severity = .warning
    copy.notes.append(Note(note))
    return copy
  }

  /// Returns the message with another hint.
  public func with(hint: String) -> Diagnostic {
    var copy = self
    copy.hint = hint
    return copy
  }

}

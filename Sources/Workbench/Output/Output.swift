import Diagnostics

/// What a piece of input gave back: structured, so that it can be shown as text or as JSON.
public struct Output: Sendable {

  /// One thing to show.
  public struct Item: Sendable {

    public let text: String

    /// The same thing for programs.
    public let json: JSONValue

    /// Creates an item that reads `text`.
    public init(_ text: String, json: JSONValue) {
      self.text = text
      self.json = json
    }

    /// Creates a one-sentence message.
    public static func message(_ text: String) -> Item {
      Item(text, json: .object(["message": .string(text)]))
    }

  }

  public var items: [Item]

  /// Errors and warnings; the input failed iff one is an error.
  public var diagnostics: [Diagnostic]

  /// A line for people only: what to try next.
  public var hint: String?

  /// A file that the items' text goes to instead of the screen, with its name for messages.
  public var redirection: String?

  /// Whether the items are to be shown as JSON.
  public var asJSON = false

  /// The columns that diagnostics may take.
  public var width = 80

  /// Whether the session ends here.
  public var quits = false

  public init(_ items: [Item] = [], diagnostics: [Diagnostic] = [], hint: String? = nil) {
    self.items = items
    self.diagnostics = diagnostics
    self.hint = hint
  }

  /// Creates the output of a one-sentence message.
  public static func message(_ text: String) -> Output { Output([.message(text)]) }

  /// `true` iff the input did not do what it says.
  public var failed: Bool { diagnostics.contains { $0.severity == .error } }

}

extension Output {

  /// Returns the output as text: items, then diagnostics.
  public func rendered(color: Bool = false) -> String {
    let style = DiagnosticStyle(color: color, width: width)
    if asJSON { return jsonText }
    return (items.map(\.text) + diagnostics.map { $0.rendered(style) })
      .filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// One line of JSON for each item, and one for each diagnostic.
  private var jsonText: String {
    let lines = items.map(\.json.description) + diagnostics.map { $0.jsonText }
    return lines.joined(separator: "\n")
  }

}

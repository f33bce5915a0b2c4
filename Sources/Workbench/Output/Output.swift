import Diagnostics

/// What a piece of input gave back: structured, so that it can be shown as text or as JSON.
public struct Output: Sendable {

  /// One thing to show: what was found is fixed, how it is written is not.
  public struct Item: Sendable {

    private let textIn: @Sendable (OutputForm) -> String
    private let coloredIn: (@Sendable (OutputForm) -> String)?
    private let jsonIn: @Sendable (OutputForm) -> JSONValue

    /// Whether it is a sentence about what was done, and no result.
    private(set) var isMessage = false

    /// Creates an item that is written by these functions; one without colours of its own gets
    /// those that follow from its marks.
    init(
      text: @escaping @Sendable (OutputForm) -> String,
      colored: (@Sendable (OutputForm) -> String)? = nil,
      json: @escaping @Sendable (OutputForm) -> JSONValue
    ) {
      textIn = text
      coloredIn = colored
      jsonIn = json
    }

    /// Creates an item that reads `text` in every form.
    public init(_ text: String, json: JSONValue) {
      self.init(text: { _ in text }, json: { _ in json })
    }

    /// Creates an item whose text follows the width, and whose JSON does not.
    init(json: JSONValue, text: @escaping @Sendable (_ width: Int) -> String) {
      self.init(text: { text($0.width) }, json: { _ in json })
    }

    /// Creates a one-sentence message.
    public static func message(_ text: String) -> Item {
      let json = JSONValue.object(["message": .string(text)])
      var item = Item(json: json) { text.wrapped(to: $0) }
      item.isMessage = true
      return item
    }

    /// Returns the item for people.
    public func text(in form: OutputForm) -> String { textIn(form) }

    /// Returns the item for people whose terminal has colours; what it would obey besides those is
    /// made visible.
    func coloredText(in form: OutputForm) -> String {
      coloredIn?(form).visibleBesidesColors ?? textIn(form).visible.highlighted
    }

    /// Returns the item for programs.
    public func json(in form: OutputForm) -> JSONValue { jsonIn(form) }

  }

  public var items: [Item]

  /// Errors and warnings; the input failed iff one is an error.
  public var diagnostics: [Diagnostic]

  /// A line for people only: what to know for what comes next.
  private var remark: String?

  /// Lines that can be typed next as they are.
  public private(set) var suggestions: [String]

  /// A line for people only: what to try next.
  ///
  /// `next:` stands before what can be typed.
  public var nextLine: String? {
    hint(before: "next: ")
  }

  /// What to know and to type next, without a word in front.
  public var hint: String? { hint(before: "") }

  private func hint(before lines: String) -> String? {
    let typed = suggestions.isEmpty ? nil : lines + suggestions.joined(separator: ", ")
    let parts = [remark, typed].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  /// Whether the items are to be shown as JSON.
  public var asJSON = false

  /// How the session wants it written.
  public var form = OutputForm()

  /// Whether the session is not what it was although there were errors.
  private(set) var changesInSpiteOfErrors = false

  /// A file that is read again, by an input, each time it is saved.
  public var watched: WatchedFile?

  public struct WatchedFile: Sendable {
    public let path: String
    public let input: String
  }

  /// Whether somebody asked for the text: it is not what is said of what an input did.
  public internal(set) var isAskedFor = false

  /// Whether the session ends here.
  public var quits = false

  /// The lesson to take a person through, if there is one at a terminal.
  public internal(set) var tour: TourRequest?

  /// Creates the output of an input; with errors among `diagnostics` the input failed.
  ///
  /// - Parameters:
  ///   - remark: what to know for what comes next.
  ///   - next: lines that can be typed next as they are.
  ///   - changesInSpiteOfErrors: whether the session keeps what an input with errors did.
  public init(
    _ items: [Item] = [], diagnostics: [Diagnostic] = [], remark: String? = nil,
    next: [String] = [],
    changesInSpiteOfErrors: Bool = false
  ) {
    self.items = items
    self.diagnostics = diagnostics
    self.remark = remark
    suggestions = next
    self.changesInSpiteOfErrors = changesInSpiteOfErrors
  }

  /// Creates the output of a one-sentence message.
  public static func message(_ text: String) -> Output { Output([.message(text)]) }

  /// Returns the output without sentences about what was done.
  func withoutMessages() -> Output {
    var output = self
    output.items.removeAll(where: \.isMessage)
    return output
  }

  /// Returns the output with nothing to try next.
  func withoutHint() -> Output {
    var output = self
    (output.remark, output.suggestions) = (nil, [])
    return output
  }

  /// Returns the output with `text` as the line on what comes next.
  func hinting(_ text: String) -> Output {
    var output = withoutHint()
    output.remark = text
    return output
  }

  /// `true` iff the input did not do what it says.
  public var failed: Bool { diagnostics.contains { $0.severity == .error } }

}

extension Output {

  /// Returns the output as text in `form`, or else as the session wants it: items, then
  /// diagnostics.
  ///
  /// What a terminal would obey is made visible.
  public func rendered(color: Bool = false, in form: OutputForm? = nil) -> String {
    let form = form ?? self.form
    if asJSON { return jsonText(in: form) }
    let style = DiagnosticStyle(color: color, width: form.width)
    let texts = items.map { item in
      if !color { return item.text(in: form).visible }
      // Blocks in colour are drawn by characters that this terminal lacks.
      return form.isASCII
        ? item.text(in: form).visible.highlighted : item.coloredText(in: form)
    }
    let text = (texts + diagnostics.map { $0.rendered(style) })
      .filter { !$0.isEmpty }.joined(separator: "\n")
    return form.isASCII ? text.inASCII : text
  }

  /// Returns the text of the items as a file is to hold it: with every character that it has.
  func written(in form: OutputForm) -> String {
    asJSON
      ? jsonText(in: form)
      : items.map { $0.text(in: form) }.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// Returns one line of JSON for each item, and one for each diagnostic.
  private func jsonText(in form: OutputForm) -> String {
    let lines =
      items.map { $0.json(in: form).description } + diagnostics.map { $0.jsonText }
    return lines.joined(separator: "\n")
  }

}

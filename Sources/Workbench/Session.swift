import Diagnostics
import FieldView
import Fields
import OrderedCollections
import StencilTypes
import Toolchain

/// Everything that inputs change: definitions, fields, connectivities, settings.
///
/// A session is a value; an input that fails leaves it as it was.
public struct Session: Sendable {

  public internal(set) var surroundings: Surroundings
  public internal(set) var settings = Settings() { didSet { changes += 1 } }

  /// The columns of the terminal: what text may take unless a setting says otherwise.
  public var columns = 80

  /// The rows of the terminal.
  public var rows = 24

  /// Whether the terminal has more than 256 colours.
  public var hasTrueColor = false

  /// Whether the terminal shows ASCII only.
  public var isASCII = false

  /// The number of lessons that `tour` can play.
  public var lessonCount: @Sendable () -> Int = { 0 }

  /// The programs and operators by the names that commands know them by.
  public internal(set) var callables: OrderedDictionary<String, Callable> = [:] {
    didSet { changes += 1 }
  }

  /// The name of the current program.
  public internal(set) var current: String?

  public internal(set) var fields: OrderedDictionary<String, Field> = [:] {
    didSet { changes += 1 }
  }

  /// The neighbor tables by the names of their offsets.
  public internal(set) var tables: OrderedDictionary<String, NeighborTable> = [:] {
    didSet { changes += 1 }
  }

  /// The number of changes that `undo` takes back: two states with the same number are one.
  var changes = 0

  /// The value of `changes` when the session was saved.
  var savedChanges = 0

  /// The states before the latest inputs that changed something.
  var earlier = EarlierStates()

  /// What was typed, in order.
  public internal(set) var history = History()

  /// The arguments of the last run of each program, in the order of its parameters.
  var lastArguments: [String: [ArgumentValue]] = [:]

  /// What no output replaces unasked, since it was loaded.
  var loadedFiles = LoadedFiles()

  /// How long a person waits for a session to be replayed as it is saved.
  var trialTime = Duration.seconds(30)

  /// What it made.
  var madeFiles = MadeFiles()

  /// What was compiled, in order.
  var variants: [Variant] = []

  /// What runs the programs that were thawed, by their names.
  var thawed: [String: Backend] = [:]

  /// Remarks that were made and are not made again.
  var said: Set<String> = []

  /// The latest line that showed something of a program or a field.
  var lastView: String?

  /// The text that was wrong when it came back from the editor.
  var draft: String?

  /// The value of `changes` when it was.
  var draftChanges = 0

  /// What ran last; `nil` before anything did.
  var lastRun: LastRun?

  /// What is stepped through, and where one stands.
  var stepper: Stepper?

  /// The number of inputs that a recording of the session holds.
  var inputCount = 0

  var definitions: SessionDefinitions { didSet { changes += 1 } }
  let toolchain: Toolchain

  /// Creates a session whose programs `backends` run: the first of them, unless another is named.
  public init(surroundings: Surroundings, backends: [Backend] = Backend.all) {
    self.surroundings = surroundings
    definitions = SessionDefinitions(surroundings: surroundings)
    toolchain = Toolchain(backends: backends)
  }

  /// Runs steps until the user wants the command to stop.
  var runner: StepRunner { toolchain.runner(isCancelled: surroundings.isCancelled) }

  /// The neighbor tables as calls take them.
  var tablesByOffset: [String: NeighborTable] {
    Dictionary(uniqueKeysWithValues: tables.map { ($0, $1) })
  }

  /// How outputs are written.
  var form: OutputForm {
    OutputForm(
      width: settings.width ?? columns, rows: rows, isStable: settings.stable,
      hasTrueColor: hasTrueColor,
      isASCII: isASCII)
  }

  /// The backends that `run` can use.
  var backendNames: [String] { toolchain.backends.map(\.name) }

  /// The session as it goes on when its user types, who may do everything.
  public var unconfined: Session {
    var session = self
    session.surroundings.confinement = nil
    return session
  }

  /// Returns the session of a person at a terminal.
  ///
  /// - Parameters:
  ///   - edit: returns what a person made of a text in an editor.
  ///   - shell: runs a line of the shell in a folder.
  ///   - kept: returns the files of the sessions that were left here without saving, the latest first.
  public func attended(
    edit: @escaping @Sendable (String) -> String?,
    shell: @escaping @Sendable (String, String) -> Int32,
    kept: @escaping @Sendable () -> [String] = { [] }
  ) -> Session {
    var session = self
    session.surroundings.edit = edit
    session.surroundings.shell = shell
    session.surroundings.keptSessions = kept
    session.savedChanges = changes
    return session
  }

  /// Returns the session as a session file whose relative paths start from `folder`.
  public func recording(in folder: String) -> String { Recording(of: self, in: folder).text }

  /// Whether something was changed that no saved session holds.
  public var hasUnsavedWork: Bool { changes != savedChanges && inputCount > 0 }

  /// Returns the session with output that can be compared, and with the options that `header` sets.
  func prepared(for header: [String: String] = [:]) -> Session {
    var session = following(header)
    session.settings.stable = true
    return session
  }

  /// Returns the session with the options that the header of a session file sets.
  func following(_ header: [String: String]) -> Session {
    var session = self
    for setting in knownSettings {
      if let value = header[setting.name],
        let changed = setting.change(session.settings, value)
      {
        session.settings = changed
      }
    }
    return session
  }

}

extension Session {

  /// Returns the program or operator that `name` names, or the current one.
  func callable(_ name: Spelled?, at span: SourceSpan?) throws(DiagnosticError) -> Callable {
    if let name {
      guard let found = callables[name.text] else {
        throw DiagnosticError(.unknownProgram(name, among: Array(callables.keys)))
      }
      return found
    }
    guard let current, let found = callables[current] else {
      throw DiagnosticError(.noProgram(among: Array(callables.keys), at: span))
    }
    return found
  }

  /// The current program.
  var currentCallable: Callable? { current.flatMap { callables[$0] } }

  /// What the prompt shows: the current program, and where one stands in the stepper.
  public var promptText: String {
    let name = current ?? "stencil"
    let short = name.count > 32 ? name.prefix(15) + "…" + name.suffix(16) : name[...]
    return short + (stepper.map { " \($0.label)" } ?? "") + "> "
  }

  /// Returns the field that `name` names; `words` could have been meant instead of it.
  func field(_ name: Spelled, or words: [String] = []) throws(DiagnosticError) -> Field {
    guard let field = fields[name.text] else {
      if callables[name.text] != nil { throw DiagnosticError(.callableAsField(name)) }
      throw DiagnosticError(.unknownField(name, among: Array(fields.keys) + words))
    }
    return field
  }

}

extension Diagnostic {

  private static func didYouMean(_ name: Spelled, among names: [String]) -> String? {
    nearest(to: name.text, among: names).map { "did you mean '\($0)'?" }
  }

  fileprivate static func unknownProgram(_ name: Spelled, among names: [String]) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.unknownProgram, "There is no program '\(name.text)'.", at: name.span,
      hint: didYouMean(name, among: names)
        ?? (names.isEmpty ? "define one, or load FILE.py" : "`list` shows what there is"))
  }

  fileprivate static func noProgram(among names: [String], at span: SourceSpan?) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.noProgram, "No program is current.", at: span,
      hint: names.isEmpty ? "define one, or load FILE.py" : "use \(names[0])")
  }

  fileprivate static func callableAsField(_ name: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.unknownField, "'\(name.text)' is a program or an operator, and no field.",
      at: name.span,
      hint: "`show source of \(name.text)` shows it, `show itir of \(name.text) > FILE` writes it, "
        + "and `run \(name.text)` makes fields")
  }

  static func unknownField(
    _ name: Spelled, among names: [String], of type: FieldType? = nil
  ) -> Diagnostic {
    let type = type ?? FieldType(dims: [Dimension("I")], dtype: .float64)
    return Diagnostic(
      code: WorkbenchCode.unknownField, "There is no field '\(name.text)'.", at: name.span,
      hint: didYouMean(name, among: names)
        ?? (name.isIdentifier
          ? "make one: \(type.example(named: name.text, filledWith: "random"))"
          : "`list fields` shows what there is"))
  }

}

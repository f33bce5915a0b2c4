import Diagnostics
import StencilTypes
import Transforms

/// Where the cursor stands in a command line, and what the session has to offer there.
public struct CompletionPoint {

  /// The whole words before the cursor, the verb first; without `key =` before a value.
  let words: [String]

  /// What is there of the word at the cursor: of the value if it is `key=value`.
  let word: String

  /// The option whose value is to be completed.
  let key: String?

  /// What precedes the value in the word at the cursor: `key=`, or nothing.
  let keyText: String

  private let session: Session

  /// Creates the point behind `words`, the verb first, and `word`.
  init(words: [String], word: String, session: Session) {
    self.session = session
    if let equals = word.firstIndex(of: "=") {
      key = String(word[..<equals])
      keyText = String(word[...equals])
      self.words = words
      self.word = String(word[word.index(after: equals)...])
    } else if words.count > 2, words.last == "=" {
      key = words[words.count - 2]
      keyText = ""
      self.words = words.dropLast(2)
      self.word = word
    } else {
      key = nil
      keyText = ""
      self.words = words
      self.word = word
    }
  }

  /// `true` iff the first word behind the verb is to be completed.
  var isFirst: Bool { words.count == 1 }

  // MARK: Names

  /// What runs programs.
  var backends: [String] { session.backendNames }

  var programs: [String] { session.callables.keys.sorted() }
  var fields: [String] { session.fields.keys.sorted() }
  var dimensions: [String] { session.definitions.dimensions.map(\.name) }

  /// The names of each field's dimensions.
  var fieldDimensions: [String: [String]] {
    Dictionary(uniqueKeysWithValues: session.fields.map { ($0, $1.dims.map(\.name)) })
  }

  /// The numbers of the lessons.
  var lessons: [String] { (0 ..< session.lessonCount()).map { String($0 + 1) } }

  var offsets: [String] { session.definitions.offsets.map(\.name) }
  var passes: [String] { session.toolchain.pipeline.passes.map(\.name) }
  var rules: [String] { session.toolchain.pipeline.optionalRules.keys.sorted() }

  /// The rules of the steps that are walked through, or all.
  var stepRules: [String] {
    guard let trace = session.stepper?.trace else { return rules }
    return Set(trace.rewrites.map(\.rule.name)).sorted()
  }

  /// The names that `help` explains besides commands.
  var helpNames: [String] { session.helpNames }

  /// The names that `show` knows the stages by of the programs that the line names, or else of the
  /// current one.
  var stages: [String] {
    let named = words.dropFirst().compactMap { session.callables[$0] }
    let callables = named.isEmpty ? [session.currentCallable].compactMap(\.self) : named
    let names = callables.map { c in StageName.levels(of: c).map(\.name) }
    let known = (names.first ?? []).filter { n in names.allSatisfy { $0.contains(n) } }
    // Not all that runs is compiled.
    guard let backend = try? session.compilingBackend, let first = backend.texts.first else {
      return known
    }
    let isCompiled = callables.allSatisfy { c in
      var runner = session.runner
      do throws(DiagnosticError) {
        _ = try session.written(first, of: c, on: backend, &runner)
        return true
      } catch {
        // What takes too long to be found out may well be there.
        return error.diagnostics.contains(.interrupted)
      }
    }
    return isCompiled ? known + backend.texts.map(\.name) : known
  }

  /// The names of the arguments that are bound in the current program.
  var boundNames: [String] {
    session.current.flatMap { session.callables[$0] }?.bindings.map(\.name) ?? []
  }

  /// The paths of folders, and of files with one of the given endings, in the folder that the word
  /// names; of all files without an ending.
  func files(_ endings: String...) -> [String] {
    let quote = word.first == "\"" ? "\"" : ""
    let path = word.dropFirst(quote.count)
    let folder = path[..<(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)]
    let surroundings = session.surroundings
    return surroundings.listFolder(surroundings.resolve(folder.isEmpty ? "." : String(folder)))
      .filter { name in
        name.hasSuffix("/") || endings.isEmpty || endings.contains { name.hasSuffix("." + $0) }
      }
      .sorted().map { quote + folder + $0 + ($0.hasSuffix("/") ? "" : quote) }
  }

  // MARK: Parameters

  /// The parameters of the program that the line runs: the one that it names, or the current one.
  private var program: [(name: String, type: DataType)] {
    let named = words.dropFirst().first { session.callables[$0] != nil }
    guard let name = named ?? session.current, let callable = session.callables[name] else {
      return []
    }
    // No command runs: there is nothing to interrupt, and nothing to tell the progress of.
    var runner = session.toolchain.runner
    let program = try? session.toolchain.program(for: callable, &runner).program
    return program?.parameters.map { ($0.name.name, $0.type) } ?? []
  }

  /// Returns the names of the parameters whose types satisfy `predicate` and that have no value yet.
  func parameters(where predicate: (DataType) -> Bool) -> [String] {
    let given = Set(words.compactMap { $0.contains("=") ? $0.prefix { $0 != "=" } : nil })
    return program.filter { predicate($0.type) && !given.contains($0.name[...]) }.map(\.name)
  }

  /// Returns the type of the parameter `name` of the program that the line runs.
  func parameterType(of name: String) -> DataType? { program.first { $0.name == name }?.type }

  /// The dimensions that the program's fields extend along, as options.
  var dimensionOptions: [String] {
    var seen: Set<Dimension> = []
    return program.flatMap { $0.type.fieldDims }.filter { seen.insert($0).inserted }
      .map { $0.name + "=" }
  }

  /// Returns what the parameter `name` can be given in a run.
  func arguments(for name: String) -> [String] {
    if name == "backend" { return backends }
    switch parameterType(of: name) {
    case .scalar(.bool)?: return ["true", "false"]
    case .scalar?, nil: return []
    case .field(let type)?:
      let suitable = fields.filter { session.fields[$0]?.type == type }
      return suitable + FieldFilling.words + files("npy", "npz")
    case .tuple?, .named?: return FieldFilling.words
    }
  }

}

extension DataType {

  /// `true` iff values are scalars, or tuples of them.
  var isScalar: Bool {
    switch structural {
    case .scalar: true
    case .field, .named: false
    case .tuple(let types): types.allSatisfy(\.isScalar)
    }
  }

  /// `true` iff values are true or false.
  var isBool: Bool { self == .scalar(.bool) }

  /// The dimensions of the fields in values of this type.
  fileprivate var fieldDims: [Dimension] {
    switch self {
    case .scalar: []
    case .field(let type): type.dims
    case .tuple, .named: (elements ?? []).flatMap(\.fieldDims)
    }
  }

}

import Diagnostics
import FieldView
import PythonSyntax
import StencilTypes
import Toolchain

/// The names that the session's Python has bound: typed at the prompt, or loaded from files.
struct SessionDefinitions: Sendable {

  private(set) var prompt: PromptScope { didSet { known = KnownNames() } }

  /// The files that were loaded, the latest last.
  private(set) var loaded: [SourceModule] = []

  /// The paths of the files whose text was asked for.
  private var texts: Set<String> = []

  /// What has read the files latest.
  private var loader: ModuleLoader

  /// The dimensions and offsets that the prompt can see.
  private(set) var known = KnownNames()

  private let modulePath: [String]

  /// The files of the world, and the same as messages name them.
  private let world: ModuleFiles
  private var files: ModuleFiles

  init(surroundings: Surroundings) {
    modulePath = surroundings.modulePath.map(surroundings.resolve)
    world = surroundings.modules
    files = world.named(relativeTo: surroundings.folder)
    loader = ModuleLoader(searchPath: [surroundings.folder] + modulePath, files: files)
    prompt = PromptScope(loader: loader)
  }

  /// The programs and operators that an input or a file defines.
  struct Found {

    let callables: [Callable]

    /// The other programs and operators, which are wrong, and what is wrong with them.
    var wrongNames: [String] = []
    var errors: [Diagnostic] = []

    /// Whether a name that was bound before means something else now.
    let redefines: Bool

    /// What was read and means nothing here: "a plain function".
    var passedOver: String?

    /// The names that were typed.
    var typed: [String] = []

  }

  /// Takes up what is defined in `source`, and returns the programs and operators in it.
  mutating func define(_ source: SourceFile) throws(DiagnosticError) -> Found {
    let syntax = parseModule(source)
    if !syntax.diagnostics.isEmpty { throw DiagnosticError(syntax.diagnostics) }
    for case .expression(let e) in syntax.statements.map(\.kind) {
      if case .call(let function, _) = e.kind, case .name(let name) = function.kind {
        let value = try prompt.lookup(name)
        if case .builtin = value {
          throw DiagnosticError(.calledHere(name, at: function.span, see: "help \(name)"))
        }
        if value == nil || Callable.Definition(value) != nil {
          throw DiagnosticError(.calledHere(name, at: function.span))
        }
      }
    }
    let redefines = prompt.redefines(syntax.statements)
    prompt = try prompt.defining(syntax.statements)
    let names = syntax.statements.compactMap {
      if case .function(let f) = $0.kind { f.name.name } else { nil }
    }
    let found = callables(names, in: prompt)
    if !found.errors.isEmpty { throw DiagnosticError(found.errors) }
    return Found(
      callables: found.callables, redefines: redefines,
      passedOver: syntax.statements.lazy.compactMap(\.passedOver).first,
      typed: PromptScope.names(boundBy: syntax.statements))
  }

  /// Reads the module in `file`, and returns the programs and operators in it.
  ///
  /// It and all that it imports are read anew. `refresh` does the same for what else has read them.
  mutating func load(_ file: Spelled, at path: String) throws(DiagnosticError) -> Found {
    if let byteCount = files.excess(path) { throw DiagnosticError(.tooLarge(file, byteCount)) }
    guard files.read(path) != nil else {
      let isModule = files.read(path + ".py") != nil
      throw DiagnosticError(.noSuchFile(file, meant: isModule ? file.text + ".py" : nil))
    }
    loader = ModuleLoader(searchPath: loader.searchPath, files: files)
    let module = try loader.loadFile(path, searchPath: modulePath)
    if let d = module.syntax?.diagnostics, !d.isEmpty { throw DiagnosticError(d) }
    let old = loaded.last { $0.path == module.path }
    let redefines =
      old != nil || !Set(prompt.boundNames).isDisjoint(with: module.boundNames)
    prompt = prompt.including(module, insteadOf: old)
    loaded.removeAll { $0.path == module.path }
    loaded.append(module)
    let found = callables(module.functionNames, in: module)
    return Found(
      callables: found.callables, wrongNames: found.wrongNames, errors: found.errors,
      redefines: redefines)
  }

  /// Reads other files, and what the prompt imports, anew where the latest file to be loaded has
  /// read something that has changed since; returns what cannot be read, in sentences.
  mutating func refresh() -> [String] {
    var problems: [String] = []
    for (i, module) in loaded.enumerated() where module.loader.isOutdated(by: loader) {
      do throws(DiagnosticError) {
        let new = try loader.loadFile(module.path, searchPath: modulePath)
        prompt = prompt.replacing(module, by: new)
        loaded[i] = new
      } catch {
        let reason = error.diagnostics.first?.message ?? ""
        problems.append("\(files.displayName(module.path)) stays as it was read: \(reason)")
      }
    }
    guard prompt.loader.isOutdated(by: loader) else { return problems }
    do throws(DiagnosticError) {
      prompt = try prompt.importing(through: loader)
    } catch {
      let reason = error.diagnostics.first?.message ?? ""
      problems.append("what was imported at the prompt stays as it was read: \(reason)")
    }
    return problems
  }

  /// The folders in which modules are looked for, in order.
  var searchPath: [String] { loader.searchPath }

  /// Looks for modules in `folder` first from now on, and names files from there that have not been
  /// read.
  ///
  /// What the prompt imported stays as it is if it cannot be found from there.
  mutating func look(in folder: String) {
    let names = ([prompt.loader] + loaded.map(\.loader) + [loader]).reduce(into: [:]) {
      $0.merge($1.displayNames) { $1 }
    }
    files = world.named(relativeTo: folder, keeping: names)
    let rest = loader.searchPath.filter { $0 != folder }
    loader = ModuleLoader(searchPath: [folder] + rest, files: files)
    if let moved = try? prompt.importing(through: loader) { prompt = moved }
  }

  /// `true` iff definitions were read from the file at `path`, or from one below.
  func hasRead(_ path: String) -> Bool {
    let path = files.canonical(path)
    return texts.contains { $0 == path || isPath($0, below: path) }
      || prompt.loader.hasRead(path) || loaded.contains { $0.loader.hasRead(path) }
  }

  /// Returns the text of `file`.
  mutating func source(_ file: Spelled, at path: String) throws(DiagnosticError) -> SourceFile {
    if let byteCount = files.excess(path) { throw DiagnosticError(.tooLarge(file, byteCount)) }
    guard var bytes = files.read(path) else { throw DiagnosticError(.noSuchFile(file)) }
    texts.insert(files.canonical(path))
    // Some editors put a byte order mark in front.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    return SourceFile(name: file.text, bytes: bytes)
  }

  private func callables(
    _ names: [String], in scope: any ModuleScope
  ) -> (callables: [Callable], wrongNames: [String], errors: [Diagnostic]) {
    var result: [Callable] = []
    var wrong: [String] = []
    var errors = DiagnosticBag()
    for name in names {
      do throws(DiagnosticError) {
        if let found = Callable.Definition(try scope.lookup(name)) {
          result.append(Callable(found))
        }
      } catch {
        wrong.append(name)
        errors.report(error.diagnostics)
      }
    }
    return (result, wrong, errors.diagnostics)
  }

}

extension PythonSyntax.Statement {

  /// What the statement is if it is Python that is passed over, but for text that explains.
  fileprivate var passedOver: String? {
    switch kind {
    case .unsupported(let what, _):
      what == "plain function" ? "a function without a decorator" : withArticle(what)
    case .expression(let e): if case .string = e.kind { nil } else { "an expression" }
    case .return, .if: "a statement of Python's"
    case .assign, .annotatedAssign, .pass, .function, .class, .import, .importFrom, .typeAlias: nil
    }
  }

}

extension Diagnostic {

  fileprivate static func noSuchFile(_ file: Spelled, meant: String? = nil) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.file, "There is no file '\(file.text)' that can be read.",
      at: file.span,
      hint: meant.map { "did you mean '\($0)'?" } ?? "paths start from the folder of the session")
  }

  /// There is no memory for a text.
  static func tooLarge(_ file: Spelled, _ byteCount: Int) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.file,
      "\(TextFile.Problem.tooLarge(byteCount: byteCount).sentence(about: file.text)).",
      at: file.span, hint: "split it into parts; or \(Memory.remedy)")
  }

  fileprivate static func calledHere(
    _ name: String, at span: SourceSpan, see page: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.unknownCommand, "'\(name)' cannot be called here as in Python.", at: span,
      hint: page.map { "it is a word of definitions: \($0)" }
        ?? "to execute a program: run \(name)")
  }

}

import Diagnostics
import FieldView
import PythonSyntax
import StencilTypes
import Toolchain

/// The names that the session's Python has bound: typed at the prompt, or loaded from files.
struct Definitions: Sendable {

  private var prompt: PromptScope { didSet { known = KnownNames() } }

  /// The files that were loaded, the latest last.
  private var loaded: [SourceModule] = []

  /// The paths of the files whose text was asked for.
  private var texts: Set<String> = []

  /// What has read the files latest.
  private var loader: ModuleLoader

  /// The dimensions and offsets that the prompt can see.
  private var known = KnownNames()

  private let modulePath: [String]
  private let files: ModuleFiles

  init(environment: Environment) {
    modulePath = environment.modulePath.map(environment.resolve)
    files = environment.modules.named(relativeTo: environment.folder)
    loader = ModuleLoader(searchPath: [environment.folder] + modulePath, files: files)
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
        switch try prompt.lookup(name) {
        case .fieldOperator, .program, nil:
          throw DiagnosticError(.calledHere(name, at: function.span))
        default: break
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

  /// What a definition means after others have changed.
  enum Renewal {

    /// The same: neither it nor what it looks up is another one.
    case same

    /// A definition that may be another one.
    case renewed(Callable)

    /// Nothing: its file, or the prompt, gives its name to nothing that can be called.
    case gone

  }

  /// Returns what `callable`, which has no bound arguments, means now.
  func renewal(of callable: Callable) -> Renewal {
    let scope: any ModuleScope
    switch callable.definition {
    case .program(let p): scope = p.scope
    case .fieldOperator(let o): scope = o.scope
    case .itir: return .same
    }
    let newest: any ModuleScope
    if scope is PromptScope {
      newest = prompt
    } else if let old = scope as? SourceModule,
      let new = loaded.last(where: { $0.path == old.path })
    {
      if new === old { return .same }
      newest = new
    } else {
      return .same
    }
    return switch try? newest.lookup(callable.definitionName) {
    case .program(let new)?: .renewed(callable.redefined(as: .program(new)))
    case .fieldOperator(let new)?: .renewed(callable.redefined(as: .fieldOperator(new)))
    default: .gone
    }
  }

  /// Returns the file in which `callable` stands if that gives a meaning of its own to `name`.
  func file(of callable: Callable, givingMeaningTo name: String) -> String? {
    let scope: (any ModuleScope)? =
      switch callable.definition {
      case .program(let p): p.scope
      case .fieldOperator(let o): o.scope
      case .itir: nil
      }
    guard let module = scope as? SourceModule, module.boundNames.contains(name) else { return nil }
    return module.syntax?.file.name
  }

  /// `true` iff definitions were read from the file at `path`.
  func hasRead(_ path: String) -> Bool {
    let path = files.canonical(path)
    return texts.contains(path) || prompt.loader.hasRead(path)
      || loaded.contains { $0.loader.hasRead(path) }
  }

  /// Returns the text of `file`.
  mutating func source(_ file: Spelled, at path: String) throws(DiagnosticError) -> SourceFile {
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
        switch try scope.lookup(name) {
        case .program(let p): result.append(Callable(.program(p)))
        case .fieldOperator(let o): result.append(Callable(.fieldOperator(o)))
        default: break
        }
      } catch {
        wrong.append(name)
        errors.report(error.diagnostics)
      }
    }
    return (result, wrong, errors.diagnostics)
  }

  /// Returns the constant that `name` stands for where `callable` is defined, or else at the
  /// prompt.
  func constant(_ name: String, for callable: Callable) -> ModuleValue? {
    let scope: (any ModuleScope)? =
      switch callable.definition {
      case .program(let p): p.scope
      case .fieldOperator(let o): o.scope
      case .itir: nil
      }
    return scope?.constant(named: name) ?? prompt.constant(named: name)
  }

  // MARK: Dimensions and offsets

  /// Returns the dimension that `name` names: by its own name first, else by the name in scope.
  func dimension(_ name: String) -> Dimension? { names.dimensionsByName[name] }

  /// Returns the offset that `name` names: by its own name first, else by the name in scope.
  func offset(_ name: String) -> FieldOffset? { names.offsetsByName[name] }

  /// The dimensions that are known, each once.
  var dimensions: [Dimension] { names.dimensions }

  /// The offsets that are known, each once.
  var offsets: [FieldOffset] { names.offsets }

  private var names: KnownNames.Lists { known.lists { KnownNames.Lists(scopes) } }

  /// The prompt, the modules that it can see, what those import, and the modules that come with
  /// the tool.
  private var scopes: [any ModuleScope] {
    var result: [any ModuleScope] = []
    var seen: Set<ObjectIdentifier> = []
    var pending: [any ModuleScope] = [prompt]
    while let scope = pending.popLast() {
      guard seen.insert(ObjectIdentifier(scope)).inserted else { continue }
      result.append(scope)
      guard scope is PromptScope || scope is SourceModule else { continue }
      for name in scope.boundNames {
        switch try? scope.lookup(name) {
        case .module(let module): pending.append(module)
        case .fieldOperator(let o): pending.append(o.scope)
        case .program(let p): pending.append(p.scope)
        default: break
        }
      }
    }
    return result + ModuleLoader.shipped
  }

}

extension PythonSyntax.Statement {

  /// What the statement is if it is Python that is passed over, but for text that explains.
  fileprivate var passedOver: String? {
    switch kind {
    case .unsupported(let what, _):
      what == "plain function" ? "a function without a decorator" : "a \(what)"
    case .expression(let e): if case .string = e.kind { nil } else { "an expression" }
    case .return, .if: "a statement of Python's"
    case .assign, .annotatedAssign, .pass, .function, .class, .import, .importFrom, .typeAlias: nil
    }
  }

}

extension Session {

  /// Returns the dimension that `name` names.
  func dimension(_ name: Spelled) throws(DiagnosticError) -> Dimension {
    guard let d = definitions.dimension(name.text) else {
      throw DiagnosticError(.unknownDimension(name, among: definitions.dimensions.map(\.name)))
    }
    return d
  }

  /// Returns the dimension that `name` names; `nil` if there is none.
  func knownDimension(_ name: String) -> Dimension? { definitions.dimension(name) }

  /// Returns the offset that `name` names.
  func offset(_ name: Spelled) throws(DiagnosticError) -> FieldOffset {
    guard let o = definitions.offset(name.text) else {
      throw DiagnosticError(.unknownOffset(name, among: definitions.offsets.map(\.name)))
    }
    return o
  }

}

extension Diagnostic {

  fileprivate static func noSuchFile(_ file: Spelled, meant: String? = nil) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.file, "There is no file '\(file.text)' that can be read.",
      at: file.span,
      hint: meant.map { "did you mean '\($0)'?" } ?? "paths start from the folder of the session")
  }

  fileprivate static func calledHere(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.unknownCommand, "'\(name)' cannot be called here as in Python.", at: span,
      hint: "to execute a program: run \(name)")
  }

  fileprivate static func unknownDimension(_ name: Spelled, among names: [String]) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.unknownDimension, "There is no dimension '\(name.text)'.",
      at: name.span,
      hint: nearest(to: name.text, among: names).map { "did you mean '\($0)'?" }
        ?? "define it: \(name.text) = Dimension(\"\(name.text)\")")
  }

  fileprivate static func unknownOffset(_ name: Spelled, among names: [String]) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.unknownOffset, "There is no offset '\(name.text)'.", at: name.span,
      hint: nearest(to: name.text, among: names).map { "did you mean '\($0)'?" }
        ?? "define it: \(name.text) = FieldOffset(\"\(name.text)\", source=…, target=(…, …))")
  }

}

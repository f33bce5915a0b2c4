import Diagnostics
import FieldView
import PythonSyntax
import StencilTypes
import Toolchain

/// The names that the session's Python has bound: typed at the prompt, or loaded from files.
struct Definitions: Sendable {

  private var prompt: PromptScope
  private let modulePath: [String]
  private let files: ModuleFiles

  init(environment: Environment) {
    modulePath = environment.modulePath.map(environment.resolve)
    files = environment.modules.named(relativeTo: environment.folder)
    prompt = PromptScope(
      loader: ModuleLoader(
        searchPath: [environment.folder] + modulePath, files: files))
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
      passedOver: syntax.statements.lazy.compactMap(\.passedOver).first)
  }

  /// Reads the module in `file`, and returns the programs and operators in it.
  mutating func load(_ file: Spelled, at path: String) throws(DiagnosticError) -> Found {
    guard files.read(path) != nil else {
      let isModule = files.read(path + ".py") != nil
      throw DiagnosticError(.noSuchFile(file, meant: isModule ? file.text + ".py" : nil))
    }
    let loader = ModuleLoader(searchPath: modulePath, files: files)
    let module = try loader.loadFile(path)
    if let d = module.syntax?.diagnostics, !d.isEmpty { throw DiagnosticError(d) }
    let redefines = !Set(prompt.boundNames).isDisjoint(with: module.boundNames)
    prompt = prompt.including(module)
    let found = callables(module.functionNames, in: module)
    return Found(
      callables: found.callables, wrongNames: found.wrongNames, errors: found.errors,
      redefines: redefines)
  }

  /// Returns `callable` with its names looked up anew if it was typed at the prompt; `nil` for
  /// others.
  func renewed(_ callable: Callable) -> Callable? {
    let name = callable.definitionName
    switch callable.definition {
    case .program(let p) where p.scope is PromptScope:
      guard case .program(let new)? = try? prompt.lookup(name) else { return nil }
      return callable.redefined(as: .program(new))
    case .fieldOperator(let o) where o.scope is PromptScope:
      guard case .fieldOperator(let new)? = try? prompt.lookup(name) else { return nil }
      return callable.redefined(as: .fieldOperator(new))
    case .program, .fieldOperator, .itir: return nil
    }
  }

  /// Returns the text of `file`.
  func source(_ file: Spelled, at path: String) throws(DiagnosticError) -> SourceFile {
    guard let bytes = files.read(path) else { throw DiagnosticError(.noSuchFile(file)) }
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
  func dimension(_ name: String) -> Dimension? {
    let known = dimensions
    if let d = known.first(where: { $0.name == name }) { return d }
    if case .dimension(let d)? = try? prompt.lookup(name) { return d }
    for scope in scopes {
      if case .dimension(let d)? = try? scope.lookup(name) { return d }
    }
    return nil
  }

  /// Returns the offset that `name` names: by its own name first, else by the name in scope.
  func offset(_ name: String) -> FieldOffset? {
    let known = offsets
    if let o = known.first(where: { $0.name == name }) { return o }
    for scope in scopes {
      if case .offset(let o)? = try? scope.lookup(name) { return o }
    }
    return nil
  }

  /// The dimensions that are known, each once.
  var dimensions: [Dimension] {
    unique(values.compactMap { if case .dimension(let d) = $0 { d } else { nil } })
  }

  /// The offsets that are known, each once.
  var offsets: [FieldOffset] {
    unique(values.compactMap { if case .offset(let o) = $0 { o } else { nil } })
  }

  private func unique<T: Hashable>(_ values: [T]) -> [T] {
    var seen: Set<T> = []
    return values.filter { seen.insert($0).inserted }
  }

  /// The values of all names in all scopes; those that are in error are left out.
  private var values: [ModuleValue] {
    scopes.flatMap { scope in scope.boundNames.compactMap { try? scope.lookup($0) } }
  }

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
    let shipped = ["cartesian", "icon"].compactMap {
      try? ModuleLoader(searchPath: [], files: files).importModule($0)
    }
    return result + shipped
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

import Diagnostics
import PythonSyntax

/// What was typed at the prompt: a value that grows by making a new one.
///
/// The names of `gt4py.next` are there without an import. Operators see the newest definitions.
public final class PromptScope: DefiningScope {

  public let name = "prompt"

  let definitions: Definitions

  /// The same in a scope that only binds names that were free here.
  public let meaning: any AnyObject & Sendable

  /// What reads the modules that are imported here.
  public let loader: ModuleLoader

  /// Creates a scope without definitions, which imports through `loader`.
  public convenience init(loader: ModuleLoader) {
    self.init(BindingTable(), loader)
  }

  private init(
    _ table: BindingTable, _ loader: ModuleLoader,
    meaning: any AnyObject & Sendable = ScopeMeaning()
  ) {
    self.loader = loader
    self.meaning = meaning
    definitions = Definitions(table, place: ImportPlace(folder: nil, roots: loader.searchPath))
  }

  /// Returns the scope in which `statements` are executed too.
  ///
  /// What the new definitions hide for good is forgotten.
  ///
  /// - Throws: What is wrong with the values that they bind.
  public func defining(_ statements: [Statement]) throws(DiagnosticError) -> PromptScope {
    var table = definitions.table
    let first = table.end
    for statement in statements { table.add(statement) }
    let scope = PromptScope(table, loader)
    for number in first ..< table.end {
      guard let binding = table.bindings[number],
        let value = try scope.lookup(binding.name), !value.holdsScope, binding.isComputed,
        table.last(binding.name, before: .max) == number
      else { continue }
      let known = ModuleBinding(name: binding.name, source: .known(value), span: binding.span)
      table.replace(number, by: known)
    }
    table.forgetHidden()
    return PromptScope(table, loader, meaning: keepsMeaning(statements) ? meaning : ScopeMeaning())
  }

  /// `true` iff each name that meant something here means that too once `statements` are executed:
  /// they bind new names only, so that what was typed is typed.
  private func keepsMeaning(_ statements: [Statement]) -> Bool {
    var table = BindingTable()
    for statement in statements { table.add(statement) }
    return table.stars.isEmpty
      && table.names.allSatisfy { name in
        do throws(DiagnosticError) { return try lookup(name) == nil } catch { return false }
      }
  }

  /// `true` iff one of `statements` binds a name that is bound here already.
  public func redefines(_ statements: [Statement]) -> Bool {
    let names = Self.names(boundBy: statements)
    if names.contains(where: definitions.table.binds) { return true }
    return !definitions.table.stars.isEmpty && !Set(boundNames).isDisjoint(with: names)
  }

  /// Returns the names that `statements` bind, each once; those of star imports are left out.
  public static func names(boundBy statements: [Statement]) -> [String] {
    var table = BindingTable()
    for statement in statements { table.add(statement) }
    return table.names
  }

  /// Returns the scope in which all names of `module` are bound too, in the place of those of `old`
  /// if that was included before.
  public func including(_ module: SourceModule, insteadOf old: SourceModule? = nil) -> PromptScope {
    var table = definitions.table
    if let old { table.keepStars(where: table.stars.map { !$0.source.isModule(old) }) }
    table.add(star: .module(module))
    return PromptScope(table, loader)
  }

  /// Returns the scope with the names of `module` where those of `old` were.
  public func replacing(_ old: SourceModule, by module: SourceModule) -> PromptScope {
    var table = definitions.table
    return table.replaceStar(of: old, by: module) ? PromptScope(table, loader) : self
  }

  /// Returns the scope that imports through `loader`, which may have read newer texts.
  ///
  /// - Throws: What is wrong with the values that names get.
  public func importing(through loader: ModuleLoader) throws(DiagnosticError) -> PromptScope {
    let scope = PromptScope(definitions.table, loader)
    for name in definitions.table.names { _ = try scope.lookup(name) }
    return scope
  }

  public var boundNames: [String] { definitions.names(in: self) }

  /// The names that can be used here: those that are bound, and those of `gt4py.next`.
  public var usableNames: [String] {
    boundNames
      + Library.gt4pyNext.boundNames.filter {
        if case .skipped? = Library.gt4pyNext.lookup($0) { false } else { true }
      }
  }

  /// Returns the latest meaning of `name`; `nil` if the prompt does not bind it.
  ///
  /// - Throws: What is wrong in its definition.
  public func lookup(_ name: String) throws(DiagnosticError) -> ModuleValue? { try find(name) }

  func fallback(_ name: String) -> ModuleValue? {
    if name == "gtx" { return .module(Library.gt4pyNext) }
    if Library.gt4pyNext.binds(name) { return Library.gt4pyNext.lookup(name) }
    return Library.pythonBuiltin(name)
  }

}

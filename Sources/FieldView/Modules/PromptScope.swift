import Diagnostics
import PythonSyntax

/// What was typed at the prompt: a value that grows by making a new one.
///
/// The names of `gt4py.next` are there without an import. Operators see the newest definitions.
public final class PromptScope: DefiningScope {

  public let name = "prompt"

  let definitions: Definitions

  /// Creates a scope without definitions, which imports through `loader`.
  public convenience init(loader: ModuleLoader) {
    self.init(BindingTable(), loader)
  }

  private init(_ table: BindingTable, _ loader: ModuleLoader) {
    definitions = Definitions(
      table, loader: loader, place: ImportPlace(folder: nil, roots: loader.searchPath))
  }

  /// Returns the scope in which `statements` are executed too; throws what is wrong with the
  /// values that they bind.
  public func defining(_ statements: [Statement]) throws(DiagnosticError) -> PromptScope {
    var table = definitions.table
    let first = table.bindings.count
    for statement in statements { table.add(statement) }
    let scope = PromptScope(table, definitions.loader)
    for binding in table.bindings[first...] { _ = try scope.lookup(binding.name) }
    return scope
  }

  /// `true` iff one of `statements` binds a name that is bound here already.
  public func redefines(_ statements: [Statement]) -> Bool {
    var table = BindingTable()
    for statement in statements { table.add(statement) }
    return !Set(boundNames).isDisjoint(with: table.names)
  }

  /// Returns the scope in which all names of `module` are bound too.
  public func including(_ module: SourceModule) -> PromptScope {
    var table = definitions.table
    table.add(star: .module(module))
    return PromptScope(table, definitions.loader)
  }

  public var boundNames: [String] { definitions.names }

  public func lookup(_ name: String) throws(DiagnosticError) -> ModuleValue? { try find(name) }

  func fallback(_ name: String) -> ModuleValue? {
    if name == "gtx" { return .module(Library.gt4pyNext) }
    if Library.gt4pyNext.boundNames.contains(name) { return Library.gt4pyNext.lookup(name) }
    return Library.pythonBuiltin(name)
  }

}

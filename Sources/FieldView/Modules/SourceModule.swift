import Diagnostics
import PythonSyntax

/// A module that was read from a file, or a folder of modules.
///
/// Loader and modules keep each other: they live as long as the session that loads them.
public final class SourceModule: DefiningScope {

  public let name: String

  /// The parsed file; `nil` for a folder without `__init__.py`.
  public let syntax: ModuleSyntax?

  let definitions: Definitions

  /// The folder whose modules are the members of this one; `nil` if it is no package.
  private let package: String?

  init(
    name: String, syntax: ModuleSyntax?, package: String?, loader: ModuleLoader,
    place: ImportPlace
  ) {
    self.name = name
    self.syntax = syntax
    self.package = package
    var table = BindingTable()
    for statement in syntax?.statements ?? [] { table.add(statement) }
    definitions = Definitions(table, loader: loader, place: place)
  }

  public var boundNames: [String] { definitions.names }

  /// The names that the module's own text defines with GT4Py's decorators, in order.
  public var functionNames: [String] {
    definitions.table.names.filter { name in
      guard let last = definitions.table.last(name, before: .max),
        case .function = definitions.table.bindings[last].source
      else { return false }
      return true
    }
  }

  public func lookup(_ name: String) throws(DiagnosticError) -> ModuleValue? { try find(name) }

  func fallback(_ name: String) throws(DiagnosticError) -> ModuleValue? {
    if let package,
      let module = try definitions.loader.submodule(
        name, of: package, named: self.name, place: definitions.place)
    {
      return .module(module)
    }
    return Library.pythonBuiltin(name)
  }

}

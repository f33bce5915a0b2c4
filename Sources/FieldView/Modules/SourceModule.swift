import Diagnostics
import PythonSyntax

/// What was read of a module: its text and its definitions.
///
/// A loader holds these. They hold neither the loader nor a `SourceModule`.
final class ModuleContents: @unchecked Sendable {

  let name: String

  /// The canonical path of the file or folder.
  let path: String

  let syntax: ModuleSyntax?
  let definitions: Definitions

  /// The folder whose modules are the members of this one; `nil` if it is no package.
  let package: String?

  /// The scope that others know the module by while it is in use; guarded by the loader's lock.
  fileprivate weak var scope: SourceModule?

  init(
    name: String, path: String, syntax: ModuleSyntax?, package: String?, place: ImportPlace
  ) {
    self.name = name
    self.path = path
    self.syntax = syntax
    self.package = package
    var table = BindingTable()
    for statement in syntax?.statements ?? [] { table.add(statement) }
    definitions = Definitions(table, place: place)
  }

  /// Returns the scope of the module, whose imports `loader` finds: always the same one while
  /// somebody holds it.
  func scope(in loader: ModuleLoader) -> SourceModule {
    loader.lock.lock()
    defer { loader.lock.unlock() }
    if let scope { return scope }
    let new = SourceModule(self, loader: loader)
    scope = new
    return new
  }

}

/// A module that was read from a file, or a folder of modules.
///
/// It holds the loader, and with it all modules that this one can see.
public final class SourceModule: DefiningScope {

  private let contents: ModuleContents

  /// What reads the modules that this one imports.
  public let loader: ModuleLoader

  fileprivate init(_ contents: ModuleContents, loader: ModuleLoader) {
    self.contents = contents
    self.loader = loader
  }

  public var name: String { contents.name }

  /// The canonical path of the file or folder.
  public var path: String { contents.path }

  /// The parsed file; `nil` for a folder without `__init__.py`.
  public var syntax: ModuleSyntax? { contents.syntax }

  var definitions: Definitions { contents.definitions }

  public var boundNames: [String] { definitions.names(in: self) }

  /// The names that the module's own text defines with GT4Py's decorators, in order.
  public var functionNames: [String] {
    definitions.table.names.filter { name in
      guard let last = definitions.table.last(name, before: .max),
        case .function = definitions.table[last].source
      else { return false }
      return true
    }
  }

  /// Returns what `name` means at the end of the module; `nil` if the module does not bind it.
  ///
  /// - Throws: What is wrong in its definition.
  public func lookup(_ name: String) throws(DiagnosticError) -> ModuleValue? { try find(name) }

  func fallback(_ name: String) throws(DiagnosticError) -> ModuleValue? {
    if let package = contents.package,
      let module = try loader.submodule(
        name, of: package, named: self.name, place: definitions.place)
    {
      return .module(module)
    }
    return Library.pythonBuiltin(name)
  }

}

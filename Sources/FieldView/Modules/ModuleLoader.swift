import Diagnostics
import Foundation
import PythonSyntax
import StencilTypes

/// Where a source stands, for what it imports.
struct ImportPlace: Hashable, Sendable {

  /// The folder of the file, for relative imports; `nil` at the prompt.
  let folder: String?

  /// The folders in which modules are looked for.
  let roots: [String]

}

/// Finds, reads and keeps modules.
///
/// Each file is read once; a new loader sees what has changed since. What is read lives as long as
/// the loader, which a module of it holds.
public final class ModuleLoader: @unchecked Sendable {

  /// The folders in which modules are looked for.
  public let searchPath: [String]

  private let files: ModuleFiles
  private let precision: FloatPrecision

  /// Held while a definition is evaluated, and to look into `modules`.
  let lock = NSRecursiveLock()

  /// The modules read so far, by canonical path.
  private var modules: [String: ModuleContents] = [:]

  /// The modules that absolute imports found.
  private var found: [Import: Found] = [:]

  /// The canonical paths of files that are no Python, and of such as would have been a module that
  /// there was not.
  private var faulty: Set<String> = []
  private var awaited: Set<String> = []

  private struct Import: Hashable {
    let path: [String]
    let place: ImportPlace
  }

  private enum Found {
    case file(ModuleContents)
    case shipped(any ModuleScope)
  }

  /// Creates a loader that looks for modules in the folders `searchPath`, in this order.
  ///
  /// - Parameter precision: what `wpfloat` and `vpfloat` of icon4py stand for.
  public init(
    searchPath: [String], files: ModuleFiles = .disk, precision: FloatPrecision = .double
  ) {
    self.searchPath = searchPath
    self.files = files
    self.precision = precision
  }

  // MARK: Loading

  /// Returns the module in the file at `path`; modules beside it can be imported by it, and those in
  /// the folders `searchPath`, if it is given, in place of the loader's own.
  ///
  /// - Throws: If the file cannot be read. What is wrong in it is in its syntax, and is thrown where a
  ///   name is looked up.
  public func loadFile(
    _ path: String, searchPath: [String]? = nil
  ) throws(DiagnosticError) -> SourceModule {
    let searchPath = searchPath ?? self.searchPath
    let name = FilePath.last(of: path)
    let folder = FilePath.folder(of: path)
    let stem = name.hasSuffix(".py") ? String(name.dropLast(3)) : name
    let roots = [folder] + searchPath.filter { $0 != folder }
    guard let module = try read(path, named: stem, package: nil, roots: roots) else {
      throw DiagnosticError(.unreadable(files.displayName(path)))
    }
    return module.scope(in: self)
  }

  /// Returns the modules that come with the tool.
  public static var shipped: [any ModuleScope] { ShippedModules.modules }

  /// `true` iff this loader has read the file with the canonical path `path`, or one below.
  public func hasRead(_ path: String) -> Bool {
    lock.withLock { modules.keys.contains { $0 == path || isPath($0, below: path) } }
  }

  /// The canonical paths of the files that this loader has read, in alphabetical order; those in which
  /// something is wrong are among them.
  public var readPaths: [String] { lock.withLock { faulty.union(modules.keys).sorted() } }

  /// The paths of the files that would have been imported if they were there.
  public var awaitedPaths: [String] { lock.withLock { awaited.sorted() } }

  /// What messages call the files that this loader has read, by their canonical paths.
  public var displayNames: [String: String] {
    lock.withLock { modules.compactMapValues { $0.syntax?.file.name } }
  }

  /// `true` iff this loader has read a file of which `newer`, which came later, has read another
  /// text.
  public func isOutdated(by newer: ModuleLoader) -> Bool {
    if newer === self { return false }
    let known = lock.withLock { modules }
    return newer.lock.withLock { newer.modules }.contains { path, module in
      known[path].map { $0.syntax?.file.bytes != module.syntax?.file.bytes } ?? false
    }
  }

  /// Returns the module with the dotted name `name`.
  ///
  /// - Throws: If no folder of the search path has it, or it imports itself.
  public func importModule(_ name: String) throws(DiagnosticError) -> any ModuleScope {
    let path = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let place = ImportPlace(folder: nil, roots: searchPath)
    switch try module(path, from: place) {
    case .module(let module): return module
    case let value: throw DiagnosticError(.noModule(name, value.phrase))
    }
  }

  // MARK: Imports

  /// Returns the module that `from` names: a module, or what is skipped with the reason.
  func module(
    _ from: ImportFrom, from place: ImportPlace
  ) throws(DiagnosticError) -> ModuleValue {
    let path = from.path.map(\.name)
    guard from.level > 0 else { return try module(path, from: place) }
    guard var folder = place.folder else {
      return .skipped(what: "a relative import, which works in files only", at: nil)
    }
    for _ in 1 ..< from.level { folder = FilePath.folder(of: folder) }
    if path.isEmpty {
      let name = FilePath.last(of: folder)
      if let found = try readPackage(folder, named: name, roots: place.roots) {
        return .module(found.scope(in: self))
      }
    } else if let found = try find(path, in: folder, roots: place.roots) {
      return .module(found.scope(in: self))
    }
    return missing(path.joined(separator: "."), [folder])
  }

  /// Returns the module at the dotted `path`: a module, or what is skipped with the reason.
  func module(_ path: [String], from place: ImportPlace) throws(DiagnosticError) -> ModuleValue {
    if let library = Library.find(path) { return .module(library) }
    let key = Import(path: path, place: place)
    if let known = lock.withLock({ found[key] }) { return value(of: known) }
    guard let module = try search(path, from: place) else {
      return missing(path.joined(separator: "."), place.roots)
    }
    lock.withLock { found[key] = module }
    return value(of: module)
  }

  private func value(of found: Found) -> ModuleValue {
    switch found {
    case .file(let contents): .module(contents.scope(in: self))
    case .shipped(let module): .module(module)
    }
  }

  private func search(_ path: [String], from place: ImportPlace) throws(DiagnosticError) -> Found? {
    for root in place.roots + enclosingRoots(of: path, place) {
      if let contents = try find(path, in: root, roots: place.roots) { return .file(contents) }
    }
    guard path.count == 1 else { return nil }
    return ShippedModules.modules.first { $0.name == path[0] }.map(Found.shipped)
  }

  /// Returns the module `name` of the package in `folder`.
  func submodule(
    _ name: String, of folder: String, named package: String, place: ImportPlace
  ) throws(DiagnosticError) -> SourceModule? {
    try find([name], in: folder, roots: place.roots, prefix: package + ".")?.scope(in: self)
  }

  private func missing(_ name: String, _ folders: [String]) -> ModuleValue {
    let file = name.replacing(".", with: "/") + ".py"
    lock.withLock { awaited.formUnion(folders.map { FilePath.join($0, file) }) }
    let names = folders.map(files.displayName)
    let places = names.isEmpty ? "which is empty" : names.joined(separator: ", ")
    let known = ShippedModules.modules.map(\.name) + Library.importable
    let near = nearest(to: name, among: known).map { ": did you mean '\($0)'?" } ?? ""
    return .skipped(
      what: "imported from '\(name)', which was not found on the search path (\(places))\(near)",
      at: nil)
  }

  /// Returns the folder that holds the package `path` starts with, if the importing file lies
  /// inside that package.
  private func enclosingRoots(of path: [String], _ place: ImportPlace) -> [String] {
    guard var folder = place.folder, let package = path.first else { return [] }
    while folder != ".", folder != "/" {
      let parent = FilePath.folder(of: folder)
      if FilePath.last(of: folder) == package { return [parent] }
      folder = parent
    }
    return []
  }

  // MARK: Files

  /// Returns the module at the dotted `path` in `folder`; a package comes before a file.
  private func find(
    _ path: [String], in folder: String, roots: [String], prefix: String = ""
  ) throws(DiagnosticError) -> ModuleContents? {
    let name = prefix + path.joined(separator: ".")
    let whole = path.reduce(folder, FilePath.join)
    if let package = try readPackage(whole, named: name, roots: roots, needsFile: true) {
      return package
    }
    if let module = try read(whole + ".py", named: name, package: nil, roots: roots) {
      return module
    }
    return try readPackage(whole, named: name, roots: roots)
  }

  /// Returns the package in `folder`, with its `__init__.py` if there is one.
  private func readPackage(
    _ folder: String, named name: String, roots: [String], needsFile: Bool = false
  ) throws(DiagnosticError) -> ModuleContents? {
    let file = FilePath.join(folder, "__init__.py")
    if let package = try read(file, named: name, package: folder, roots: roots) { return package }
    guard !needsFile, files.isFolder(folder) else { return nil }
    let key = files.canonical(folder)
    return keep(key) {
      ModuleContents(
        name: name, path: key, syntax: nil, package: folder,
        place: ImportPlace(folder: folder, roots: roots))
    }
  }

  /// Returns the module in the file at `path`; `nil` if there is no such file.
  private func read(
    _ path: String, named name: String, package: String?, roots: [String]
  ) throws(DiagnosticError) -> ModuleContents? {
    let key = files.canonical(path)
    if let known = kept(key) { return known }
    if let byteCount = files.excess(path) {
      throw DiagnosticError(.tooLarge(files.displayName(path), byteCount))
    }
    guard let bytes = files.read(path) else { return nil }
    let syntax = parseModule(SourceFile(name: files.displayName(path), bytes: bytes))
    if !syntax.diagnostics.isEmpty {
      lock.withLock { _ = faulty.insert(key) }
      throw DiagnosticError(syntax.diagnostics)
    }
    return keep(key) {
      ModuleContents(
        name: name, path: key, syntax: syntax, package: package,
        place: ImportPlace(folder: FilePath.folder(of: path), roots: roots))
    }
  }

  /// Returns the module `name` with the given text, which lies in no folder.
  func module(_ name: String, text: String) -> SourceModule {
    let syntax = parseModule(SourceFile(name: "<\(name)>", text: text))
    let contents = keep("<\(name)>") {
      ModuleContents(
        name: name, path: "<\(name)>", syntax: syntax, package: nil,
        place: ImportPlace(folder: nil, roots: []))
    }
    return contents.scope(in: self)
  }

  private func kept(_ key: String) -> ModuleContents? {
    lock.lock()
    defer { lock.unlock() }
    return modules[key]
  }

  /// Returns the module kept as `key`, made by `make` the first time.
  private func keep(_ key: String, _ make: () -> ModuleContents) -> ModuleContents {
    lock.lock()
    defer { lock.unlock() }
    if let known = modules[key] { return known }
    let module = make()
    modules[key] = module
    return module
  }

  // MARK: Precision

  /// Returns the value that the precision setting gives to `name` in `scope`.
  func override(of name: String, in scope: any ModuleScope) -> ModuleValue? {
    guard let module = scope as? SourceModule, let file = module.syntax?.file.name,
      file.hasSuffix(FloatPrecision.aliasFile)
    else { return nil }
    return precision.kind(of: name).map { .type(.scalar($0)) }
  }

}

extension Diagnostic {

  fileprivate static func unreadable(_ path: String) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.file, "The file '\(path)' cannot be read.",
      hint: "check the path; relative paths start at the working directory")
  }

  fileprivate static func tooLarge(_ name: String, _ byteCount: Int) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.file,
      "\(TextFile.Problem.tooLarge(byteCount: byteCount).sentence(about: name)).",
      hint: "split it into parts; or \(Memory.remedy)")
  }

  fileprivate static func noModule(_ name: String, _ reason: String) -> Diagnostic {
    Diagnostic(
      code: ModuleCode.missing, "There is no module '\(name)': it is \(reason).",
      hint: "add its folder with --path DIR")
  }

}

import FieldView
import Fields
import Foundation

/// What a session may use of the world around it.
///
/// Tests give a world of their own; everything else uses `Environment.system`.
public struct Environment: Sendable {

  /// Returns the array in the `.npy` or `.npz` file at a path.
  public var readArray: @Sendable (String) throws(FieldFileError) -> NpyArray

  /// Writes a field to the `.npy` file at a path.
  public var writeField: @Sendable (Field, String) throws(FieldFileError) -> Void

  /// Replaces the file at a path, wholly or not at all.
  public var writeFile: @Sendable (String, [UInt8]) throws -> Void

  /// How modules are read.
  public var modules: ModuleFiles

  /// Whether the user wants the running command to stop.
  public var isCancelled: @Sendable () -> Bool

  /// The folder that relative paths start from.
  public var folder: String

  /// Further folders to look for modules in, in order.
  public var modulePath: [String]

  /// The folder that `~` stands for.
  public var home: String

  public init(
    readArray: @escaping @Sendable (String) throws(FieldFileError) -> NpyArray,
    writeField: @escaping @Sendable (Field, String) throws(FieldFileError) -> Void,
    writeFile: @escaping @Sendable (String, [UInt8]) throws -> Void,
    modules: ModuleFiles = .disk, isCancelled: @escaping @Sendable () -> Bool = { false },
    folder: String,
    modulePath: [String] = [], home: String = "/"
  ) {
    self.readArray = readArray
    self.writeField = writeField
    self.writeFile = writeFile
    self.modules = modules
    self.isCancelled = isCancelled
    self.folder = folder
    self.modulePath = modulePath
    self.home = home
  }

  /// The files of this machine, relative to `folder`.
  public static func system(
    folder: String = FileManager.default.currentDirectoryPath, modulePath: [String] = [],
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) -> Environment {
    Environment(
      readArray: { (path) throws(FieldFileError) in try ArrayReference(path).read() },
      writeField: { (field, path) throws(FieldFileError) in try NpyFile.write(field, to: path) },
      writeFile: { try Data($1).write(to: URL(fileURLWithPath: $0), options: .atomic) },
      isCancelled: isCancelled, folder: folder, modulePath: modulePath,
      home: FileManager.default.homeDirectoryForCurrentUser.path)
  }

  /// Returns the absolute path that `path` means here.
  public func resolve(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    if path == "~" || path.hasPrefix("~/") { return home + path.dropFirst() }
    return URL(fileURLWithPath: path, relativeTo: URL(fileURLWithPath: folder, isDirectory: true))
      .standardizedFileURL.path
  }

}

import Diagnostics
import FieldView
import Fields
import Foundation

/// What a session may use of the world around it.
///
/// Tests give a world of their own; everything else uses `Surroundings.system`.
public struct Surroundings: Sendable {

  /// Returns the array in the `.npy` or `.npz` file at a path.
  public var readArray:
    @Sendable (String, WorkProgress<FieldFileError>) throws(FieldFileError) -> NpyArray

  /// Writes a field to the `.npy` file at a path.
  public var writeField:
    @Sendable (Field, String, WorkProgress<FieldFileError>) throws(FieldFileError) -> Void

  /// Replaces the file at a path, wholly or not at all.
  public var writeFile: @Sendable (String, [UInt8]) throws(FieldFileError) -> Void

  /// `true` iff nothing that somebody else wrote would be lost if the file at a path were replaced.
  public var isFreeToReplace: @Sendable (String) -> Bool

  /// How modules are read.
  public var modules: ModuleFiles

  /// Returns the names of what is in a folder that is not hidden; folders end in `/`.
  public var listFolder: @Sendable (String) -> [String]

  /// Whether the user wants the running command to stop.
  public var isCancelled: @Sendable () -> Bool

  /// Takes the part of the work that the running command has done, from 0 to 1.
  public var onProgress: @Sendable (Double) -> Void

  /// Returns what a person made of a text in an editor, `nil` if the editor failed; there is none
  /// where nobody types.
  public var edit: (@Sendable (String) -> String?)?

  /// Runs a line of the shell in a folder, and returns its status.
  public var shell: (@Sendable (_ line: String, _ folder: String) -> Int32)?

  /// Returns the files of the sessions that were kept when somebody left without saving, here; the
  /// latest first.
  public var keptSessions: @Sendable () -> [String] = { [] }

  /// The files of a trial, in which nothing is written anywhere else; `nil` in earnest.
  private(set) var trial: TrialFiles?

  /// The folder that relative paths start from.
  public var folder: String

  /// The folder that relative paths started from before the last `cd`.
  var formerFolder: String?

  /// Further folders to look for modules in, in order.
  public var modulePath: [String]

  /// The folder that `~` stands for.
  public var home: String

  /// What a session file may do here; `nil` while the user types.
  public var confinement: Confinement?

  /// Creates surroundings of which each part can be replaced.
  ///
  /// - Parameters:
  ///   - isFreeToReplace: says of a path whether nothing of somebody else would be lost there.
  ///   - folder: the folder that relative paths start from.
  ///   - home: the folder that `~` stands for.
  public init(
    readArray:
      @escaping @Sendable (String, WorkProgress<FieldFileError>) throws(FieldFileError) -> NpyArray,
    writeField:
      @escaping @Sendable (Field, String, WorkProgress<FieldFileError>) throws(FieldFileError) ->
      Void,
    writeFile: @escaping @Sendable (String, [UInt8]) throws(FieldFileError) -> Void,
    listFolder: @escaping @Sendable (String) -> [String] = { _ in [] },
    isFreeToReplace: @escaping @Sendable (String) -> Bool = { _ in true },
    modules: ModuleFiles = .disk, isCancelled: @escaping @Sendable () -> Bool = { false },
    onProgress: @escaping @Sendable (Double) -> Void = { _ in }, folder: String,
    modulePath: [String] = [], home: String = "/"
  ) {
    self.readArray = readArray
    self.writeField = writeField
    self.writeFile = writeFile
    self.modules = modules
    self.listFolder = listFolder
    self.isFreeToReplace = isFreeToReplace
    self.isCancelled = isCancelled
    self.onProgress = onProgress
    self.folder = folder
    self.modulePath = modulePath
    self.home = home
  }

  /// The files of this machine, relative to `folder`.
  public static func system(
    folder: String = FileManager.default.currentDirectoryPath, modulePath: [String] = [],
    isCancelled: @escaping @Sendable () -> Bool = { false },
    onProgress: @escaping @Sendable (Double) -> Void = { _ in }
  ) -> Surroundings {
    Surroundings(
      readArray: { (path, progress) throws(FieldFileError) in
        try ArrayReference(path).read(progress: progress)
      },
      writeField: { (field, path, progress) throws(FieldFileError) in
        try NpyFile.write(field, to: path, progress: progress)
      },
      writeFile: { (path, bytes) throws(FieldFileError) in
        try replaceFile(at: path, with: bytes)
      },
      listFolder: { path in
        let found = try? FileManager.default.contentsOfDirectory(
          at: URL(fileURLWithPath: path), includingPropertiesForKeys: [.isDirectoryKey],
          options: .skipsHiddenFiles)
        return (found ?? []).map { $0.lastPathComponent + ($0.hasDirectoryPath ? "/" : "") }
      },
      isFreeToReplace: { Fields.isFreeToReplace($0) }, isCancelled: isCancelled,
      onProgress: onProgress, folder: folder, modulePath: modulePath, home: home)
  }

  /// The folder of the user: what shells take `~` for.
  private static var home: String {
    let named = ProcessInfo.processInfo.environment["HOME"] ?? ""
    return named.hasPrefix("/") ? named : FileManager.default.homeDirectoryForCurrentUser.path
  }

  /// Returns the surroundings of a session file in `folder` that may do what `confinement` says.
  public func confined(to confinement: Confinement?, folder: String) -> Surroundings {
    var confined = self
    confined.confinement = confinement
    confined.folder = folder
    guard let confinement else { return confined }
    (confined.edit, confined.shell, confined.keptSessions) = (nil, nil, { [] })
    let (modules, listFolder) = (modules, listFolder)
    confined.modules = ModuleFiles(
      read: { confinement.mayRead($0) ? modules.read($0) : nil },
      excess: { confinement.mayRead($0) ? modules.excess($0) : nil }, isFolder: modules.isFolder,
      canonical: modules.canonical, displayName: modules.displayName)
    confined.listFolder = { confinement.mayRead($0) ? listFolder($0) : [] }
    return confined
  }

  /// Returns surroundings that share the trial of `other`, if that is on one.
  func onTrial(with other: Surroundings) -> Surroundings {
    var surroundings = self
    if let trial = other.trial { surroundings.trial = trial }
    return surroundings
  }

  /// Returns surroundings in which nothing is written but what goes with them, for a trial of a session
  /// that made what is at `made`.
  func onTrial(of made: Set<String>) -> Surroundings {
    var surroundings = self
    surroundings.trial = TrialFiles(made: made, modules)
    return surroundings
  }

  /// Lets commands stop when `time` is over from now on.
  mutating func limit(to time: Duration) {
    let (end, isCancelled) = (ContinuousClock.now + time, isCancelled)
    self.isCancelled = { isCancelled() || ContinuousClock.now > end }
  }

  /// Returns how long work goes on: until the user wants it to stop, which ends it with `stop`.
  func progress<Stop>(stoppingWith stop: Stop) -> WorkProgress<Stop> {
    WorkProgress { [isCancelled, onProgress] (part) throws(Stop) in
      onProgress(part)
      if isCancelled() { throw stop }
    }
  }

  /// How long work on fields goes on, for commands.
  var progress: WorkProgress<DiagnosticError> {
    progress(stoppingWith: DiagnosticError(.interrupted))
  }

  /// Tells that `done` of `total` parts of a command are done; throws if the user wants it to stop.
  func advance(_ done: Int, of total: Int) throws(DiagnosticError) {
    try progress.check(done, of: total)
  }

  /// Returns the absolute path that `path` means here.
  public func resolve(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    if path == "~" || path.hasPrefix("~/") { return home + path.dropFirst() }
    return URL(fileURLWithPath: path, relativeTo: URL(fileURLWithPath: folder, isDirectory: true))
      .standardizedFileURL.path
  }

}

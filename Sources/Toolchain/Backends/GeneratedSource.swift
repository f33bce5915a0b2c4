/// What a backend's translation makes of a program: text, and what a build must know besides.
///
/// A build sees nothing else, so what it makes can be kept under a key of texts and dependencies.
public struct GeneratedSource: Hashable, Sendable {

  /// A text with the name of a file.
  public struct File: Hashable, Sendable {

    public let name: String

    /// What the text is written in: `ITIR`, `C`.
    public let language: String

    /// What the build takes it for.
    public let role: Role

    public let text: String

    /// Creates the file `name`, a path below the folder of the source.
    public init(name: String, language: String, role: Role = .code, text: String) {
      self.name = name
      self.language = language
      self.role = role
      self.text = text
    }

  }

  /// What a build takes a file for.
  public enum Role: Sendable {

    /// What is compiled.
    case code

    /// How the code is called: an `EntryPoint` as JSON.
    case entryPoint

    /// What the code calls its arguments, as JSON.
    case argumentNames

    /// The ITIR that the code was made of.
    case program

    /// What the build has no use for.
    case description

  }

  /// Something that a build needs besides the files.
  public enum Dependency: Hashable, Sendable {

    /// A folder with headers.
    case headers(path: String)

    /// A library, by the name that linkers know it by.
    case library(name: String)

  }

  /// The files, the one that a person reads first; descriptions of the ABI are files, too.
  public let files: [File]

  /// The name of what is called in them.
  public let entryPoint: String

  public let dependencies: [Dependency]

  public let interface: CallInterface

  /// Creates the source of which `entryPoint` is called.
  ///
  /// - Requires: one of `files` is the code.
  public init(
    files: [File], entryPoint: String, dependencies: [Dependency] = [], interface: CallInterface
  ) {
    precondition(files.contains { $0.role == .code }, "there is code to build")
    self.files = files
    self.entryPoint = entryPoint
    self.dependencies = dependencies
    self.interface = interface
  }

  /// The file that the build takes for `role`; `nil` if there is none.
  public func file(_ role: Role) -> File? { files.first { $0.role == role } }

  /// What is compiled.
  public var code: String { written(.code) }

  /// Returns the text of the file that the translation wrote for `role`.
  ///
  /// - Requires: it wrote one.
  func written(_ role: Role) -> String {
    guard let file = file(role) else { preconditionFailure("the translation writes it") }
    return file.text
  }

  /// All files, with their names above them if there are several.
  public var text: String {
    if files.count == 1 { return files[0].text }
    return files.map { "\($0.name) (\($0.language))\n\n\($0.text)" }.joined(separator: "\n\n")
  }

}

extension GeneratedSource: StepInput {

  public var key: GeneratedSource { self }

}

/// What a backend's translation makes of a program: text, and what a build must know besides.
///
/// A build sees nothing else, so what it makes can be kept under a key of texts and dependencies.
public struct GeneratedSource: Hashable, Sendable {

  /// A text with the name of a file.
  public struct File: Hashable, Sendable {

    public let name: String

    /// What the text is written in: `ITIR`, `C`.
    public let language: String

    public let text: String

    /// Creates the file `name`, a path below the folder of the source.
    public init(name: String, language: String, text: String) {
      self.name = name
      self.language = language
      self.text = text
    }

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
  public init(
    files: [File], entryPoint: String, dependencies: [Dependency] = [], interface: CallInterface
  ) {
    self.files = files
    self.entryPoint = entryPoint
    self.dependencies = dependencies
    self.interface = interface
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

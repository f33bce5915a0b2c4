/// A command of the system as a value: it is built, printed and compared before it is run.
public struct ExternalCommand: Hashable, Sendable {

  /// The absolute path of the program.
  public let executable: String

  public let arguments: [String]

  /// The folder that it works in; `nil` for ours.
  public let folder: String?

  /// The time after which it is stopped.
  public let timeLimit: Duration

  /// Creates the command, which ends after `timeLimit` at the latest; it is not run.
  public init(
    _ executable: String, _ arguments: [String], in folder: String? = nil,
    timeLimit: Duration = .seconds(120)
  ) {
    self.executable = executable
    self.arguments = arguments
    self.folder = folder
    self.timeLimit = timeLimit
  }

  /// What came of a command that ended by itself.
  public struct Outcome: Hashable, Sendable {

    public enum Ending: Hashable, Sendable {
      case exited(Int32)
      case killed(signal: Int32)
    }

    public let ending: Ending

    /// What it wrote to its standard output and error; the beginning if it is very long.
    public let output, errors: String

    public var isSuccess: Bool { ending == .exited(0) }

  }

  /// Why a command came to no end of its own.
  public enum Failure: Error, Hashable, Sendable {

    /// It could not be started; the reason is the system's.
    case notStarted(reason: String)

    case timedOut(after: Duration)

    case cancelled

  }

}

extension ExternalCommand: CustomStringConvertible {

  /// The line that does the same in a shell.
  public var description: String {
    let words = ([executable] + arguments).map(quoted).joined(separator: " ")
    return folder.map { "cd \(quoted($0)) && \(words)" } ?? words
  }

}

/// Returns `word` as a shell reads it back.
private func quoted(_ word: String) -> String {
  let plain = word.unicodeScalars.allSatisfy {
    ("a" ... "z").contains($0) || ("A" ... "Z").contains($0) || ("0" ... "9").contains($0)
      || "-_=./,:+@%".unicodeScalars.contains($0)
  }
  if plain, !word.isEmpty { return word }
  return "'"
    + word.split(separator: "'", omittingEmptySubsequences: false)
    .joined(separator: "'\\''") + "'"
}

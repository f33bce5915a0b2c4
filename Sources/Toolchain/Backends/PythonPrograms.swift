import Foundation
import Glibc

/// The Python interpreters of this machine that packages are looked for in.
public struct PythonPrograms: Hashable, Sendable {

  /// Absolute paths, in order.
  public let candidates: [String]

  /// Creates the interpreters at `candidates`, of which some may not be there.
  public init(_ candidates: [String]) { self.candidates = candidates }

  /// What `variable` names; else `python3` wherever it is on the path.
  public static func system(overriddenBy variable: String? = nil) -> PythonPrograms {
    let environment = ProcessInfo.processInfo.environment
    let path = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    if let name = variable.flatMap({ environment[$0] }), !name.isEmpty {
      return PythonPrograms(name.contains("/") ? [name] : path.map { "\($0)/\(name)" })
    }
    return PythonPrograms(path.map { "\($0)/python3" })
  }

  /// Returns the first interpreter in which `code` ends well, and what it printed; each of them is
  /// asked once.
  func first(
    running code: String, isCancelled: @Sendable () -> Bool = { false }
  ) throws(CompilationProblem) -> (python: String, output: String)? {
    var seen: Set<String> = []
    for path in candidates where access(path, X_OK) == 0 {
      // An environment is known by the path of its interpreter, not by what that leads to.
      let folder = URL(fileURLWithPath: path).deletingLastPathComponent().resolvingSymlinksInPath()
      guard seen.insert(folder.path).inserted else { continue }
      let command = ExternalCommand(path, ["-c", code], timeLimit: .seconds(10))
      do {
        let outcome = try command.run(isCancelled: isCancelled)
        if outcome.isSuccess {
          return (path, outcome.output.trimmingCharacters(in: .whitespacesAndNewlines))
        }
      } catch {
        if error == .cancelled { throw .cancelled }
      }
    }
    return nil
  }

}

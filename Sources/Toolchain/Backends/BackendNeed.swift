import Foundation

/// Something that a backend needs on this machine: a compiler, a library.
public struct BackendNeed: Hashable, Sendable {

  public enum State: Hashable, Sendable {

    /// It is there; `place` says where, and what it is.
    case found(place: String)

    /// It is not there, or cannot be used: `reason` is a sentence, `remedy` what can be done.
    case missing(reason: String, remedy: String)

  }

  /// What it is, as a noun: `a C compiler`.
  public let name: String

  public let state: State

  /// Creates the need of `name`, a noun.
  public init(_ name: String, _ state: State) {
    self.name = name
    self.state = state
  }

  /// Creates a need whose place `find` returns.
  init(_ name: String, _ find: () throws(CompilationProblem) -> String) {
    self.name = name
    do throws(CompilationProblem) { state = .found(place: try find()) } catch {
      state = .missing(reason: error.message, remedy: error.hint)
    }
  }

  /// A compiler of `environment`.
  static func compiler(
    for language: SourceLanguage, in environment: NativeEnvironment, _ isCancelled: IsCancelled
  ) -> BackendNeed {
    BackendNeed("a \(language.rawValue) compiler") { () throws(CompilationProblem) in
      let found = try environment.compiler(for: language, isCancelled: isCancelled).compiler
      // Where it was built is of no interest here.
      let title = found.title.prefix { $0 != "(" }.trimmingCharacters(in: .whitespaces)
      return "\(found.path), \(title), for \(environment.target.level.rawValue)"
    }
  }

}

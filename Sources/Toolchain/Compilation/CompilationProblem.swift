import CodeGen
import Diagnostics

/// The codes of messages about native code.
public enum CompilationCode: String, DiagnosticCode {

  /// There is no native code of a program.
  case failed = "E-COMPILATION"

  /// What is to be compiled is no program and no operator.
  case notCallable = "E-COMPILATION-NAME"

}

extension Diagnostic {

  /// `true` iff the message is that there is no native code, for whatever reason.
  public var meansNoCode: Bool {
    code == CompilationCode.failed.rawValue || code == CodeGenCode.unsupported.rawValue
  }

}

/// Why there is no native code.
public enum CompilationProblem: Error, Hashable, Sendable {

  /// There is no compiler.
  case noCompiler(SourceLanguage = .c)

  /// A library that code is written on is not there; `remedy` says how it gets there.
  case noLibrary(name: String, remedy: String)

  /// A program of others, which `tool` names, came to a bad end.
  case broken(tool: String, reason: String, remedy: String)

  /// The compiler at `path` cannot be used.
  case unusable(path: String, reason: String, SourceLanguage = .c)

  /// The compiler refused what we wrote; `messages` holds no names of temporary files, so that what
  /// is said of the same cause is the same.
  case refused(command: String, messages: String, SourceLanguage = .c)

  /// There is no folder in which it could work.
  case noFolder(reason: String)

  /// The object that came out cannot be loaded.
  case notLoaded(reason: String)

  case cancelled

  /// One sentence.
  public var message: String {
    switch self {
    case .noCompiler(let language): "There is no \(language.rawValue) compiler."
    case .noLibrary(let name, _): "There is no \(name) on this machine."
    case .broken(let tool, let reason, _): "\(tool) failed: \(reason)."
    case .unusable(let path, let reason, let language):
      "The \(language.rawValue) compiler '\(path)' cannot be used: \(reason)."
    case .refused(_, let messages, let language):
      "The \(language.rawValue) compiler failed: \(firstError(in: messages) ?? "it does not say why")."
    case .noFolder(let reason): "There is no folder to compile in: \(reason)."
    case .notLoaded(let reason): "The compiled program cannot be loaded: \(reason)."
    case .cancelled: "The compilation was interrupted."
    }
  }

  /// What can be done.
  public var hint: String {
    switch self {
    case .noCompiler(let language):
      "install \(language.usualCompilers), or set \(language.variable) to the path of one"
    case .noLibrary(_, let remedy), .broken(_, _, let remedy): remedy
    case .unusable(_, _, let language):
      "set \(language.variable) to the path of another, or unset it"
    case .refused(_, let messages, _) where isAboutMissingTools(messages):
      "add the folder with 'as' and 'ld', often /usr/bin, to PATH: the compiler needs them"
    case .refused(_, _, let language):
      "set \(language.variable) to the path of another compiler; "
        + "`run backend=interpreter` needs none"
    case .noFolder: "set TMPDIR to a folder of yours with room in it"
    case .notLoaded:
      "`cache clear` and run it again; `run backend=interpreter` needs no such program"
    case .cancelled: "nothing has changed: fields and files are as they were before"
    }
  }

  /// The message to the user.
  public var diagnostic: Diagnostic {
    self == .cancelled
      ? .interrupted
      : Diagnostic(code: CompilationCode.failed, message, hint: hint)
  }

}

/// `true` iff a compiler says in `messages` that it did not find the programs that it starts.
private func isAboutMissingTools(_ messages: String) -> Bool {
  let signs = [
    "posix_spawn failed: No such file", "execvp: No such file", "cannot find 'ld'",
  ]
  return signs.contains(where: messages.contains)
}

private func firstError(in messages: String) -> String? {
  if isAboutMissingTools(messages) {
    return "it did not find its assembler or linker on PATH"
  }
  let lines = messages.split(separator: "\n")
  let line = lines.first { $0.contains("error") } ?? lines.first
  return line.map { $0.trimmingSuffix(while: { $0 == "." }) }.map(String.init)
}

extension Substring {

  fileprivate func trimmingSuffix(while isPart: (Character) -> Bool) -> Substring {
    var text = self
    while let last = text.last, isPart(last) { text.removeLast() }
    return text
  }

}

extension ExternalCommand.Failure {

  /// Why it came to no end of its own, in a few words.
  var reason: String {
    switch self {
    case .notStarted(let reason): "it could not be started (\(reason))"
    case .timedOut(let limit): "it took longer than \(limit.components.seconds) s"
    case .cancelled: "it was interrupted"
    }
  }

}

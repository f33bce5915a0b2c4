import Diagnostics

/// A text that a backend makes of a program on its way to an executable, for people to read.
///
/// `show` prints it, completion and `help` know it, `save` writes it: all that they know of it is here.
public struct BackendText: Sendable {

  /// What `show` calls it.
  public let name: String

  /// What it tells, in a few words.
  public let meaning: String

  /// The ending of the files that other tools read it from, with its dot; `nil` if none does.
  public let fileSuffix: String?

  fileprivate let origin: Origin

  fileprivate enum Origin {

    /// The code that the translation writes.
    case code

    /// What is made of a program after the passes of the backend.
    case program(@Sendable (CompilableProgram) throws(DiagnosticError) -> String)

  }

  private init(_ name: String, _ meaning: String, fileSuffix: String?, _ origin: Origin) {
    self.name = name
    self.meaning = meaning
    self.fileSuffix = fileSuffix
    self.origin = origin
  }

  /// Returns the code that the translation of a backend writes.
  public static func code(
    _ name: String, _ meaning: String, fileSuffix: String? = nil
  ) -> BackendText {
    BackendText(name, meaning, fileSuffix: fileSuffix, .code)
  }

  /// Returns a text on the way to the code, which `write` makes of a program after the passes.
  public static func before(
    _ name: String, _ meaning: String,
    write: @escaping @Sendable (CompilableProgram) throws(DiagnosticError) -> String
  ) -> BackendText {
    BackendText(name, meaning, fileSuffix: nil, .program(write))
  }

}

extension Toolchain {

  /// Returns the first backend that has a text `name`, and that text; `nil` if none has.
  public func text(named name: String) -> (backend: Backend, text: BackendText)? {
    firstText { $0.name == name }
  }

  /// Returns the text of a backend that files like `path` hold, and the backend; `nil` if none does.
  public func text(in path: String) -> (backend: Backend, text: BackendText)? {
    firstText { $0.fileSuffix.map(path.hasSuffix) ?? false }
  }

  private func firstText(
    where predicate: (BackendText) -> Bool
  ) -> (backend: Backend, text: BackendText)? {
    for b in backends {
      if let text = b.texts.first(where: predicate) { return (b, text) }
    }
    return nil
  }

  /// Returns `text`, one of those of `backend`, for calls like `info`: nothing is built.
  ///
  /// - Throws: What lowering and the passes throw, and what the backend cannot express.
  public func written(
    _ text: BackendText, for info: CompileInfo, on backend: Backend, _ runner: inout StepRunner
  ) throws(DiagnosticError) -> String {
    switch text.origin {
    case .code: try source(for: info, on: backend, &runner).code
    case .program(let write): try write(try transformed(info, for: backend, &runner))
    }
  }

}

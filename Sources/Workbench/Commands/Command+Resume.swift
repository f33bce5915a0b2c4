import Diagnostics
import Foundation

extension Command {

  static let resume: Command = Command(
    "resume", "goes on where a saved session ended",
    usage: [
      "resume FILE.stencil-session", "resume FILE.stencil-session trust=true",
      .init("resume last [N]", "what was kept when you left this folder without saving"),
    ],
    arguments: [
      .init("FILE", "a session file; its relative paths start from its folder"),
      .init("N", "2 for what was left before the last, and so on"),
      .init(
        "trust", "whether it may write wherever you may; below its own folder only if left out"),
    ],
    examples: ["resume lesson.stencil-session"], listedWith: "save",
    recording: { _ in .nothing },
    changesMore: { _ in true },
    completion: { $0.isFirst ? ["last"] + $0.files("stencil-session") : ["trust="] }
  ) { line, session throws(DiagnosticError) in
    let isKept = line.words.first?.text == "last" && line.words.first?.isQuoted == false
    guard (1 ... (isKept ? 2 : 1)).contains(line.words.count), let file = line.words.first else {
      throw DiagnosticError(.usage(.resume, at: line.span))
    }
    var trusts = false
    for option in line.options {
      guard option.key.text == "trust", let value = Bool(option.value.text.lowercased()) else {
        throw DiagnosticError(.usage(.resume, at: line.span))
      }
      trusts = value
    }
    if isKept {
      let kept = session.surroundings.keptSessions()
      if kept.isEmpty { return .message("no session was kept here") }
      let number = try line.words.dropFirst().first?.integer() ?? 1
      guard kept.indices.contains(number - 1) else {
        throw DiagnosticError(.notKept(line.words[1], count: kept.count))
      }
      let path = Spelled(text: kept[number - 1], span: file.span, isQuoted: true)
      return try session.resume(path, in: session.surroundings.folder, trusts: true)
    }
    return try session.resume(file, trusts: trusts)
  }

}

extension Session {

  /// Performs the inputs of a session file as if they had been typed.
  ///
  /// Throws what the first input that fails throws, if it was to succeed.
  ///
  /// - Parameter folder: where its relative paths start from; its own folder if left out.
  mutating func resume(
    _ file: Spelled, in folder: String? = nil, trusts: Bool = false
  ) throws(DiagnosticError) -> Output {
    let path = try readablePath(of: file)
    if let byteCount = surroundings.modules.excess(path) {
      throw DiagnosticError(.tooLarge(file, byteCount))
    }
    guard let bytes = surroundings.modules.read(path) else {
      throw DiagnosticError(.unreadable(file))
    }
    let sessionFile = try runner.interruptibly { () throws(DiagnosticError) in
      try SessionFile(SourceFile(name: file.text, bytes: bytes))
    }
    let own = surroundings
    let inner = own.confinement ?? (trusts ? nil : Confinement(of: path))
    surroundings = own.confined(
      to: inner, folder: folder ?? URL(fileURLWithPath: path).deletingLastPathComponent().path)
    let steps = sessionFile.steps.filter { $0.missing(in: self) == nil }
    for (i, step) in steps.enumerated() {
      try surroundings.advance(i, of: steps.count)
      let (next, output) = performing(step.input)
      if output.diagnostics.contains(.interrupted) { throw DiagnosticError(.interrupted) }
      if let problem = step.problem(with: output) {
        throw DiagnosticError(
          [.stopped(sessionFile.source, at: step.line, problem)] + output.diagnostics)
      }
      self = next
    }
    surroundings = own
    noteLoading(of: path)
    let skipped = sessionFile.steps.count - steps.count
    let rest = skipped == 0 ? "" : "; \(skipped) need what is not there"
    return Output(
      [
        .message(
          "resumed \(counted(steps.count, "input")) of \(folder == nil ? file.text : "the last session")\(rest)"
        )
      ],
      next: ["list"])
  }

}

extension Diagnostic {

  fileprivate static func notKept(_ number: Spelled, count: Int) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue,
      "Of this folder \(count == 1 ? "one session is" : "\(count) sessions are") kept.",
      at: number.span, hint: "resume last takes the latest, 1; the oldest is \(count)")
  }

  fileprivate static func unreadable(_ file: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.file, "'\(file.text)' cannot be read.", at: file.span,
      hint: "give the path of a file that is there; relative ones start from the session's folder")
  }

  fileprivate static func stopped(
    _ source: SourceFile, at line: Int, _ problem: String
  ) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.sessionFile,
      "The session cannot be resumed: \(problem), so nothing was changed.",
      at: SourceSpan(source, source.range(ofLine: line)),
      hint: "stencil-repl replay shows all that differs; a file may write elsewhere with trust=true"
    )
  }

}

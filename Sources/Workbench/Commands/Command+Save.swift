import Diagnostics
import Fields

extension Command {

  static let save: Command = Command(
    "save", "writes a field or the session to a file",
    usage: "save NAME \"out.npy\"\nsave \"name.stencil-session\"",
    examples: ["save out \"out.npy\"", "save \"lesson.stencil-session\""]
  ) { line, session throws(DiagnosticError) in
    let words = line.words
    guard line.options.isEmpty else { throw DiagnosticError(.usage(.save, at: line.span)) }
    switch words.count {
    case 1:
      guard words[0].text.hasSuffix(".stencil-session") else {
        throw DiagnosticError(.unknownFormat(words[0]))
      }
      let recording = try Recording(of: session)
      try session.write(Array(recording.text.utf8), to: words[0])
      return .message("saved \(recording.inputCount) inputs to \(words[0].text)")
    case 2:
      let field = try session.field(words[0])
      try session.save(field, to: words[1])
      return .message("saved \(words[0].text) to \(words[1].text)")
    default: throw DiagnosticError(.usage(.save, at: line.span))
    }
  }

}

/// The inputs of a session, and what they print in a fresh one, as a session file.
///
/// Inputs that failed are left out, and those that saved the session; comments become prose.
struct Recording {

  let text: String
  let inputCount: Int

  /// Runs the inputs of `session` again, without writing files.
  init(of session: Session) throws(DiagnosticError) {
    var environment = session.environment
    environment.writeFile = { _, _ in }
    environment.writeField = { (_, _) throws(FieldFileError) in }
    var replayed = Session(environment: environment).prepared()
    var lines = [SessionFile.magic]
    var count = 0
    for entry in session.history where !entry.failed {
      let kind = InputKind(of: entry.text)
      if kind == .nothing {
        lines += Self.prose(entry.text)
        continue
      }
      if Self.savesSession(entry.text) { continue }
      count += 1
      let (next, output) = replayed.performing(entry.text)
      if output.failed { throw DiagnosticError(output.diagnostics) }
      replayed = next
      lines.append("")
      lines += Self.input(entry.text, isDefinition: kind == .definition)
      lines += output.rendered().split(separator: "\n").map {
        "    " + SessionFile.escaped(String($0).trimmingTrailingBlanks())
      }
    }
    text = lines.joined(separator: "\n") + "\n"
    inputCount = count
  }

  /// Returns the text of a comment without its marks, below a blank line.
  private static func prose(_ text: String) -> [String] {
    let lines = text.split(separator: "\n").map { $0.drop { $0 == " " || $0 == "#" } }
    return lines.isEmpty ? [] : [""] + lines.map(String.init)
  }

  private static func savesSession(_ text: String) -> Bool {
    guard let line = try? CommandInput(SourceFile(name: "<input>", text: text)),
      (try? Command.named(line.verb))?.name == "save"
    else { return false }
    return line.words.count == 1
  }

  private static func input(_ text: String, isDefinition: Bool) -> [String] {
    let lines = text.trimmingLineBreaks().split(
      separator: "\n", omittingEmptySubsequences: false)
    let marked = lines.enumerated().map { i, line in
      "    " + ((i == 0 ? "> " : ". ") + line).trimmingTrailingBlanks()
    }
    return isDefinition && lines.count > 1 ? marked + ["    ."] : marked
  }

}

extension String {

  /// The text without line breaks at its ends.
  fileprivate func trimmingLineBreaks() -> String {
    var s = self[...]
    while s.first?.isNewline ?? false { s.removeFirst() }
    while s.last?.isNewline ?? false { s.removeLast() }
    return String(s)
  }

}

extension Diagnostic {

  fileprivate static func unknownFormat(_ name: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "It is not clear what to save to '\(name.text)'.", at: name.span,
      hint: "save NAME \"out.npy\" for a field, save \"name.stencil-session\" for the session")
  }

}

import Diagnostics
import Fields
import Foundation

extension Command {

  static let save: Command = Command(
    "save", "writes a field, a program for DaCe or the session",
    usage: [
      "save NAME \"out.npy\"", "save PROGRAM \"name.sdfg\"", "save \"name.stencil-session\"",
    ],
    arguments: [.field, .program],
    examples: [
      "save out \"out.npy\"", "save diffuse \"diffuse.sdfg\"", "save \"lesson.stencil-session\"",
    ],
    elsewhere: [
      "export":
        "show itir > FILE writes a program, save PROGRAM \"x.sdfg\" an SDFG, save NAME \"file.npy\" a field"
    ],
    redirection: .none(instead: "save NAME \"out.npy\" writes a field"),
    recording: { $0.words.count == 1 ? .nothing : .all },
    changesMore: { _ in true },
    completion: { point in
      point.isFirst
        ? point.fields + point.programs + point.files("stencil-session") : point.files("npy")
    }
  ) { line, session throws(DiagnosticError) in
    let words = line.words
    guard line.options.isEmpty else { throw DiagnosticError(.usage(.save, at: line.span)) }
    switch words.count {
    case 1:
      guard words[0].text.hasSuffix(".stencil-session") else {
        throw DiagnosticError(
          session.callables[words[0].text] == nil
            ? .unknownFormat(words[0], isField: session.fields[words[0].text] != nil)
            : .missingFormat(of: words[0]))
      }
      let folder = session.folder(of: words[0])
      let (bytes, inputCount) = try session.runner.interruptibly { [session] in
        let recording = Recording(of: session, in: folder)
        return (Array(recording.text.utf8), recording.inputCount)
      }
      // Before it is written: whoever stops this finds everything as it was.
      let path = session.surroundings.resolve(words[0].text)
      let report = inputCount == 0 ? nil : try session.trial(of: bytes, at: path)
      try session.write(bytes, to: words[0], overwriting: line.overwrites)
      session.handOverFiles(to: path)
      session.savedChanges = session.changes
      let saved = "saved \(counted(inputCount, "input")) to \(words[0].text)"
      if inputCount == 0 { return .message(saved) }
      let replayed =
        report?.summary
        ?? "not replayed, since that takes longer than \(session.trialTime.shortText): "
        + "stencil-repl replay \(words[0].text.asWord) checks it"
      return Output([.message(saved), .message(replayed)])
    case 2:
      if let (backend, text) = session.toolchain.text(in: words[1].text) {
        let callable = try session.callable(words[0], at: line.span)
        var runner = session.runner
        let written = try session.written(text, of: callable, on: backend, &runner)
        try session.write(Array(written.utf8), to: words[1], overwriting: line.overwrites)
        return .message("saved \(callable.name) to \(words[1].text)")
      }
      let field = try session.field(words[0])
      let ending = URL(fileURLWithPath: words[1].text).pathExtension
      if otherFormats.contains(ending) {
        throw DiagnosticError(.otherFormat(ending, words[0], words[1]))
      }
      try session.save(field, to: words[1], overwriting: line.overwrites)
      return .message("saved \(words[0].text) to \(words[1].text)")
    default: throw DiagnosticError(.usage(.save, at: line.span))
    }
  }

}

/// The endings by which other tools take a file for something else than .npy.
private let otherFormats: Set<String> = ["npz", "csv", "json", "nc", "png", "svg", "h5"]

extension Session {

  /// Returns the folder that `file` stands in.
  fileprivate func folder(of file: Spelled) -> String {
    URL(fileURLWithPath: surroundings.resolve(file.text)).deletingLastPathComponent().path
  }

}

extension Diagnostic {

  /// Whoever names another format would not find what is written there.
  fileprivate static func otherFormat(
    _ ending: String, _ name: Spelled, _ file: Spelled
  ) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue, "A field is written in the format .npy, not .\(ending).",
      at: file.span,
      hint: "save \(name.text) \"\(file.text.dropLast(ending.count + 1)).npy\"")
  }

  /// A program is to be saved, and it is not said as what.
  fileprivate static func missingFormat(of program: Spelled) -> Diagnostic {
    let name = program.text
    return Diagnostic(
      code: WorkbenchCode.usage, "It is not said what to save '\(name)' to.", at: program.span,
      hint: "`show source of \(name) > FILE` and `show itir of \(name) > FILE` write its text, "
        + "`save \(name) \"FILE.sdfg\"` an SDFG")
  }

  fileprivate static func unknownFormat(_ name: Spelled, isField: Bool) -> Diagnostic {
    if isField {
      return Diagnostic(
        code: WorkbenchCode.usage, "It is not said what to save '\(name.text)' to.", at: name.span,
        hint: "save \(name.text) \"\(name.text).npy\"")
    }
    return Diagnostic(
      code: WorkbenchCode.usage, "It is not clear what to save to '\(name.text)'.", at: name.span,
      hint: "save NAME \"out.npy\" for a field, save PROGRAM \"name.sdfg\" for an SDFG, "
        + "save \"name.stencil-session\" for the session")
  }

}

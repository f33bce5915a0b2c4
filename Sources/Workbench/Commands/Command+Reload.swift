import Diagnostics
import Foundation

extension Command {

  static let reload: Command = Command(
    "reload", "reads files again, and shows the last view anew", usage: ["reload [FILE.py]"],
    arguments: [.init("FILE", "a file that was loaded; all of them if left out")],
    examples: ["reload", "reload lap.py"], listedWith: "load",
    completion: { $0.isFirst ? $0.files("py") : [] }
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 0 ... 1, of: .reload)
    let files = line.words.first.map { [$0] } ?? session.loadedFiles(at: line.span)
    if files.isEmpty { return .message("no file was loaded") }
    var output = Output()
    for file in files {
      let found = try session.definitions.load(file, at: try session.readablePath(of: file))
      let part = try session.adopt(found, keepsWhatIsGood: true)
      output = Output(
        output.items + part.items, diagnostics: output.diagnostics + part.diagnostics,
        next: part.suggestions, changesInSpiteOfErrors: part.changesInSpiteOfErrors)
    }
    guard let view = session.lastView else { return output }
    let again = session.performing(view).output
    return Output(
      output.items + again.items, diagnostics: output.diagnostics + again.diagnostics,
      next: again.suggestions, changesInSpiteOfErrors: true)
  }

  static let watch: Command = Command(
    "watch", "reads a file again each time it, or one that it imports, is saved",
    usage: ["watch FILE.py"],
    arguments: [
      .init(
        "FILE", "a file of definitions; bindings stay, the last view is shown anew; Ctrl-C ends it")
    ],
    examples: ["watch lap.py"], listedWith: "load", recording: { _ in .nothing },
    completion: { $0.isFirst ? $0.files("py") : [] }
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 1 ... 1, of: .watch)
    let file = line.words[0]
    guard session.surroundings.edit != nil else {
      throw DiagnosticError(.watchedByNobody(at: line.span))
    }
    let path = try session.readablePath(of: file)
    var output: Output
    do throws(DiagnosticError) {
      let found = try session.definitions.load(file, at: path)
      output = try session.adopt(found, keepsWhatIsGood: true)
    } catch {
      // What is wrong now may be right when it is saved next.
      guard !error.diagnostics.contains(.interrupted),
        session.surroundings.modules.read(path) != nil
      else { throw error }
      output = Output(diagnostics: error.diagnostics)
    }
    output.watched = Output.WatchedFile(path: path, input: "reload \(file.text.asWord)")
    return output
  }

}

extension Session {

  /// The files that the definitions in the file at `path` were read from: it and what it imports.
  public func filesRead(from path: String) -> [String] {
    let path = surroundings.modules.canonical(path)
    let module = definitions.loaded.last { $0.path == path }
    return [path] + (module?.loader.readPaths ?? []).filter { $0 != path }
  }

  /// The files that the definitions in the file at `path` would have been read from if they were
  /// there: modules that it imports and that were not found.
  public func filesAwaited(from path: String) -> [String] {
    let path = surroundings.modules.canonical(path)
    return definitions.loaded.last { $0.path == path }?.loader.awaitedPaths ?? []
  }

  /// The files that definitions were loaded from, as a line names them.
  fileprivate func loadedFiles(at span: SourceSpan) -> [Spelled] {
    definitions.loaded.map { Spelled(text: $0.path, span: span, isQuoted: true) }
  }

}

extension Diagnostic {

  fileprivate static func watchedByNobody(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "Nobody is there to watch.", at: span,
      hint: "reload reads a file again once")
  }

}

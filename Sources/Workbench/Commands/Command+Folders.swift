import Diagnostics

// The shell and its folders, as the prompt knows them.

extension Command {

  static let cd: Command = Command(
    "cd", "goes to another folder, from which relative paths start", usage: ["cd [DIR]"],
    arguments: [.init("DIR", "a folder; your home if left out, the one before with -")],
    examples: ["cd ..", "cd ~/data"],
    listedWith: "set", recording: { _ in .nothing },
    completion: { $0.isFirst ? $0.folders : [] }
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 0 ... 1, of: .cd)
    let folder = line.words.first ?? Spelled(text: "~", span: line.span, isQuoted: false)
    let path: String
    if folder.text == "-", !folder.isQuoted {
      guard let former = session.surroundings.formerFolder else {
        throw DiagnosticError(.noFormerFolder(at: folder.span))
      }
      path = former
    } else {
      path = session.surroundings.resolve(folder.text)
    }
    try session.surroundings.confinement?.checkReading(folder, at: path)
    guard session.surroundings.modules.isFolder(path) else {
      throw DiagnosticError(.noFolder(folder))
    }
    session.surroundings.formerFolder = session.surroundings.resolve(".")
    session.surroundings.folder = path
    session.definitions.look(in: path)
    // A session file is not told where it is.
    return session.surroundings.confinement == nil ? .message(path) : Output()
  }

  static let pwd: Command = Command(
    "pwd", "tells the folder that relative paths start from", usage: ["pwd"], examples: ["pwd"],
    listedWith: "set", recording: { _ in .nothing }
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 0 ... 0, of: .pwd)
    try session.demandFreedom(to: "is not told where it is", at: line.span)
    return .message(session.surroundings.resolve("."))
  }

  static let ls: Command = Command(
    "ls", "lists a folder", usage: ["ls [DIR]"],
    arguments: [.init("DIR", "a folder; the session's if left out")], examples: ["ls", "ls data"],
    listedWith: "set", redirection: .file, recording: { _ in .nothing },
    completion: { $0.isFirst ? $0.folders : [] }
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 0 ... 1, of: .ls)
    try session.demandFreedom(to: "lists no folders", at: line.span)
    let folder = line.words.first ?? Spelled(text: ".", span: line.span, isQuoted: false)
    let path = session.surroundings.resolve(folder.text)
    guard session.surroundings.modules.isFolder(path) else {
      throw DiagnosticError(.noFolder(folder))
    }
    let names = session.surroundings.listFolder(path).sorted()
    return Output([
      Output.Item(json: .object(["names": .array(names.map { .string($0) })])) { width in
        columns(of: names, width: width)
      }
    ])
  }

}

extension Session {

  /// Throws if a session file that somebody else may have written plays.
  func demandFreedom(to what: String, at span: SourceSpan) throws(DiagnosticError) {
    if surroundings.confinement != nil { throw DiagnosticError(.confinedCommand(what, at: span)) }
  }

  /// Runs what stands behind the exclamation mark that `source` begins with in the shell.
  func runShell(_ source: SourceFile) throws(DiagnosticError) -> Output {
    let span = SourceSpan(source, 0 ..< source.bytes.count)
    try demandFreedom(to: "runs nothing in the shell", at: span)
    guard let shell = surroundings.shell else { throw DiagnosticError(.noShell(at: span)) }
    let line = String(source.text(0 ..< source.bytes.count).drop { $0.isWhitespace }.dropFirst())
    let status = shell(line, surroundings.resolve("."))
    if status != 0 { throw DiagnosticError(.shellFailed(status, at: span)) }
    return Output()
  }

}

/// Returns `words` in as many columns as `width` has room for, read downwards.
private func columns(of words: [String], width: Int) -> String {
  let cell = (words.map(\.columnCount).max() ?? 0) + 2
  let count = max(1, width / cell)
  let rows = (words.count + count - 1) / count
  return (0 ..< rows).map { row in
    stride(from: row, to: words.count, by: rows)
      .map { words[$0] + String(repeating: " ", count: cell - words[$0].columnCount) }
      .joined().trimmingTrailingBlanks()
  }.joined(separator: "\n")
}

extension CompletionPoint {

  /// The paths of folders that go on where the word ends.
  var folders: [String] { files("/") }

}

extension Diagnostic {

  fileprivate static func noFolder(_ folder: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.file, "There is no folder '\(folder.text)'.", at: folder.span,
      hint: "`ls` shows what there is")
  }

  fileprivate static func noFormerFolder(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.file, "There is no folder before this one.", at: span,
      hint: "`cd -` goes back to where an earlier `cd` came from")
  }

  fileprivate static func noShell(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "There is no shell here.", at: span, hint: "type it at the prompt")
  }

  fileprivate static func shellFailed(_ status: Int32, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "The shell ended with status \(status).", at: span,
      hint: "what it wrote above says why")
  }

}

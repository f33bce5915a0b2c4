/// Returns the word at the end of `text`: what completion replaces.
public func completedWord(of text: String) -> String {
  text.split(omittingEmptySubsequences: false, whereSeparator: { $0 == " " || $0.isNewline }).last
    .map(String.init) ?? ""
}

/// Returns what the last word of `text` can be completed to, as whole words, the likeliest first.
public func completions(of text: String, in session: Session) -> [String] {
  if InputKind(of: text) == .definition || opensModuleLine(text) {
    return definitionCompletions(of: text, in: session)
  }
  let last = completedWord(of: text)
  let before = text.dropLast(last.count).split(separator: " ").map(String.init)
  guard let verb = before.first else {
    // A field's name by itself shows it; commands alone are what an empty line can begin with.
    return fitting(
      Command.all.map(\.name)
        + (last.isEmpty ? [] : session.fields.keys.sorted() + ["from", "import"]), to: last)
  }
  guard let command = Command.meant(by: verb) else { return [] }
  let point = CompletionPoint(words: before, word: last, session: session)
  let candidates: [String] =
    switch before.last {
    case ">": command.takesFile ? point.files() : []
    case "as" where command.takesFile: ["json"]
    default: command.completion(point)
    }
  return fitting(candidates.map { point.keyText + $0 }, to: last)
}

extension Session {

  /// The session of somebody who waits for a key to do something: what takes longer stops, and nothing
  /// tells how far it is.
  public var hurrying: Session {
    var session = self
    let end = ContinuousClock.now + .milliseconds(100)
    session.surroundings.isCancelled = { ContinuousClock.now > end }
    session.surroundings.onProgress = { _ in }
    return session
  }

}

extension Command {

  /// `true` iff the answer can be written to a file.
  fileprivate var takesFile: Bool {
    switch redirection {
    case .file, .ownFile: true
    case .none, .comparison: false
    }
  }

}

/// Returns those of `candidates` that begin with `word`, each once; none if that is `word` alone.
///
/// Where `word` is whole and begins others too, Tab is to show all, not to put another in its place.
func fitting(_ candidates: [String], to word: String) -> [String] {
  var seen: Set<String> = []
  let found = candidates.filter { $0.hasPrefix(word) && seen.insert($0).inserted }
  return found == [word] ? [] : found
}

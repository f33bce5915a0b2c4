import Diagnostics

/// The inputs of a session and what they gave, as a session file.
///
/// Inputs that failed are left out, and those that saved the session; comments become prose.
struct Recording {

  let text: String
  let inputCount: Int

  /// Writes down what `session` did, in the form in which replay compares it.
  init(of session: Session) {
    var lines = [SessionFile.magic]
    for entry in session.history.entries where !entry.failed || entry.isRecorded {
      if InputKind(of: entry.text) == .nothing { lines += Self.prose(entry.text) }
      if entry.isRecorded { lines += [""] + entry.sessionLines }
    }
    text = lines.joined(separator: "\n") + "\n"
    inputCount = session.inputCount
  }

  /// Returns the text of a comment without its marks, below a blank line.
  private static func prose(_ text: String) -> [String] {
    let lines = text.split(separator: "\n").map { $0.drop { $0 == " " || $0 == "#" } }
    return lines.isEmpty ? [] : [""] + lines.map(String.init)
  }

}

extension Session.Entry {

  /// The input, and what it gave, as lines of a session file.
  fileprivate var sessionLines: [String] {
    if case .ignored(let reason)? = answer { return input + ["    ? ignore \(reason)"] }
    return input + (failed ? ["    ? fails"] : [])
      + answerText.split(separator: "\n").map {
        "    " + SessionFile.escaped(String($0).trimmingTrailingBlanks())
      }
  }

  private var input: [String] {
    let lines = text.trimmingLineBreaks().split(
      separator: "\n", omittingEmptySubsequences: false)
    let marked = lines.enumerated().map { i, line in
      "    " + ((i == 0 ? "> " : ". ") + line).trimmingTrailingBlanks()
    }
    return InputKind(of: text) == .definition && lines.count > 1 ? marked + ["    ."] : marked
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

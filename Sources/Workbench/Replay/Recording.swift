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
    for entry in session.history where !entry.failed || entry.output.changesInSpiteOfErrors {
      if InputKind(of: entry.text) == .nothing { lines += Self.prose(entry.text) }
      if entry.isRecorded { lines += [""] + entry.sessionLines }
    }
    text = lines.joined(separator: "\n") + "\n"
    inputCount = session.history.count(where: \.isRecorded)
  }

  /// Returns the text of a comment without its marks, below a blank line.
  private static func prose(_ text: String) -> [String] {
    let lines = text.split(separator: "\n").map { $0.drop { $0 == " " || $0 == "#" } }
    return lines.isEmpty ? [] : [""] + lines.map(String.init)
  }

}

extension Session.Entry {

  /// `true` iff the input is part of a recording of the session.
  var isRecorded: Bool {
    switch recordedPart {
    case .all, .input: !failed || output.changesInSpiteOfErrors
    case .nothing: false
    }
  }

  /// The input, and what it gave, as lines of a session file.
  fileprivate var sessionLines: [String] {
    if case .input(let reason) = recordedPart { return input + ["    ? ignore \(reason)"] }
    let form = OutputForm(width: settings.width ?? 80, isStable: true)
    return input + (failed ? ["    ? fails"] : [])
      + output.rendered(in: form).split(separator: "\n").map {
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

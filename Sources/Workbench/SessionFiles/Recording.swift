import Diagnostics
import FieldView

/// The inputs of a session and what they gave, as a session file.
///
/// Inputs that failed are left out, and those that saved the session; comments become prose. Where an
/// input names a file, and was typed in another folder than that of the session file, the session goes
/// there first.
struct Recording {

  let text: String
  let inputCount: Int

  /// Writes down what `session` did, in the form in which replay compares it.
  ///
  /// - Parameter folder: where relative paths in the file start from.
  init(of session: Session, in folder: String) {
    var lines = [SessionFile.magic]
    var place = folder
    for entry in session.history.entries where !entry.failed || entry.isRecorded {
      if InputKind(of: entry.text) == .nothing { lines += Self.prose(entry.text) }
      if !entry.isRecorded { continue }
      if entry.folder != place, entry.namesFiles(by: session.surroundings) {
        lines += ["", "    > cd " + relativePath(from: place, to: entry.folder).asWord]
        place = entry.folder
      }
      lines += [""] + entry.sessionLines
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

  /// Whether the input names something that there is in its folder: a file, a folder or a module.
  fileprivate func namesFiles(by surroundings: Surroundings) -> Bool {
    var surroundings = surroundings
    surroundings.folder = folder
    func isThere(_ name: some StringProtocol) -> Bool {
      let path = surroundings.resolve(String(name))
      guard !name.isEmpty, !name.hasPrefix("/"), !name.hasPrefix("~"),
        let slash = path.lastIndex(of: "/")
      else { return false }
      let base = path[path.index(after: slash)...]
      return surroundings.listFolder(slash == path.startIndex ? "/" : String(path[..<slash]))
        .contains { $0 == base || $0 == base + "/" }
    }
    if InputKind(of: text) == .definition {
      return text.split(separator: "\n").contains { line in
        let words = line.split(separator: " ")
        guard words.count > 1, words[0] == "from" || words[0] == "import",
          let module = words[1].split(separator: ".").first
        else { return false }
        return isThere(module) || isThere(module + ".py")
      }
    }
    guard let line = try? CommandInput(SourceFile(name: "", text: text)) else { return false }
    let values = line.words.map(\.text) + line.options.map(\.value.text)
    return (values + [line.redirection?.text].compactMap(\.self)).contains { value in
      // `u.npz:a` is a member of a file.
      isThere(value) || value.contains(".npz:") && isThere(value.prefix { $0 != ":" })
    }
  }

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

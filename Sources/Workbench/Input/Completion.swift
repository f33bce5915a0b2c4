import Toolchain

/// Returns the word at the end of `text`: what completion replaces.
public func completedWord(of text: String) -> String {
  text.split(separator: " ", omittingEmptySubsequences: false).last.map(String.init) ?? ""
}

/// Returns what the last word of `text` can be completed to, as whole words in order.
public func completions(of text: String, in session: Session) -> [String] {
  guard InputKind(of: text) != .definition else { return [] }
  let last = completedWord(of: text)
  let before = text.dropLast(last.count).split(separator: " ").map(String.init)
  let candidates = candidates(after: before, word: last, in: session)
  return candidates.filter { $0.hasPrefix(last) && $0 != last }.sorted()
}

private func candidates(after words: [String], word: String, in session: Session) -> [String] {
  guard let verb = words.first else { return Command.all.map(\.name) }
  let programs = Array(session.callables.keys)
  let fields = Array(session.fields.keys)
  if words.last == "of" { return programs }
  switch Command.all.first(where: { $0.name.hasPrefix(verb) })?.name {
  case "help": return Command.all.map(\.name) + ["input", "fields"]
  case "use", "stages", "passes": return programs
  case "show": return ["source", "foast", "past", "itir", "final", "of", "after", "style=gt4py"]
  case "field": return words.last == "=" ? ["random", "zeros", "ones", "index(", "load"] : []
  case "connect":
    return words.last == "=" ? ["load"] : session.definitions.offsets.map(\.name)
  case "bind": return session.currentParameters.map { $0 + "=" }
  case "compare", "digest", "save": return fields
  case "set": return words.count == 1 ? Setting.all.map(\.name) : []
  case "list": return ["programs", "fields", "tables", "history"]
  case "run": return runCandidates(word, programs: programs, fields: fields, session)
  default: return []
  }
}

/// Parameters with `=`, and behind `=` what they can be.
private func runCandidates(
  _ word: String, programs: [String], fields: [String], _ session: Session
) -> [String] {
  if let equals = word.firstIndex(of: "=") {
    let name = word[...equals]
    return (fields + ["random", "zeros", "true", "false"]).map { name + $0 }
  }
  return session.currentParameters.map { $0 + "=" } + programs
}

extension Session {

  /// The names of the current program's parameters.
  fileprivate var currentParameters: [String] {
    var runner = toolchain.runner
    guard let current, let callable = callables[current],
      let program = try? toolchain.program(for: callable, &runner).program
    else { return [] }
    return program.parameters.map(\.name.name)
  }

}

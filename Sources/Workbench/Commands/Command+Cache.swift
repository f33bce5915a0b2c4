import Diagnostics
import Toolchain

extension Command {

  static let cache: Command = Command(
    "cache", "shows what compiled code is kept, and why some was made anew",
    usage: [
      "cache", .init("cache why", "says for each program that was compiled what was looked for"),
      .init("cache clear", "removes all that is kept"),
    ],
    examples: ["cache", "cache why", "cache clear"], listedWith: "compile", redirection: .file,
    recording: { _ in .input(because: "what is kept differs") },
    changesMore: { $0.words.first?.text == "clear" },
    completion: { $0.isFirst ? ["why", "clear"] : [] }
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 0 ... 1, of: .cache)
    let cache = NativeEnvironment.system.cache
    switch line.words.first?.text {
    case nil: return Output([summary(of: cache)])
    case "why":
      return Output(explanations(of: NativeEnvironment.system.lookups, in: cache))
    case "clear":
      if session.surroundings.confinement != nil {
        throw DiagnosticError(.confinedCache(line.words[0]))
      }
      let count = cache.clear()
      return .message("\(count) \(count == 1 ? "entry" : "entries") removed")
    default: throw DiagnosticError(.unexpectedWord(line.words[0], in: .cache))
    }
  }

  /// Returns why programs were compiled, or why nothing is kept of them.
  static func explanations(of lookups: [CacheLookup], in cache: ObjectCache) -> [Output.Item] {
    let problem = cache.problem.map {
      [Output.Item.message("nothing is kept, since \($0.reason): \($0.remedy)")]
    }
    if lookups.isEmpty {
      return problem ?? [.message("nothing was compiled yet: run backend=c")]
    }
    return (problem ?? []) + lookups.map { .message($0.explanation(in: cache)) }
  }

  /// Returns what is kept, or why nothing is.
  static func summary(of cache: ObjectCache) -> Output.Item {
    let problem = cache.problem
    let entries = cache.entries()
    let size = entries.reduce(0) { $0 + $1.byteCount }
    let s = cache.statistics
    let path = cache.path ?? "nowhere"
    return Output.Item(
      text: { form in
        if let problem {
          let indent = String(repeating: " ", count: 10)
          return "not used  \(problem.reason)".wrapped(to: form.width, indent: indent) + "\n"
            + "to do     \(problem.remedy)".wrapped(to: form.width, indent: indent)
        }
        return """
          kept in   \(path)
          entries   \(entries.count) of at most \(cache.limits.entryCount)
          size      \(byteText(size)) of at most \(byteText(cache.limits.byteCount))
          found     \(s.hits) times since the start, not found \(s.misses) times
          damaged   \(s.healed) since the start
          """
      },
      json: { _ in
        .object([
          "path": .string(cache.path ?? ""), "entries": .integer(entries.count),
          "bytes": .integer(size), "hits": .integer(s.hits), "misses": .integer(s.misses),
          "healed": .integer(s.healed), "problem": .string(problem?.reason ?? ""),
          "remedy": .string(problem?.remedy ?? ""),
        ])
      })
  }

}

extension Diagnostic {

  fileprivate static func confinedCache(_ word: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.confined, "A session file does not clear the cache.", at: word.span,
      label: "is not allowed", hint: "clear it at the prompt, or play with --trust")
  }

}

/// Returns a number of bytes with a fitting unit.
func byteText(_ count: Int) -> String {
  switch count {
  case ..<10_000: "\(count) B"
  case ..<10_000_000: "\(count / 1000) kB"
  default: "\(count / 1_000_000) MB"
  }
}

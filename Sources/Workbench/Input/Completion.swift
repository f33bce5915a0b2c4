import Foundation
import Toolchain
import Transforms

/// Returns the word at the end of `text`: what completion replaces.
public func completedWord(of text: String) -> String {
  text.split(separator: " ", omittingEmptySubsequences: false).last.map(String.init) ?? ""
}

/// Returns what the last word of `text` can be completed to, as whole words in order.
public func completions(of text: String, in session: Session) -> [String] {
  guard InputKind(of: text) != .definition else { return [] }
  let last = completedWord(of: text)
  let before = text.dropLast(last.count).split(separator: " ").map(String.init)
  let candidates = Completion(words: before, word: last, session: session).candidates
  return Set(candidates).filter { $0.hasPrefix(last) && $0 != last }.sorted()
}

/// What can stand at the end of a command line.
private struct Completion {

  /// The whole words before it.
  let words: [String]

  /// What is there of it.
  let word: String

  let session: Session

  private var programs: [String] { Array(session.callables.keys) }
  private var fields: [String] { Array(session.fields.keys) }
  private var dimNames: [String] { session.definitions.dimensions.map(\.name) }
  private var dims: [String] { dimNames.map { $0 + "=" } }
  private var passes: [String] { Pipeline.standard.passes.map(\.name) }
  private var rules: [String] { Array(Pipeline.standard.rules.keys) }

  var candidates: [String] {
    guard let verb = words.first else { return Command.all.map(\.name) }
    if words.last == "of" { return programs }
    if words.last == ">" { return files() }
    let isFirst = words.count == 1
    switch Command.all.first(where: { $0.name.hasPrefix(verb) })?.name {
    case "help": return Command.all.map(\.name) + ["input", "fields"]
    case "load": return isFirst ? files("py", "itir") : words.count == 2 ? ["as"] : []
    case "use", "stages": return isFirst ? programs : []
    case "passes":
      return isFirst ? programs + ["changed"] : words == ["passes", "changed"] ? programs : []
    case "show":
      return words.last == "after"
        ? passes : ["source", "foast", "past", "itir", "final", "of", "after", "style=gt4py"]
    case "diff": return passes + programs
    case "step": return isFirst ? passes + ["pipeline", "list", "all", "check"] : []
    case "next", "until": return isFirst ? rules : []
    case "check": return isFirst ? ["passes"] : []
    case "field": return fieldWords
    case "connect": return connectWords
    case "bind": return bindWords
    case "unbind": return boundNames + ["all"]
    case "compare": return fields + files("npy", "npz")
    case "digest": return isFirst ? fields : []
    case "save": return isFirst ? fields + files("stencil-session") : files("npy")
    case "set": return setWords
    case "list": return isFirst ? ["programs", "fields", "tables", "history"] : []
    case "run": return runWords
    default: return []
    }
  }

  private var fieldWords: [String] {
    if let dims = openDims { return dims }
    switch words.last {
    case "=" where word.hasPrefix("index("): return dimNames.map { "index(" + $0 }
    case "=": return ["random", "zeros", "ones", "index(", "load"]
    case "load": return files("npy", "npz")
    default:
      if words.contains("=") { return dims + ["dtype=", "seed=", "low=", "high="] }
      return words.count > 1 ? ["="] : []
    }
  }

  /// The dimensions that can stand in the brackets of `field x[`; `nil` behind and before them.
  private var openDims: [String]? {
    let text = (words.dropFirst() + [word]).joined(separator: " ")
    guard let open = text.lastIndex(of: "["), !text[open...].contains("]") else { return nil }
    let taken = text[text.index(after: open)...].split(separator: ",").map {
      $0.trimmingPrefix(" ")
    }
    let start = word.lastIndex { "[,".contains($0) }.map { word[...$0] } ?? ""
    return dimNames.filter { name in !taken.contains { $0 == name } }.map { start + $0 }
  }

  private var connectWords: [String] {
    switch words.last {
    case "=": ["load"]
    case "load": files("npy", "npz")
    default: words.count == 1 ? session.definitions.offsets.map(\.name) : []
    }
  }

  private var bindWords: [String] {
    if let equals = word.firstIndex(of: "=") {
      return ["true", "false", "?"].map { word[...equals] + $0 }
    }
    return session.currentParameters.map { $0 + "=" }
  }

  private var boundNames: [String] {
    session.current.flatMap { session.callables[$0] }?.bindings.map(\.name) ?? []
  }

  private var setWords: [String] {
    switch words.count {
    case 1: Setting.all.map(\.name) + ["rule"]
    case 2 where words[1] == "rule": rules
    default: ["on", "off"]
    }
  }

  /// Parameters with `=`, and behind `=` what they can be.
  private var runWords: [String] {
    guard let equals = word.firstIndex(of: "=") else {
      return session.currentParameters.map { $0 + "=" } + dims + (words.count == 1 ? programs : [])
    }
    let name = word[...equals]
    let values = Completion(
      words: words, word: String(word[word.index(after: equals)...]), session: session)
    return (fields + ["random", "zeros", "true", "false"] + values.files("npy", "npz")).map {
      name + $0
    }
  }

  /// Returns the paths of folders, and of files with one of the given endings, in the folder that
  /// the word names; of all files without an ending.
  private func files(_ endings: String...) -> [String] {
    let quote = word.first == "\"" ? "\"" : ""
    let path = word.dropFirst(quote.count)
    let folder = path[..<(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)]
    let environment = session.environment
    return environment.listFolder(environment.resolve(folder.isEmpty ? "." : String(folder)))
      .filter { name in
        name.hasSuffix("/") || endings.isEmpty || endings.contains { name.hasSuffix("." + $0) }
      }
      .map { quote + folder + $0 + ($0.hasSuffix("/") ? "" : quote) }
  }

}

extension Session {

  /// The names of the current program's parameters.
  fileprivate var currentParameters: [String] {
    // No command runs: there is nothing to interrupt, and nothing to tell the progress of.
    var runner = toolchain.runner
    guard let current, let callable = callables[current],
      let program = try? toolchain.program(for: callable, &runner).program
    else { return [] }
    return program.parameters.map(\.name.name)
  }

}

import Diagnostics

/// Returns what the end of `text`, a definition that is being typed, can be completed to, as whole
/// words: decorators, modules, and the names that can be used there.
func definitionCompletions(of text: String, in session: Session) -> [String] {
  let word = completedWord(of: text)
  let line = text.suffix(while: { !$0.isNewline })
  let begun = word.suffix(while: { $0.isLetter || $0.isNumber || $0 == "_" })
  let before = word.dropLast(begun.count)
  let candidates: [String]
  if line.hasPrefix("@") {
    candidates = before == "@" ? ["field_operator", "program", "scan_operator(axis="] : []
  } else if line.hasPrefix("from ") || line.hasPrefix("import ") {
    let words = line.split(separator: " ", omittingEmptySubsequences: false)
    switch words.count {
    case 2: return fitting(session.moduleNames, to: word)
    case 3 where words[0] == "from": candidates = ["import"]
    default: candidates = words[0] == "from" ? session.names(in: String(words[1])) : []
    }
  } else if begun.isEmpty {
    // All names are too many to choose from.
    candidates = []
  } else {
    candidates = text.identifiers(besidesLast: String(begun)) + session.usableNames
  }
  return fitting(candidates, to: String(begun)).map { before + $0 }
}

extension Session {

  /// The names that definitions can use, in alphabetical order.
  fileprivate var usableNames: [String] { Set(definitions.prompt.usableNames).sorted() }

  /// The modules that can be imported: those that are built in, and files of the search path.
  fileprivate var moduleNames: [String] {
    let files = definitions.searchPath.flatMap(surroundings.listFolder)
      .filter { $0.hasSuffix(".py") }.map { String($0.dropLast(3)) }
    return ["cartesian", "gt4py.next", "icon", "math", "numpy"] + Set(files).sorted()
  }

  /// The names that the module `name` binds; none if it cannot be read.
  fileprivate func names(in name: String) -> [String] {
    var other = SessionDefinitions(surroundings: surroundings)
    guard (try? other.define(SourceFile(name: "", text: "from \(name) import *\n"))) != nil else {
      return []
    }
    return ["*"] + Set(other.prompt.boundNames).sorted()
  }

}

extension String {

  /// The names in the text, the latest first, without the last one, which is still being typed.
  fileprivate func identifiers(besidesLast last: String) -> [String] {
    var names: [String] = []
    var seen: Set<String> = []
    let words = dropLast(last.count).split { !($0.isLetter || $0.isNumber || $0 == "_") }
    for word in words.reversed() where word.first?.isNumber == false {
      let name = String(word)
      if seen.insert(name).inserted { names.append(name) }
    }
    return names
  }

}

extension StringProtocol {

  /// Returns the longest end of the text whose characters all satisfy `predicate`.
  fileprivate func suffix(while predicate: (Character) -> Bool) -> SubSequence {
    let start = lastIndex { !predicate($0) }.map { index(after: $0) } ?? startIndex
    return self[start...]
  }

}

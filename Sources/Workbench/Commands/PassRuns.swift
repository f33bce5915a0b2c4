import Diagnostics
import Transforms

extension PipelineRun {

  /// What tells each run of a pass from the others: its round in the fixpoint, or else how many runs
  /// there were; `nil` for the first run, unless that is in the fixpoint.
  private var runNumbers: [Int?] {
    var last: [String: Int] = [:]
    return passes.map { run in
      let number = run.round ?? last[run.pass].map { $0 + 1 }
      last[run.pass] = max(number ?? 1, last[run.pass] ?? 0)
      return number
    }
  }

  /// What `passes` calls each run: `constant_folding`, `constant_folding (2)`.
  var runNames: [String] {
    zip(passes, runNumbers).map { run, number in run.pass + (number.map { " (\($0))" } ?? "") }
  }

  /// Lines that show what a pass did, if one did something.
  var suggestions: [String] {
    let changed = zip(runNames, passes).filter { $1.isChanged }.map(\.0)
    let folding = changed.first { $0.hasPrefix("constant_folding") }
    guard let name = folding ?? changed.first else { return [] }
    return ["diff \(name)", "show itir after \(name)", "step \(name)"]
  }

  /// Returns the numbers of the runs that `name` means: all of a pass, or the one of them that is
  /// named as `passes` does.
  func numbers(of name: Spelled) throws(DiagnosticError) -> [Int] {
    let names = runNames
    if let exact = names.firstIndex(of: name.text), name.text.last == ")" { return [exact] }
    let found = passes.indices.filter { passes[$0].pass == name.text }
    if found.isEmpty {
      throw DiagnosticError(.unknownPass(name, among: passes.map(\.pass), runs: names))
    }
    return found
  }

}

extension [Spelled] {

  /// The words, with a number in parentheses joined to the word before: `constant_folding (2)`.
  var joiningRounds: [Spelled] {
    var result: [Spelled] = []
    for word in self {
      let isRound = word.text.wholeMatch(of: /\([0-9]+\)/) != nil && !word.isQuoted
      if isRound, let last = result.popLast() {
        result.append(
          Spelled(
            text: "\(last.text) \(word.text)", span: last.span.union(word.span), isQuoted: false))
      } else if let parts = word.text.wholeMatch(of: /([a-z_]+)(\([0-9]+\))/) {
        result.append(
          Spelled(text: "\(parts.1) \(parts.2)", span: word.span, isQuoted: word.isQuoted))
      } else {
        result.append(word)
      }
    }
    return result
  }

}

extension Diagnostic {

  fileprivate static func unknownPass(
    _ name: Spelled, among names: [String], runs: [String]
  ) -> Diagnostic {
    let base = name.text.prefix { $0 != " " }
    let others = runs.filter { $0.prefix { $0 != " " } == base }
    let hint =
      if !others.isEmpty {
        "its runs are \(others.joined(separator: ", "))"
      } else {
        nearest(to: name.text, among: names).map { "did you mean '\($0)'?" }
          ?? "`passes` lists them"
      }
    return Diagnostic(
      code: WorkbenchCode.unknownPass, "There is no pass '\(name.text)'.", at: name.span, hint: hint
    )
  }

}

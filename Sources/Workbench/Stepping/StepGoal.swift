import Diagnostics
import IteratorIR
import Transforms

/// What `until` waits for.
enum StepGoal {

  /// The named rule was used.
  case rule(String)

  /// The name occurs, or no longer does.
  case name(String, occurs: Bool)

  /// A step changed what came from this source line.
  case line(Int)

  /// The program has less than this many nodes.
  case smaller(than: Int)

  /// Reads the goal on `line`, which may be the use of one of `rules`.
  init(_ line: CommandInput, rules: [String: Rule]) throws(DiagnosticError) {
    guard let first = line.words.first, line.options.isEmpty else {
      throw DiagnosticError(.usage(.until, at: line.span))
    }
    let words = line.words.map(\.text)
    let joined = words.joined()
    if joined.hasPrefix("nodes<"), let count = Int(joined.dropFirst("nodes<".count)) {
      self = .smaller(than: count)
    } else if words.count == 2, words[0] == "line", let number = Int(words[1]) {
      self = .line(number)
    } else if words.count == 2, words[0] == "no", line.words[1].isIdentifier {
      self = .name(words[1], occurs: false)
    } else if words.count == 1, rules[first.text] != nil {
      self = .rule(first.text)
    } else if words.count == 1, first.isIdentifier, !["no", "line", "nodes"].contains(first.text) {
      self = .name(first.text, occurs: true)
    } else {
      let span = line.words.dropFirst().reduce(first.span) { $0.union($1.span) }
      throw DiagnosticError(.noGoal(joined, among: rules.keys.sorted(), at: span))
    }
  }

  /// Whether the goal is reached in state `n` of `trace`.
  func holds(_ trace: Trace, _ n: Int) -> Bool {
    let rewrite = trace.rewrites[n - 1]
    return switch self {
    case .rule(let name): rewrite.rule.name == name
    case .line(let number): rewrite.span?.line == number
    case .smaller(let count): rewrite.nodesAfter < count
    case .name(let name, let occurs): trace.state(n).mentions(name) == occurs
    }
  }

}

extension Program {

  /// Whether a reference, a parameter of a lambda, or a builtin with `name` occurs.
  func mentions(_ name: String) -> Bool {
    let symbol = Symbol(name)
    return contains { e in
      switch e.kind {
      case .reference(let s): s == symbol
      case .builtin(let b): b.name == name
      case .lambda(let parameters, _): parameters.contains(symbol)
      case .literal, .typeName, .infinity, .offset, .axis, .call: false
      }
    }
  }

}

extension Diagnostic {

  /// What stands behind `until` is no goal.
  fileprivate static func noGoal(
    _ text: String, among rules: [String], at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "'until' knows no such goal.", at: span,
      hint: nearest(to: text, among: rules)
        .map { "did you mean '\($0)'?" } ?? Command.until.usageHint)
  }

}

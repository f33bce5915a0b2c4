import IteratorIR
import Toolchain
import Transforms

/// What became of a bound argument: the steps that relied on its value, and where that still stands.
///
/// The name itself is in no program after the value took its place.
struct BoundNameExplanation {

  private let binding: BoundArgument

  /// The steps that relied on the value.
  private let steps: [Rewrite]

  /// The steps that took away what held the value, and relied on something else.
  private let dropping: [Rewrite]

  /// The number of places in which the program has the value at the end.
  private let remaining: Int

  /// What is asked about, where the walk goes through `trace`.
  init(_ binding: BoundArgument, in trace: Trace) {
    self.binding = binding
    let isBinding = { (e: Expr) in e.isValue(of: binding.name) }
    steps = trace.rewrites.filter { r in
      r.facts.contains { if case .binding(binding.name, _, _) = $0 { true } else { false } }
    }
    let relied = Set(steps.map(\.step))
    dropping = trace.rewrites.filter { r in
      guard !relied.contains(r.step), let (before, after) = r.expressions else { return false }
      return before.count(where: isBinding) > after.count(where: isBinding)
    }
    var count = 0
    trace.state(trace.count).forEachNode { if $0.isValue(of: binding.name) { count += 1 } }
    remaining = count
  }

  var item: Output.Item {
    let text = "\(binding.value)"
    let head = "\(bindingText(binding.name, text, binding.span)):  \(binding.name) is \(text)"
    let remedy = "unbind \(binding.name)"
    let finding = finding
    return Output.Item(
      json: .object([
        "expression": .string(binding.name), "reason": .string("bound"),
        "finding": .string(finding), "remedy": .string(remedy),
      ])
    ) { width in
      let found = "  found         \(finding)".wrapped(
        to: width, indent: String(repeating: " ", count: 16))
      return "\(head.wrapped(to: width))\n\(found)\n  remedy        \(remedy)"
    }
  }

  private var finding: String {
    var sentences: [String] = []
    if !steps.isEmpty { sentences.append("\(list(steps)) relied on the value.") }
    if !dropping.isEmpty { sentences.append("\(list(dropping)) took it away.") }
    if remaining > 0 {
      sentences.append("At the end it stands in \(counted(remaining, "place")) as a literal.")
    } else if sentences.isEmpty {
      sentences.append("Nothing here uses it.")
    }
    return sentences.joined(separator: " ")
  }

  /// `Step 1 (if-literal)`, or `Steps 1 (if-literal), 3 (literal-call), …`.
  private func list(_ rewrites: [Rewrite]) -> String {
    let shown = rewrites.prefix(5).map { "\($0.step) (\($0.rule.name))" }
    return (rewrites.count == 1 ? "Step " : "Steps ") + shown.joined(separator: ", ")
      + (rewrites.count > shown.count ? " and \(rewrites.count - shown.count) more" : "")
  }

}

extension Expr {

  /// Whether it is a literal that the bound argument `name` brought.
  fileprivate func isValue(of name: String) -> Bool {
    guard literalValue != nil, case .binding(name, _)? = origin else { return false }
    return true
  }

  /// Returns the number of its parts, itself included, for which `predicate` is true.
  fileprivate func count(where predicate: (Expr) -> Bool) -> Int {
    var count = 0
    forEachNode { if predicate($0) { count += 1 } }
    return count
  }

}

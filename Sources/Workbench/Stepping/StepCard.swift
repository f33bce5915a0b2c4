import Diagnostics
import IteratorIR
import Transforms

/// One step, shown to a person: the rule, the place, before and after, why, and what it changed.
struct StepCard {

  let stepper: Stepper
  let width: Int

  /// The most lines of a change of the whole program that are shown: a card fits 24 rows.
  private static let diffLimit = 14

  /// The card of the step that led to the current state, or of the start.
  var text: String {
    guard let rewrite = stepper.current else { return start }
    var lines = [
      "\(stepper.program)  \(stepper.pass)  step \(stepper.position) of \(stepper.trace.count)"
        + (stepper.passName(ofStep: stepper.position).map { "  in \($0)" } ?? ""),
      "rule    \(rewrite.rule.name)    \(rewrite.rule.statement)",
      "at      \(rewrite.placeText)",
    ]
    lines += excerpt(rewrite)
    lines += rewrite.distinctFacts.enumerated().map { i, fact in
      (i == 0 ? "why     " : "        ") + fact
    }
    lines.append("effect  " + rewrite.effectText)
    let enabled = stepper.enabledSteps(by: rewrite)
    if !enabled.isEmpty {
      lines.append("opened  step \(enabled.map(String.init).joined(separator: ", "))")
    }
    lines.append(progress)
    return lines.map { line in
      if line == lines[0] { return line.wrapped(to: width) }
      let isSentence = ["rule ", "why ", "at ", "effect ", "opened ", "        "].contains {
        line.hasPrefix($0) && !line.hasSuffix("^")
      }
      let text = line.trimmingTrailingBlanks()
      return isSentence ? text.wrapped(to: width, indent: String(repeating: " ", count: 8)) : text
    }.joined(separator: "\n")
  }

  /// The state before the first step, for programs.
  static func start(of stepper: Stepper) -> JSONValue {
    .object(["pass": .string(stepper.pass), "step": .integer(0)])
  }

  private var start: String {
    let count = stepper.trace.count
    if count == 0 { return "\(stepper.pass) does nothing to \(stepper.program)" }
    return
      "\(stepper.program)  \(stepper.pass)  before the first of \(count) step\(count == 1 ? "" : "s")\n"
      + progress
  }

  private var progress: String {
    let cells = 24
    let count = max(1, stepper.trace.count)
    let filled = stepper.position * cells / count
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: cells - filled)
    return "[\(bar)] \(stepper.position)/\(stepper.trace.count)"
  }

  /// Before and after, inside a little of what surrounds them, the changed part marked by carets.
  private func excerpt(_ rewrite: Rewrite) -> [String] {
    switch rewrite.site {
    case .expression(let path, let before, let after):
      let states = [stepper.position - 1, stepper.position].map { stepper.trace.state($0) }
      let texts = [before, after].map { $0.text().onOneLine }
      let excerpts = states.indices.map { i in
        MarkedExcerpt(
          differing(texts[i], from: texts[1 - i], width: width - 20), at: path, in: states[i],
          width: width - 8)
      }
      return excerpts[0].lines(head: "before  ") + excerpts[1].lines(head: "after   ")
    case .statement(_, let before, let after):
      let texts = [
        before.text().onOneLine, after.map { $0.text().onOneLine }.joined(separator: " "),
      ]
      return [
        "before  " + differing(texts[0], from: texts[1], width: width - 8),
        "after   "
          + (after.isEmpty ? "(nothing)" : differing(texts[1], from: texts[0], width: width - 8)),
      ]
    case .program(let before, let after):
      let diff = LineDiff(
        before.text(width: width - 2), after.text(width: width - 2), "before", "after")
      let lines = diff.text.split(separator: "\n").map(String.init)
      let more = lines.count - Self.diffLimit
      return more > 1 ? lines.prefix(Self.diffLimit) + ["… \(more) more lines"] : lines
    }
  }

  /// Returns as much of `text` as `width` columns hold, with the place where it becomes another one
  /// than `other`.
  private func differing(_ text: String, from other: String, width: Int) -> String {
    if text.count <= width { return text }
    let common = zip(text, other).prefix { $0 == $1 }.count
    let lead = max(0, min(common - width / 3, text.count - width + 1))
    if lead == 0 { return text.prefix(width - 1) + "…" }
    let rest = text.dropFirst(lead)
    return "…" + (rest.count > width - 1 ? rest.prefix(width - 2) + "…" : rest)
  }

}

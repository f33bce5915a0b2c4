import Diagnostics
import IteratorIR
import Toolchain
import Transforms

extension Command {

  static let why: Command = Command(
    "why", "explains a step, or why there is none",
    usage: [
      .init("why", "the step that is looked at"),
      .init("why not EXPR", "an expression of the source, or of the ITIR"), "why not line N",
      .init("why not NAME", "also what became of a bound argument"),
    ],
    arguments: [
      .init("EXPR", "written as in the source: n == 3"), .init("NAME", "an argument that is bound"),
    ],
    examples: ["why", "why not line 7", "why not n == 3"], listedWith: "step",
    redirection: .comparison,
    completion: { point in
      switch point.words.count {
      case 1: ["not"]
      case 2: ["line"]
      default: []
      }
    }
  ) { line, session throws(DiagnosticError) in
    if line.words.first?.text == "not" {
      return Output(try session.explanations(of: try Sought(line), at: line.span))
    }
    guard line.arguments.isEmpty else { throw DiagnosticError(.usage(.why, at: line.span)) }
    let stepper = try session.startedStepper()
    guard let rewrite = stepper.current else {
      throw DiagnosticError(.noStepToExplain(at: line.span))
    }
    var lines = ["\(rewrite.rule.name): \(rewrite.rule.statement)"]
    if !rewrite.rule.exception.isEmpty { lines.append("not if \(rewrite.rule.exception)") }
    lines += rewrite.distinctFacts.map { "- " + $0 }
    let enabled = stepper.enabledSteps(by: rewrite)
    if !enabled.isEmpty {
      lines.append("made possible: step \(enabled.map(String.init).joined(separator: ", "))")
    }
    let text = lines.joined(separator: "\n")
    return Output([.init(json: rewrite.json) { text.wrapped(to: $0) }])
  }

}

/// What `why not` asks about.
private enum Sought {

  case line(Int)

  /// The text of an expression, without blanks.
  case text(String)

  init(_ line: CommandInput) throws(DiagnosticError) {
    let words = line.words
    if words.count == 3, words[1].text == "line", let n = Int(words[2].text) {
      self = .line(n)
      return
    }
    if words.count == 2, words[1].isQuoted {
      self = .text(words[1].text.filter { !$0.isWhitespace })
      return
    }
    let text = line.expression(after: words[0]).filter { !$0.isWhitespace }
    guard !text.isEmpty else { throw DiagnosticError(.usage(.why, at: line.span)) }
    self = .text(text)
  }

  /// Returns the argument of `callable` that is bound and meant by its name.
  func binding(in callable: Callable?) -> BoundArgument? {
    guard case .text(let text) = self else { return nil }
    return callable?.bindings.first { $0.name == text }
  }

  func matches(_ e: Expr) -> Bool {
    switch self {
    case .line(let n):
      guard e.builtinCall.map({ BuiltinSet.foldable.contains($0.builtin) }) ?? false,
        case .source(let span) = e.origin
      else { return false }
      return span.line == n
    case .text(let text):
      if let span = e.span, span.text.filter({ !$0.isWhitespace }) == text {
        // A literal that stands where the text was is what became of it.
        return e.literalValue == nil || ScalarLiteral(text) != nil
      }
      return e.nodeCount < 200
        && e.text(style: .gt4py).filter({ !$0.isWhitespace }) == text
    }
  }

}

extension Program {

  /// The source lines of what could fold, each once, in order.
  fileprivate var foldableLines: [Int] {
    var lines: Set<Int> = []
    forEachNode { e in
      if let b = e.builtinCall?.builtin, BuiltinSet.foldable.contains(b),
        case .source(let span) = e.origin
      {
        lines.insert(span.line)
      }
    }
    return lines.sorted()
  }

}

extension Session {

  /// The rules of the pass that is stepped through; those of constant folding for all passes.
  private func rules(of stepper: Stepper) -> [Rule] {
    // A later round of a pass is called by its name and a number.
    let name = stepper.pass.prefix { $0 != " " }
    return toolchain.pipeline.passes.first { $0.name == name }?.rules ?? Rule.constantFolding
  }

  /// Explains why what `sought` means was not folded, in the pass that is stepped through.
  fileprivate func explanations(
    of sought: Sought, at span: SourceSpan
  ) throws(DiagnosticError) -> [Output.Item] {
    let stepper = try startedStepper()
    let found = stepper.trace.foldingExplanations(
      by: rules(of: stepper), disabledRules: settings.disabledRules
    ) { sought.matches($0) }
    var seen: Set<SourceSpan?> = []
    let distinct = found.filter { seen.insert($0.expression.span).inserted }
    if let binding = sought.binding(in: callables[stepper.program]) {
      let bound = BoundNameExplanation(binding, in: stepper.trace).item
      return [bound] + distinct.prefix(2).map(\.item)
    }
    if distinct.isEmpty {
      if case .line(let n) = sought {
        let lines = stepper.trace.state(stepper.position).foldableLines
        throw DiagnosticError(.nothingInLine(n, lines, at: span))
      }
      throw DiagnosticError(.notFound(at: span))
    }
    return distinct.prefix(3).map(\.item)
  }

}

extension FoldingExplanation {

  /// The explanation in a few lines: what, the closest rule, what was found, what to do.
  fileprivate var item: Output.Item {
    let text = expression.text(style: .gt4py).onOneLine
    let place =
      switch expression.origin {
      case .source(let span): "line \(span.line), column \(span.column):  "
      case .binding(let name, let span): "\(bindingText(name, text, span)):  "
      case nil: ""
      }
    var lines = [place + (text.count > 50 ? text.prefix(49) + "…" : text)]
    if let closestRule {
      lines.append("  closest rule  \(closestRule.name): \(closestRule.statement)")
    }
    lines.append("  found         \(reason.finding)")
    if let remedy = reason.remedy { lines.append("  remedy        \(remedy)") }
    return Output.Item(
      lines.joined(separator: "\n"),
      json: .object([
        "expression": .string(text), "rule": closestRule.map { .string($0.name) },
        "reason": .string(reason.code), "finding": .string(reason.finding),
        "remedy": reason.remedy.map { .string($0) },
      ]))
  }

}

extension Diagnostic {

  fileprivate static func noStepToExplain(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.noStep, "No step was done yet.", at: span, hint: "step, then why")
  }

  fileprivate static func nothingInLine(
    _ line: Int, _ lines: [Int], at span: SourceSpan
  ) -> Diagnostic {
    let known = lines.prefix(12).map(String.init).joined(separator: ", ")
    return Diagnostic(
      code: WorkbenchCode.noStep, "Line \(line) has nothing that could fold.", at: span,
      hint: lines.isEmpty
        ? "no line has: `step all` shows the program"
        : "lines that have are \(known)\(lines.count > 12 ? ", …" : "")")
  }

  fileprivate static func notFound(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.noStep, "The program does not contain this expression.", at: span,
      hint: "write it as in the source, or: why not line N; `step all` shows the program")
  }

}

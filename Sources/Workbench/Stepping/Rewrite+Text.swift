import Diagnostics
import IteratorIR
import Transforms

extension Rewrite {

  /// Where the rewritten expression came from.
  var placeText: String {
    if case .program = site { return "the whole program" }
    switch origin {
    case .source(let span):
      return "\(span.file.name), line \(span.line), column \(span.column)"
    case .binding(let name, let span):
      return bindingText(name, expressions?.before.literalValue?.description ?? "…", span)
    case nil: return "made by an earlier step"
    }
  }

  /// How the program's size and reads changed.
  var effectText: String {
    var parts = ["\(nodesBefore) -> \(nodesAfter) nodes"]
    if let (before, after) = changedExpressions {
      let old = Reads(before)
      let new = Reads(after)
      if old.count != new.count { parts.append("\(old.count) -> \(new.count) reads here") }
      let gone = old.shifts.subtracting(new.shifts).sorted()
      if !gone.isEmpty { parts.append("no longer read: \(gone.joined(separator: " "))") }
    }
    return parts.joined(separator: ", ")
  }

  /// All expressions before and after, of the statements too; `nil` if the step is one of the
  /// whole program.
  private var changedExpressions: (before: [Expr], after: [Expr])? {
    switch site {
    case .expression(_, let before, let after): ([before], [after])
    case .statement(_, let before, let after):
      (before.expressions, after.flatMap(\.expressions))
    case .program: nil
    }
  }

  /// The facts in words, each once.
  var distinctFacts: [String] {
    var seen: Set<String> = []
    return facts.map(\.text).filter { seen.insert($0).inserted }
  }

  /// The step for programs.
  var json: JSONValue {
    var members: [JSONValue.Member] = []
    func add(_ key: String, _ value: JSONValue) { members.append(.init(key: key, value: value)) }
    add("step", .integer(step))
    add("pass", .string(pass))
    add("rule", .string(rule.name))
    if let span {
      add("file", .string(span.file.name))
      add("line", .integer(span.line))
    }
    if let (before, after) = expressions {
      add("before", .string(before.text()))
      add("after", .string(after.text()))
    }
    add("facts", .array(facts.map { .string($0.text) }))
    add("nodesBefore", .integer(nodesBefore))
    add("nodesAfter", .integer(nodesAfter))
    return .object(members)
  }

}

/// The reads of an expression: derefs, and the shifts in it.
private struct Reads {

  private(set) var count = 0
  private(set) var shifts: Set<String> = []

  init(_ roots: [Expr]) {
    var pending = roots
    while let e = pending.popLast() {
      let builtin = e.builtinCall?.builtin
      if builtin == .deref { count += 1 }
      if builtin == .shift { shifts.insert(e.text(style: .gt4py)) }
      pending += e.children
    }
  }

}

extension Fact {

  /// The fact in words, with where it came from.
  var text: String {
    switch self {
    case .literal(let value, let span):
      "\(value) is a literal" + (span.map { " in line \($0.line): \($0.text)" } ?? "")
    case .binding(let name, let value, let span):
      "\(value) comes from \(bindingText(name, value.description, span))"
    case .step(let step, let value): "\(value) was made by step \(step)"
    case .total(let e): "what is dropped cannot fail: \(oneLine(e))"
    case .type(let e, let kind): "\(oneLine(e)) is of type \(kind)"
    }
  }

  private func oneLine(_ e: Expr) -> String {
    let text = e.text().onOneLine
    return text.count > 48 ? text.prefix(47) + "…" : text
  }

}

extension Stepper {

  /// The numbers of the later steps that rely on what `rewrite` made.
  func enabledSteps(by rewrite: Rewrite) -> [Int] {
    trace.rewrites.indices.filter { i in
      trace.rewrites[i].facts.contains { fact in
        if case .step(rewrite.step, _) = fact { true } else { false }
      }
    }.map { $0 + 1 }
  }

}

/// Returns how a bound argument is told: as it was written, with its place, if it was.
func bindingText(_ name: String, _ value: String, _ span: SourceSpan?) -> String {
  guard let span else { return "bind \(name)=\(value)" }
  return "bind \(name)=\(span.text) at \(span)"
}

import Diagnostics

extension Command {

  static let undo: Command = Command(
    "undo", "takes back definitions, fields, bindings and settings",
    usage: [.init("undo [N]", "takes back the last input that changed something, or N of them")],
    examples: ["undo", "undo 3"], listedWith: "list",
    movesThroughStates: true
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 0 ... 1, of: .undo)
    let wanted = try line.words.first?.integer() ?? 1
    guard wanted > 0 else { throw DiagnosticError(.usage(.undo, at: line.span)) }
    return session.move(wanted, { $0.goBack() }, did: "took back", key: "undone")
  }

  static let redo: Command = Command(
    "redo", "does again what undo took back",
    usage: [.init("redo [N]", "does the last input again that was taken back, or N of them")],
    examples: ["redo", "redo 3"], listedWith: "list",
    movesThroughStates: true
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 0 ... 1, of: .redo)
    let wanted = try line.words.first?.integer() ?? 1
    guard wanted > 0 else { throw DiagnosticError(.usage(.redo, at: line.span)) }
    return session.move(wanted, { $0.goForward() }, did: "did again", key: "redone")
  }

}

extension Session {

  /// Moves up to `count` states by `step`, which returns the input that it took back or did again.
  fileprivate mutating func move(
    _ count: Int, _ step: (inout Session) -> String?, did phrase: String, key: String
  ) -> Output {
    var items: [Output.Item] = []
    while items.count < count, let input = step(&self) {
      // A decorator does not tell what it is that was defined.
      let lines = input.split(separator: "\n")
      let line = (lines.first { !$0.hasPrefix("@") } ?? lines.first).map(String.init) ?? ""
      items.append(.init("\(phrase): \(line)", json: .object([key: .string(input)])))
    }
    let isBack = key == "undone"
    let nothing = isBack ? "to take back" : "to do again"
    if items.isEmpty { return .message("there is nothing \(nothing)") }
    if items.count < count { items.append(.message("there is nothing else \(nothing)")) }
    return Output(items, next: isBack ? ["list", "redo"] : ["list"])
  }

}

import Diagnostics

extension Command {

  static let undo: Command = Command(
    "undo", "takes back definitions, fields, bindings and settings",
    usage: [.init("undo [N]", "takes back the last input that changed something, or N of them")],
    examples: ["undo", "undo 3"], listedWith: "list"
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 0 ... 1, of: .undo)
    let wanted = try line.words.first?.integer() ?? 1
    guard wanted > 0 else { throw DiagnosticError(.usage(.undo, at: line.span)) }
    var inputs: [String] = []
    while inputs.count < wanted, let state = session.earlier.removeLast() {
      session.restore(state)
      inputs.append(state.input)
    }
    guard !inputs.isEmpty else { return .message("there is nothing to take back") }
    let items = inputs.map { input in
      Output.Item(
        "took back: \(input.split(separator: "\n").first.map(String.init) ?? "")",
        json: .object(["undone": .string(input)]))
    }
    let rest =
      inputs.count < wanted ? [Output.Item.message("there is nothing else to take back")] : []
    return Output(items + rest, next: ["list"])
  }

}

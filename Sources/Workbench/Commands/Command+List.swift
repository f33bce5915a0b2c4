import Diagnostics
import Toolchain

extension Command {

  static let list: Command = Command(
    "list", "shows what the session holds", usage: ["list [programs|fields|tables|history]"],
    examples: ["list", "list fields"], elsewhere: ["whos": "list shows what the session holds"],
    redirection: .file,
    recording: { line in
      line.words.first?.text == "history"
        ? .input(because: "what failed is in the history, and is left out here") : .all
    },
    completion: { $0.isFirst ? ["programs", "fields", "tables", "history"] : [] }
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 0 ... 1, of: .list)
    switch line.words.first?.text {
    case nil:
      let items = session.programItems + (try session.fieldItems()) + session.tableItems
      return Output(items, or: "nothing yet: define a program, or load FILE.py")
    case "programs":
      return Output(session.programItems, or: "no programs yet: define one, or load FILE.py")
    case "fields":
      return Output(try session.fieldItems(), or: "no fields yet: field u[I] = random I=8")
    case "tables":
      return Output(
        session.tableItems, or: "no neighbor tables yet: connect OFFSET = load \"table.npy\"")
    case "history": return session.inputs
    default: throw DiagnosticError(.unexpectedWord(line.words[0], in: .list))
    }
  }

  static let history: Command = Command(
    "history", "shows what was typed", usage: ["history"], examples: ["history"],
    listedWith: "list", redirection: .file,
    recording: { _ in .input(because: "what failed is in the history, and is left out here") }
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 0 ... 0, of: .history)
    return session.inputs
  }

  static let use: Command = Command(
    "use", "makes a program the current one", usage: ["use PROGRAM"],
    arguments: [.program], examples: ["use diffuse"],
    completion: { $0.isFirst ? $0.programs : [] }
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 1 ... 1, of: .use)
    let name = line.words[0]
    let callable = try session.callable(name, at: line.span)
    session.current = name.text
    return Output(
      [session.item(of: callable, named: name.text)],
      next: session.suggestions(for: callable, named: name.text))
  }

  /// What the name of a program or operator by itself means: how it is called.
  static let callable: Command = Command(
    "PROGRAM", "shows how a program or operator is called", usage: ["PROGRAM"],
    arguments: [.program], examples: ["diffuse"], redirection: .file
  ) { line, session throws(DiagnosticError) in
    let name = line.verb.text
    let callable = try session.callable(line.verb, at: line.span)
    let others = session.current == name ? ["show itir", "stages"] : ["use \(name)"]
    return Output(
      [session.item(of: callable, named: name)],
      next: [session.runExample(of: callable, named: name)].compactMap(\.self) + others)
  }

}

extension Output {

  /// Creates the output of `items`, or of a message if there are none.
  fileprivate init(_ items: [Item], or message: String) {
    self.init(items.isEmpty ? [.message(message)] : items)
  }

}

extension Session {

  /// What was typed, in order.
  fileprivate var inputs: Output {
    Output(
      history.entries.map {
        .init($0.text, json: .object(["input": .string($0.text), "failed": .bool($0.failed)]))
      })
  }

  fileprivate var programItems: [Output.Item] { callables.map { item(of: $1, named: $0) } }

  fileprivate func fieldItems() throws(DiagnosticError) -> [Output.Item] {
    try fields.map { (name, field) throws(DiagnosticError) in
      try summary(of: field, named: name)
    }
  }

  fileprivate var tableItems: [Output.Item] {
    tables.map { name, table in
      let parts = [
        "\(name)  \(table.target.name) -> \(table.source.name)",
        "\(table.rowCount) x \(table.columnCount)", table.skipValue.map { "skip \($0)" } ?? "",
      ]
      return Output.Item(
        json: .object([
          "offset": .string(name), "rows": .integer(table.rowCount),
          "columns": .integer(table.columnCount),
          "skip": table.skipValue.map { .integer(Int($0)) },
        ])
      ) { filled(parts, width: $0) }
    }
  }

  /// Returns the line that shows a program or operator: its kind and its signature.
  ///
  /// - Parameter name: what the session knows it by; its own name if left out.
  func item(of callable: Callable, named name: String? = nil) -> Output.Item {
    var runner = self.runner
    let head = try? toolchain.head(of: callable, &runner)
    return item(of: callable, named: name, head: name.flatMap { head?.named($0) } ?? head)
  }

  /// Returns the line on `callable`, whose head is `head`; `nil` if it no longer fits its definition.
  func item(
    of callable: Callable, named name: String? = nil, head: CallableHead?
  ) -> Output.Item {
    let name = name ?? callable.name
    let kind =
      switch callable.definition {
      case .program: "program"
      case .fieldOperator(let o): o.scan == nil ? "field_operator" : "scan_operator"
      case .itir: "itir"
      }
    let signature = head?.description ?? "\(name)(?)"
    return Output.Item(
      json: .object([
        "kind": .string(kind), "name": .string(name), "signature": .string(signature),
        "current": .bool(name == current),
      ])
    ) { width in head?.text(after: kind, width: width) ?? "\(kind) \(signature)" }
  }

}

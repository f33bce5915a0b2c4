import Diagnostics

extension Command {

  static let help: Command = Command(
    "help", "explains a command", usage: "help [COMMAND]", examples: ["help", "help run"],
    redirection: .file
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 0 ... 1, of: .help)
    guard let topic = line.words.first else { return Output([overview]) }
    if let concept = Concept.all.first(where: { $0.name == topic.text }) {
      return Output([.init(concept.text, json: .object(["help": .string(concept.text)]))])
    }
    guard
      let command = all.first(where: { $0.name == topic.text })
        ?? all.first(where: { $0.name.hasPrefix(topic.text) })
    else { throw DiagnosticError(.unknownTopic(topic)) }
    return Output([page(of: command)])
  }

  static let quit: Command = Command(
    "quit", "ends the session", usage: "quit", examples: ["quit"]
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 0 ... 0, of: .quit)
    var output = Output()
    output.quits = true
    return output
  }

  /// The commands that the list of commands names beside another one, and what it says then.
  private static let companions: [String: (names: [String], summary: String)] = [
    "step": (
      ["back", "next", "until", "goto", "finish", "why", "done"],
      "steps through a pass; also back next until goto finish why done"
    ),
    "bind": (["unbind"], "fixes arguments of the current program; unbind frees them"),
    "help": (["quit"], "explains a command; quit ends the session"),
  ]

  /// The list of all commands: one screen.
  private static var overview: Output.Item {
    let named = Set(companions.values.flatMap(\.names))
    var table = TextTable(["", ""], [.left, .left])
    for c in all where !named.contains(c.name) {
      table.add(["  " + c.name, companions[c.name]?.summary ?? c.summary])
    }
    let text = """
      Commands (a unique prefix is enough):
      \(table.text)
      Definitions are typed as they are; a blank line ends them. Names of gt4py.next
      are known; I, J, K and their offsets come with: from cartesian import *
      help COMMAND explains one; help input, help fields explain more.
      """
    return Output.Item(
      text,
      json: .object([
        "commands": .array(
          all.map { .object(["name": .string($0.name), "summary": .string($0.summary)]) })
      ]))
  }

  private static func page(of command: Command) -> Output.Item {
    let usage = command.usage.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
    let examples = command.examples.map { "  " + $0 }.joined(separator: "\n")
    return Output.Item(
      "\(command.name): \(command.summary)\nusage\n\(usage)\nexamples\n\(examples)",
      json: .object([
        "command": .string(command.name), "summary": .string(command.summary),
        "usage": .array(command.usage.split(separator: "\n").map { .string(String($0)) }),
        "examples": .array(command.examples.map { .string($0) }),
      ]))
  }

}

/// A page of `help` that explains no single command.
private struct Concept {

  let name: String
  let text: String

  static let all = [
    Concept(
      name: "input",
      text: """
        What is typed is told apart by its first word:
          @…, def, class, import, from    begin a definition; a blank line ends it
          NAME = …  or  NAME: …           a declaration: I = Dimension("I")
          # …                             a comment
          anything else                   a command: exact word or unique prefix
        name=value gives options; quotes go around file names; `as json` and `> FILE`
        at the end of a command change where and how its answer is written.
        """),
    Concept(
      name: "fields",
      text: """
        A field has a name, dimensions and a range in each of them:
          field u[I, J] = random I=64 J=64 seed=1     a number from 0 on: I=0:64
          field m[I, J] = zeros I=-1:65 J=0:64        lo:hi is half-open
          field k[K] = index(K) K=10                  each point's own index
          field u[I, J] = load "u.npy" I=-1           the file's first point is I=-1
        Dimensions are found by their own name ("I") or by the name in scope (IDim).
        """),
  ]

}

extension Diagnostic {

  fileprivate static func unknownTopic(_ topic: Spelled) -> Diagnostic {
    let names = Command.all.map(\.name) + Concept.all.map(\.name)
    return Diagnostic(
      code: WorkbenchCode.unknownTopic, "There is no help about '\(topic.text)'.", at: topic.span,
      hint: nearest(to: topic.text, among: names).map { "did you mean 'help \($0)'?" }
        ?? "type `help` for the list of commands")
  }

}

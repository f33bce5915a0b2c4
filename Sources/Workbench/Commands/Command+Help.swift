import Diagnostics

extension Command {

  static let help: Command = Command(
    "help", "explains a command, or any other name",
    usage: [.init("help [TOPIC]", "TOPIC? is the same")],
    arguments: [
      .init(
        "TOPIC",
        "a command, stage, pass, rule, setting, backend, code of a message, a name of the session, or "
          + Concept.all.map(\.name).joined(separator: ", "))
    ],
    examples: ["help", "help run", "help fields", "help if-literal", "help E-RUN-OUTSIDE"],
    aliases: ["?"], elsewhere: ["man": "help NAME explains a name"], redirection: .file,
    completion: { point in
      guard point.isFirst else { return [] }
      let usual = all.map(\.name) + Concept.all.map(\.name)
      return point.word.isEmpty ? usual : usual + point.helpNames
    }
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 0 ... 1, of: .help)
    guard let topic = line.words.first else { return Output([overview]) }
    if let concept = Concept.all.first(where: { $0.name == topic.text }) {
      return Output([.init(concept.text, json: .object(["help": .string(concept.text)]))])
    }
    let others = session.helpTopics(named: topic.text).map(\.item)
    let found = matching(topic.text)
    if found.count == 1 { return Output([page(of: found[0])] + others) }
    if !others.isEmpty { return Output(others) }
    throw found.isEmpty
      ? DiagnosticError(.unknownTopic(topic, among: session.helpNames))
      : DiagnosticError(.ambiguousCommand(topic, found.map(\.name)))
  }

  static let quit: Command = Command(
    "quit", "ends the session", usage: ["quit"], examples: ["quit"], aliases: ["exit"],
    listedWith: "help", recording: { _ in .nothing }
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 0 ... 0, of: .quit)
    var output = Output()
    output.quits = true
    return output
  }

  /// The list of all commands: one screen.
  private static var overview: Output.Item {
    var table = TextTable(["", ""], [.left, .left])
    for c in all where c.listedWith == nil {
      let others = all.filter { $0.listedWith == c.name }.map(\.name)
      let also = others.isEmpty ? "" : "; also " + others.joined(separator: " ")
      table.add(["  " + c.name, c.summary + also])
    }
    let lines = table
    return Output.Item(
      json: .object([
        "commands": .array(
          all.map { .object(["name": .string($0.name), "summary": .string($0.summary)]) })
      ])
    ) { width in
      """
      Commands (a unique prefix is enough):
      \(lines.text(width: width))
      Definitions are typed as they are; a blank line ends them. Names of gt4py.next
      are known; I, J, K and their offsets come with: from cartesian import *
      help NAME explains any name here; help input, fields, sessions, lessons more.
      """
    }
  }

  private static func page(of command: Command) -> Output.Item {
    let parts = [("usage", command.usage), ("arguments", command.arguments)]
      .filter { !$0.1.isEmpty }
    let examples = command.examples.map { "  " + $0 }.joined(separator: "\n")
    return Output.Item(
      json: .object([
        "command": .string(command.name), "summary": .string(command.summary),
        "usage": .array(command.usage.map(json)), "arguments": .array(command.arguments.map(json)),
        "examples": .array(command.examples.map { .string($0) }),
      ])
    ) { width in
      let tables = parts.map { "\($0.0)\n\(text(of: $0.1, width: width))\n" }.joined()
      return "\(command.name): \(command.summary)\n\(tables)examples\n\(examples)"
    }
  }

  /// Returns `lines` with what they mean beside them; those that need no words go on below, indented.
  private static func text(of lines: [HelpLine], width: Int) -> String {
    var texts: [String] = []
    var table: TextTable?
    for line in lines {
      if let meaning = line.meaning {
        table = table ?? TextTable(["", ""], [.left, .left])
        table?.add(["  " + line.text, meaning])
      } else {
        if let t = table { texts.append(t.text(width: width)) }
        table = nil
        texts.append("  " + line.text.wrapped(to: width - 2, indent: "      "))
      }
    }
    if let t = table { texts.append(t.text(width: width)) }
    return texts.joined(separator: "\n")
  }

  private static func json(_ line: HelpLine) -> JSONValue {
    .object(["text": .string(line.text), "meaning": line.meaning.map { .string($0) }])
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
          !…                              a line for the shell: !ls -l
          anything else                   a command: exact word or unique prefix
        name=value gives options; quotes go around file names; `as json` and `> FILE`
        at the end of a command change where and how its answer is written.
        Tab completes, Ctrl-R searches older inputs, Ctrl-_ undoes. Home, End, Ctrl-A,
        -E, -K and -U work on one line of a block, Alt-< and Alt-> on all of it;
        ~/.editrc holds keys of your own, such as those of vi: bind -v.
        """),
    Concept(
      name: "fields",
      text: """
        A field has a name, dimensions and a range in each of them:
          field u[I, J] = random I=64 J=64 seed=1     a number from 0 on: I=0:64
          field m[I, J] = zeros I=-1:65 J=0:64        lo:hi is half-open
          field k[K] = index(K) K=10                  each point's own index
          field w[I] = [0.25, 0.5, 0.25] I=-1         values, from I=-1 on
          field u[I, J] = load "u.npy" I=-1           the file's first point is I=-1
        Dimensions are found by their own name ("I") or by the name in scope (IDim).
        A field's name by itself shows it; print and plot show more of it. So does an
        expression: max(u), abs(u - v), u - mean(u); field d = u - v keeps it.
        """),
    Concept(
      name: "sessions",
      text: """
        save "lesson.stencil-session" writes down what was typed and what came of it.
        In the file, lines with four blanks before them belong to the session:
              > run u=a       an input; lines after it begin with a dot
              anything else   the output that it has to give again
        All other lines are prose. What failed is left out, comments become prose.
        Lines with ? right below an input say how its output is compared:
              ? fails [CODE]           it has to fail, with this code
              ? contains, ? unordered  its lines among others, or in any order
              ? float TOLERANCE        numbers up to that, as a share of them
              ? ignore REASON          not at all
              ? only-if BACKEND        where there is this backend
        In an output `...` stands for any lines, `[..]` for any text in a line.
          stencil-repl FILE.stencil-session          plays the file
          stencil-repl replay FILE.stencil-session   checks its outputs
        help lessons says what makes a lesson of it.
        """),
    Concept(
      name: "lessons",
      text: """
        tour lists the lessons, tour FILE plays one: a session file (help sessions) with
        prose and exercises. A line below an input makes one of it:
              > bind n=3
              ? try HINT     the input is a solution, and not shown; `hint` says HINT
              > run u=a
              ? check        not shown either; its output tells whether it is solved
        Without a check, the output of what was typed has to be that of the solution.
        In a lesson Enter runs the next input; hint, back, skip and quit are for there.
          stencil-repl tour FILE.stencil-session     plays it as pupils see it
          stencil-repl replay FILE.stencil-session   checks every answer in it
        """),
  ]

}

extension Diagnostic {

  fileprivate static func unknownTopic(_ topic: Spelled, among others: [String]) -> Diagnostic {
    let names = Command.all.map(\.name) + Concept.all.map(\.name) + others
    return Diagnostic(
      code: WorkbenchCode.unknownTopic, "There is no help about '\(topic.text)'.", at: topic.span,
      hint: nearest(to: topic.text, among: names).map { "did you mean 'help \($0)'?" }
        ?? "type `help` for the list of commands")
  }

}

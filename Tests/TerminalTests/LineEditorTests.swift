import Foundation
import Testing

@testable import stencil_repl

/// The tool on a pseudo terminal.
///
/// What was entered is read from its history.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct LineEditorTests {

  static let definition = """
    @field_operator
    def f(a: Field[[I], float64]) -> Field[[I], float64]:
        if True:
            b = a
        else:
            b = a + a
        return b
    """

  @Test func takesLinesAsTheyAreTyped() throws {
    // One at a time, so that the editor indents each, and the person does too.
    let lines = Self.definition.split(separator: "\n").map { $0 + "\n" } + ["\n"]
    #expect(try entries(typing: [lines]) == [Self.definition])
  }

  @Test func takesPastesAsTheyAre() throws {
    let paste = "\u{1B}[200~" + Self.definition.replacing("\n", with: "\r") + "\u{1B}[201~"
    #expect(try entries(typing: [[paste, "\n", "\n"]]) == [Self.definition])
  }

  /// From a terminal that does not mark pastes: parts that end anywhere.
  @Test func takesLinesThatComeAtOnce() throws {
    let statements = (0 ..< 300).map { "    b\($0) = a * \($0).5  # é" }
    let lines = ["@field_operator", "def f(a):"] + statements + ["    return a"]
    let text = lines.joined(separator: "\n")
    var (parts, rest) = ([String](), Substring(text + "\n\n"))
    while !rest.isEmpty {
      parts.append(String(rest.prefix(1511)))
      rest = rest.dropFirst(1511)
    }
    #expect(try entries(typing: [parts, ["help\n"]]) == [text, "help"])
  }

  /// Each input of a paste is brought back by itself, without the prompts that it was pasted with.
  @Test func remembersEachInputOfAPaste() throws {
    let text = "stencil> " + Self.definition.replacing("\n", with: "\r    > ") + "\r    > \r"
    let paste = "\u{1B}[200~" + text + "stencil> list fields\rstencil> help\r\u{1B}[201~"
    #expect(try entries(typing: [[paste, "\n"]]) == [Self.definition, "list fields", "help"])
  }

  /// Before any other key, when the editor has not held a text yet.
  @Test func listsWhatCanBeDoneAtAnEmptyPrompt() throws {
    let terminal = try PseudoTerminal(history: nil, arguments: ["--no-startup"])
    try terminal.waitForPrompt()
    terminal.type("\t")
    let shown = try terminal.wait(for: "quit")
    #expect(shown.contains("load ") && shown.contains("tour"), "\(shown)")
    terminal.type("\u{04}")
    #expect(terminal.exitStatus() == 0)
  }

  @Test func editsLinesAbove() throws {
    let (up, end) = ("\u{1B}[A", "\u{1B}[1;5F")
    let keys = ["@a\n", "def f():\n", "x = 1\n", "return y", up, "0", end, "\n", "\n"]
    #expect(try entries(typing: [keys]) == ["@a\ndef f():\n    x = 10\n    return y"])
  }

  /// Home, End, Ctrl-A, Ctrl-E, Ctrl-K, Ctrl-U: what they reach ends where the line does.
  @Test(arguments: [
    ["\u{01}", "# ", "\u{05}", "0"], ["\u{1B}[H", "# ", "\u{1B}[F", "0"],
    ["\u{1B}OH", "#  ", "\u{1B}[3~", "\u{1B}OF", "0", "\u{01}", "\u{1B}[C", "\u{04}", " "],
    [
      "\u{05}", "0", "\u{15}", "#     ", "\u{19}", "\u{01}", "\u{1B}[C", "\u{1B}[C", "\u{0B}",
      "    x = 10",
    ],
    ["\u{01}", "\u{0B}", "#     x = 10"], ["\u{05}", "\u{15}", "# ", "\u{19}", "0"],
  ])
  func worksOnTheLineOfABlock(keys: [String]) throws {
    let (up, last) = ("\u{1B}[A", "\u{1B}>")
    let start = ["@a\n", "def f():\n", "x = 1\n", "return y", up]
    #expect(
      try entries(typing: [start + keys + [last, "\n", "\n"]])
        == ["@a\ndef f():\n#     x = 10\n    return y"])
  }

  /// An accent goes with its letter, and people joined to a family go together.
  @Test(arguments: [
    "e\u{301}", "\u{304B}\u{3099}", "\u{1F469}\u{200D}\u{1F52C}", "\u{1F44B}\u{1F3FD}",
  ])
  func erasesWhatIsSeenAsOneCharacter(character: String) throws {
    let inputs = [
      [character + "x", "\u{7F}", "\u{7F}", "list\n"],
      [
        "a" + character + "b", "\u{1B}[D", "\u{1B}[D", "\u{1B}[3~", "\u{05}", "\u{7F}", "\u{7F}",
        "help\n",
      ],
    ]
    #expect(try entries(typing: inputs) == ["list", "help"])
  }

  /// `bind -v` in the user's `.editrc`: blocks are typed as ever, and arrows do not end the insertion.
  @Test func editsAsInVi() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("vi-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (history, editrc) = (folder.appendingPathComponent("h"), folder.appendingPathComponent("e"))
    try Data("bind -v\n".utf8).write(to: editrc)
    let terminal = try PseudoTerminal(history: history, environment: ["EDITRC": editrc.path])
    try terminal.waitForPrompt()
    terminal.type("list x")
    _ = try terminal.wait(for: "list x")
    // A person's escape comes alone.
    terminal.type("\u{1B}")
    terminal.type("0xAy\n")
    try terminal.waitForPrompt()
    for keys in ["@a\n", "def f():\n", "x = 1\n", "return y", "\u{1B}[A", "0"] {
      terminal.type(keys)
    }
    terminal.type("\u{1B}")
    for keys in ["0j", "A", "z\n", "\n"] { terminal.type(keys) }
    try terminal.waitForPrompt()
    terminal.type("\u{1B}[200~" + Self.definition.replacing("\n", with: "\r") + "\u{1B}[201~")
    terminal.type("\n\n")
    try terminal.waitForPrompt()
    terminal.type("\u{04}")
    #expect(terminal.exitStatus() == 0)
    #expect(
      HistoryFile(history).entries
        == ["ist xy", "@a\ndef f():\n    x = 10\n    return yz", Self.definition])
  }

  @Test func undoesChanges() throws {
    let history = FileManager.default.temporaryDirectory
      .appendingPathComponent("history-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: history) }
    let terminal = try PseudoTerminal(history: history)
    try terminal.waitForPrompt()
    // Each part is seen before the next is typed, so that it is a change of its own.
    terminal.type("list")
    _ = try terminal.wait(for: "list")
    terminal.type(" fields")
    _ = try terminal.wait(for: "fields")
    terminal.type("\u{15}")
    terminal.type("\u{1F}")
    _ = try terminal.wait(for: "list fields")
    terminal.type("\u{1F}")
    terminal.type("\n")
    try terminal.waitForPrompt()
    terminal.type("\u{04}")
    #expect(terminal.exitStatus() == 0)
    #expect(HistoryFile(history).entries == ["list"])
  }

  /// What is on the screen is what is in the buffer: accents that were typed by themselves too.
  @Test func showsAccentsAsLongAsTheyAreThere() throws {
    let history = FileManager.default.temporaryDirectory
      .appendingPathComponent("history-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: history) }
    let terminal = try PseudoTerminal(history: history)
    try terminal.waitForPrompt()
    for keys in ["help e", "\u{301}", "x"] { terminal.type(keys) }
    // Drawn anew, the line has no accents at first; then come the letters that have one.
    _ = try terminal.wait(for: "help ex\r\u{1B}[14Ce\u{301}")
    for keys in ["\u{7F}", "\u{7F}", "y=1"] { terminal.type(keys) }
    _ = try terminal.wait(for: "help y=1")
    terminal.type("\n")
    try terminal.waitForPrompt()
    terminal.type("\u{04}")
    #expect(terminal.exitStatus() == 0)
    #expect(HistoryFile(history).entries == ["help y=1"])
  }

  /// The keys of a line keep to it, in what is typed and in what comes back: as xterm sends them and
  /// as tmux and the console do.
  @Test(arguments: [
    (["\u{1B}[F"], ["\u{1B}[H"]), (["\u{1B}OF"], ["\u{1B}OH"]), (["\u{1B}[4~"], ["\u{1B}[1~"]),
    (["\u{1B}[8~"], ["\u{1B}[7~"]), (["\u{05}"], ["\u{01}"]),
  ])
  func movesInTheLineThatCameBack(end: [String], start: [String]) throws {
    let up = "\u{1B}[A"
    // An input of three lines, of which the second one lacks its colon.
    let wrong = ["@a\n", "def f()\n", "    return y\n", "\n"]
    let mended = [up, up] + end + [":"] + start + ["X"] + [up] + end + ["b"] + ["\u{1B}[B\u{1B}[B"]
    let done = mended + end + ["\n", "\n"]
    #expect(
      try entries(typing: [wrong, done]) == [
        "@a\ndef f()\n    return y", "@ab\nXdef f():\n    return y",
      ])
  }

  /// What was changed in an entry is there again when one comes back to it, and its entry is not
  /// changed.
  @Test func keepsEditedEntries() throws {
    let (up, down) = ("\u{1B}[A", "\u{1B}[B")
    let edit = ["list", up, " 2", up, " 1", down, down, down, up, up, "\n"]
    #expect(
      try entries(typing: [["show 1\n"], ["help\n"], edit]) == ["show 1", "help", "show 1 1"])
    #expect(
      try entries(typing: [
        ["show 1\n"], ["help\n"], [up, up, "x", down, down, "list\n"], [up, up, "\n"],
      ])
        == ["show 1", "help", "list", "help"])
  }

  /// Of a definition that is longer than the screen every line can be changed.
  @Test func changesLinesOfLongDefinitions() throws {
    let (up, down) = ("\u{1B}[A", "\u{1B}[B")
    let wide = "def f(a, " + String(repeating: "b, ", count: 40) + "c):"
    let body = (0 ..< 40).map { "    b\($0) = a" }
    let text = (["@field_operator", wide] + body + ["    return a"]).joined(separator: "\n")
    let paste = "\u{1B}[200~" + text.replacing("\n", with: "\r") + "\u{1B}[201~"
    // From the last line to the second of the body, then down again.
    let keys =
      [paste] + Array(repeating: up, count: 39) + ["\u{05}", "0"] + Array(repeating: up, count: 3)
      + ["\u{05}", "1"] + Array(repeating: down, count: 42) + ["\u{05}", "2", "\n", "\n"]
    let changed = text.replacing("b1 = a\n", with: "b1 = a0\n")
      .replacing("@field_operator\n", with: "@field_operator1\n").replacing(
        "return a", with: "return a2")
    #expect(try entries(typing: [keys]) == [changed])
  }

  // Ctrl-C would need the terminal to control the process.
  @Test func discardsUnfinishedDefinitions() throws {
    let inputs = [["@field_operator\n", "def f():\n", "\u{04}"], ["help\n"]]
    #expect(try entries(typing: inputs) == ["help"])
  }

  @Test func deletesCharactersWithCtrlD() throws {
    let keys = ["helpp", "\u{1B}[D", "\u{04}", "\u{04}", " run\n"]
    #expect(try entries(typing: [keys]) == ["help run"])
  }

  @Test func keepsWhatIsTypedWhenNothingIsNewer() throws {
    let (up, down) = ("\u{1B}[A", "\u{1B}[B")
    #expect(
      try entries(typing: [["help\n"], ["list", up, down, down, " fields\n"]]).last == "list fields"
    )
  }

  @Test func bringsOlderInputsBack() throws {
    let inputs = [["show λ\n"], ["help\n"], ["\u{1B}[A", "\u{1B}[A", " 2\n"]]
    #expect(try entries(typing: inputs) == ["show λ", "help", "show λ 2"])
  }

  @Test func searchesOlderInputs() throws {
    // The cursor stops where the match begins; the arrow ends the search and moves it past the w.
    let search = ["\u{12}", "w 1x", "\u{7F}", "\u{1B}[C", "\u{7F}", "2\n"]
    #expect(try entries(typing: [["show 1\n"], ["help\n"], search]).last == "sho2 1")
  }

  /// Enter puts what was found into the buffer, where it can be changed, and another one submits it.
  @Test func takesWhatASearchFoundIntoTheBuffer() throws {
    let (search, end) = (["\u{12}", "how"], "\u{1B}[F")
    let inputs = [["show 1\n"], ["help\n"], search + ["\n", end, " 2\n"]]
    #expect(try entries(typing: inputs).last == "show 1 2")
    // A search that another key has ended takes no Enter.
    let ended = [["show 1\n"], ["help\n"], search + ["\u{05}", " 3\n"]]
    #expect(try entries(typing: ended).last == "show 1 3")
  }

  /// A terminal that cannot move its cursor has a prompt too, and gets no escape sequences.
  @Test func promptsOnTerminalsWithoutCursor() throws {
    let history = FileManager.default.temporaryDirectory
      .appendingPathComponent("history-\(UUID().uuidString)")
    let terminal = try PseudoTerminal(history: history, kind: "dumb")
    var shown = try terminal.wait(for: "stencil> ")
    terminal.type("list\n")
    shown += try terminal.wait(for: "nothing yet: define a program, or load FILE.py\r\nstencil> ")
    terminal.type("@field_operator\n")
    shown += try terminal.wait(for: "...> ")
    // Ctrl-D drops what is begun, and ends the tool at an empty prompt.
    terminal.type("\u{04}")
    shown += try terminal.wait(for: "stencil> ")
    terminal.type("\u{04}")
    #expect(terminal.exitStatus() == 0)
    #expect(!shown.contains("\u{1B}"))
    #expect(!FileManager.default.fileExists(atPath: history.path))
  }

  /// Ctrl-C at a prompt without cursor drops what is begun, and nothing that is typed later.
  @Test func heedsCtrlCOnTerminalsWithoutCursor() throws {
    let home = FileManager.default.temporaryDirectory.appending(path: "home-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: home) }
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    let terminal = try PseudoTerminal(
      history: nil, kind: "dumb", arguments: ["--no-startup"], environment: ["HOME": home.path()],
      folder: home)
    _ = try terminal.wait(for: "stencil> ")
    terminal.type("from cartesian import I\n")
    _ = try terminal.wait(for: "stencil> ")
    terminal.send(SIGINT)
    _ = try terminal.wait(for: "stencil> ")
    terminal.type("list\n")
    _ = try terminal.wait(for: "nothing yet: define a program, or load FILE.py\r\nstencil> ")
    terminal.type("quit\n")
    #expect(terminal.exitStatus() == 0)
  }

  /// Returns what the tool recorded when these keys were typed, each input at a prompt.
  private func entries(typing inputs: [[String]]) throws -> [String] {
    let history = FileManager.default.temporaryDirectory
      .appendingPathComponent("history-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: history) }
    let terminal = try PseudoTerminal(history: history)
    for input in inputs {
      try terminal.waitForPrompt()
      for keys in input { terminal.type(keys) }
    }
    try terminal.waitForPrompt()
    terminal.type("\u{04}")
    #expect(terminal.exitStatus() == 0)
    return HistoryFile(history).entries
  }

}

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

  @Test func editsLinesAbove() throws {
    let (up, end) = ("\u{1B}[A", "\u{1B}[F")
    let keys = ["@a\n", "def f():\n", "x = 1\n", "return y", up, "0", end, "\n", "\n"]
    #expect(try entries(typing: [keys]) == ["@a\ndef f():\n    x = 10\n    return y"])
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

/// A terminal on which the tool runs, with a person in front.
private final class PseudoTerminal {

  private static let tool = URL(fileURLWithPath: CommandLine.arguments[0])
    .deletingLastPathComponent().appendingPathComponent("stencil-repl")

  private let person: Int32
  private let process = Process()
  /// What was shown since the last prompt.
  private var shown = ""

  init(history: URL, kind: String = "xterm") throws {
    var (person, user): (Int32, Int32) = (0, 0)
    var size = winsize(ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
    try #require(openpty(&person, &user, nil, nil, &size) == 0)
    self.person = person
    let terminal = FileHandle(fileDescriptor: user, closeOnDealloc: true)
    process.executableURL = Self.tool
    process.environment = [
      "TERM": kind, "STENCIL_HISTORY": history.path, "EDITRC": "/dev/null",
    ]
    process.standardInput = terminal
    process.standardOutput = terminal
    process.standardError = terminal
    try process.run()
  }

  deinit {
    process.terminate()
    close(person)
  }

  func type(_ keys: String) {
    _ = write(person, Array(keys.utf8), keys.utf8.count)
    look()
  }

  /// Waits until the editor has asked for marks around pastes and shown its prompt.
  func waitForPrompt() throws {
    let deadline = Date.now.addingTimeInterval(20)
    while true {
      if let start = shown.range(of: "\u{1B}[?2004h"), shown[start.upperBound...].contains("> ") {
        break
      }
      try #require(Date.now < deadline, "no prompt after \(shown.debugDescription)")
      look()
    }
    shown = ""
  }

  /// Waits until `text` is shown, and returns everything that was shown since the last time.
  func wait(for text: String) throws -> String {
    let deadline = Date.now.addingTimeInterval(20)
    while !shown.contains(text) {
      try #require(Date.now < deadline, "no \(text.debugDescription) in \(shown.debugDescription)")
      look()
    }
    defer { shown = "" }
    return shown
  }

  func exitStatus() -> Int32 {
    let deadline = Date.now.addingTimeInterval(20)
    while process.isRunning, Date.now < deadline { look() }
    if process.isRunning { process.terminate() }
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// Reads what is shown, until nothing is for a while.
  private func look() {
    var source = pollfd(fd: person, events: Int16(POLLIN), revents: 0)
    var bytes = [UInt8](repeating: 0, count: 4096)
    while poll(&source, 1, 30) > 0 {
      let count = read(person, &bytes, bytes.count)
      if count <= 0 { return }
      shown += String(decoding: bytes.prefix(count), as: UTF8.self)
    }
  }

}

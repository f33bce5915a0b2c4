import Foundation
import Testing

@testable import stencil_repl

/// One at a time: a pager takes the signals of the whole process.
@Suite(.serialized) struct PagerTests {

  private static func pager(_ environment: [String: String], programs: String...) -> String? {
    Pager(environment: environment, isExecutable: { programs.contains($0) })?.command
  }

  @Test func isWhatTheUserWants() {
    #expect(Self.pager(["STENCIL_PAGER": "most", "PAGER": "more"]) == "most")
    #expect(Self.pager(["PAGER": "less -S"], programs: "/bin/less") == "less -S")
    #expect(
      Self.pager(["PATH": "/usr/bin:/bin"], programs: "/bin/less")?.hasPrefix("less -FKRX ") == true
    )
  }

  @Test func isNoneIfThereIsNone() {
    #expect(Self.pager(["PAGER": "", "PATH": "/bin"], programs: "/bin/less") == nil)
    #expect(Self.pager(["PATH": "/usr/bin:/bin"]) == nil)
    #expect(Self.pager([:], programs: "/bin/less") == nil)
  }

  @Test func failsWithoutTheProgram() throws {
    let pager = try #require(Pager(environment: ["PAGER": "no-such-pager 2> /dev/null"]))
    #expect(!pager.show("text"))
  }

  /// What is typed before less is there could be its command to write a file.
  @Test func writesNoFiles() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "pager-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    let pager = try #require(
      Pager(environment: ["PAGER": "cat > /dev/null; echo $LESSSECURE > \(file.path())"]))
    #expect(pager.show("text"))
    #expect(try String(contentsOf: file, encoding: .utf8) == "1\n")
  }

  @Test func mayBeLeftEarly() throws {
    let pager = try #require(Pager(environment: ["PAGER": "true"]))
    #expect(pager.show(String(repeating: "a line\n", count: 100_000)))
  }

  /// Colours take no room, wide characters take two columns, long lines several rows.
  @Test func countsRows() {
    #expect(rowCount(of: "a\n\nb", columns: 80) == 3)
    #expect(rowCount(of: "\u{1B}[1mabcd\u{1B}[0m", columns: 4) == 1)
    #expect(rowCount(of: "abcde", columns: 4) == 2)
    #expect(rowCount(of: "日本語", columns: 4) == 2)
    #expect(rowCount(of: "a\nb\nc\nd", columns: 80, upTo: 2) == 2)
  }

  /// A pager would take the lines that were typed for the next prompt.
  @Test func staysAwayFromWhoTypesAhead() throws {
    let terminal = try PseudoTerminal(
      history: nil, arguments: ["--no-startup"],
      environment: ["PATH": "/usr/bin:/bin", "STENCIL_PAGER": "cat > /dev/null; echo PA''GED"])
    try terminal.waitForPrompt()
    terminal.type("field u[I] = index(I) I=500\n")
    _ = try terminal.waitForAnyPrompt()
    terminal.type("print u\n")
    #expect(try terminal.waitForAnyPrompt().contains("PAGED"))
    terminal.type("print u\nmax(u)\n")
    let shown = try terminal.wait(for: "max(u)  499")
    let isWhole = shown.split(whereSeparator: \.isNewline).count > 24
    #expect(!shown.contains("PAGED") && isWhole, "\(shown.suffix(300))")
  }

  /// What an input says of what it did is no text to read.
  @Test func opensForWhatWasAskedForOnly() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("long-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let operators = (0 ..< 40).map {
      "@field_operator\ndef f\($0)(a: Field[[I], float64]) -> Field[[I], float64]:\n    return a\n\n"
    }
    let text = "from gt4py.next import *\nI = Dimension('I')\n\n" + operators.joined()
    try Data(text.utf8).write(to: folder.appendingPathComponent("long.py"))
    let terminal = try PseudoTerminal(
      history: nil, arguments: ["--no-startup"],
      environment: ["PATH": "/usr/bin:/bin", "STENCIL_PAGER": "cat > /dev/null; echo PA''GED"],
      folder: folder)
    try terminal.waitForPrompt()
    for (input, isPaged) in [("load long.py", false), ("list", true), ("help run", false)] {
      terminal.type(input + "\n")
      let shown = try terminal.waitForAnyPrompt()
      #expect(shown.contains("PAGED") == isPaged, "\(input): \(shown.suffix(300))")
    }
  }

  /// Keys without a line end, which the terminal's driver keeps until somebody asks for keys.
  @Test func leavesSingleKeysToThePrompt() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("ahead-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let gate = folder.appendingPathComponent("gate").path
    try #require(mkfifo(gate, 0o600) == 0)
    let terminal = try PseudoTerminal(
      history: nil, arguments: ["--no-startup"],
      environment: ["PATH": "/usr/bin:/bin", "STENCIL_PAGER": "cat > /dev/null; echo PA''GED"],
      folder: folder)
    try terminal.waitForPrompt()
    terminal.type("field u[I] = index(I) I=500\n")
    _ = try terminal.waitForAnyPrompt()
    // Both lines are one paste: the second runs when the gate is opened.
    terminal.type("\u{1B}[200~!cat gate\nprint u\u{1B}[201~\n")
    // It is open once the first line runs.
    let writer = open(gate, O_WRONLY)
    try #require(writer >= 0)
    terminal.type("ma")
    _ = try terminal.wait(for: "ma")
    close(writer)
    var shown = try terminal.wait(for: "stencil> ")
    terminal.type("x(u)\n")
    shown += try terminal.wait(for: "max(u)  499")
    #expect(!shown.contains("PAGED"), "\(shown.suffix(300))")
    #expect(shown.split(whereSeparator: \.isNewline).count > 24)
  }

}

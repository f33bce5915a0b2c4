import Foundation
import Testing

/// The same commands at a prompt, with `-c` and in a pipe; terminals that show less.
@Suite struct WaysToTypeTests {

  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static let tool = URL(fileURLWithPath: CommandLine.arguments[0])
    .deletingLastPathComponent().appendingPathComponent("stencil-repl")

  /// Commands of every kind that succeed, one after the other.
  private static let commands = [
    "set stable on", "set pager off", "# a comment", "from cartesian import I, J, K",
    """
    @field_operator
    def mean(f: bool, u: Field[[I], float64]) -> Field[[I], float64]:
        return 0.5 * (u + u(I + 1)) if f else u

    """,
    "mean", "load \"\(root.path)/tutorials/lap.py\"", "list", "use laplacian", "stages",
    "show foast",
    "show itir", "show itir final", "passes", "diff constant_folding", "step", "why", "step list",
    "back", "done", "use mean", "why not line 3", "bind f=?", "bind f=true", "use laplacian",
    "field u[I, J] = random I=12 J=9", "u", "print u I=0:2 J=0:2", "plot u", "plot u I=3",
    "max(u)", "u - mean(u)", "run u=u out=zeros", "plot out", "plot u reads out I=4 J=4",
    "compare out out", "digest out", "time n=1", "field n[I] = index(I) I=4", "history",
    "check passes", "backends", "set", "help", "help run", "help if-literal", "help fields",
    "help E-FILE", "list as json", "plot u as json", "undo", "redo", "unbind all", "set rule",
  ]

  private static let mistakes = [
    "nope", "run", "plot zz", "field a[I] = randon I=3", "show itr", "max(zz)",
    "@field_operator\ndef f(a: Field[[Q], float]) -> Field[[Q], float]:\n    return a\n",
  ]

  private func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "ways-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  /// Runs the tool; returns its status and what it wrote.
  private func run(
    _ arguments: [String], input: String = "", in folder: URL, environment: [String: String] = [:]
  ) throws -> (status: Int32, out: String, err: String) {
    let process = Process()
    let (inPipe, outPipe, errPipe) = (Pipe(), Pipe(), Pipe())
    process.executableURL = Self.tool
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder.path].merging(environment) {
      $1
    }
    (process.standardInput, process.standardOutput, process.standardError) = (
      inPipe, outPipe, errPipe
    )
    try process.run()
    try inPipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try inPipe.fileHandleForWriting.close()
    let out = outPipe.fileHandleForReading.readDataToEndOfFile()
    let err = errPipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (
      process.terminationStatus, String(decoding: out, as: UTF8.self),
      String(decoding: err, as: UTF8.self)
    )
  }

  /// Types `commands` at a terminal without cursor, and returns what each gave, without what is said
  /// to people only.
  private func typed(
    _ commands: [String], in folder: URL, environment: [String: String] = [:]
  ) throws -> [String] {
    let terminal = try PseudoTerminal(
      history: nil, kind: "dumb", arguments: ["--no-startup"],
      environment: ["PATH": "/usr/bin:/bin", "HOME": folder.path].merging(environment) { $1 },
      folder: folder)
    _ = try terminal.waitForPlainPrompt()
    return try commands.map { command in
      terminal.type(command + "\n")
      let shown = try terminal.waitForPlainPrompt().replacing("\r\n", with: "\n")
      // What prompts for the lines of a definition stands before its answer.
      let lines = shown.replacing("...> ", with: "")
        .split(separator: "\n", omittingEmptySubsequences: false)
      let typed = command.split(separator: "\n", omittingEmptySubsequences: false).count
      let answer = lines.dropFirst(typed)
      let end = answer.firstIndex { $0.hasPrefix("next: ") } ?? answer.endIndex
      return answer[..<end].joined(separator: "\n")
    }
  }

  private func trimmed(_ text: String) -> [String] {
    text.split(separator: "\n").map { line in
      var line = line
      while line.last == " " { line.removeLast() }
      return String(line)
    }.filter { !$0.isEmpty }
  }

  @Test(.timeLimit(.minutes(10))) func giveTheSameTextEverywhere() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let answers = try typed(Self.commands, in: folder)
    let expected = answers.flatMap(trimmed)
    try #require(expected.count > 300, "\(expected.joined(separator: "\n").suffix(500))")

    let single = try run(Self.commands.flatMap { ["-c", $0] }, in: folder)
    #expect(single.status == 0, "\(single.err)")
    #expect(trimmed(single.out) == expected)

    let text = Self.commands.joined(separator: "\n") + "\n"
    let piped = try run([], input: text, in: folder)
    #expect(piped.status == 0, "\(piped.err)")
    #expect(trimmed(piped.out) == expected)
  }

  @Test(.timeLimit(.minutes(10))) func complainAlikeEverywhere() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let answers = try typed(Self.mistakes, in: folder)
    for (command, answer) in zip(Self.mistakes, answers) {
      let single = try run(["-c", command], in: folder)
      #expect(single.status == 1 && single.out.isEmpty)
      let piped = try run([], input: command + "\n", in: folder)
      #expect(piped.status == 1 && piped.out.isEmpty)
      #expect(trimmed(single.err) == trimmed(answer))
      #expect(trimmed(piped.err) == trimmed(answer))
    }
  }

  /// Only a prompt reads what a person wants at each beginning: scripts and checks must not change.
  @Test(.timeLimit(.minutes(10))) func readTheStartupFileAtAPromptOnly() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let startup = folder.appending(path: "startup")
    try Data("set seed 99\n".utf8).write(to: startup)
    let configured = folder.appending(path: ".config/stencil")
    try FileManager.default.createDirectory(at: configured, withIntermediateDirectories: true)
    try Data("set seed 98\n".utf8).write(to: configured.appending(path: "startup"))
    let session = folder.appending(path: "x.stencil-session")
    let text = "#! stencil-session 1\n\n    > set seed\n    seed = 42  (seed of random fields)\n"
    try Data(text.utf8).write(to: session)
    for environment in [["STENCIL_STARTUP": startup.path], [:]] {
      for (arguments, input) in [
        (["-c", "set seed"], ""), ([], "set seed\n"), ([session.path], ""),
        (["replay", session.path], ""),
      ] {
        let answer = try run(arguments, input: input, in: folder, environment: environment)
        #expect(answer.status == 0, "\(answer)")
        if arguments.first != "replay" { #expect(answer.out.contains("seed = 42 "), "\(answer)") }
      }
      let terminal = try PseudoTerminal(
        history: nil, kind: "dumb", environment: environment.merging(["HOME": folder.path]) { $1 },
        folder: folder)
      _ = try terminal.waitForPlainPrompt()
      terminal.type("set seed\n")
      let seed = environment.isEmpty ? 98 : 99
      #expect(try terminal.waitForPlainPrompt().contains("seed = \(seed) "))
    }
  }

  /// Answers, messages, hints, prompts and lessons.
  @Test(
    .timeLimit(.minutes(10)),
    arguments: [
      ["LC_ALL": "C"], ["LANG": "en_US.ISO-8859-1"], ["LC_CTYPE": "POSIX", "LANG": "C.UTF-8"],
    ])
  func areASCIIWhereTheTerminalHasNothingElse(locale: [String: String]) throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    for kind in ["xterm-256color", "dumb"] {
      let shown = try shownOnTerminal(
        kind: kind, Self.commands + Self.mistakes, in: folder, environment: locale)
      let strange = shown.unicodeScalars.first { !$0.isASCII }
      #expect(strange == nil, "\(kind): \(shown.debugDescription.suffix(300))")
      #expect(shown.contains("->") && shown.contains("hint:"))
    }
    let utf8 = try shownOnTerminal(
      kind: "dumb", ["show itir"], after: Self.commands.prefix(6), in: folder,
      environment: ["LANG": "C.UTF-8"])
    #expect(utf8.contains("λ"))
  }

  /// With `NO_COLOR` no text is coloured; a terminal that cannot move its cursor gets no escape at all.
  @Test(.timeLimit(.minutes(10))) func areWithoutColorWhereAskedFor() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let all = Self.commands + Self.mistakes
    let colored = try shownOnTerminal(
      kind: "xterm-256color", Array(Self.commands.prefix(12)), in: folder, environment: [:])
    #expect(colored.contains(/\u{1B}\[[0-9;]*m/))
    let plain = try shownOnTerminal(
      kind: "xterm-256color", all, in: folder, environment: ["NO_COLOR": "1"])
    #expect(!plain.contains(/\u{1B}\[[0-9;]*m/), "\(plain.debugDescription.suffix(300))")
    for environment in [[:], ["NO_COLOR": "1"], ["COLORTERM": "truecolor"]] {
      let dumb = try shownOnTerminal(kind: "dumb", all, in: folder, environment: environment)
      #expect(!dumb.contains("\u{1B}"), "\(dumb.debugDescription.suffix(300))")
    }
    for environment in [["TERM": "xterm-256color"], ["TERM": "xterm", "LC_ALL": "C"], [:]] {
      let piped = try run(
        [], input: Self.commands.joined(separator: "\n") + "\n", in: folder,
        environment: environment)
      #expect(piped.status == 0 && !piped.out.contains("\u{1B}") && !piped.err.contains("\u{1B}"))
    }
  }

  /// Types `commands` at a terminal, then takes a lesson's first steps; returns all that was shown.
  private func shownOnTerminal(
    kind: String, _ commands: [String], after first: ArraySlice<String> = [], in folder: URL,
    environment: [String: String]
  ) throws -> String {
    let terminal = try PseudoTerminal(
      history: nil, kind: kind, arguments: ["--no-startup"],
      environment: [
        "PATH": "/usr/bin:/bin", "HOME": folder.path,
        "STENCIL_LESSONS": Self.root.appending(path: "tutorials").path,
        // Each tour begins at the beginning.
        "XDG_STATE_HOME": folder.appending(path: UUID().uuidString).path,
      ].merging(environment) { $1 }, folder: folder)
    var shown = ""
    let lesson = ["tour 1", "", "", "skip", "back", "hint", "plot zz", "quit"]
    for command in first + commands + lesson {
      shown += try terminal.waitForAnyPrompt()
      terminal.type(command + "\n")
    }
    return try shown + terminal.waitForAnyPrompt()
  }

}

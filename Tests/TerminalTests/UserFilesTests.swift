import Foundation
import Glibc
import Testing
import Workbench

@testable import stencil_repl

/// The files that belong to a person's prompt.
@Suite struct UserFilesTests {

  @Test func areFoundByTheEnvironment() {
    let usual = UserFiles(folder: "/a/b c", environment: ["HOME": "/h"])
    #expect(usual.startup == "/h/.config/stencil/startup")
    #expect(usual.kept == "/h/.local/state/stencil/kept/%2fa%2fb%20c.stencil-session")
    let moved = UserFiles(
      folder: "/a",
      environment: ["HOME": "/h", "XDG_CONFIG_HOME": "/c", "XDG_STATE_HOME": "/s"])
    #expect(moved.startup == "/c/stencil/startup")
    #expect(moved.kept == "/s/stencil/kept/%2fa.stencil-session")
    let none = UserFiles(
      folder: "/a", environment: ["HOME": "/h", "STENCIL_STARTUP": "", "STENCIL_HISTORY": ""])
    #expect(none.startup == nil && none.kept == nil)
    #expect(UserFiles(folder: "/a", environment: ["HOME": "h"]).startup == nil)
  }

  @Test func keepWhatNobodySaved() throws {
    let home = FileManager.default.temporaryDirectory.appending(path: "home-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: home) }
    let files = UserFiles(folder: "/x", environment: ["HOME": home.path()])
    #expect(files.keptSessions.isEmpty)
    var session = Session(surroundings: .system(folder: home.path()))
    session = session.performing("N = 3").session
    #expect(files.keep(session))
    #expect(files.keptSessions == [files.kept])
    let text = try String(contentsOfFile: try #require(files.kept), encoding: .utf8)
    #expect(text.contains("    > N = 3"))
    var status = stat()
    #expect(stat(files.kept ?? "", &status) == 0 && status.st_mode & 0o077 == 0)
  }

  /// Another session takes no place away; one that goes on from the last one takes its place.
  @Test func keepWhatOthersKept() throws {
    let home = FileManager.default.temporaryDirectory.appending(path: "home-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: home) }
    let files = UserFiles(folder: "/x", environment: ["HOME": home.path()])
    let start = Session(surroundings: .system(folder: home.path()))
    for i in 1 ... 6 { #expect(files.keep(start.performing("N = \(i)").session)) }
    func inputs(_ number: Int) throws -> [Substring] {
      try String(contentsOfFile: files.keptSessions[number], encoding: .utf8)
        .split(separator: "\n").filter { $0.hasPrefix("    > ") }
    }
    #expect(
      try (0 ..< files.keptSessions.count).map(inputs)
        == [6, 5, 4, 3, 2].map { ["    > N = \($0)"] })
    let next = start.performing("N = 6").session.performing("M = 1").session
    #expect(files.keep(next))
    #expect(try inputs(0) == ["    > N = 6", "    > M = 1"])
    #expect(try inputs(1) == ["    > N = 5"])
    #expect(files.keep(start.performing("N = 4").session.performing("M = 2").session))
    #expect(
      try (0 ..< files.keptSessions.count).map { try inputs($0).last }
        == ["M = 2", "M = 1", "N = 5", "N = 3", "N = 2"].map { "    > \($0)" })
  }

  /// What was done is kept when the terminal is closed or somebody ends the tool, at a prompt and in
  /// the middle of a line.
  @Test(arguments: [SIGHUP, SIGTERM], ["", "field v[I"])
  func keepWhatWasDoneBeforeTheEnd(signal: Int32, begun: String) throws {
    let home = FileManager.default.temporaryDirectory.appending(path: "home-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: home) }
    let work = home.appending(path: "work")
    try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
    let terminal = try PseudoTerminal(
      history: home.appending(path: "history"), arguments: ["--no-startup"],
      environment: ["HOME": home.path()], folder: work)
    try terminal.waitForPrompt()
    terminal.type("N = 3\n")
    try terminal.waitForPrompt()
    terminal.type(begun)
    terminal.send(signal)
    #expect(terminal.exitStatus() == 128 + signal)
    let kept = home.appending(path: ".local/state/stencil/kept")
    let files = try FileManager.default.contentsOfDirectory(atPath: kept.path())
    #expect(
      files.count == 1 && files.allSatisfy { $0.hasSuffix("work.stencil-session") }, "\(files)")
    let text = try String(contentsOf: kept.appending(path: files.first ?? ""), encoding: .utf8)
    #expect(text.contains("    > N = 3\n") && !text.contains("field"))
  }

  @Test func readTheInputsOfTheStartupFile() throws {
    let file = FileManager.default.temporaryDirectory.appending(
      path: "startup-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    let text =
      "# mine\nset hints off\n\n@field_operator\ndef f(a: int32) -> int32:\n    return a\n\nset seed 3\n"
    try Data(text.utf8).write(to: file)
    let inputs = UserFiles(folder: "/", environment: ["STENCIL_STARTUP": file.path()]).startupInputs
    #expect(inputs.count == 4 && inputs[2].hasPrefix("@field_operator"))
    #expect(inputs.first == "# mine" && inputs.last == "set seed 3")
    let none = UserFiles(folder: "/", environment: ["STENCIL_STARTUP": "/none"])
    #expect(none.startupInputs.isEmpty)
  }

}

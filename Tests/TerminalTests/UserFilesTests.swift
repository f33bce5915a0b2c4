import Foundation
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
    #expect(!files.hasKept)
    var session = Session(surroundings: .system(folder: home.path()))
    session = session.performing("N = 3").session
    #expect(files.keep(session))
    #expect(files.hasKept)
    let text = try String(contentsOfFile: try #require(files.kept), encoding: .utf8)
    #expect(text.contains("    > N = 3"))
    var status = stat()
    #expect(stat(files.kept ?? "", &status) == 0 && status.st_mode & 0o077 == 0)
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

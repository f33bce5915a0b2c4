import Foundation
import Testing

@testable import stencil_repl

@Suite struct HistoryFileTests {

  /// A path in a folder that does not exist yet.
  let url = FileManager.default.temporaryDirectory
    .appendingPathComponent("history-\(UUID().uuidString)/state/history")

  @Test func keepsInputsOfManyLines() {
    let file = HistoryFile(url)
    #expect(file.entries.isEmpty)
    let inputs = ["bind use_lam=true", "def f(a):\n    return a\\\n", "show \u{3BB}", #"a\n"#]
    for i in inputs { file.append(i) }
    #expect(HistoryFile(url).entries == inputs)
  }

  @Test func leavesOutRepetitionsAndPrivateInputs() {
    let file = HistoryFile(url)
    for i in ["run", "run", " secret", "", "show", "run"] { file.append(i) }
    #expect(file.entries == ["run", "show", "run"])
  }

  /// A line without an end, as a full disk or a crash leaves it, swallows nothing that follows.
  @Test func survivesTornLines() throws {
    let file = HistoryFile(url)
    for i in ["run", "show itir"] { file.append(i) }
    var bytes = try Data(contentsOf: url)
    bytes.removeLast(4)
    try bytes.write(to: url)
    for i in ["list", "save"] { HistoryFile(url).append(i) }
    #expect(HistoryFile(url).entries == ["run", "show i", "list", "save"])
  }

  @Test func isReadableByItsOwnerOnly() throws {
    HistoryFile(url).append("run")
    let attributes = try FileManager.default.attributesOfItem(atPath: url.path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let folder = try FileManager.default.attributesOfItem(
      atPath: url.deletingLastPathComponent().path)
    #expect(folder[.posixPermissions] as? Int == 0o700)
  }

  @Test func followsNoLink() throws {
    let target = url.deletingLastPathComponent().appendingPathComponent("target")
    HistoryFile(target).append("run")
    try FileManager.default.createSymbolicLink(at: url, withDestinationURL: target)
    let file = HistoryFile(url)
    file.append("show")
    #expect(file.entries.isEmpty)
    #expect(HistoryFile(target).entries == ["run"])
  }

  @Test(arguments: ["_HiStOrY_V2_\nls\n", "x", "stencil-repl"])
  func leavesFilesOfOtherFormatsAlone(_ text: String) throws {
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: url, atomically: true, encoding: .utf8)
    let file = HistoryFile(url)
    file.append("show")
    #expect(file.entries.isEmpty)
    #expect(try String(contentsOf: url, encoding: .utf8) == text)
  }

  @Test func readsTheEndOfALongFile() throws {
    let file = HistoryFile(url)
    file.append("first")
    file.append("x" + String(repeating: "y", count: 1 << 20))
    file.append("last")
    #expect(file.entries == ["last"])
  }

  @Test(
    arguments: [
      (["HOME": "/h"], "/h/.local/state/stencil/history"),
      (["HOME": "/h", "XDG_STATE_HOME": "/s"], "/s/stencil/history"),
      (["HOME": "/h", "XDG_STATE_HOME": "s"], "/h/.local/state/stencil/history"),
      (["HOME": "/h", "STENCIL_HISTORY": "/x/y"], "/x/y"),
      (["HOME": "/h", "STENCIL_HISTORY": ""], nil),
      ([:], nil),
    ] as [([String: String], String?)])
  func liesWhereTheEnvironmentSays(_ environment: [String: String], path: String?) {
    #expect(HistoryFile(environment: environment)?.url.path == path)
  }

}

import Diagnostics
import Foundation
import Synchronization
import Testing

@testable import Workbench

/// Commands that work with the editor, the shell and files that change.
@Suite("Work at a terminal") struct EditingTests {

  /// A workshop whose editor gives `texts`, one after the other.
  private func workshop(editing texts: String?..., shell: Int32 = 0) throws -> Workshop {
    let workshop = try lapWorkshop()
    let left = Left(texts)
    workshop.session = workshop.session.attended(
      edit: { left.next(after: $0) }, shell: { left.ran($0, in: $1, shell) })
    return workshop
  }

  private final class Left: Sendable {
    private let texts: Mutex<[String?]>
    private let seen = Mutex<[String]>([])
    init(_ texts: [String?]) { self.texts = Mutex(texts) }
    func next(after old: String) -> String? {
      texts.withLock { $0.isEmpty ? nil : $0.removeFirst().map { $0.replacing("OLD", with: old) } }
    }
    func ran(_ line: String, in folder: String, _ status: Int32) -> Int32 {
      line == "true" ? 0 : status
    }
  }

  @Test func `defines what comes back from the editor`() throws {
    let changed = """
      @field_operator
      def lap(u: Field[[I, J], float64]) -> Field[[I, J], float64]:
          return 2.0 * u
      """
    let workshop = try workshop(editing: changed)
    try workshop.succeed("bind n=3")
    try workshop.succeed("edit lap")
    #expect(try workshop.succeed("show source of lap").contains("2.0 * u"))
    #expect(workshop.session.callables["laplacian{n=3}"] != nil, "bindings stay")
    #expect(
      Recording(of: workshop.session, in: workshop.folder.path).text.contains("return 2.0 * u"))
    try workshop.succeed("undo")
    #expect(try workshop.succeed("show source of lap").contains("-4.0 * u"))
  }

  @Test func `keeps a text that is wrong for the next time`() throws {
    let workshop = try workshop(editing: "N = 3\nwrong = = 4\n", "OLD# more\n", nil)
    let before = SessionState(workshop.session)
    let failed = workshop.perform("edit")
    #expect(failed.failed && failed.hint == "edit opens the text again, as you left it")
    #expect(SessionState(workshop.session) == before)
    #expect(workshop.session.draft == "N = 3\nwrong = = 4\n")
    #expect(workshop.perform("edit").failed)
    #expect(workshop.session.draft == "N = 3\nwrong = = 4\n# more\n")
    #expect(workshop.perform("edit").diagnostics.first?.message.hasPrefix("The editor did") == true)
  }

  /// Who leaves the editor without a change tries nothing again, unless something else has changed.
  @Test func `tries a wrong text again if that can help`() throws {
    let workshop = try workshop(editing: "field b = aa * N\n", "OLD", "OLD")
    #expect(workshop.perform("edit").failed)
    #expect(try workshop.succeed("edit") == "nothing was changed; the text is still not taken up")
    for input in ["N = 3", "field aa[I] = ones I=2"] { try workshop.succeed(input) }
    #expect(try workshop.succeed("edit").hasPrefix("b  Field"))
  }

  @Test func `takes an unchanged text for nothing`() throws {
    let workshop = try workshop(editing: "OLD", "OLD")
    let before = SessionState(workshop.session)
    #expect(try workshop.succeed("edit lap") == "nothing was changed")
    #expect(SessionState(workshop.session) == before)
  }

  @Test func `needs somebody who types`() throws {
    let workshop = try lapWorkshop()
    for input in ["edit", "edit lap", "watch lap.py", "!true"] {
      #expect(workshop.perform(input).diagnostics.map(\.code) == ["E-COMMAND-USAGE"], "\(input)")
    }
  }

  @Test func `hands lines to the shell as they are`() throws {
    let workshop = try workshop(shell: 3)
    try workshop.succeed("!true")
    let output = workshop.perform("  !echo \"a' > b")
    #expect(output.diagnostics.first?.message == "The shell ended with status 3.")
    #expect(!Recording(of: workshop.session, in: workshop.folder.path).text.contains("> !"))
  }

  @Test func `goes to another folder, and finds files and modules there`() throws {
    let workshop = try lapWorkshop()
    let inner = workshop.folder.appending(path: "inner")
    try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
    try Data("N = 3\n".utf8).write(to: inner.appending(path: "values.py"))
    #expect(try workshop.succeed("ls") == "inner/  lap.py")
    try workshop.succeed("cd inner")
    #expect(try workshop.succeed("pwd").hasSuffix("/inner"))
    #expect(try workshop.succeed("ls") == "values.py")
    try workshop.succeed("from values import N")
    try workshop.succeed("bind n=N")
    #expect(workshop.session.current == "laplacian{n=3}")
    try workshop.succeed("cd ..")
    #expect(try workshop.succeed("ls inner") == "values.py")
    try workshop.succeed("cd -")
    #expect(try workshop.succeed("pwd").hasSuffix("/inner"))
    try workshop.succeed("cd -")
    #expect(try workshop.succeed("ls inner") == "values.py")
    #expect(workshop.perform("cd nowhere").diagnostics.map(\.code) == ["E-FILE"])
    #expect(completions(of: "cd i", in: workshop.session) == ["inner/"])
  }

  /// What was typed in several folders replays from the folder of the session file.
  @Test func `is saved with the folders that were gone to`() throws {
    let workshop = try lapWorkshop("from cartesian import I", "field a[I] = ones I=3")
    let inner = workshop.folder.appending(path: "in ner")
    try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
    try Data("from cartesian import I\nN = 3\n".utf8).write(to: inner.appending(path: "values.py"))
    for input in [
      "cd \"in ner\"", "field b[I] = ones I=4", "save b b.npy", "field c[I] = load b.npy",
      "from values import N", "cd ..", "max(c)", "use laplacian", "bind n=N", "load lap.py",
    ] { try workshop.succeed(input) }
    for (path, way) in [("x.stencil-session", "\"in ner\"")] {
      try workshop.succeed("save \"\(path)\"!")
      let text = try workshop.text(of: path)
      #expect(text.contains("\n    > cd \(way)\n"), "\(text)")
      // Where no file is named one need not go: `max(c)` is typed before the way back.
      #expect(text.contains("> max(c)\n    max(c)  1\n"))
      try FileManager.default.removeItem(at: inner.appending(path: "b.npy"))
      let file = workshop.folder.appending(path: path)
      let folder = file.deletingLastPathComponent().path
      let session = Session(
        surroundings: .system().confined(to: Confinement(of: file.path), folder: folder))
      let report = Replay().run(try SessionFile(SourceFile(name: "x", text: text)), in: session)
      #expect(report.passed, "\(report.text)")
    }
  }

  @Test func `reads files again, keeps bindings, and shows the last view`() throws {
    let workshop = try lapWorkshop("bind n=3", "show source of lap")
    let changed = lapModule.replacing("-4.0 * u", with: "-5.0 * u")
    try Data(changed.utf8).write(to: workshop.folder.appending(path: "lap.py"))
    let text = try workshop.succeed("reload")
    #expect(text.contains("return -5.0 * u"))
    #expect(text.contains("laplacian{n=3}"))
    #expect(workshop.session.current == "laplacian{n=3}")
    try Data((changed + "@program\ndef p(:\n").utf8).write(
      to: workshop.folder.appending(path: "lap.py"))
    let before = SessionState(workshop.session)
    #expect(workshop.perform("reload lap.py").failed)
    #expect(SessionState(workshop.session) == before)
  }

  @Test func `watches a file`() throws {
    let workshop = try workshop()
    let output = workshop.perform("watch lap.py")
    #expect(output.watched?.input == "reload lap.py")
    #expect(output.watched?.path.hasSuffix("/lap.py") == true)
    #expect(workshop.perform("watch none.py").watched == nil)
    // What is wrong now is to be mended while somebody watches.
    for text in ["@program\ndef p(:\n", "@field_operator\ndef f(a: Q) -> Q:\n    return a\n"] {
      try Data(text.utf8).write(to: workshop.folder.appending(path: "wrong.py"))
      let output = workshop.perform("watch wrong.py")
      #expect(output.failed && output.watched?.input == "reload wrong.py", "\(text)")
    }
  }

  /// What is wrong, or missing, in an imported file before it was ever read is watched too.
  @Test func `watches what a file imports while it is wrong or not there`() throws {
    let module =
      "from parts import twice\nfrom missing.piece import N\n\n" + lapModule
      + "@field_operator\ndef four(u: Field[[I], float64]) -> Field[[I], float64]:\n"
      + "    return twice(twice(u)) * N\n"
    let workshop = try workshop()
    func write(_ text: String, to name: String) throws {
      try Data(text.utf8).write(to: workshop.folder.appending(path: name))
    }
    func watched(_ paths: [String]) -> [String] {
      paths.map { String($0.split(separator: "/").last ?? "") }
    }
    try write(module, to: "lap.py")
    try write("from cartesian import I\ndef twice(:\n", to: "parts.py")
    let output = workshop.perform("watch lap.py")
    #expect(output.failed)
    let path = try #require(output.watched?.path)
    #expect(watched(workshop.session.filesRead(from: path)) == ["lap.py", "parts.py"])
    try write(
      "from cartesian import I\nfrom gt4py.next import *\n\n@field_operator\n"
        + "def twice(u: Field[[I], float64]) -> Field[[I], float64]:\n    return u + u\n",
      to: "parts.py")
    #expect(workshop.perform("reload lap.py").failed)
    #expect(watched(workshop.session.filesAwaited(from: path)).contains("piece.py"))
    #expect(
      workshop.session.filesAwaited(from: path).allSatisfy { $0.hasSuffix("/missing/piece.py") })
    try FileManager.default.createDirectory(
      at: workshop.folder.appending(path: "missing"), withIntermediateDirectories: true)
    try write("N = 3.0\n", to: "missing/piece.py")
    try workshop.succeed("reload lap.py")
    #expect(workshop.session.filesAwaited(from: path).isEmpty)
  }

  @Test func `watches what a file imports`() throws {
    let module =
      "from parts import twice\n\n" + lapModule
      + "@field_operator\ndef four(u: Field[[I], float64]) -> Field[[I], float64]:\n"
      + "    return twice(twice(u))\n"
    let part = """
      from cartesian import I
      from gt4py.next import *

      @field_operator
      def twice(u: Field[[I], float64]) -> Field[[I], float64]:
          return 2.0 * u
      """
    let workshop = try Workshop(["lap.py": module, "parts.py": part], after: ["load lap.py"])
    let path = workshop.session.surroundings.resolve("lap.py")
    let names = workshop.session.filesRead(from: path).map { $0.split(separator: "/").last }
    #expect(names.first == "lap.py" && names.contains("parts.py"))
  }

  /// A session file that somebody else may have written gets nothing of this.
  @Test(arguments: ["edit", "!true", "pwd", "ls", "ls /"])
  func `refuses session files`(input: String) throws {
    let workshop = try workshop(editing: "N = 1")
    let surroundings = workshop.session.surroundings.confined(
      to: Confinement(of: workshop.folder.appending(path: "a.stencil-session").path()),
      folder: workshop.folder.path())
    let output = Session(surroundings: surroundings).performing(input).output
    #expect(output.diagnostics.map(\.code) == ["E-CONFINED"])
  }

  @Test func `knows what nobody saved`() throws {
    let workshop = try workshop()
    #expect(!workshop.session.hasUnsavedWork)
    try workshop.succeed("show itir")
    #expect(!workshop.session.hasUnsavedWork)
    try workshop.succeed("bind n=3")
    #expect(workshop.session.hasUnsavedWork)
    try workshop.succeed("save \"a.stencil-session\"")
    #expect(!workshop.session.hasUnsavedWork)
  }

  @Test func `goes on with what was kept, from the same folder`() throws {
    let first = try workshop()
    try first.succeed("bind n=3")
    let kept = first.folder.appending(path: "kept").path()
    try Data(first.session.recording(in: first.folder.path).utf8).write(to: URL(filePath: kept))
    let second = try Workshop(["lap.py": lapModule])
    #expect(try second.succeed("resume last") == "no session was kept here")
    let older = first.folder.appending(path: "older").path()
    try Data("\(SessionFile.magic)\n\n    > N = 3\n".utf8).write(to: URL(filePath: older))
    second.session = second.session.attended(
      edit: { $0 }, shell: { _, _ in 0 }, kept: { [kept, older] })
    try second.succeed("resume last 2")
    #expect(try second.succeed("N") == "N = 3")
    let missing = second.perform("resume last 3").diagnostics.first
    #expect(missing?.message == "Of this folder 2 sessions are kept.")
    let text = try second.succeed("resume last")
    #expect(text.hasPrefix("resumed ") && text.hasSuffix(" of the last session"))
    #expect(second.session.current == "laplacian{n=3}")
  }

}

import Diagnostics
import Foundation
import Testing

@testable import Workbench

@Suite("Recordings") struct RecordingTests {

  /// Saves the session of `workshop`, and returns the file's text and what a replay says of it.
  private func saved(_ workshop: Workshop) throws -> (text: String, report: Replay.Report) {
    try workshop.succeed("save \"x.stencil-session\"")
    let text = try workshop.text(of: "x.stencil-session")
    let file = try SessionFile(SourceFile(name: "x", text: text))
    let session = Session(surroundings: .system(folder: workshop.folder.path()))
    return (text, Replay().run(file, in: session))
  }

  @Test func `replay clean`() throws {
    let workshop = try lapWorkshop(
      "# A remark about what follows.", "from cartesian import K",
      "@field_operator\ndef up(a: Field[[K], float64]):\n    return a(K + 1)",
      "run up a=random out=zeros K=4", "compare out out", "use laplacian", "bind n=3",
      "show itir", "field o[I, J] = zeros I=3 J=3", "run u=random out=o", "save o \"o.npy\"")
    try workshop.succeed("save \"x.stencil-session\"")
    let (text, report) = try saved(workshop)
    #expect(text.contains("\nA remark about what follows.\n"))
    #expect(!text.contains("> save \"x"))
    #expect(report.passed, "\(report.text)")
    #expect(report.checkCount == 12)
  }

  /// What failed is left out, and shifts no names of inputs in what comes after.
  @Test func `leave out what failed`() throws {
    let workshop = try lapWorkshop("from cartesian import I, K")
    workshop.perform("digest nothing")
    workshop.perform("N = = 3")
    workshop.perform("run scaled on=true")
    try workshop.succeed(
      "@field_operator\ndef up(a: Field[[K], float64], on: bool):\n    return a if on else a + a")
    for input in ["bind on=true", "step", "", "list history", "history", "stages"] {
      try workshop.succeed(input)
    }
    let (text, report) = try saved(workshop)
    #expect(!text.contains("digest nothing") && !text.contains("= = 3"))
    #expect(text.contains("<input 4>, line 3"), "\(text)")
    #expect(report.passed, "\(report.text)")
  }

  /// An empty input steps again; it has no text of its own.
  @Test func `name the moves that Enter repeated`() throws {
    let workshop = try lapWorkshop("use scaled", "bind on=true", "step pipeline", "step 2", "")
    #expect(workshop.session.history.latest?.text == "step 2")
    let (text, report) = try saved(workshop)
    #expect(text.components(separatedBy: "\n    > step 2\n").count == 3)
    #expect(report.passed, "\(report.text)")
  }

  @Test func `do not depend on the terminal or on times`() throws {
    let workshop = try lapWorkshop()
    workshop.session.columns = 132
    workshop.session.settings.stable = false
    for input in ["show itir", "run u=random out=zeros n=3 I=3 J=3", "stages", "set width 100"] {
      try workshop.succeed(input)
    }
    try workshop.succeed("show itir")
    let (text, report) = try saved(workshop)
    #expect(text.contains("\n    time [TIME]\n"))
    #expect(report.passed, "\(report.text)")
  }

  @Test func `say where their paths start if that is another folder`() throws {
    let workshop = try lapWorkshop()
    #expect(
      try workshop.succeed("save \"x.stencil-session\"")
        == "saved 2 inputs to x.stencil-session\nreplayed at once: 2 checks passed")
    #expect(
      workshop.perform("save \"/nowhere/x.stencil-session\"").diagnostics.map(\.code) == ["E-FILE"])
  }

  /// What the session made itself is made anew when it is replayed: here, where it is, and in a fresh
  /// copy of the folder, where it is not.
  @Test func `make what they made anew`() throws {
    let workshop = try lapWorkshop(
      "field u[I, J] = ones I=2 J=2", "save u u.npy", "field v[I, J] = load \"u.npy\"", "max(v)",
      "field u[I, J] = 7.0 I=2 J=2", "save u u.npy !", "field w[I, J] = load \"u.npy\"", "max(w)",
      "show itir > lap.itir", "plot u > u.svg")
    #expect(
      try workshop.succeed("save \"x.stencil-session\"").hasSuffix(
        "replayed at once: 12 checks passed"))
    let fresh = try Workshop(["lap.py": lapModule])
    let text = try workshop.text(of: "x.stencil-session")
    try Data(text.utf8).write(to: fresh.folder.appending(path: "x.stencil-session"))
    // The first time it makes the files, the second time it replaces its own.
    for (place, name) in [(workshop, "here"), (fresh, "elsewhere"), (fresh, "again")] {
      let report = try replayed("x.stencil-session", in: place)
      #expect(report.passed, "\(name): \(report.text)")
    }
    #expect(FileManager.default.fileExists(atPath: fresh.folder.appending(path: "u.svg").path))
  }

  @Test func `are saved without a replay that takes too long, and say so`() throws {
    let workshop = try lapWorkshop()
    workshop.session.trialTime = .zero
    let saved = try workshop.succeed("save \"x y.stencil-session\"")
    let words = saved.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.hasPrefix("saved 2 inputs to x y.stencil-session not replayed, "), "\(saved)")
    #expect(words.hasSuffix(": stencil-repl replay \"x y.stencil-session\" checks it"), "\(saved)")
    #expect(try workshop.text(of: "x y.stencil-session").contains("> load lap.py"))
    #expect(!workshop.session.hasUnsavedWork)
  }

  /// A file that came with the folder is not the session's, unless what it writes is there already.
  @Test func `leave what others made as it is`() throws {
    let workshop = try lapWorkshop("field u[I, J] = ones I=2 J=2", "save u u.npy")
    try workshop.succeed("save \"x.stencil-session\"")
    let text = try workshop.text(of: "x.stencil-session")
    for (field, isSame) in [
      ("ones I=2 J=2", true), ("zeros I=2 J=2", false), ("ones I=4 J=1", false),
    ] {
      let clone = try lapWorkshop("field u[I, J] = \(field)", "save u u.npy")
      let file = clone.folder.appending(path: "u.npy")
      // A clone has no marks.
      let bytes = try Data(contentsOf: file)
      try FileManager.default.removeItem(at: file)
      try bytes.write(to: file)
      try Data(text.utf8).write(to: clone.folder.appending(path: "x.stencil-session"))
      let report = try replayed("x.stencil-session", in: clone)
      #expect(report.passed == isSame, "\(field): \(report.text)")
      #expect(try Data(contentsOf: file) == bytes)
    }
  }

  /// What was there before, and was replaced by force, is told: a replay may not do that.
  @Test func `tell what they took from others`() throws {
    let workshop = try Workshop(["lap.py": lapModule, "u.npy": "somebody's"], after: loaded)
    try workshop.succeed("field u[I, J] = ones I=2 J=2")
    #expect(workshop.perform("save u u.npy").failed)
    try workshop.succeed("save u u.npy !")
    try workshop.succeed("field u[I, J] = zeros I=2 J=2")
    try workshop.succeed("save u u.npy")
    let saved = try workshop.succeed("save \"x.stencil-session\"")
    #expect(saved.contains("of 6 checks failed, first in line "), "\(saved)")
    #expect(saved.contains(": save u u.npy !: this"), "\(saved)")
  }

  /// Somebody has changed the file after the session had saved it: it is theirs.
  @Test func `hand over only what is as they made it`() throws {
    let workshop = try lapWorkshop("field u[I, J] = ones I=2 J=2", "save u u.npy")
    let file = workshop.folder.appending(path: "u.npy")
    try Data("changed".utf8).write(to: file)
    try workshop.succeed("save \"x.stencil-session\"")
    let report = try replayed("x.stencil-session", in: workshop)
    #expect(!report.passed)
    #expect(try workshop.text(of: "u.npy") == "changed")
  }

  /// A replay starts in the folder of its file, so what was loaded elsewhere is called the same there.
  @Test(arguments: ["x", "inner/x", "inner/deep/x"])
  func `name modules as they were named`(place: String) throws {
    let wrong = "\n@field_operator\ndef quarter(a: Field[[I], float64]):\n    return 0.25 * b\n"
    let part =
      "from cartesian import I\nfrom gt4py.next import *\n"
      + "@field_operator\ndef half(a: Field[[I], float64]):\n    return 0.5 * a(I + 1)\n"
    let workshop = try Workshop(["lap.py": lapModule])
    let inner = workshop.folder.appending(path: "inner")
    try FileManager.default.createDirectory(
      at: inner.appending(path: "deep"), withIntermediateDirectories: true)
    try Data((part + wrong).utf8).write(to: inner.appending(path: "part.py"))
    for input in ["cd inner", "load ../lap.py", "cd deep"] { try workshop.succeed(input) }
    let first = workshop.perform("load ../part.py").rendered()
    #expect(first.contains("--> ../part.py:9:"), "\(first)")
    try workshop.succeed("cd ../..")
    // What was read has its name, wherever one goes.
    for input in ["load inner/part.py", "reload \"inner/part.py\"", "reload"] {
      let again = workshop.perform(input).rendered()
      #expect(again.contains("--> ../part.py:9:"), "\(again)")
    }
    try workshop.succeed("use laplacian")
    let saved = try workshop.succeed("save \"\(place).stencil-session\"")
    #expect(saved.contains("replayed at once: ") && saved.hasSuffix(" passed"), "\(saved)")
    #expect(!(try workshop.text(of: "\(place).stencil-session")).contains(workshop.folder.path))
  }

  /// Returns what replaying the file `name` in the folder of `workshop` gives, as `replay` does it.
  private func replayed(_ name: String, in workshop: Workshop) throws -> Replay.Report {
    let path = workshop.folder.appending(path: name).path
    let file = try SessionFile(SourceFile(name: path, text: try workshop.text(of: name)))
    let session = Session(
      surroundings: .system().confined(
        to: Confinement(of: path), folder: workshop.folder.path))
    return Replay().run(file, in: session)
  }

  /// Saving replays: what would fail on the machine of somebody else is told at once, and nothing
  /// is written a second time.
  @Test func `are replayed as they are saved`() throws {
    let workshop = try lapWorkshop(
      "field u[I, J] = ones I=2 J=2", "save u u.npy", "set width 200")
    let file = workshop.folder.appending(path: "u.npy")
    let before = try FileManager.default.attributesOfItem(atPath: file.path)[.modificationDate]
    let saved = try workshop.succeed("save \"x.stencil-session\"")
    #expect(saved.hasSuffix("replayed at once: 5 checks passed"), "\(saved)")
    let after = try FileManager.default.attributesOfItem(atPath: file.path)[.modificationDate]
    #expect(before as? Date == after as? Date)
    try FileManager.default.removeItem(at: file)
    #expect(
      try workshop.succeed("save \"x.stencil-session\"").hasSuffix("5 checks passed"))
    #expect(!FileManager.default.fileExists(atPath: file.path))
  }

}

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

  /// Saving replays: what would fail on the machine of somebody else is told at once, and nothing
  /// is written a second time.
  @Test func `are replayed as they are saved`() throws {
    let workshop = try lapWorkshop(
      "field u[I, J] = ones I=2 J=2", "save u u.npy", "set width 200")
    let file = workshop.folder.appending(path: "u.npy")
    let before = try FileManager.default.attributesOfItem(atPath: file.path)[.modificationDate]
    let saved = try workshop.succeed("save \"x.stencil-session\"")
    // A session file replaces nothing that somebody else made.
    #expect(saved.contains("replayed at once: 1 of 5 checks failed, first in line "), "\(saved)")
    #expect(saved.contains(": save u u.npy: this input failed"), "\(saved)")
    let after = try FileManager.default.attributesOfItem(atPath: file.path)[.modificationDate]
    #expect(before as? Date == after as? Date)
    try FileManager.default.removeItem(at: file)
    #expect(
      try workshop.succeed("save \"x.stencil-session\"").hasSuffix("5 checks passed"))
    #expect(!FileManager.default.fileExists(atPath: file.path))
  }

}

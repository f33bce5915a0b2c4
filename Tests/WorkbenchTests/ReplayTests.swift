import Diagnostics
import Foundation
import Testing

@testable import Workbench

/// What replay says and blesses.
@Suite("Replay") struct ReplayTests {

  private func report(
    _ text: String, _ replay: Replay = Replay(), in workshop: Workshop? = nil
  ) throws -> Replay.Report {
    let file = try SessionFile(SourceFile(name: "t", text: "#! stencil-session 1\n" + text))
    return replay.run(file, in: try (workshop ?? Workshop()).session)
  }

  private static let failing = "\n    > digest nothing\n    old\n    > set seed\n    seed = 1\n"

  @Test func `blesses no error that was not expected`() throws {
    let report = try report(Self.failing)
    let text = String(decoding: report.blessed, as: UTF8.self)
    #expect(text.contains("    > digest nothing\n    old\n"))
    #expect(text.contains("    seed = 42  (seed of random fields)\n"))
    #expect(report.unblessedCount == 1)
  }

  @Test func `blesses errors that it is told to`() throws {
    let report = try report(Self.failing, Replay(blessesErrors: true))
    #expect(report.unblessedCount == 0)
    let blessed = try SessionFile(SourceFile(name: "t", bytes: report.blessed))
    #expect(blessed.steps[0].expectations == [.fails(code: nil)])
    #expect(Replay().run(blessed, in: try Workshop().session).passed)
  }

  @Test func `never blesses what should have failed`() throws {
    let text = "\n    > set seed\n    ? fails\n    seed = 42  (seed of random fields)\n"
    let report = try report(text, Replay(blessesErrors: true))
    #expect(report.differences.map(\.problem) == ["this input should have failed"])
    #expect(report.unblessedCount == 1)
    #expect(report.blessed == Array(("#! stencil-session 1\n" + text).utf8))
  }

  @Test(arguments: [
    "\n    > set seed\n    ...\n", "\n    > set seed\n    ? ignore it varies\n    x\n",
    "\n    > set seed\n    ? ignore it varies\n    > set width\n    ...\n    ...\n",
  ])
  func `fails files that check nothing`(text: String) throws {
    let report = try report(text)
    #expect(!report.passed)
    #expect(report.text.contains("it checks nothing"))
  }

  @Test func `leaves out files that need what is not there`() throws {
    let text =
      "#! requires: interpreter dace\n\n    > set seed\n    wrong\n    > set width\n    wrong\n"
    let workshop = try Workshop(backends: [.interpreter])
    let report = try report(text, in: workshop)
    #expect(report.passed)
    #expect(report.text == "ok   t: 0 checks, 2 skipped: no dace")
    let strict = try self.report(text, Replay(isStrict: true), in: workshop)
    #expect(!strict.passed)
    #expect(strict.text.contains("--strict"))
  }

  @Test func `fails where inputs stand below the end`() throws {
    let text = "\n    > set width 70\n    ...\n    > quit\n\n    > list\n    wrong\n"
    let report = try report(text)
    #expect(!report.passed && report.checkCount == 2)
    #expect(report.problem == "1 input stands below the one in line 5 that ends the session")
    #expect(try self.report("\n    > set seed\n    ...\n    > quit\n").passed)
  }

  @Test func `says what follows an earlier failure`() throws {
    let report = try report(
      "\n    > field u[I] = load \"gone.npy\" I=0\n    x\n    > digest u\n    y\n")
    #expect(report.differences.map(\.followsFailure) == [false, true])
    #expect(report.text.contains("t:5  > digest u  (after an earlier failure)"))
  }

  @Test func `stops what takes longer than the file allows`() throws {
    let report = try report(
      "#! timeout: 0.2\n\n    > from cartesian import I, J, K\n"
        + "    > field u[I, J, K] = random I=400 J=400 K=400\n    x\n    > print u\n    y\n")
    #expect(!report.passed)
    #expect(report.differences.contains { $0.actual.joined().contains("nterrupted") })
  }

  /// `patch`, which is not ours, makes the blessed file of the difference.
  @Test(arguments: [
    "\n    > set seed\n    a\n\nProse.\n\n    > set width\n    b\n    c\n",
    "\n    > set seed\n    > set width",
    "\n    > set seed\n    a\n" + (1 ... 20).map { "line \($0)\n" }.joined()
      + "\n    > set width\n    width = 80  (columns that text may take)\n    more",
  ])
  func `writes differences that patch applies`(text: String) throws {
    let workshop = try Workshop(["t": "#! stencil-session 1\n" + text])
    let report = try report(text, in: workshop)
    #expect(!report.passed)
    let diff = report.text.split(separator: "\n", omittingEmptySubsequences: false)
      .drop { !$0.hasPrefix("--- ") }.filter { !$0.hasPrefix("hint: ") }.joined(separator: "\n")
    try Data((diff + "\n").utf8).write(to: workshop.folder.appending(path: "d.patch"))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["patch", "-p0", "-i", "d.patch"]
    process.currentDirectoryURL = workshop.folder
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(report.text)")
    #expect(Array(try workshop.text(of: "t").utf8) == report.blessed)
  }

}

import Diagnostics
import Foundation
import Testing

@testable import Workbench

/// The lessons that the tool comes with, and the one that teachers are shown.
@Suite("Lessons") struct LessonTests {

  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static let names: [String] = {
    let found = try? FileManager.default.contentsOfDirectory(
      atPath: root.appending(path: "tutorials").path)
    return (found ?? []).filter { $0.hasSuffix(".stencil-session") }.sorted()
  }()

  /// What each lesson is to teach, by a word of its file's name.
  @Test func `cover what a person has to know`() {
    for topic in [
      "laplacian", "fields-and-files", "stages", "use-lam", "folder", "bound-operator", "scans",
      "mesh", "frozen", "wrong",
    ] {
      #expect(Self.names.contains { $0.contains(topic) }, "\(topic)")
    }
  }

  /// Enter runs the inputs, the solutions solve the exercises, and a screen holds the prose.
  @Test(arguments: names)
  func `can be walked through`(name: String) throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "lesson-\(UUID().uuidString)")
    try FileManager.default.copyItem(at: Self.root.appending(path: "tutorials"), to: folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    // What an earlier replay froze is another lesson's.
    for old in try FileManager.default.contentsOfDirectory(atPath: folder.path)
    where old.hasSuffix(".frozen") {
      try FileManager.default.removeItem(at: folder.appending(path: old))
    }
    let path = folder.appending(path: name).path
    let file = try SessionFile(
      SourceFile(name: name, bytes: Array(try Data(contentsOf: URL(filePath: path)))))
    #expect(file.header["title"] != nil)
    let surroundings = Surroundings.system().confined(
      to: Confinement(of: path), folder: folder.path)
    let session = Session(surroundings: surroundings)
    let steps = file.lesson(in: session).steps
    #expect(steps.count { $0.isExercise } >= 2)
    #expect(steps.allSatisfy { $0.prose.count <= 20 })
    var tour = Tour(file, in: session)
    _ = tour.begin(at: 0)
    for step in steps {
      let lines = tour.take(step.isExercise ? step.main.input : "")
      let text = lines.map { $0.text(color: false, width: 80) }.joined(separator: "\n")
      #expect(!text.contains("this input"), "\(text)")
    }
    #expect(tour.isFinished)
    #expect(tour.solved.count == steps.count { $0.isExercise })
  }

  @Test func `are written as the page for teachers shows`() throws {
    let page = try String(
      contentsOf: Self.root.appending(
        path: "Sources/Workbench/Workbench.docc/WritingLessons.md"), encoding: .utf8)
    let blocks = page.split(separator: "```\n", omittingEmptySubsequences: false)
    let text = try #require(blocks.first { $0.hasPrefix(SessionFile.magic) })
    let file = try SessionFile(SourceFile(name: "page", text: String(text)))
    let session = try Workshop().session
    let report = Replay().run(file, in: session)
    #expect(report.passed, "\(report.text)")
    #expect(file.lesson(in: session).steps.count { $0.isExercise } == 2)
  }

}

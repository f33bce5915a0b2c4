import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Workbench

/// What the tool proposes can be typed as it is.
@Suite("Suggestions") struct SuggestionTests {

  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static let lessons =
    (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: "tutorials").path))?
    .filter { $0.hasSuffix(".stencil-session") }.sorted() ?? []

  /// Returns what the messages in `output` propose between backticks, without placeholders.
  private func quotedLines(in output: Output) -> [String] {
    output.diagnostics.compactMap(\.hint).flatMap { hint in
      hint.matches(of: /`([^`]+)`/).map { String($0.1) }
    }.filter { line in
      let words = line.split { !$0.isLetter && $0 != "_" }
      return !words.contains { $0.count > 2 && $0.allSatisfy(\.isUppercase) }
        && Command.meant(by: String(line.prefix { $0 != " " })) != nil
    }
  }

  /// Types `line` in a copy of `session`, and expects it to succeed.
  private func expectTypable(
    _ line: String, in session: Session, after input: String, _ failures: inout [String]
  ) {
    let (_, output) = session.performing(line)
    let problem = output.diagnostics.first { $0.severity == .error }
    if let problem { failures.append("\(line)  (after \(input.prefix(60))): \(problem.message)") }
  }

  /// Types all that `session` proposes after `input` gave `output`; returns how much that was.
  private func check(
    _ output: Output, of input: String, in session: Session, _ failures: inout [String]
  ) -> Int {
    let lines = output.suggestions + quotedLines(in: output)
    for line in lines { expectTypable(line, in: session, after: input, &failures) }
    return lines.count
  }

  /// Types each stage that Tab offers behind `show`.
  private func checkStages(
    in session: Session, after input: String, _ failures: inout [String]
  ) -> Int {
    let stages = completions(of: "show ", in: session).filter {
      !["after", "of", "style="].contains($0)
    }
    for stage in stages {
      expectTypable("show \(stage)", in: session, after: input, &failures)
    }
    return stages.count
  }

  /// A copy of a lesson's folder, in which what is proposed may write files.
  private func copyOfLessons() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "lessons-\(UUID().uuidString)")
    try FileManager.default.copyItem(at: Self.root.appending(path: "tutorials"), to: folder)
    return folder
  }

  @Test(arguments: lessons)
  func `of a lesson succeed when they are typed`(lesson: String) throws {
    let folder = try copyOfLessons()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = try SessionFile(
      SourceFile(
        name: lesson, bytes: Array(try Data(contentsOf: folder.appending(path: lesson)))))
    var session = Session(surroundings: .system(folder: folder.path())).prepared(for: file.header)
    session.settings.hints = true
    var failures: [String] = []
    var typed = 0
    var seen: Set<String> = []
    for step in file.steps where step.missing(in: session) == nil {
      let (next, output) = session.performing(step.input)
      typed += check(output, of: step.input, in: next, &failures)
      if let current = next.current, seen.insert(current).inserted {
        typed += checkStages(in: next, after: step.input, &failures)
      }
      session = next
    }
    #expect(failures == [])
    #expect(typed > 8)
  }

  private static let programs = """
    from gt4py.next import *
    from cartesian import *

    @field_operator
    def lap(u: Field[[I, J], float64]) -> Field[[I, J], float64]:
        return -4.0 * u + u(Ioff[1]) + u(Ioff[-1]) + u(Joff[1]) + u(Joff[-1])

    @scan_operator(axis=K, forward=True, init=0.0)
    def acc(s: float64, x: float64) -> float64:
        return s + x

    @scan_operator(axis=K, forward=True, init=(0.0, 0))
    def pair(s: tuple[float64, int32], x: float64, n: int32) -> tuple[float64, int32]:
        return s[0] + x, s[1] + n

    @field_operator
    def two(t: tuple[Field[[I], float64], Field[[I], float32]]) -> tuple[
        Field[[I], float64], Field[[I], float32]
    ]:
        return t[0] + 1.0, t[1]

    @field_operator
    def many(
        pressure: Field[[I, J], float64], temperature: Field[[I, J], float64],
        specific_humidity: Field[[I, J], float64], is_limited_area: bool, diffusion_factor: float64,
        order: tuple[int32, bool], cloud_water: Field[[I, J], float64]
    ) -> Field[[I, J], float64]:
        x = pressure + temperature * diffusion_factor if is_limited_area else cloud_water
        return x + specific_humidity if order[1] else x

    @program
    def inner(u: Field[[I, J], float64], out: Field[[I, J], float64], lo: int32, hi: int32):
        lap(u, out=out, domain={I: (lo, hi), J: (1, hi)})

    @program
    def far(u: Field[[I, J], float64], out: Field[[I, J], float64]):
        lap(u, out=out, domain={I: (3, 20), J: (-2, 4)})
    """

  static let names = ["lap", "acc", "pair", "two", "many", "inner", "far"]

  @Test(arguments: names)
  func `of programs of all shapes succeed when they are typed`(name: String) throws {
    let workshop = try Workshop(["m.py": Self.programs], after: ["load m.py"])
    var failures: [String] = []
    var typed = 0
    let inputs = [
      "use \(name)", "stages", "passes", "passes changed", "run", "step", "step pipeline",
      "goto end", "step", "done", "help \(name)", "show nothing", "step nothing",
      "show itir > x.itir", "load x.itir as again", "use \(name)",
    ]
    for input in inputs {
      let output = workshop.perform(input)
      typed += check(output, of: input, in: workshop.session, &failures)
    }
    typed += checkStages(in: workshop.session, after: "use \(name)", &failures)
    let example = try #require(workshop.perform("use \(name)").suggestions.first)
    #expect(example.hasPrefix("run \(name) "))
    let ran = workshop.perform(example)
    typed += check(ran, of: example, in: workshop.session, &failures)
    #expect(!ran.rendered().contains("nothing was written"), "\(ran.rendered())")
    #expect(failures == [])
    #expect(typed > 20)
  }

  @Test func `are looked for in the lessons`() { #expect(Self.lessons.count >= 10) }

  /// The lines that pages of help show can be typed where what they name is there.
  @Test func `of help about names of the toolchain succeed`() throws {
    let workshop = try Workshop(["m.py": Self.programs], after: ["load m.py", "use inner"])
    let session = workshop.session
    var failures: [String] = []
    for name in session.helpNames {
      expectTypable("help \(name)", in: session, after: "", &failures)
      for topic in session.helpTopics(named: name) where topic.kind != "stage" {
        for line in topic.examples {
          expectTypable(line, in: session, after: "help \(name)", &failures)
        }
      }
    }
    #expect(session.helpNames.count > 250)
    #expect(failures == [])
  }

  /// Steps that a callable does not have are neither offered nor nameless.
  @Test func `of stages are those of the callable`() throws {
    let workshop = try Workshop(["m.py": Self.programs], after: ["load m.py"])
    for name in Self.names {
      let text = try workshop.succeed("stages \(name)")
      let steps = text.matches(of: /\| (\w+)/).map { String($0.1) }.filter { $0 != "call" }
      let callable = try #require(workshop.session.callables[name])
      let known = Set(workshop.session.toolchain.stageNames(of: callable).map(\.name))
      #expect(Set(steps).isSubset(of: known), "\(steps)")
      for step in steps { try workshop.succeed("show \(step) of \(name)") }
    }
    let wrong = workshop.perform("show func_to_past of lap").diagnostics.first
    #expect(wrong?.code == "E-NAME-STAGE")
    #expect(wrong?.message == "'lap' has no stage 'func_to_past'.")
  }

}

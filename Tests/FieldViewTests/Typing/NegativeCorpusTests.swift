import Diagnostics
import FieldView
import Foundation
import Testing

/// What GT4Py says of a program that is wrong, or that only it refuses.
private struct Refusal: Decodable {
  let line: Int?
}

/// What is to be said here of such a program.
///
/// The codes are those of all messages, in order, the line is that of the first one. Without codes
/// the program is right, and `why` says what speaks against GT4Py's refusal.
private struct Answer: Decodable {
  let codes: [String]
  let line: Int?
  let why: String?
}

@Suite("Wrong programs")
struct NegativeCorpusTests {

  private static let count = 58

  private func read<T: Decodable>(_ file: String, as: T.Type) throws -> [String: T] {
    try JSONDecoder().decode([String: T].self, from: Data(fixture("negative/\(file)").utf8))
  }

  @Test(
    "are refused where and for what GT4Py refuses them",
    arguments: try fixtureNames("negative", ".py", count: count))
  func refused(name: String) throws {
    let expected = try #require(try read("ours.json", as: Answer.self)[name])
    let diagnostics = problems(in: fixtures.appending(path: "negative/\(name).py").path())
    let shown = Comment(rawValue: diagnostics.map { $0.rendered() }.joined(separator: "\n"))
    #expect(diagnostics.map(\.code) == expected.codes, shown)
    #expect(diagnostics.first?.span?.line == expected.line, shown)
    #expect(expected.codes.isEmpty == (expected.line == nil))
    #expect(expected.codes.isEmpty == (expected.why != nil))
  }

  /// Places are GT4Py's, but for messages that it gives to a whole operator.
  @Test("are refused on GT4Py's lines") func places() throws {
    let answers = try read("ours.json", as: Answer.self)
    let refusals = try read("errors.json", as: Refusal.self)
    #expect(answers.count == Self.count && refusals.count == Self.count)
    let vague: Set = ["u01_for_loop"]
    for (name, refusal) in refusals where refusal.line != nil && !vague.contains(name) {
      let answer = try #require(answers[name])
      if answer.codes.isEmpty { continue }
      #expect(answer.line == refusal.line, "\(name)")
    }
  }

  /// Returns what is wrong with the operators and programs of the file at `path`.
  private func problems(in path: String) -> [Diagnostic] {
    var bag = DiagnosticBag()
    do {
      let module = try ModuleLoader(searchPath: []).loadFile(path)
      for name in module.functionNames {
        do {
          switch try module.lookup(name) {
          case .fieldOperator(let d): _ = try funcToFoast(d)
          case .program: _ = try lowered(name, of: module)
          default: break
          }
        } catch let error as DiagnosticError {
          bag.report(error.diagnostics)
        }
      }
    } catch let error as DiagnosticError {
      bag.report(error.diagnostics)
    } catch {
      Issue.record(error)
    }
    return bag.diagnostics
  }

}

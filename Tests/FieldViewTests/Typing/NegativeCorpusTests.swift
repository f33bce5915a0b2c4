import Diagnostics
import FieldView
import Foundation
import Testing

/// What GT4Py says of a program that is wrong, or that only it refuses.
private struct Refusal: Decodable {

  let line: Int?

  /// Further lines on which the first message may stand.
  let lines: [Int]?

  /// `accept` if the program is right, `either` if both answers are fine.
  let ours: String?

}

@Suite("Wrong programs")
struct NegativeCorpusTests {

  @Test("are refused where GT4Py refuses them", arguments: fixtureNames("negative", ".py"))
  func refused(name: String) throws {
    let text = try fixture("negative/errors.json")
    let refusals = try JSONDecoder().decode([String: Refusal].self, from: Data(text.utf8))
    let expected = try #require(refusals[name])
    let diagnostics = problems(in: fixtures.appending(path: "negative/\(name).py").path())
    let shown = Comment(rawValue: diagnostics.map { $0.rendered() }.joined(separator: "\n"))
    switch expected.ours {
    case "accept": #expect(diagnostics.isEmpty, shown)
    case "either": break
    default:
      let first = try #require(diagnostics.first, "nothing was reported")
      let lines = expected.lines ?? expected.line.map { [$0] }
      if let lines { #expect(lines.contains(first.span?.line ?? 0), shown) }
      #expect(Set(diagnostics).count == diagnostics.count, shown)
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

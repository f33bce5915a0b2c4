import Diagnostics
import Foundation
import PythonSyntax
import Testing

/// The fixtures were made with the `ast` module of CPython 3.11.
@Suite struct ExpressionTests {

  /// Each line holds an expression and its outline as CPython parses it.
  @Test func parsesAsCPython() throws {
    for (text, expected) in try fixture("expressions.txt") {
      #expect(outline(text) == expected, "\(text)")
    }
  }

  /// Each line holds an expression with all parentheses and the same as CPython prints it, but for
  /// parentheses that it need not write: every operator inside every operator, on either side.
  @Test func printsAsCPython() throws {
    for (text, expected) in try fixture("precedence.txt") {
      let (expression, diagnostics) = parseExpression(SourceFile(name: "test.py", text: text))
      #expect(diagnostics.isEmpty, "\(text)")
      #expect(expression.description == expected, "\(text)")
    }
  }

  @Test func printsWhatItParses() throws {
    for (text, _) in try fixture("expressions.txt") + fixture("precedence.txt") {
      let (expression, _) = parseExpression(SourceFile(name: "test.py", text: text))
      #expect(outline(expression.description) == outline(text), "\(text)")
    }
  }

  @Test(arguments: [
    ("lambda x, y: x", "<lambda>"), ("[x for x in y]", "<list comprehension>"),
    ("f(x for x in y if x)", "(call f <generator expression>)"),
    ("(x for x in y for z in x)", "<generator expression>"),
    ("{x: y for x in z}", "<comprehension>"),
    ("{x, y}", "<set>"), ("f\"{x}\"", "<f-string>"), ("(y := x)", "<assignment expression>"),
    ("f(**x)", "(call f <'**' argument>)"), ("1j", "<complex number>"),
    ("await x", "<await expression>"),
    ("(yield x)", "<yield expression>"), ("f(lambda a, b: (a, b), c)", "(call f <lambda> c)"),
    ("a + (lambda: 0)", "(+ a <lambda>)"),
  ])
  func namesOtherPython(text: String, expected: String) {
    #expect(outline(text) == expected)
  }

  @Test(arguments: [
    ("f(x for x in y)", "(call f (for x x y))"), ("(x + 1 for x in y)", "(for (+ x 1) x y)"),
    ("f(a - b for a, b in t[0])", "(call f (for (- a b) (tuple a b) ([] t 0)))"),
  ])
  func parsesGenerators(text: String, expected: String) { #expect(outline(text) == expected) }

  @Test func parsesLongSums() {
    let count = 20_000
    let text = (0 ..< count).map { "x\($0)" }.joined(separator: " + ")
    withLargeStack {
      let (expression, diagnostics) = parseExpression(SourceFile(name: "test.py", text: text))
      #expect(diagnostics.isEmpty)
      #expect(expression.description == text)
    }
  }

  private func fixture(_ name: String) throws -> [(String, String)] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let text = try String(
      contentsOf: folder.appendingPathComponent("Fixtures/\(name)"), encoding: .utf8)
    return text.split(separator: "\n").map { line in
      let parts = line.split(separator: "\t", maxSplits: 1)
      return (unescape(parts[0]), String(parts[1]))
    }
  }

  private func unescape(_ text: Substring) -> String {
    String(text).replacing("\\\\", with: "\u{1}").replacing("\\n", with: "\n")
      .replacing("\u{1}", with: "\\")
  }

}

import Diagnostics
import Foundation
import Testing

private enum SampleCode: String, DiagnosticCode {
  case sample = "E-SAMPLE"
}

@Suite struct RenderingTests {

  private let file = SourceFile(name: "lap.py", text: "a = 1\nreturn x + yy\nλ = θ + 2\n")

  private func span(_ low: Int, _ high: Int) -> SourceSpan { SourceSpan(file, low ..< high) }

  @Test func pointsAtTheSpanWithLabelNotesAndHint() {
    let d = Diagnostic(
      code: SampleCode.sample, "Types differ.", at: span(17, 19), label: "float32",
      notes: [.init("declared here", at: span(0, 1)), .init("literals do not widen")],
      hint: "write astype(yy, float64)")
    #expect(
      d.rendered() == """
        error[E-SAMPLE]: Types differ.
          --> lap.py:2:12
          |
        2 | return x + yy
          |            ^^ float32
          = note: declared here
          --> lap.py:1:1
          |
        1 | a = 1
          | -
          = note: literals do not widen
          = hint: write astype(yy, float64)
        """)
  }

  /// Sentences go on in the next line, source lines are cut, labels move below their marks.
  @Test func keepsToTheWidth() {
    let file = SourceFile(name: "lap.py", text: "return concat_where(K == 0, top, bottom + lift)\n")
    let d = Diagnostic(
      code: SampleCode.sample, "Types differ where they must not.",
      at: SourceSpan(file, 33 ..< 39), label: "has type float32",
      hint: "write astype(bottom, float64)")
    #expect(
      d.rendered(DiagnosticStyle(width: 36)) == """
        error[E-SAMPLE]: Types differ where
            they must not.
          --> lap.py:1:34
          |
        1 | ...e(K == 0, top, bottom + lift)
          |                   ^^^^^^
          | has type float32
          = hint: write
                  astype(bottom, float64)
        """)
  }

  @Test func keepsBracketsTogether() {
    #expect("abcdef Field[[I, J], b]".wrapped(to: 21) == "abcdef\n    Field[[I, J], b]")
    #expect("a (b c d e f)".wrapped(to: 8, indent: "") == "a (b c d\ne f)")
  }

  @Test func countsColumnsInScalarsNotBytes() {
    let d = Diagnostic(code: SampleCode.sample, "No.", at: span(25, 27))
    #expect(d.rendered().contains("lap.py:3:5"))
    #expect(d.rendered().hasSuffix("3 | λ = θ + 2\n  |     ^"))
  }

  @Test func marksAtLeastOneColumn() {
    let d = Diagnostic(code: SampleCode.sample, "No.", at: span(19, 19))
    #expect(d.rendered().hasSuffix("|              ^"))
  }

  @Test func cutsLongLines() {
    let long = SourceFile(name: "f", text: String(repeating: "a", count: 100_000) + "b")
    let d = Diagnostic(
      code: SampleCode.sample, "No.", at: SourceSpan(long, 100_000 ..< 100_001))
    #expect(d.rendered().split(separator: "\n").allSatisfy { $0.count < 200 })
    #expect(d.rendered().contains("f:1:100001"))
  }

  @Test func showsControlCharactersHarmlessly() {
    let evil = SourceFile(name: "f", text: "a\u{1B}[2Jb\u{202E}c")
    let d = Diagnostic(code: SampleCode.sample, "No.", at: SourceSpan(evil, 0 ..< 1))
    #expect(!d.rendered().unicodeScalars.contains("\u{1B}"))
    #expect(!d.rendered().unicodeScalars.contains("\u{202E}"))
  }

  @Test func showsQuotedControlCharactersHarmlessly() {
    let d = Diagnostic(
      code: SampleCode.sample, "'\u{1B}' is none.", at: span(0, 1), label: "\u{1B}",
      notes: [.init("\u{1B}")], hint: "\u{1B}\nb")
    #expect(!d.rendered().unicodeScalars.contains("\u{1B}"))
    #expect(d.rendered().hasSuffix("hint: \u{FFFD}\n          b"))
  }

  @Test func pointsAtLineBreaks() {
    let file = SourceFile(name: "f", text: "ab\r\ncd")
    for low in 2 ... 4 {
      let d = Diagnostic(code: SampleCode.sample, "No.", at: SourceSpan(file, low ..< low + 1))
      #expect(d.rendered().contains(low < 4 ? "1 | ab\n  |   ^" : "2 | cd\n  | ^"))
    }
  }

  @Test func colorsOnlyWhenAsked() {
    let d = Diagnostic(code: SampleCode.sample, "No.", at: span(0, 1))
    #expect(!d.rendered().contains("\u{1B}"))
    #expect(d.rendered(DiagnosticStyle(color: true)).contains("\u{1B}[1;31m"))
  }

  @Test func encodesAsJSON() throws {
    let d = Diagnostic(
      code: SampleCode.sample, "No.", at: span(17, 19), label: "here", hint: "stop")
    let object =
      try JSONSerialization.jsonObject(with: Data(d.jsonText.utf8)) as? [String: Any] ?? [:]
    #expect(object["code"] as? String == "E-SAMPLE")
    #expect(object["line"] as? Int == 2)
    #expect(object["column"] as? Int == 12)
    #expect(object["endColumn"] as? Int == 14)
    #expect(object["hint"] as? String == "stop")
  }

}

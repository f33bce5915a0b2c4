import Diagnostics
import PythonSyntax
import TestSupport
import Testing

@Suite struct SyntaxDiagnosticTests {

  /// Each sample is a module with one error, at the mark.
  static let samples: [(SyntaxCode, String, String)] = [
    (.character, "x = 1️⃣$", "no meaning"),
    (.character, "x = 1️⃣!y", "write 'not'"),
    (.character, "x = 1️⃣?", "no meaning"),
    (.character, "x = a1️⃣\u{00D7}b", "write *"),
    (.character, "x = a1️⃣\u{00A0}", "U+00A0 has no meaning"),
    (.character, "x =1️⃣\u{00A0}b", "write a plain blank"),
    (.character, "x = 1️⃣“3”", "write \""),
    (.character, "x = a 1️⃣– b", "(U+2013)"),
    (.character, "x1️⃣\u{200B} = 3", "it cannot be seen"),
    (.character, "x = 1️⃣\u{1B}[31m", "U+001B has no meaning"),
    (.character, "x = 1️⃣（3）", "write ("),
    (.number, "x = 1️⃣3x", "'x' cannot follow"),
    (.number, "x = 1️⃣012", "starts with a zero"),
    (.number, "x = 1️⃣0x_", "digits"),
    (.number, "x = 1️⃣1_", "ends in '_'"),
    (.number, "x = 1️⃣1__0", "two '_'"),
    (.string, "x = 1️⃣'abc\ny = 2", "does not end"),
    (.string, "x = 1️⃣\"\"\"abc\ny = 2", "does not end"),
    (.indentation, "@program\ndef f(a):\n1️⃣x = 1", "indented block"),
    (.indentation, "@program\ndef f(a):\n    g(a)\n      1️⃣h(a)\n    k(a)", "without a reason"),
    (.indentation, "@program\ndef f(a):\n    g(a)\n1️⃣  h(a)", "like no line before"),
    (.indentation, "  1️⃣x = 1", "without a reason"),
    (.indentation, "@program\ndef f(a):\n        g(a)\n1️⃣\th(a)", "Tabs and spaces"),
    (.bracket, "x = 1️⃣(1 + [2]\ny = 3", "'(' is never closed"),
    (.bracket, "x = f1️⃣(1,\n@program\ndef g(a):\n    return 1", "never closed"),
    (.bracket, "x = (1 + 21️⃣]", "write ')'"),
    (.bracket, "x = 1 + 21️⃣)", "closes nothing"),
    (.bracket, "def f(x):\n    return 1️⃣(x + 1\nx = 2", "'(' is never closed"),
    (.bracket, "if x:\n    y = [1, 21️⃣)\nx = 2", "write ']'"),
    (.bracket, "import a\nwith 1️⃣{a:\n    pass", "'{' is never closed"),
    (.expected, "x = 1️⃣", "an expression"),
    (.expected, "x = 1 +1️⃣\ny = 2", "an expression"),
    (.expected, "x = 1 1️⃣2", "end of the statement"),
    (.expected, "@program\ndef f(a)1️⃣\n    g(a)", "write ':'"),
    (.expected, "@field_operator\ndef f(a):\n    if a 1️⃣= 1:\n        pass", "write '=='"),
    (.expected, "@program\ndef 1️⃣3(a): pass", "a name"),
    (.expected, "x = a if b1️⃣", "'else'"),
    (.expected, "x = a[1️⃣]", "an index"),
    (.expected, "from a 1️⃣x", "'import'"),
    (.expected, "x = (1, 1️⃣= 2)", "Expected ')'"),
    (.decorator, "@1️⃣field_operater\ndef f(a):\n    return a", "did you mean 'field_operator'"),
    (.decorator, "@gtx.1️⃣progam\ndef f(a):\n    return a", "did you mean 'program'"),
    (.assignment, "1️⃣f(x) = 1", "cannot be assigned"),
    (.assignment, "1️⃣x + 1 = 2", "write '=='"),
    (.assignment, "a, 1️⃣3 = b", "cannot be assigned"),
    (.assignment, "1️⃣f(x): int = 1", "cannot be assigned"),
  ]

  @Test(arguments: samples)
  func reports(code: SyntaxCode, text: String, fragment: String) {
    let marked = MarkedText(text)
    expect(
      parseModule(marked.file).diagnostics, [ExpectedDiagnostic(code, saying: fragment)],
      in: marked)
  }

  /// A decorator that somebody defines or imports is theirs, however it is called.
  @Test(arguments: [
    "from a import programm\n@programm\ndef f(a):\n    return a\n",
    "def programm(f):\n    return f\n@programm\ndef f(a):\n    return a\n",
    "@functools.cache\ndef f(a):\n    return a\n", "@gtx.program_x_y\ndef f(a):\n    return a\n",
  ])
  func leavesOtherDecoratorsAlone(text: String) {
    #expect(parseModule(SourceFile(name: "test.py", text: text)).diagnostics.isEmpty)
  }

  @Test func hasASampleOfEachCode() {
    // Encoding and nesting have tests of their own below.
    let sampled = Set(Self.samples.map(\.0)).union([.encoding, .nesting])
    #expect(sampled == Set(SyntaxCode.allCases))
  }

  /// What `cmd` and PowerShell write, and some editors.
  @Test(arguments: [
    ("UTF-16", [0xFF, 0xFE, 0x49, 0, 0x0A, 0]), ("UTF-16", [0xFE, 0xFF, 0, 0x49, 0, 0x0A]),
    ("UTF-32", [0xFF, 0xFE, 0, 0, 0x49, 0, 0, 0]), ("UTF-32", [0, 0, 0xFE, 0xFF, 0, 0, 0, 0x49]),
  ])
  func `names the encoding of a text`(name: String, bytes: [UInt8]) {
    let found = parseModule(SourceFile(name: "test.py", bytes: bytes)).diagnostics
    #expect(found.map(\.message) == ["This text is \(name), not UTF-8."])
  }

  @Test func reportsEncoding() {
    let file = SourceFile(name: "test.py", bytes: Array("x = a".utf8) + [0xFF, 0x28])
    let diagnostics = parseModule(file).diagnostics
    #expect(diagnostics.map(\.code) == [SyntaxCode.encoding.rawValue])
    #expect(diagnostics.first?.span?.bytes.lowerBound == 4)
  }

  @Test func goesOnAfterErrors() {
    let marked = MarkedText(
      """
      x = 1️⃣)
      @field_operator
      def f(a):
          b = a +2️⃣
          if b 3️⃣= 2:
              c = )
          else:
              c = )
          c = 4️⃣(
          d = $
          return d

      @program
      def p(a):
          f(a, out=5️⃣)
          f(a, 6️⃣[
      def plain(): )
      y = 3 7️⃣4
      """)
    expect(
      parseModule(marked.file).diagnostics,
      [
        ExpectedDiagnostic(SyntaxCode.bracket, at: 1),
        ExpectedDiagnostic(SyntaxCode.expected, at: 2),
        ExpectedDiagnostic(SyntaxCode.expected, at: 3),
        ExpectedDiagnostic(SyntaxCode.bracket, at: 4),
        ExpectedDiagnostic(SyntaxCode.expected, at: 5),
        ExpectedDiagnostic(SyntaxCode.bracket, at: 6),
        ExpectedDiagnostic(SyntaxCode.expected, at: 7),
      ], in: marked)
  }

  @Test(arguments: ["(", "[", "{1: ", "-", "not ", "a ** ", "f(", "a[", "1 if a else "])
  func limitsNesting(opener: String) {
    let file = SourceFile(name: "test.py", text: "x = " + String(repeating: opener, count: 50_000))
    let diagnostics = parseModule(file).diagnostics
    #expect(diagnostics.map(\.code) == [SyntaxCode.nesting.rawValue])
  }

  @Test func limitsNestingOfBlocks() {
    let header = "@field_operator\ndef f(a):\n"
    let ifs = (1 ... 300).map { String(repeating: " ", count: $0) + "if a:\n" }.joined()
    let diagnostics = parseModule(SourceFile(name: "test.py", text: header + ifs)).diagnostics
    #expect(diagnostics.map(\.code) == [SyntaxCode.nesting.rawValue])
  }

  @Test func acceptsLongChainsOfBranches() {
    let header = "@field_operator\ndef f(a):\n if a: pass\n"
    let elifs = String(repeating: " elif a: pass\n", count: 10_000)
    let diagnostics = withLargeStack {
      parseModule(SourceFile(name: "test.py", text: header + elifs)).diagnostics
    }
    #expect(diagnostics.isEmpty)
  }

}

import Diagnostics
import TestSupport
import Testing

@testable import Workbench

@Suite("Session files") struct SessionFileTests {

  private func file(_ text: String) throws -> SessionFile {
    try SessionFile(SourceFile(name: "test.stencil-session", text: text))
  }

  @Test func `have a header, prose, inputs and outputs`() throws {
    let file = try file(
      """
      #! stencil-session 1
      #! title: A title: with a colon
      #! seed: 7

      # Heading
      Some prose.

          > N = 3
          > @program
          . def p(a):
          .     pass
          .
          ? fails E-NAME
          ? float 1e-9
          first line

          \\> second line
      More prose.
      """)
    #expect(file.header == ["title": "A title: with a colon", "seed": "7"])
    #expect(file.steps.map(\.input) == ["N = 3", "@program\ndef p(a):\n    pass\n"])
    #expect(file.steps.map(\.line) == [8, 9])
    #expect(file.steps[1].expectations == [.fails(code: "E-NAME"), .float(1e-9)])
    #expect(file.steps[1].output == ["first line", "> second line"])
    guard case .prose(let lines)? = file.pieces.last else {
      Issue.record("the last piece is no prose")
      return
    }
    #expect(lines == ["More prose."])
  }

  /// Wrong at mark 1.
  static let mistakes = [
    ("1️⃣# no header\n    > list\n", "write #! stencil-session 1 as the first line"),
    ("#! stencil-session 1\n1️⃣#! title\n", "write #! title"),
    ("#! stencil-session 1\n\n1️⃣    . list\n", "put it right below a line that starts with '>'"),
    ("#! stencil-session 1\n\n1️⃣    ? fails\n", "belongs right below an input"),
    ("#! stencil-session 1\n\n    > list\n    x\n1️⃣    ? fails\n", "move it up to its input"),
    ("#! stencil-session 1\n\n    > list\n1️⃣    ? flaot 3\n", "use fails [CODE]"),
    ("#! stencil-session 1\n\n    > list\n1️⃣    ? ignore\n", "use fails [CODE]"),
    ("#! stencil-session 1\n\n1️⃣    output\n", "stands before the first input"),
    ("#! stencil-session 1\n\n    > list\n1️⃣\toutput\n", "indent with four spaces"),
    ("#! stencil-session 1\n\n1️⃣   > list\n", "indented by four spaces"),
    ("#! stencil-session 1\n\n1️⃣ > list\n    > list\n", "indented by four spaces"),
    ("#! stencil-session 1\n\n    > list\n1️⃣     > list\n", "indented by four spaces"),
    ("#! stencil-session 1\n\n    > list\n1️⃣    >list\n", "A blank follows '>'"),
    ("#! stencil-session 1\n\n    > list\n1️⃣    ?fails\n", "write \\? for an output line"),
    ("#! stencil-session 1\n\n    > @program\n1️⃣    .def p():\n", "A blank follows '.'"),
    ("#! stencil-session 1\n1️⃣#! titel: x\n\n    > list\n", "did you mean 'title'?"),
    ("#! stencil-session 1\n1️⃣#! width: 5\n\n    > list\n", "'5' is no value of 'width'"),
    ("#! stencil-session 1\n1️⃣#! timeout: soon\n\n    > list\n", "such as 30s"),
    ("#! stencil-session 1\n#! seed: 1\n1️⃣#! seed: 2\n\n    > list\n", "given before"),
    ("1️⃣#! stencil-session 1\n\nOnly prose.\n", "has no input"),
    ("#! stencil-session 1\n\n    > list\n1️⃣    ? try\n    x\n", "try HINT"),
    ("#! stencil-session 1\n\n    > list\n1️⃣    ? check it\n", "check"),
    ("#! stencil-session 1\n\n1️⃣    > list\n    ? check\n    x\n", "mark the solution"),
    (
      "#! stencil-session 1\n\n    > list\n    ? try it\n    x\nProse.\n1️⃣    > list\n    ? check\n",
      "without prose between"
    ),
    (
      "#! stencil-session 1\n\n1️⃣    > list\n    ? try it\n    ? check\n    x\n",
      "mark the solution"
    ),
    ("#! stencil-session 1\n\n1️⃣    > list\n    ? try it\n    ...\n", "is solved"),
    ("#! stencil-session 1\n\n1️⃣    > N = 3\n    ? try it\n    > list\n    x\n", "is solved"),
    (
      "#! stencil-session 1\n\n1️⃣    > N = 3\n    ? try it\n    > list\n    ? check\n    [..]\n",
      "is solved"
    ),
  ]

  @Test(arguments: mistakes)
  func `are refused where they are malformed`(text: String, fragment: String) throws {
    let marked = MarkedText(text)
    expectDiagnostic(WorkbenchCode.sessionFile, in: marked, saying: fragment) {
      _ = try SessionFile(marked.file)
    }
  }

  @Test func `report every malformed line`() throws {
    let error = try #require(throws: DiagnosticError.self) {
      try file("list\n    . x\n    ? y\n")
    }
    #expect(error.diagnostics.count == 3)
  }

  // MARK: Playing

  /// Plays the file with `text` and returns what was shown and how it ended.
  private func play(_ text: String) throws -> (shown: [String], ending: Player.Ending) {
    var shown: [String] = []
    let ending = Player { shown.append($0) }.play(try file(text), in: try Workshop().session)
      .ending
    return (shown.filter { !$0.isEmpty }, ending)
  }

  @Test func `play up to the first error`() throws {
    let (shown, ending) = try play(
      """
      #! stencil-session 1
      Prose.

          > N = 3
          > digest nothing
          > set width
      """)
    #expect(ending == .failed)
    #expect(Array(shown.prefix(3)) == ["Prose.", "> N = 3", "> digest nothing"])
    #expect(shown.last == "test.stencil-session:5: this input failed")
  }

  @Test func `go on after what had to fail`() throws {
    let (shown, ending) = try play(
      "#! stencil-session 1\n\n    > digest nothing\n    ? fails E-NAME-FIELD\n    > set width\n")
    #expect(ending == .finished)
    #expect(shown.last == "width = 80  (columns that text may take)")
  }

  @Test(arguments: ["> set width\n    ? fails", "> digest a\n    ? fails E-OTHER"])
  func `stop when what had to fail did not, or otherwise`(step: String) throws {
    #expect(try play("#! stencil-session 1\n\n    \(step)\n    > N = 3\n").ending == .failed)
  }

  @Test func `show the lines of definitions`() throws {
    let (shown, ending) = try play(
      "#! stencil-session 1\n\n    > from cartesian import I\n    > @field_operator\n"
        + "    . def f(a: Field[[I], float64]):\n    .     return a\n    .\n")
    #expect(ending == .finished)
    #expect(
      shown.dropFirst() == [
        "> @field_operator", ". def f(a: Field[[I], float64]):", ".     return a", ". ",
        "field_operator f(a: Field[[I], float64]) -> Field[[I], float64]",
      ])
  }

  @Test func `end when they quit`() throws {
    let (shown, ending) = try play("#! stencil-session 1\n\n    > quit\n    > nonsense\n")
    #expect(ending == .finished)
    #expect(shown == ["> quit"])
  }

  // MARK: Replaying

  private func replay(_ text: String) throws -> Replay.Report {
    Replay().run(try file(text), in: try Workshop().session)
  }

  @Test func `pass when the outputs are as expected`() throws {
    let report = try replay(
      """
      #! stencil-session 1
      #! seed: 7

          > set seed
          seed = 7  (seed of random fields)
          > from cartesian import I
          > field a[I] = ones I=2
          a  Field[[I], float64]  I=0:2  min 1 max 1 mean 1
          > digest nothing
          ? fails
          ? contains
          error[E-NAME-FIELD]
      """)
    #expect(report.passed, "\(report.text)")
    #expect(report.checkCount == 4)
    #expect(report.text == "ok   test.stencil-session: 4 checks")
  }

  @Test func `list all differences with their lines`() throws {
    let report = try replay(
      """
      #! stencil-session 1

          > set width
          width = 81
          > set seed
          seed = 42  (seed of random fields)
          > digest nothing
          ...
      """)
    #expect(!report.passed)
    #expect(report.differences.map(\.line) == [3, 7])
    #expect(report.differences.map(\.problem) == [nil, "this input failed"])
    #expect(report.text.hasPrefix("FAIL test.stencil-session: 2 of 3 checks failed"))
    #expect(
      report.text.contains(
        """
        --- test.stencil-session
        +++ test.stencil-session
        @@ -1,8 +1,14 @@
         #! stencil-session 1
        \u{20}
             > set width
        -    width = 81
        +    width = 80  (columns that text may take)
        """))
    #expect(
      report.text.contains(
        "     > digest nothing\n-    ...\n\\ No newline at end of file\n+    ? fails\n"))
  }

  @Test func `names the encoding of a file that is none of ours`() {
    var bytes: [UInt8] = [0xFF, 0xFE]
    for byte in "#! stencil-session 1\n".utf8 { bytes += [byte, 0] }
    do throws(DiagnosticError) {
      _ = try SessionFile(SourceFile(name: "x", bytes: bytes))
      Issue.record("it was read")
    } catch {
      #expect(error.diagnostics.map { $0.message } == ["This text is UTF-16, not UTF-8."])
    }
  }

  /// Line ends, bytes that are no UTF-8, blanks at the ends of lines, a missing last line break.
  @Test(arguments: [
    ("#! stencil-session 1\r\n\r\nProse. \r\n\r\n    > set seed\r\n    @\r\nEnd", "\r\n"),
    ("#! stencil-session 1\n\ncaf\u{1}\n\n    > set seed\n    @\n \n", "\n"),
    ("\u{FEFF}#! stencil-session 1\n    > set seed\n    @", "\n"),
  ])
  func `keep every byte but those of the outputs that differ`(
    text: String, end: String
  ) throws {
    func bytes(_ output: String) -> [UInt8] {
      // A byte that UTF-8 does not have.
      text.replacing("@", with: output).utf8.map { $0 == 1 ? 0xE9 : $0 }
    }
    let right = "seed = 42  (seed of random fields)"
    let file = try SessionFile(SourceFile(name: "x", bytes: bytes("wrong")))
    let session = Session(surroundings: .system())
    let blessed = Replay().run(file, in: session).blessed
    #expect(blessed == bytes(right) || blessed == bytes(right) + Array(end.utf8))
    let again = try SessionFile(SourceFile(name: "x", bytes: blessed))
    #expect(Replay().run(again, in: session).passed)
  }

  @Test func `leave out what needs something that is not there`() throws {
    let workshop = try Workshop(backends: [.interpreter])
    let file = try file(
      """
      #! stencil-session 1

          > nonsense
          ? only-if dace
          > set width
          ? only-if interpreter
          width = 80  (columns that text may take)
      """)
    let report = Replay().run(file, in: workshop.session)
    #expect(report.passed, "\(report.text)")
    #expect(report.text == "ok   test.stencil-session: 1 checks, 1 skipped: no dace")
  }

  /// What is misspelt would be left out for ever, and nobody would know.
  @Test(arguments: [
    ("#! requires: gtfm", "    > set seed", "gtfm", "did you mean 'gtfn'?"),
    ("#! requires: c, abacus", "    > set seed", "abacus", "the backends are auto, "),
    ("#! title: x", "    > set seed\n    ? only-if dase", "dase", "did you mean 'dace'?"),
  ])
  func `name no backend that there is not`(
    header: String, body: String, name: String, hint: String
  ) throws {
    let error = #expect(throws: DiagnosticError.self) {
      _ = try file("#! stencil-session 1\n\(header)\n\n\(body)\n")
    }
    let diagnostic = try #require(error?.diagnostics.first)
    #expect(diagnostic.message == "There is no backend '\(name)', so this would never run.")
    #expect(diagnostic.hint?.hasPrefix(hint) == true, "\(diagnostic)")
  }

}

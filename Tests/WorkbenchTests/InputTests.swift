import Diagnostics
import TestSupport
import Testing

@testable import Workbench

@Suite("Input") struct InputTests {

  // MARK: First tokens

  @Test(arguments: [
    ("", InputKind.nothing), ("   ", .nothing), ("# remark", .nothing),
    ("\n# a\n\n# b\n", .nothing),
    ("@field_operator", .definition), ("def f(a):", .definition), ("class A:", .definition),
    ("import math", .definition), ("from math import pi", .definition),
    ("# remark\nN = 3", .definition), ("# remark\nlist", .command),
    ("N = 3", .definition), ("N=3", .definition), ("N: int = 3", .definition),
    ("show = 3", .definition), ("run: Final = 3", .definition), ("  list = 3", .definition),
    ("list", .command), ("N == 3", .command), ("run a=a", .command), ("run run a=a", .command),
    ("define x", .command), ("importx", .command), ("a.b = 3", .definition), ("=3", .command),
    ("field u[I] = zeros I=3", .command), ("bind use_lam=true", .command), ("λ = 3", .definition),
  ])
  func `is told apart by its first token`(text: String, kind: InputKind) {
    #expect(InputKind(of: text) == kind)
  }

  // MARK: Whole inputs

  @Test(arguments: [
    ("list", true), ("run u=(a,", true), ("I = Dimension(\"I\")", true), ("I = Dimension(", false),
    ("I = Dimension(\n\"I\")", true), ("import math", true), ("@field_operator", false),
    ("@field_operator\ndef f(a):", false), ("@field_operator\ndef f(a):\n    return a", false),
    ("@field_operator\ndef f(a):\n    return a\n", true),
    ("@field_operator\ndef f(a):\n    return a\n    ", true),
    ("@field_operator\ndef f(\n    a,\n", false), ("x = \"\"\"\n", false),
    ("x = \"(\"", true), ("x = '\\'('", true), ("x = 3  # (", true), ("class A:\n    B = 1", false),
    ("class A:\n    B = 1\n", true),
  ])
  func `is whole when nothing is open`(text: String, complete: Bool) {
    #expect(isComplete(text) == complete)
  }

  @Test(arguments: [
    ("list", true), ("x = (\n", false), ("x = (\n\n", true), ("x = (\n\n    ", true),
    ("@program\n\n", true), ("x = (\n\n1\n", false),
  ])
  func `is submitted by two blank lines at the latest`(text: String, submitted: Bool) {
    #expect(isSubmitted(text) == submitted)
  }

  @Test(arguments: [
    ("def f(a):", "    "), ("    if a:  ", "        "), ("    b = a", "    "), ("", ""),
    ("@program", ""), ("def f(a):  # why", "    "), ("    x = \"#\":", "        "),
  ])
  func `is indented like the line above`(text: String, indent: String) {
    #expect(indentation(after: text) == indent)
  }

  // MARK: Pasted text

  static let f = "@field_operator\ndef f(a: FI) -> FI:\n    b = a\n\n    return b"
  static let p = "@program\ndef p(a: FI, out: FI):\n    f(a, out=out)"

  @Test(arguments: [
    [f], [f, p], [f, "list"], ["I = Dimension(\"I\")", "N = 3", f, p, "list", "show itir"],
    ["from cartesian import I", f], ["x = (\n    1,\n    2,\n)", "list"],
    ["@field_operator(\n    backend=None,\n)\ndef g(a: FI) -> FI:\n    return a", p],
    ["@field_operator\ndef g(\n    a: FI,\n) -> FI:\n    return a", "list"],
    ["@field_operator\ndef g(a: FI) -> FI: return a", "list"],
    ["@dataclasses.dataclass\nclass A:\n    b: float", "@a\n@b\ndef c(d):\n    return d", "list"],
    ["x = \"\"\"\nlist\n\"\"\"", "list"],
    ["@field_operator\ndef g(a):\n    \"\"\"\nlist\n    \"\"\"\n    return a", "list"],
  ])
  func `is taken apart into definitions and commands`(inputs: [String]) {
    for separator in ["\n", "\n\n", "\n\n\n"] {
      let text = inputs.joined(separator: separator)
      #expect(InputCollector.inputs(in: text) == inputs)
      #expect(InputCollector.inputs(in: text + "\n\n") == inputs)
    }
  }

  /// Enter repeats a move while one steps, and is nothing at all otherwise.
  @Test func `may be nothing but Enter`() throws {
    #expect(InputCollector.inputs(in: "") == [""])
    #expect(InputCollector.inputs(in: "  \n") == [""])
    let workshop = try lapWorkshop()
    try workshop.succeed("")
    #expect(workshop.session.history.entries.map(\.text) == loaded)
    try workshop.succeed("step pipeline")
    try workshop.succeed("step 2")
    #expect(try workshop.succeed("").contains("step 4 of"))
  }

  @Test func `keeps comments with what they are about`() {
    let inputs = InputCollector.inputs(in: "# about f\n\(Self.f)\n# the end\n")
    #expect(inputs == ["# about f", Self.f + "\n# the end"])
  }

  @Test func `comes line by line from a pipe`() {
    var collector = InputCollector()
    var seen: [[String]] = []
    for line in (Self.f + "\nlist\nN = 3").split(
      separator: "\n", omittingEmptySubsequences: false)
    {
      seen.append(collector.add(String(line)))
    }
    #expect(seen == [[], [], [], [], [], [Self.f, "list"], ["N = 3"]])
    #expect(collector.finish() == [])
  }

  // MARK: Command lines

  /// Returns the tokens of `text` in short: words as they are, quoted ones in quotes.
  private func tokens(_ text: String) throws -> [String] {
    var scanner = CommandScanner(SourceFile(name: "test", text: text))
    return try scanner.tokens().map { token in
      switch token {
      case .word(let w): w.isQuoted ? "'\(w.text)'" : w.text
      case .equals: "="
      case .redirection: ">"
      }
    }
  }

  @Test(arguments: [
    ("list", ["list"]), ("  a\tb  ", ["a", "b"]), ("a=b", ["a", "=", "b"]),
    ("a = b", ["a", "=", "b"]), ("u[I, J] = ones", ["u[I, J]", "=", "ones"]),
    ("t=(a, (b, c))", ["t", "=", "(a, (b, c))"]), ("show > f", ["show", ">", "f"]),
    ("show>f", ["show", ">", "f"]), ("a # b", ["a"]), ("a#b", ["a#b"]),
    ("load \"a b.py\"", ["load", "'a b.py'"]), ("load 'a b.py'", ["load", "'a b.py'"]),
    ("x \"a\\\"b\"", ["x", "'a\"b'"]), ("x 'a\\'b'", ["x", "'a'b'"]),
    ("x \"a\\\\b\\/c\"", ["x", "'a\\b/c'"]), ("x \"a\\tb\"", ["x", "'a\tb'"]),
    ("x \"a\\u00e9.npy\"", ["x", "'aé.npy'"]), ("x \"\\ud83d\\ude00\"", ["x", "'😀'"]),
    ("x \"é\"", ["x", "'é'"]), ("x=\"a)b\"", ["x", "=", "'a)b'"]),
    ("t=(\"a b\", \"c)d\")", ["t", "=", "(\"a b\", \"c)d\")"]), ("λ=3", ["λ", "=", "3"]),
  ])
  func `is split into words`(text: String, expected: [String]) throws {
    #expect(try tokens(text) == expected)
  }

  @Test func `has words and options, a form and a file`() throws {
    let line = try CommandInput(
      SourceFile(name: "test", text: "show itir style=gt4py of p as json > \"x.json\""))
    #expect(line.verb.text == "show")
    #expect(line.words.map(\.text) == ["itir", "of", "p"])
    #expect(line.options.map { "\($0.key.text)=\($0.value.text)" } == ["style=gt4py"])
    #expect(line.asJSON)
    #expect(line.redirection?.text == "x.json")
  }

  @Test func `has tuples of tuples and of files`() throws {
    let line = try CommandInput(
      SourceFile(name: "test", text: "run t=(a, (b,\"c, d.npy\"),  '\\u0065' )"))
    let t = try #require(line.options.first?.value.tupleParts)
    #expect(t.map(\.text) == ["a", "(b,\"c, d.npy\")", "e"])
    #expect(t.map(\.span.text) == ["a", "(b,\"c, d.npy\")", "'\\u0065'"])
    #expect(t[2].isQuoted)
    #expect(t[1].tupleParts?.map(\.text) == ["b", "c, d.npy"])
  }

  // MARK: Completion

  @Test(arguments: [
    ("sh", ["show"]), ("use la", ["lap", "laplacian"]),
    ("show fo", ["foast"]), ("show itir of sc", ["scale", "scaled"]), ("run o", ["out="]),
    ("run u=ran", ["u=random"]), ("run u=spe", ["u=speed"]), ("digest ", ["other", "speed"]),
    ("run u=oth", []),
    ("set wi", ["width"]), ("help ru", ["run"]), ("list fi", ["fields"]), ("bind n", ["n="]),
    ("field x[I] = ra", ["random"]), ("field x[Ce", ["x[Cell"]),
    ("field x[I,Ce", ["x[I,Cell"]), ("field x[I, Ce", ["Cell"]), ("field x[Cell,Cel", []),
    ("field x[I, J] ", ["="]), ("field x[Ed", ["x[Edge"]),
    ("field x[I] = index(Ce", ["index(Cell"]),
    ("N = sho", []), ("show", []), ("l", ["load", "list", "ls"]),
    ("load la", ["lap.py"]), ("load \"./la", ["\"./lap.py\""]),
    ("bind n=", ["n=?"]), ("bind ", ["n="]), ("b", ["back", "bind", "backends"]),
    ("s itir", []), ("sh it", ["itir"]), ("ru o", ["out="]), ("step l", ["list"]),
    ("step constant", ["constant_folding"]), ("set rule if-l", ["if-literal"]),
    ("show itir after inline_fun", ["inline_fundefs"]), ("compare speed sp", ["speed"]),
    ("connect E2C2", ["E2C2E", "E2C2EO", "E2C2V"]),
  ])
  func `is completed by where it stands`(text: String, expected: [String]) throws {
    let workshop = try lapWorkshop("field speed[I, J] = ones I=3 J=3", "field other[I] = ones I=3")
    #expect(completions(of: text, in: workshop.session) == expected)
    // The files are there as long as the workshop is.
    withExtendedLifetime(workshop) {}
  }

  @Test(arguments: [
    ("@fie", ["@field_operator"]), ("@", ["@field_operator", "@program", "@scan_operator(axis="]),
    ("from cart", ["cartesian"]), ("from gt4", ["gt4py.next"]), ("from la", ["lap"]),
    ("from cartesian imp", ["import"]), ("from cartesian import Iof", ["Ioff"]),
    ("def f(speed: FieldOf", ["FieldOffset"]),
    ("def f(speed: Field", ["Field", "FieldConstructor", "FieldOffset"]),
    ("def f(speed: FieldOffset", []),
    (
      "@field_operator\ndef f(speed: Field[[I], float64]) -> Field[[I], float64]:\n    return sp",
      ["speed"]
    ),
    ("@field_operator\ndef f(u: Field[[I], float64]):\n    return neighbor_s", ["neighbor_sum"]),
    ("@field_operator\ndef f(u: Field[[I], float64]):\n    return u(Jof", ["u(Joff"]),
    ("@field_operator\ndef f(u: Field[[I], float64]):\n    return ", []),
  ])
  func `of definitions is completed by the names that can be used`(
    text: String, expected: [String]
  ) throws {
    let workshop = try lapWorkshop()
    #expect(completions(of: text, in: workshop.session) == expected)
    withExtendedLifetime(workshop) {}
  }

  // MARK: What is copied from elsewhere

  @Test(arguments: [
    "\"\"\"A Laplacian:\n\nthe first stencil.\n\"\"\"", "def helper(x):\n    return x + 1",
    "assert helper(1) == 2", "if True:\n    pass\nelse:\n    pass",
    "for i in range(3):\n    print(i)",
    "with open('x') as f:\n    pass", "raise ValueError('no')", "print(\"x\")", "x += 1",
    "a, b = 1, 2", "pass", "try:\n    import x\nexcept ImportError:\n    x = None",
    "sys.setrecursionlimit(5500)", "(c, d) = (1, 2)", "'text'", "class Plain:\n    x = 1",
  ])
  func `passes over what load passes over`(statement: String) throws {
    #expect(InputCollector.inputs(in: statement) == [statement])
    let workshop = try Workshop(after: ["import sys", "x = 1", "def helper(x): return x"])
    #expect(try workshop.succeed(statement).isEmpty)
    // What stands before and behind it is read as usual.
    let around = "import gt4py.next as gtx\n\n\(statement)\n\nI = gtx.Dimension(\"I\")"
    #expect(
      InputCollector.inputs(in: around)
        == ["import gt4py.next as gtx", statement, "I = gtx.Dimension(\"I\")"])
  }

  @Test func `loses the indentation that all lines of a definition have`() {
    let inputs = InputCollector.inputs(
      in: """
        from cartesian import I
            @field_operator
            def f(a: Field[[I], float64]) -> Field[[I], float64]:
                return a

            field a[I] = 1.0 I=4
        """)
    #expect(
      inputs == [
        "from cartesian import I",
        "@field_operator\ndef f(a: Field[[I], float64]) -> Field[[I], float64]:\n    return a",
        "field a[I] = 1.0 I=4",
      ])
  }

  @Test(arguments: [
    // A terminal, which marks no continuation lines.
    """
    stencil> from cartesian import I
    stencil> @field_operator
    def f(a: Field[[I], float64]) -> Field[[I], float64]:
        return a

    field_operator f(a: Field[[I], float64]) -> Field[[I], float64]
    f> field a[I] = 1.0 I=4
    a  Field[[I], float64]  I=0:4  min 1 max 1 mean 1
    f inline_lifts[3/7]> list fields > names.txt
    wrote names.txt
    f>
    """,
    // A block of a session file.
    """
        > from cartesian import I

        > @field_operator
        . def f(a: Field[[I], float64]) -> Field[[I], float64]:
        .     return a
        .
        field_operator f(a: Field[[I], float64]) -> Field[[I], float64]

    Text between the blocks.

        > field a[I] = 1.0 I=4
        a  Field[[I], float64]  I=0:4  min 1 max 1 mean 1

        > list fields > names.txt
    """,
    // A session file: its answers come at once.
    """
    #! stencil-session 1

    A stencil that needs no more than > this.

        > from cartesian import I

        > @field_operator
        . def f(a: Field[[I], float64]) -> Field[[I], float64]:
        .     return a
        field_operator f(a: Field[[I], float64]) -> Field[[I], float64]

        > field a[I] = 1.0 I=4
        a  Field[[I], float64]  I=0:4  min 1 max 1 mean 1
    Once more:
        > list fields > names.txt
    """,
    // An example of Python.
    """
    >>> from cartesian import I
    >>> @field_operator
    ... def f(a: Field[[I], float64]) -> Field[[I], float64]:
    ...     return a
    ...
    >>> field a[I] = 1.0 I=4
    >>> list fields > names.txt
    """,
  ])
  func `loses the prompts that it was copied with`(text: String) {
    #expect(
      InputCollector.inputs(in: text).filter { !$0.isEmpty } == [
        "from cartesian import I",
        "@field_operator\ndef f(a: Field[[I], float64]) -> Field[[I], float64]:\n    return a",
        "field a[I] = 1.0 I=4", "list fields > names.txt",
      ])
  }

  @Test(arguments: [
    ("match 3:\n    case 3: pass", ["match 3:\n    case 3: pass"]),
    ("match x:  # which\n    case 3: pass\nlist", ["match x:  # which\n    case 3: pass", "list"]),
  ])
  func `takes statements that match values for Python`(text: String, inputs: [String]) {
    #expect(InputCollector.inputs(in: text) == inputs)
    #expect(InputKind(of: inputs[0]) == .definition)
    #expect(InputKind(of: "match names") == .command)
  }

  @Test(arguments: [
    "list > names.txt", "list> names.txt", "show itir > x.itir", "show itir> x.itir",
  ])
  func `keeps redirections`(text: String) {
    #expect(InputCollector.inputs(in: text) == [text])
  }

}

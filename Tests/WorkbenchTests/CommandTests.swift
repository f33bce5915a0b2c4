import Diagnostics
import Foundation
import StencilTypes
import Testing
import Toolchain

@testable import Workbench

/// What each command answers when it is used as it should be.
@Suite("Commands") struct CommandTests {

  /// Inputs, the last of which has to answer with all of the given lines or pieces of lines.
  struct Exchange: Sendable {

    let inputs: [String]
    let answers: [String]

    init(_ inputs: String..., answers: [String]) {
      self.inputs = inputs
      self.answers = answers
    }

  }

  static let exchanges = [
    Exchange(
      "load lap.py",
      answers: [
        "field_operator lap(u: Field[[I, J], float64]) -> Field[[I, J], float64]",
        "program scaled(\n    u: Field[[I, J], float64], factor: float64, on: bool,\n"
          + "    out: Field[[I, J], float64])",
      ]),
    Exchange("load \"lap.py\"", answers: ["field_operator lap"]),
    Exchange("load 'lap.py'", answers: ["field_operator lap"]),
    Exchange("list", answers: ["field_operator lap", "program laplacian("]),
    Exchange("list programs", answers: ["program laplacian("]),
    Exchange("list fields", answers: ["no fields yet"]),
    Exchange("list tables", answers: ["no neighbor tables yet"]),
    Exchange("field a[I] = ones I=2", "list fields", answers: ["a  Field[[I], float64]  I=0:2"]),
    Exchange("field a[I] = inf I=2 dtype=float32", answers: ["a  Field[[I], float32]  I=0:2"]),
    Exchange("list history", answers: ["load lap.py\nuse laplacian"]),
    Exchange(
      "field u[I, J] = ones I=-1:5 J=-1:5", "field o[I, J] = 7.0 I=4 J=4", "run lap out=o I=1:3",
      answers: ["o  Field[[I, J], float64]  I=0:4, J=0:4  min 0 max 7 mean 3.5"]),
    Exchange(
      "field o[I, J] = 7.0 I=4 J=4", "run lap u=random out=o J=2:3",
      answers: ["u made random on I=-1:5, J=1:4"]),
    // -4 + 4 at each point.
    Exchange(
      "run lap u=ones out=zeros I=4 J=3",
      answers: ["u made ones on I=-1:5, J=-1:4", "I=0:4, J=0:3", "min 0 max 0 mean 0"]),
    Exchange("use lap", answers: ["field_operator lap("]),
    Exchange("show", answers: ["laplacian(\n  u: Field[[Iₕ, Jₕ], float64],\n  out: "]),
    Exchange("show source", answers: ["@program\ndef laplacian("]),
    Exchange("show foast", answers: ["@field_operator\ndef lap("]),
    Exchange("show past", answers: ["domain={I: (0, n), J: (0, n)}"]),
    Exchange("show itir style=gt4py", answers: ["laplacian(u, out, n) {"]),
    Exchange("show itir of lap", answers: ["__field_operator_lap("]),
    Exchange("show foast_to_itir", answers: ["lap = λ(u) →"]),
    Exchange("show past_to_past_closure", answers: ["# called with u=", "n=int32"]),
    Exchange("show final", answers: ["laplacian("]),
    Exchange("show itir of lap after constant_folding", answers: ["__field_operator_lap("]),
    Exchange("show after constant_folding itir of lap", answers: ["__field_operator_lap("]),
    Exchange("show style=gt4py of lap itir final", answers: ["__field_operator_lap("]),
    Exchange("done", answers: ["nothing is being stepped"]),
    Exchange(
      "stages",
      answers: ["ProgramDefinition\n  | func_to_past          cached  [TIME]", "\nresult"]),
    Exchange("stages lap", answers: ["| foast_to_foast_closure"]),
    Exchange("passes", answers: ["constant_folding"]),
    Exchange("passes changed", answers: ["infer_domain ", "runs of passes changed nothing"]),
    Exchange("passes changed lap", answers: ["infer_domain "]),
    Exchange(
      "field a[I, J] = random I=4 J=3:5 seed=7 low=2 high=3",
      answers: ["a  Field[[I, J], float64]  I=0:4, J=3:5", "min 2."]),
    Exchange(
      "field a[I] = zeros I=-1:2 dtype=int32",
      answers: ["a  Field[[I], int32]  I=-1:2  min 0 max 0 mean 0"]),
    Exchange("field a[I] = ones I=3", answers: ["min 1 max 1 mean 1"]),
    Exchange("field a[I] = index(I) I=2:5", answers: ["a  Field[[I], int32]  I=2:5  min 2 max 4"]),
    Exchange("field a[I] = 3.5 I=2", answers: ["min 3.5 max 3.5 mean 3.5"]),
    Exchange("field a[] = 2.5", answers: ["a  Field[[], float64]", "mean 2.5"]),
    Exchange(
      "field a[I] = index(I) I=4", "save a \"a.npy\"", "field b[I] = load \"a.npy\" I=-1",
      answers: ["b  Field[[I], int32]  I=-1:3  min 0 max 3 mean 1.5"]),
    Exchange(
      "field t[Edge, E2C] = 0 Edge=5 E2C=2 dtype=int32", "save t \"t.npy\"",
      "connect E2C = load \"t.npy\" skip=-1", answers: ["E2C  Edge -> Cell  5 x 2"]),
    Exchange(
      "field t[Edge, E2C] = 0 Edge=5 E2C=2 dtype=int32", "save t \"t.npy\"",
      "connect E2C = load \"t.npy\" skip=-1", "list tables",
      answers: ["E2C  Edge -> Cell  5 x 2  skip -1"]),
    Exchange(
      "bind n=4",
      answers: [
        "program laplacian{n=4}(u: Field[[I, J], float64], out: Field[[I, J], float64])"
      ]),
    Exchange("bind n=4", "bind n=5", answers: ["n was bound before", "laplacian{n=5}("]),
    Exchange("bind n=4", "unbind n", answers: ["program laplacian(\n    u:"]),
    Exchange("bind n=4", "unbind all", answers: ["program laplacian(\n    u:"]),
    Exchange(
      "run u=random out=zeros n=4 I=4 J=4",
      answers: ["u made random on I=-1:5, J=-1:5", "out  Field[[I, J], float64]", "time [TIME]"]),
    Exchange(
      "field u[I, J] = 2.0 I=-1:4 J=-1:4", "field o[I, J] = ones I=3 J=3", "run n=2 out=o",
      answers: ["o  Field[[I, J], float64]  I=0:3, J=0:3  min 0 max 1 mean 0.555556"]),
    Exchange(
      "field u[I, J] = 2.0 I=3 J=3", "run scaled factor=3 on=true out=zeros I=3 J=3",
      answers: ["min 6 max 6 mean 6"]),
    Exchange(
      "field u[I, J] = 2.0 I=3 J=3", "save u \"u.npy\"",
      "run scaled u=\"u.npy\" factor=0.5 on=True out=zeros I=3 J=3 backend=interpreter",
      answers: ["min 1 max 1 mean 1"]),
    Exchange("field a[I] = 1.0 I=3", "compare a a", answers: ["a and a are equal at all 3 points"]),
    Exchange(
      "field a[I] = 1.0 I=3", "save a \"a.npy\"", "compare a \"a.npy\"",
      answers: ["a and a.npy are equal at all 3 points"]),
    Exchange(
      "field a[I] = 1.0 I=3", "field b[I] = 1.0001 I=3", "compare a b rtol=1e-3",
      answers: ["are equal at all 3 points (largest error 0.0001)"]),
    Exchange("field a[I] = 1.0 I=3", "digest a", answers: ["a  "]),
    Exchange(
      "@field_operator\ndef pair(\n    p: tuple[Field[[I], float64], tuple[Field[[I], float64], float64]]\n"
        + ") -> tuple[Field[[I], float64], Field[[I], float64]]:\n"
        + "    return p[0](I + 1), p[1][0] * p[1][1]",
      "field a[I] = 2.0 I=4", "run p=(random,(a,1.5)) out=(zeros,zeros) I=4",
      answers: [
        "p_0 made random on I=1:5", "out_0  Field[[I], float64]  I=0:4",
        "out_1  Field[[I], float64]  I=0:4  min 3 max 3 mean 3",
      ]),
    Exchange("set", answers: ["width = 80", "seed = 42", "stable = on"]),
    Exchange("set width", answers: ["width = 80"]),
    Exchange("set width 100", "set width", answers: ["width = 100"]),
    Exchange("set width 100", "set width auto", answers: ["width = 80"]),
    Exchange("set seed 3", answers: ["seed = 3"]),
    Exchange("set hints off", answers: ["hints = off"]),
    Exchange("help", answers: ["load", "quit", "help NAME"]),
    Exchange(
      "field a[I, J] = index(I) I=3 J=2", "print a",
      answers: ["     J=0  J=1\nI=0    0    0\nI=1    1    1\nI=2    2    2"]),
    Exchange(
      "field a[I, J] = index(J) I=3 J=-1:20", "print a I=1 J=8:12",
      answers: ["J=8   8   9  10  11"]),
    Exchange("field a[I, J] = index(J) I=3 J=3", "print a I=1 J=2", answers: ["a I=1 J=2  2"]),
    Exchange(
      "field a[I, J] = index(J) I=2:12 J=30", "a",
      answers: [
        "a  Field[[I, J], int32]  I=2:12, J=0:30  min 0 max 29 mean 14.5",
        "     J=0  J=1  J=2  J=3  J=4  J=5\nI=2    0    1    2    3    4    5", "I=7 ",
      ]),
    Exchange(
      "field a[I] = nan I=3", "a",
      answers: ["a  Field[[I], float64]  I=0:3  no finite value  nan 3, first at I=0"]),
    // The five-point star: one point less on each side.
    Exchange(
      "use lap", "field a[I, J] = index(I) I=-1:9 J=8 dtype=float64", "run u=a out=zeros",
      answers: ["out made zeros on I=0:8, J=1:7", "min 0 max 0"]),
    // What is written of a range stays as it is.
    Exchange(
      "use lap", "field a[I, J] = index(I) I=10 J=8 dtype=float64", "run u=a out=zeros J=3:5",
      answers: ["out made zeros on I=1:9, J=3:5"]),
    // The domain of the program says what is written.
    Exchange(
      "field a[I, J] = index(I) I=-1:9 J=-1:9 dtype=float64", "run laplacian u=a out=zeros n=4",
      answers: ["out made zeros on I=0:4, J=0:4"]),
    Exchange(
      "@field_operator\ndef two(u: Field[[I], float64]):\n    return (u(Ioff[1]), u)",
      "field u[I] = index(I) I=5 dtype=float64", "run two u=u out=zeros",
      answers: ["out_0 made zeros on I=0:4", "out_1 made zeros on I=0:4", "min 1 max 4"]),
    Exchange(
      "use lap", "field a[I, J] = index(I) I=10 J=8 dtype=float64", "run u=a out=zeros",
      "plot a reads out I=3 J=4",
      answers: ["out at I=3, J=4 reads a at 5 points of I=2:5, J=3:6", "ooooXXXXoooo"]),
    Exchange(
      "field a[I, J] = index(I) I=2 J=2", "plot a I=0 J=0:2",
      answers: ["* a I=0", "J=0", "J=1"]),
    Exchange("help run", answers: ["run: runs a program on fields", "usage", "examples"]),
    Exchange("help fields", answers: ["half-open"]),
    Exchange("help input", answers: ["told apart by its first word", "Ctrl-R searches"]),
    Exchange("he ru", answers: ["run: runs a program on fields"]),
    Exchange("  run u=random out=zeros n=4 I=4 J=4   # a remark", answers: ["time [TIME]"]),
  ]

  @Test(arguments: exchanges)
  func `answer`(exchange: Exchange) throws {
    let workshop = try lapWorkshop()
    let texts = try exchange.inputs.map { try workshop.succeed($0) }
    let last = texts.last ?? ""
    for answer in exchange.answers {
      #expect(last.contains(answer), "\(exchange.inputs)\n\(last)")
    }
  }

  @Test(arguments: exchanges)
  func `keep to the width`(exchange: Exchange) throws {
    let workshop = try lapWorkshop()
    for input in exchange.inputs {
      let lines = try workshop.succeed(input).split(separator: "\n")
      // Source text is shown as it was written, and GT4Py's text as GT4Py writes it.
      if input.hasPrefix("show source") || input.contains("style=gt4py") { continue }
      #expect(
        lines.allSatisfy { $0.columnCount <= 80 }, "\(input)\n\(lines.joined(separator: "\n"))")
    }
  }

  @Test func `keep cards of steps to the width`() throws {
    let workshop = try lapWorkshop("use scaled", "step pipeline")
    let count = try #require(workshop.session.stepper?.trace.count)
    for _ in 0 ..< count {
      let card = try workshop.succeed("step")
      #expect(card.split(separator: "\n").allSatisfy { $0.columnCount <= 80 }, "\(card)")
    }
    for input in ["step list", "step all", "finish", "passes", "diff infer_domain"] {
      let text = try workshop.succeed(input)
      #expect(text.split(separator: "\n").allSatisfy { $0.columnCount <= 80 }, "\(text)")
    }
  }

  @Test func `keep tables of bindings to the width`() throws {
    let workshop = try lapWorkshop(
      """
      @field_operator
      def either(
          first_of_many: Field[[I, J], float64], second_of_many: Field[[I, J], float64], left: bool
      ) -> Field[[I, J], float64]:
          a = first_of_many(Ioff[-1]) + first_of_many(Joff[2])
          b = second_of_many(Ioff[1]) + second_of_many(Joff[-3])
          return a if left else a + b
      """)
    let text = try workshop.succeed("bind left=?")
    let lines = text.split(separator: "\n")
    #expect(lines.allSatisfy { $0.columnCount <= 80 }, "\(text)")
    #expect(lines.count > 5)
    // Unbound, it reads both: the first to the left and above, the second to the right and below.
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("first_of_many I-1:+0"), "\(text)")
    #expect(words.contains("J-3:+0"), "\(text)")
  }

  @Test func `leave steps with the program that they are of`() throws {
    for input in [
      "bind on=true", "use lap",
      "@program\ndef laplacian(u: Field[[I, J], float64], out: Field[[I, J], float64]):\n    lap(u, out=out)",
    ] {
      let workshop = try lapWorkshop("use scaled", "step infer_domain")
      try workshop.succeed("use scaled")
      #expect(workshop.session.stepper?.program == "scaled")
      try workshop.succeed(input)
      #expect(workshop.session.stepper == nil, "\(input)")
    }
  }

  /// The condition as it is in the source; `==` gives no value to a name.
  @Test(arguments: ["why not n == 3", "why not n==3", "why not line 3", "why not \"n == 3\""])
  func `explain comparisons`(input: String) throws {
    let workshop = try lapWorkshop(
      """
      @field_operator
      def pick(u: Field[[I], float64], n: int32) -> Field[[I], float64]:
          return u if n == 3 else 2.0 * u
      """)
    let text = try workshop.succeed(input)
    #expect(text.contains("n == 3") && text.contains("bind n="), "\(text)")
  }

  /// What was folded and then dropped is explained by the step that folded it.
  @Test func `explain what was folded away, and lines without anything`() throws {
    let workshop = try lapWorkshop(Self.choices)
    try workshop.succeed("bind k=3")
    let text = try workshop.succeed("why not n > 3")
    #expect(text.contains("3 > 3") && text.contains("Step 1"), "\(text)")
    for line in [2, 99] {
      let output = workshop.perform("why not line \(line)")
      #expect(output.diagnostics.first?.message == "Line \(line) has nothing that could fold.")
      #expect(output.diagnostics.first?.hint?.hasPrefix("lines that have are 3, 4") ?? false)
    }
  }

  /// What `why` asks about is an expression: its `>` compares, and no file is written.
  @Test(arguments: ["why not n > 3", "why not n>3", "why not n > 3 as json"])
  func `take greater-than for a comparison`(input: String) throws {
    let workshop = try lapWorkshop(
      """
      @field_operator
      def pick(u: Field[[I], float64], n: int32) -> Field[[I], float64]:
          return u if n > 3 else 2.0 * u
      """)
    let text = try workshop.succeed(input)
    #expect(text.contains("bind n="), "\(text)")
    let files = try FileManager.default.contentsOfDirectory(atPath: workshop.folder.path())
    #expect(!files.contains("3"))
  }

  @Test func `that print something can write it to a file, those that do something cannot`() throws
  {
    let workshop = try lapWorkshop()
    for input in ["list", "show itir", "stages", "passes as json", "step list", "help"] {
      #expect(try workshop.succeed("\(input) > out.txt") == "wrote out.txt")
      #expect(try !workshop.text(of: "out.txt").isEmpty)
    }
    for input in ["use lap", "bind n=3", "set hints off"] {
      #expect(workshop.perform("\(input) > none.txt").failed, "\(input)")
    }
    #expect(throws: (any Error).self) { try workshop.text(of: "none.txt") }
  }

  /// Every step has a rule with a statement, also those that other steps bring with them.
  @Test func `say what each step of the pipeline does`() throws {
    let workshop = try lapWorkshop(Self.choices)
    try workshop.succeed("step pipeline")
    let trace = try #require(workshop.session.stepper?.trace)
    let rules = Set(trace.rewrites.map(\.rule.name))
    #expect(rules.contains("drop-let"))
    for rule in rules {
      let card = try workshop.succeed("until \(rule)").split(separator: "\n")
      #expect(card[1].split(separator: " ").count > 2, "\(card[1])")
      try workshop.succeed("goto 0")
    }
  }

  @Test func `tell at once that there is nothing to step`() throws {
    let workshop = try lapWorkshop()
    #expect(
      try workshop.succeed("step unroll_reduce") == "unroll_reduce does nothing to laplacian")
    #expect(workshop.session.promptText == "laplacian> ")
    try workshop.succeed(
      "@field_operator\ndef same(u: Field[[I], float64]) -> Field[[I], float64]:\n    return u")
    for input in ["step", "goto 0", "finish", "next", "step list", "until nodes<3"] {
      #expect(try workshop.succeed(input) == "constant_folding does nothing to same", "\(input)")
      #expect(workshop.session.promptText == "same> ", "\(input)")
    }
  }

  /// Enter repeats a move, but answers no mistake with one.
  @Test func `move by Enter only after something that went well`() throws {
    let workshop = try lapWorkshop("use scaled", "bind on=true", "step pipeline", "step")
    workshop.perform("goto 10000")
    #expect(workshop.perform("").items.isEmpty)
    #expect(workshop.session.stepper?.position == 1)
    try workshop.succeed("back")
    try workshop.succeed("goto 2")
    workshop.perform("")
    #expect(workshop.session.stepper?.position == 1)
  }

  /// What the whole program became is cut, and says so.
  @Test func `cut long changes of the whole program`() throws {
    let workshop = try lapWorkshop(Self.choices)
    try workshop.succeed("set width 40")
    try workshop.succeed("step prune_fundefs")
    let lines = try workshop.succeed("step").split(separator: "\n")
    #expect(lines.contains("at      the whole program"))
    let cut = try #require(lines.first { $0.hasPrefix("… ") })
    #expect(cut.hasSuffix(" more lines"))
    #expect(lines.filter { $0.hasPrefix("-  ") }.count <= 14)
  }

  /// What carets mark is red before and green after; without its colours the text is the same.
  @Test func `colour what a step changed`() throws {
    let workshop = try lapWorkshop(Self.choices, "bind k=3")
    let card = workshop.perform("step")
    let plain = card.rendered()
    let coloured = card.rendered(color: true)
    #expect(plain.contains("3:i32 > 3:i32") && !plain.contains("\u{1B}"))
    #expect(coloured.contains("\u{1B}[31m3:i32 > 3:i32\u{1B}[0m"))
    #expect(coloured.contains("\u{1B}[32mFalse\u{1B}[0m"))
    #expect(coloured.replacing(/\u{1B}\[[0-9]+m/, with: "") == plain)
    let diff = workshop.perform("diff constant_folding").rendered(color: true)
    #expect(diff.contains("\u{1B}[31m-") && diff.contains("\u{1B}[32m+"))
  }

  @Test(arguments: [(3, false), (1, true), (0, true)])
  func `say that a domain is empty`(n: Int, isEmpty: Bool) throws {
    let workshop = try lapWorkshop(
      """
      @program
      def square(n: int32, a: Field[[I, J], float64], o: Field[[I, J], float64]):
          lap(a, out=o, domain={I: (1, n * n), J: (1, 3)})
      """, "field a[I, J] = random I=0:10 J=0:4", "field o[I, J] = zeros I=0:10 J=0:4")
    let text = try workshop.succeed("run n=\(n)")
    #expect(text.contains("nothing was written to o: the domain is empty") == isEmpty)
  }

  @Test func `list the rules and what is off`() throws {
    let workshop = try lapWorkshop()
    try workshop.succeed("set rule if-literal off")
    let lines = try workshop.succeed("set rule").split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("if-literal") && $0.contains("  off  ") })
    #expect(lines.contains { $0.hasPrefix("and-literal") && $0.contains("  on  ") })
  }

  /// Each is set to something else first.
  @Test(arguments: [
    ("keep", "recompute"), ("tiles", "off"), ("join", "off"), ("rows", "7"), ("march", "7"),
    ("ahead", "7"), ("columns", "7"), ("split", "7"), ("fuse", "off"), ("threads", "off"),
    ("stream", "never"),
    ("layout", "J,I"),
  ]) func `of a schedule go back to what is usual`(name: String, value: String) throws {
    let workshop = try lapWorkshop()
    let options = workshop.session.settings.schedule
    let usual = try workshop.succeed("set schedule \(name)")
    #expect(try workshop.succeed("set schedule \(name) \(value)") == "\(name) is \(value)")
    #expect(try workshop.succeed("set schedule \(name)") == "\(name) is \(value)")
    #expect(try workshop.succeed("set schedule \(name) auto") == usual)
    #expect(workshop.session.settings.schedule == options)
  }

  @Test func `change how code is made`() throws {
    let workshop = try lapWorkshop()
    #expect(try workshop.succeed("set schedule").contains("tiles    auto"))
    let usual = try workshop.succeed("show c")
    #expect(try workshop.succeed("set schedule tiles off") == "tiles is off")
    #expect(try workshop.succeed("show schedule").hasPrefix("set: tiles=off"))
    #expect(try workshop.succeed("show loops").hasPrefix("# set: tiles=off"))
    #expect(try workshop.succeed("show c") != usual)
    try workshop.succeed("set schedule auto")
    #expect(try workshop.succeed("show c") == usual)
  }

  /// A declaration that is taken for a binding says what the binding is.
  @Test func `say how a parameter is bound`() throws {
    let workshop = try lapWorkshop(
      """
      @field_operator
      def pick(u: Field[[I], float64], n: int32) -> Field[[I], float64]:
          return u if n > 3 else 2.0 * u
      """)
    #expect(workshop.perform("n = 4").hint == "bind n=4 fixes the parameter")
    #expect(workshop.perform("m = 4").hint == nil)
  }

  /// Which inputs each value lets a program read, and on how much around the result.
  @Test func `tell in tables of bindings what is read`() throws {
    let workshop = try lapWorkshop(
      """
      @field_operator
      def pick(a: Field[[I], float64], b: Field[[I], float64], far: bool, k: int32) -> Field[[I], float64]:
          return a(Ioff[-2]) + a(Ioff[1]) if far else b(Ioff[3]) if k == 3 else b

      @program
      def picked(a: Field[[I], float64], b: Field[[I], float64], far: bool, n: int32, out: Field[[I], float64]):
          pick(a, b, far, n, out=out, domain={I: (3, n)})
      """)
    func halos(_ input: String) throws -> [String: String] {
      let text = try workshop.succeed(input).split(separator: "\n").dropFirst(2)
      return Dictionary(
        uniqueKeysWithValues: text.map { line in
          let words = line.split(separator: " ").map(String.init)
          return (words[0], words.dropFirst(4).joined(separator: " "))
        })
    }
    // Unbound, the flag can be either way.
    #expect(
      try halos("bind far=?") == [
        "(unbound)": "a I-2:+1", "True": "a I-2:+1; not read: b", "False": "not read: a",
      ])
    try workshop.succeed("bind far=false")
    // From 3 to 3 nothing is written; from 3 to 4 the other branch reads where it writes.
    #expect(
      try halos("bind n=?") == [
        "(unbound)": "not read: a", "3": "nothing is written", "4": "not read: a",
      ])
  }

  /// `a` is read one point ahead if `left` is false; `b` only if `n > 3`, and `m` decides nothing.
  private static let choices = """
    @field_operator
    def pick(a: Field[[I], float64], b: Field[[I], float64], left: bool, n: int32) -> Field[[I], float64]:
        c = a if left else a(Ioff[1])
        return c + b(Ioff[-2]) if n > 3 else c

    @program
    def picked(a: Field[[I], float64], b: Field[[I], float64], left: bool, k: int32, n: int32, out: Field[[I], float64]):
        pick(a, b, left, k, out=out)
    """

  /// The integers tried are those around which the comparison turns.
  @Test func `tell in tables of combinations what is read`() throws {
    let workshop = try lapWorkshop(Self.choices)
    let lines = try workshop.succeed("bind left=? k=?").split(separator: "\n")
    #expect(lines[0] == "picked: left=? k=?")
    let halos = lines.dropFirst(2).map { line in
      line.split(separator: " ").filter { w in !w.allSatisfy(\.isNumber) }.joined(separator: " ")
    }
    #expect(
      halos == [
        "(unbound) a I0:+1, b I-2:+0", "left=True k=3 not read: b", "left=True k=4 b I-2:+0",
        "left=False k=3 a I0:+1; not read: b", "left=False k=4 a I0:+1, b I-2:+0",
      ])
    // 0 and 1 for what nothing is compared with: the program is the same with both.
    let unused = try workshop.succeed("bind n=?").split(separator: "\n").map(String.init)
    #expect(unused.count == 5 && unused[4].hasPrefix("1 ") && unused[4].hasSuffix(" 0"))
    #expect(workshop.perform("bind left=? k=3").failed)
  }

  /// The operator's `n` is the program's `k`.
  @Test func `say where a name is used that folds nothing`() throws {
    let workshop = try lapWorkshop(Self.choices)
    #expect(
      try workshop.succeed("bind n=3").hasSuffix("nothing folded: n is used nowhere"))
    let idle = try lapWorkshop(
      """
      @field_operator
      def same(a: Field[[I], float64], m: int32) -> Field[[I], float64]:
          return a

      @program
      def copied(a: Field[[I], float64], n: int32, out: Field[[I], float64]):
          same(a, n, out=out)
      """)
    #expect(try idle.succeed("bind n=3").hasSuffix("nothing folded: n is used in line 7"))
  }

  @Test func `follow the columns of the terminal`() throws {
    let workshop = try lapWorkshop()
    #expect(try workshop.succeed("show").hasPrefix("laplacian(\n"))
    workshop.session.columns = 132
    #expect(try workshop.succeed("show").hasPrefix("laplacian(u: Field[[Iₕ, Jₕ], float64], out:"))
    #expect(try workshop.succeed("set width").hasPrefix("width = 132"))
    try workshop.succeed("set width 70")
    #expect(try workshop.succeed("show").hasPrefix("laplacian(\n"))
  }

  @Test(arguments: exchanges)
  func `answer in JSON`(exchange: Exchange) throws {
    let workshop = try lapWorkshop()
    for input in exchange.inputs {
      guard !input.contains("#"), InputKind(of: input) == .command else {
        try workshop.succeed(input)
        continue
      }
      let text = try workshop.succeed(input + " as json")
      for line in text.split(separator: "\n") {
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
        #expect(object is [String: Any], "\(line)")
      }
    }
  }

  /// The seed of a run is that of the fields that it makes.
  @Test func `make random fields from a seed of a run`() throws {
    let workshop = try lapWorkshop("use lap", "run u=random out=zeros I=4 J=4 seed=7")
    let made = try workshop.succeed("digest u")
    try workshop.succeed("field u[I, J] = random I=-1:5 J=-1:5 seed=7")
    #expect(try workshop.succeed("digest u") == made)
    try workshop.succeed("run u=random out=zeros I=4 J=4")
    #expect(try workshop.succeed("digest u") != made)
  }

  @Test func `are listed on one screen`() throws {
    let text = try Workshop().succeed("help")
    #expect(text.split(separator: "\n").count <= 23)
    #expect(Command.all.allSatisfy { text.contains($0.name) })
  }

  @Test func `write their answers to files`() throws {
    let workshop = try lapWorkshop()
    #expect(try workshop.succeed("show itir > lap.itir") == "wrote lap.itir")
    #expect(try workshop.text(of: "lap.itir") == workshop.succeed("show itir") + "\n")
    try workshop.succeed("list programs as json > \"list me.json\"")
    #expect(try workshop.text(of: "list me.json").hasPrefix("{\"kind\": \"field_operator\""))
    try workshop.succeed("show > lap.json itir as json after constant_folding of lap")
    #expect(try workshop.text(of: "lap.json").hasPrefix("{\"program\": \"lap\""))
  }

  @Test func `read back what they wrote`() throws {
    let workshop = try lapWorkshop("show itir > lap.itir")
    try workshop.succeed("load lap.itir as again")
    #expect(workshop.session.current == "again")
    try workshop.succeed("run again u=random out=zeros n=4 I=4 J=4")
    let digest = try workshop.succeed("digest out")
    try workshop.succeed("run laplacian u=u out=out n=4")
    #expect(try workshop.succeed("digest out") == digest)
  }

  @Test func `have no earlier stage of ITIR`() throws {
    let workshop = try lapWorkshop("show itir > lap.itir", "load lap.itir as again")
    for stage in ["foast", "foast_to_itir"] {
      let output = workshop.perform("show \(stage)")
      #expect(output.diagnostics.map(\.code) == [ToolchainCode.noStage.rawValue])
      #expect(output.diagnostics.first?.hint != nil)
    }
    #expect(ToolchainCode.allCases == [.noStage, .unknownBackend])
  }

  @Test func `leave the file when they quit`() throws {
    #expect(try lapWorkshop().perform("quit").quits)
  }

  @Test func `say what to do next unless told not to`() throws {
    let workshop = try lapWorkshop()
    #expect(workshop.perform("bind n=3").hint != nil)
    workshop.perform("set hints off")
    #expect(workshop.perform("bind n=3").hint == nil)
    #expect(workshop.perform("N = 3").hint == nil)
  }

  @Test func `give JSON for numbers, and for values that JSON lacks`() throws {
    let workshop = try lapWorkshop("field a[I] = nan I=2", "field b[I] = index(I) I=3")
    let json = { (input: String) in
      try #require(
        try JSONSerialization.jsonObject(with: Data(try workshop.succeed(input).utf8))
          as? [String: Any])
    }
    let b = try json("field c[I] = index(I) I=3 as json")
    #expect(b["min"] as? Int == 0)
    #expect(b["max"] as? Int == 2)
    #expect(b["domain"] as? [String: [Int]] == ["I": [0, 3]])
    #expect(try json("field d[I] = nan I=2 as json")["mean"] as? String == "nan")
  }

  @Test func `report in JSON what failed`() throws {
    let output = try lapWorkshop().perform("digest nothing as json")
    let object = try JSONSerialization.jsonObject(with: Data(output.rendered().utf8))
    #expect((object as? [String: Any])?["code"] as? String == "E-NAME-FIELD")
  }

  /// Fields have no such type, so a line says what became of the file.
  @Test func `files of 16-bit floats are read as float32`() throws {
    let workshop = try Workshop(after: ["from cartesian import I"])
    let header = "{'descr': '<f2', 'fortran_order': False, 'shape': (2,), }"
    let bytes =
      Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0, UInt8(header.utf8.count), 0])
      + Data(header.utf8) + Data([0x00, 0x3E, 0x00, 0xC0])
    try bytes.write(to: workshop.folder.appending(path: "h.npy"))
    let remark = "h.npy holds 'float16', read as 'float32'"
    let read = try workshop.succeed("field h[I] = load \"h.npy\"")
    #expect(read.contains("Field[[I], float32]") && read.contains(remark))
    #expect(
      workshop.session.fields["h"]?.values == [ScalarValue(Float(1.5)), ScalarValue(Float(-2))])
    #expect(try workshop.succeed("compare h \"h.npy\"").contains(remark))
    try workshop.succeed(
      "@field_operator\ndef f(a: Field[[I], float32]) -> Field[[I], float32]:\n    return a\n")
    #expect(try workshop.succeed("run f a=\"h.npy\" out=zeros").contains(remark))
  }

  /// Each line between backticks is typed as it stands, with a file's name for FILE.
  @Test(arguments: ["save laplacian", "save laplacian \"l.npy\"", "digest laplacian", "print lap"])
  func `say how a program is shown and written`(input: String) throws {
    let workshop = try lapWorkshop("field u[I, J] = random I=9 J=9")
    let hint = try #require(workshop.perform(input).diagnostics.first?.hint)
    let lines = hint.matches(of: /`([^`]+)`/).map { String($0.1) }
    #expect(lines.contains { $0.hasPrefix("show itir of") }, "\(hint)")
    for (i, line) in lines.enumerated() where !line.hasPrefix("run") {
      try workshop.succeed(line.replacing("FILE", with: "out\(i)"))
    }
    #expect(workshop.perform("save u").diagnostics.first?.hint == "save u \"u.npy\"")
  }

  @Test func `lay out fields along dimensions that there are`() throws {
    let workshop = try lapWorkshop()
    let wrong = workshop.perform("set schedule layout I,Cel")
    #expect(wrong.diagnostics.first?.message == "There is no dimension 'Cel'.")
    #expect(wrong.diagnostics.first?.hint == "did you mean 'Cell'?")
    #expect(wrong.diagnostics.first?.span?.text == "Cel")
    #expect(try workshop.succeed("set schedule layout J,I") == "layout is J,I")
    #expect(try workshop.succeed("set schedule layout auto") == "layout is auto")
    // Nothing is known yet where a startup file is read.
    #expect(try Workshop().succeed("set schedule layout Cell,K") == "layout is Cell,K")
  }

  @Test func `replace what was frozen and answer in JSON, in either order`() throws {
    let workshop = try lapWorkshop("freeze laplacian to l.frozen")
    for ending in ["! as json", "as json !", "as json"] {
      let text = try workshop.succeed("freeze laplacian to l.frozen \(ending)")
      #expect(text.hasPrefix("{\"program\": \"laplacian\""), "\(text)")
    }
    for ending in ["> l.itir! as json", "> l.itir as json !", "as json > l.itir !"] {
      try workshop.succeed("show itir \(ending)")
    }
  }

  /// By hand: with the flag off nothing is left that uses `n`.
  @Test func `tell uses that are folded away from others`() throws {
    let workshop = try lapWorkshop(
      """
      @field_operator
      def pick(u: Field[[I], float64], on: bool, n: int32) -> Field[[I], float64]:
          r = u
          if on:
              r = u * astype(n, float64)
          return r

      """)
    try workshop.succeed("bind on=false")
    let text = try workshop.succeed("bind n=3")
    #expect(text.contains(/nothing folded: the use of n in line .* was folded away already/))
  }

  @Test func `name the rules that others come with`() throws {
    let workshop = try lapWorkshop()
    let output = workshop.perform("set rule drop-let off")
    #expect(
      output.diagnostics.first?.message
        == "The rule 'drop-let' comes with others, and cannot be switched by itself.")
    let line = "help inline_lambdas"
    #expect(output.diagnostics.first?.hint?.contains(line) == true, "\(output.rendered())")
    #expect(try workshop.succeed("help drop-let").contains(line))
    #expect(try workshop.succeed(line).contains("inline-literal"))
  }

  @Test func `step back by a number below zero, from the end too`() throws {
    let workshop = try lapWorkshop(Self.choices, "bind k=3", "goto end")
    let count = try #require(workshop.session.stepper?.trace.count)
    try workshop.succeed("step -1")
    #expect(workshop.session.stepper?.position == count - 1)
    try workshop.succeed("step -1000")
    #expect(workshop.session.stepper?.position == 0)
    try workshop.succeed("step 1")
    #expect(workshop.session.stepper?.position == 1)
  }

  /// What is written as an option is no question for the setting.
  @Test(arguments: [
    ("set seed=3", "set seed", "seed = 3"),
    ("set schedule rows=8", "set schedule rows", "rows is 8"),
    ("set rule if-literal=off", "set rule", "if-literal"),
  ])
  func `settings are changed with and without a sign`(input: String, look: String, text: String)
    throws
  {
    let workshop = try Workshop()
    try workshop.succeed(input)
    #expect(try workshop.succeed(look).contains(text))
    let wrong = input.prefix { $0 != "=" } + "=nonsense"
    #expect(workshop.perform(String(wrong)).failed)
  }

  @Test(arguments: ["goto 0", "finish", "back", "stages", "passes", "list", "set seed 3"])
  func `options that a command does not have are refused`(input: String) throws {
    let workshop = try lapWorkshop()
    try workshop.succeed(input == "set seed 3" ? input : "step")
    #expect(workshop.perform(input + " zzz=1").diagnostics.count == 1)
  }

}

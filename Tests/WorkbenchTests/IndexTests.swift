import TestSupport
import Testing
import Toolchain

@testable import Workbench

/// Indices are those of `int32`, wherever one is given; nothing that is written traps or wraps.
@Suite("Indices") struct IndexTests {

  private static let shifts = """
    from gt4py.next import *
    I = Dimension("I")
    FI = Field[[I], float64]
    @field_operator
    def f(a: FI) -> FI:
        return a(I + 1)
    @program
    def p(a: FI, o: FI, n: int64):
        f(a, out=o, domain={I: (0, n)})
    """

  private func workshop() throws -> Workshop {
    try Workshop(
      ["m.py": Self.shifts], after: ["load m.py", "from cartesian import J, K"],
      backends: [.auto] + Peers.backends)
  }

  static let farRanges = [
    "field s[I] = zeros I=-1:9223372036854775807",
    "field s[I] = zeros I=-9223372036854775808:9223372036854775807",
    "field s[I] = zeros I=-9223372036854775808:0", "field s[I] = zeros I=2147483648",
    "field s[I] = index(I) I=2147483640:2147483656", "field s[I] = ones I=99999999999999999999",
    "field s[I,J] = zeros I=0 J=-5:9223372036854775807",
    "field s[I,J,K] = zeros I=4294967296 J=4294967296 K=0",
    "field s[I] = load \"s.npy\" I=2147483648",
  ]

  @Test(arguments: farRanges) func `are checked where fields are made`(input: String) throws {
    let output = try workshop().perform(input)
    #expect(output.failed)
    let text = output.rendered()
    #expect(text.contains("E-VALUE") && text.contains("is no index"), "\(text)")
    #expect(text.contains("from -2147483648 to 2147483647"))
  }

  @Test func `are checked for a file's elements too`() throws {
    let workshop = try workshop()
    try workshop.succeed("field s[I] = zeros I=4")
    try workshop.succeed("save s \"s.npy\"")
    #expect(workshop.perform("field t[I] = load \"s.npy\" I=2147483645").failed)
    try workshop.succeed("field t[I] = load \"s.npy\" I=2147483643")
  }

  @Test(arguments: [
    "run f a=random out=zeros I=3000000000:3000000004",
    "run f a=random out=zeros I=2147483640:2147483656",
    "run f a=random out=zeros I=-9223372036854775808:9223372036854775807",
    "run p a=random o=zeros I=0:4 n=4294967298",
  ]) func `are checked where a run is asked for`(input: String) throws {
    let text = try workshop().perform(input).rendered()
    #expect(text.contains("E-RUN-INDEX"), "\(text)")
  }

  /// An output that fits may need an input that does not.
  @Test func `are checked where an input is made`() throws {
    let workshop = try workshop()
    let text = workshop.perform("run f a=random out=zeros I=2147483640:2147483647").rendered()
    #expect(text.contains("E-RUN-INDEX") && text.contains("'a' would have to cover"), "\(text)")
    try workshop.succeed("run f a=random out=zeros I=2147483640:2147483646")
    try workshop.succeed("run f a=random out=zeros I=-2147483645:-2147483640")
  }

  /// The longest way down is one longer than the longest way up, however it is written.
  @Test func `lie as far away as an index can`() throws {
    let workshop = try workshop()
    try workshop.succeed("from cartesian import Ioff")
    for (i, shift) in ["I - 2147483648", "I + 2147483647", "Ioff[-2147483648]"].enumerated() {
      try workshop.succeed(
        """
        @field_operator
        def far\(i)(a: Field[[I], float64]) -> Field[[I], float64]:
            return a(\(shift))
        """)
      try workshop.succeed("show itir")
    }
  }

  /// Points so far out would be taken for neighbors that do not exist, or for one another.
  @Test(arguments: [
    "field s[I] = zeros I=-2147483648:-2147483640", "field s[I] = index(I) I=-2147483646:0",
    "field s[I] = random I=-2147483647:-2147483640", "field s[I] = 3 I=-2147483648:-2147483647",
    "run f a=random out=zeros I=-2147483648:-2147483640",
  ]) func `are not those of neighbors that do not exist`(input: String) throws {
    let output = try workshop().perform(input)
    #expect(output.failed && output.rendered().contains("too far from 0"), "\(output.rendered())")
  }

  /// Each point reads the one below it, whose number is its value.
  @Test func `at the lower end are told apart`() throws {
    let workshop = try workshop()
    try workshop.succeed(
      """
      from gt4py.next.experimental import as_offset
      Ioff = FieldOffset("Ioff", source=I, target=(I,))
      @field_operator
      def g(a: Field[[I], int32], d: Field[[I], int32]) -> Field[[I], int32]:
          return a(as_offset(Ioff, d))
      """)
    try workshop.succeed("field a[I] = index(I) I=-2147483645:-2147483640")
    try workshop.succeed("field d[I] = -1 I=-2147483644:-2147483640")
    try workshop.succeed("run g a=a d=d out=zeros I=-2147483644:-2147483640")
    let values = try #require(workshop.session.fields["out"]).values.map(\.integer)
    #expect(values == [-2147483645, -2147483644, -2147483643, -2147483642])
  }

  @Test func `of an empty field may go far along other dimensions`() throws {
    let workshop = try workshop()
    let far = "I=2147483647 J=2147483647 K=-2147483648:2147483647"
    try workshop.succeed("field s[I,J,K] = zeros I=0 J=2147483647 K=-2147483648:2147483647")
    #expect(workshop.perform("field s[I,J,K] = zeros \(far)").rendered().contains("E-VALUE"))
  }

  @Test(arguments: [
    "a(I + 9223372036854775806)(I + 1)", "a(I - 9223372036854775807)", "a(I + 2147483648)",
    "a(Ioff[-2147483649])",
  ]) func `end shifts as well`(value: String) throws {
    let workshop = try workshop()
    let text = workshop.perform(
      """
      Ioff = FieldOffset("Ioff", source=I, target=(I,))
      @field_operator
      def g(a: Field[[I], float64]) -> Field[[I], float64]:
          return \(value)
      """
    ).rendered()
    #expect(text.contains("E-TYPE-SHIFT") && text.contains("is no index"), "\(text)")
  }

  /// The furthest shift is one, and two of them are no trap.
  @Test func `can be shifted to and fro by the furthest distance`() throws {
    let workshop = try workshop()
    try workshop.succeed(
      """
      @field_operator
      def g(a: Field[[I], float64]) -> Field[[I], float64]:
          return a(I + 2147483647)(I + 2147483647)(I - 2147483647)(I - 2147483646)
      """)
    try workshop.succeed("field a[I] = index(I) I=5 dtype=float64")
    #expect(try workshop.succeed("run g a=a out=zeros I=0:4").contains("min 1 max 4"))
    #expect(workshop.perform("run g a=a out=zeros I=0:5").failed)
  }

  /// However far a step is to go, it ends at the first state or at the last one.
  @Test func `of steps stay within the trace`() throws {
    let workshop = try workshop()
    try workshop.succeed("bind n=3")
    try workshop.succeed("step pipeline")
    try workshop.succeed("goto end")
    let last = try #require(workshop.session.stepper).position
    try #require(last > 1)
    let far = Int.max
    for (input, expected) in [
      ("back \(far)", 0), ("step \(far)", last), ("step \(far)", last), ("back \(far)", 0),
      ("back \(Int.min)", last), ("goto 0", 0), ("back -\(far)", last), ("goto 1", 1),
      ("step \(Int.min)", 0), ("goto 1", 1), ("step -\(far)", 0),
    ] {
      _ = workshop.perform(input)
      #expect(workshop.session.stepper?.position == expected, "\(input)")
    }
    for input in ["goto \(last + 1)", "goto \(far)", "goto \(Int.min)"] {
      #expect(workshop.perform(input).failed, "\(input)")
      #expect(workshop.session.stepper?.position == 0, "\(input)")
    }
  }

  /// Bounds of `I` and a value of `n` with which one of them is no `int32`.
  static let wrappedBounds = [
    ("(0, n + 1)", "2147483647"), ("(0, 1 + n)", "2147483647"), ("(0, n * 2)", "1500000000"),
    ("(n - 1, 4)", "-2147483648"), ("(0, 0 - n)", "-2147483648"), ("(0, 3 - n)", "-2147483647"),
    ("(0, (n + 1) // 1 * 3)", "1431655765"), ("(0, n * n)", "65536"),
  ]

  private func boundWorkshop(_ bounds: String) throws -> Workshop {
    let workshop = try workshop()
    try workshop.succeed(
      """
      @field_operator
      def double(a: FI) -> FI:
          return a * 2.0
      @program
      def q(a: FI, o: FI, n: int32):
          double(a, out=o, domain={I: \(bounds)})
      """.replacing("FI", with: "Field[[I], float64]"))
    for input in ["field a[I] = ones I=-4:8", "field o[I] = zeros I=-4:8"] {
      try workshop.succeed(input)
    }
    return workshop
  }

  /// Those that can run here: what a peer has need of is not everywhere.
  static let backends = Peers.backends.map(\.name)

  /// Those that compile in a moment: an SDFG has the conditions of C.
  private static let quickBackends = backends.filter { $0 != "dace" }

  /// Neither does the domain become empty in silence, nor is it another one.
  @Test(arguments: wrappedBounds, quickBackends)
  func `are checked where a bound is computed`(
    program: (bounds: String, n: String), backend: String
  ) throws {
    let workshop = try boundWorkshop(program.bounds)
    let run = "run q a=a o=o n=\(program.n) backend=\(backend)"
    for input in [run, run.replacing("o=o", with: "o=zeros")] {
      let text = workshop.perform(input).rendered()
      #expect(text.contains("E-RUN-INDEX") && text.contains("no index"), "\(input): \(text)")
      #expect(text.contains("from -2147483648 to 2147483647"), "\(text)")
    }
    _ = workshop.perform("bind n=\(program.n)")
    let text = workshop.perform("run a=a o=o backend=\(backend)").rendered()
    #expect(text.contains("E-RUN-INDEX") && text.contains("no index"), "\(text)")
    #expect(try workshop.succeed("o").contains("max 0"))
  }

  /// A sum that leaves the indices on the way and comes back is one, whatever `int32` makes of it.
  @Test(arguments: ["n + 1 - 1", "1 + n - 1", "minimum(n, n + 1)"], quickBackends)
  func `may be computed by way of numbers that are none`(bound: String, backend: String) throws {
    let workshop = try boundWorkshop("(2147483644, \(bound))")
    for input in [
      "field a[I] = ones I=2147483640:2147483647", "field o[I] = zeros I=2147483640:2147483647",
      "run q a=a o=o n=2147483647 backend=\(backend)",
    ] { try workshop.succeed(input) }
    let values = try #require(workshop.session.fields["o"]).values.map(\.float64)
    #expect(values == [0, 0, 0, 0, 2, 2, 2])
  }

  @Test(arguments: backends)
  func `are checked where a condition is computed`(backend: String) throws {
    let workshop = try workshop()
    try workshop.succeed(
      """
      @field_operator
      def g(a: Field[[I], float64], n: int32) -> Field[[I], float64]:
          return concat_where(I < n + 1, a, 0.0)
      """)
    try workshop.succeed("field a[I] = ones I=4")
    try workshop.succeed("run g a=a n=2 out=zeros I=0:4 backend=\(backend)")
    let text = workshop.perform("run g a=a n=2147483647 out=zeros I=0:4 backend=\(backend)")
      .rendered()
    #expect(text.contains("E-RUN-INDEX"), "\(text)")
  }

  /// Operators whose bounds of conditions come through a name that is used twice.
  private static let namedBounds = """
    @field_operator
    def local(a: FI, n: int32) -> FI:
        m = n + 1
        return concat_where(I < m, a, 0.0) + concat_where(m < I, a, 1.0)
    @field_operator
    def chosen(a: FI, n: int32) -> FI:
        m = n + 1 if n > 0 else n - 1
        return concat_where(I < m, a, 0.0) + concat_where(I < m, 1.0, a)
    @field_operator
    def inner(a: FI, m: int32) -> FI:
        return concat_where(I < m, a, 0.0) + concat_where(m < I, a, 0.0)
    @field_operator
    def passed(a: FI, n: int32) -> FI:
        return inner(a, n + 1)
    @field_operator
    def beyond(a: FI, n: int32) -> FI:
        return concat_where(I > n, a, 3.0) + concat_where(I != n, a, 5.0)
    """.replacing("FI", with: "Field[[I], float64]")

  /// All backends have the interpreter's words, places included, also where passes fold the sum.
  @Test(arguments: ["local", "chosen", "passed"], backends)
  func `are checked where a name is used twice`(name: String, backend: String) throws {
    func refusals(_ backend: String) throws -> [String] {
      let workshop = try workshop()
      try workshop.succeed("from gt4py.next.experimental import concat_where")
      try workshop.succeed(Self.namedBounds)
      try workshop.succeed("field a[I] = ones I=4")
      let run = "run \(name) a=a n=2147483647 out=zeros I=0:4 backend=\(backend)"
      let free = workshop.perform(run).rendered()
      try workshop.succeed("use \(name)")
      try workshop.succeed("bind n=2147483647")
      let bound = workshop.perform("run a=a out=zeros I=0:4 backend=\(backend)").rendered()
      return [free, bound]
    }
    let texts = try refusals(backend)
    for text in texts {
      #expect(text.contains("E-RUN-INDEX") && text.contains("2147483648"), "\(text)")
    }
    #expect(try texts == refusals("interpreter"))
  }

  /// Passes ask for the index behind the last one, which is none; the condition is right all the same.
  @Test(arguments: backends)
  func `at the upper end are compared with`(backend: String) throws {
    let workshop = try workshop()
    try workshop.succeed("from gt4py.next.experimental import concat_where")
    try workshop.succeed(Self.namedBounds)
    try workshop.succeed("field a[I] = ones I=4")
    try workshop.succeed("run beyond a=a n=2147483647 out=zeros I=0:4 backend=\(backend)")
    let values = try #require(workshop.session.fields["out"]).values.map(\.float64)
    #expect(values == [4, 4, 4, 4])
  }

  /// What a field holds is ordinary arithmetic.
  @Test(arguments: backends)
  func `do not keep values from wrapping`(backend: String) throws {
    let workshop = try workshop()
    try workshop.succeed(
      """
      @field_operator
      def g(a: Field[[I], int32], n: int32) -> Field[[I], int32]:
          return a + (n + 1)
      """)
    try workshop.succeed("field a[I] = index(I) I=3")
    try workshop.succeed("run g a=a n=2147483647 out=zeros I=0:3 backend=\(backend)")
    let values = try #require(workshop.session.fields["out"]).values.map(\.integer)
    #expect(values == [-2147483648, -2147483647, -2147483646])
  }

}

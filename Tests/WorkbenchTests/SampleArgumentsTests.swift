import Testing

@testable import Workbench

/// Programs whose sizes, or the places that they read, only a run tells.
@Suite("Samples for checks") struct SampleArgumentsTests {

  static let module = """
    from gt4py.next import *
    from gt4py.next.experimental import as_offset

    I = Dimension("I")
    K = Dimension("K", kind=DimensionKind.VERTICAL)
    Koff = FieldOffset("Koff", source=K, target=(K,))
    IField = Field[[I], int32]
    Point = Field[[], int32]

    @field_operator
    def both(a: IField) -> IField:
        return a(I + 1) + a(I - 1)

    @field_operator
    def count(a: Point) -> Point:
        return a + 1

    @field_operator
    def times(a: IField, n: Point) -> IField:
        return a * n

    @program
    def far(a: IField, o: IField):
        both(a, out=o, domain={I: (40, 45)})

    @program
    def chain(a: IField, b: IField, c: IField, d: IField):
        both(a, out=b)
        both(b, out=c)
        both(c, out=d)

    @program
    def counted(n: Point, m: Point, a: IField, o: IField):
        count(n, out=m)
        times(a, m, out=o)

    @field_operator
    def follow(a: Field[[K], float], k: Field[[K], int32]) -> Field[[K], float]:
        return a(as_offset(Koff, k))(as_offset(Koff, k))

    @field_operator
    def split(a: IField) -> IField:
        return 12 // (a - a)

    @field_operator
    def share(a: IField, b: IField) -> IField:
        return a(I - 1) // b + a % b(I + 1)

    @scan_operator(axis=K, forward=True, init=1.0)
    def integrate(carry: float, x: tuple[float, float]) -> float:
        return carry + x[0] * x[1]
    """

  @Test(arguments: ["far", "chain", "counted", "follow", "integrate"])
  func `are as large as programs need`(name: String) throws {
    let workshop = try Workshop(["m.py": Self.module], after: ["load m.py", "use \(name)"])
    #expect(try workshop.succeed("check passes").contains("the same bits"))
  }

  @Test(arguments: ["check passes", "step check"])
  func `programs that fail on each sample have to fail after each pass`(check: String) throws {
    let workshop = try Workshop(["m.py": Self.module], after: ["load m.py", "use split"])
    #expect(
      try workshop.succeed(check).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        .contains(
          "the same error ('An integer is divided by zero.') after each"))
  }

  /// A divisor may be 0 on a random sample; what fails on each must fail where it is thawed, too.
  @Test(arguments: [("share", false), ("follow", false), ("split", true), ("both", false)])
  func `frozen programs are tested on a sample that does not fail, if there is one`(
    name: String, fails: Bool
  ) throws {
    let workshop = try Workshop(
      ["m.py": Self.module], after: ["load m.py", "set seed 7", "freeze \(name) to d.frozen"])
    let failure = "An integer is divided by zero."
    #expect(try workshop.text(of: "d.frozen/test/vectors.json").contains(failure) == fails)
    #expect(try workshop.succeed("verify d.frozen").contains("the test gives the same bits"))
  }

  @Test func `scans take fields for scalars in tuples`() throws {
    let workshop = try Workshop(
      ["m.py": Self.module],
      after: [
        "load m.py", "field a[I, K] = 2.0 I=2 K=3", "field b[K] = 0.5 K=3",
        "field o[I, K] = zeros I=2 K=3", "run integrate x=(a,b) out=o",
      ])
    #expect(try workshop.succeed("list fields").contains("min 2 max 4 mean 3"))
  }

  /// A region that is empty would leave most of the program out.
  @Test func `reach over the regions that scalars bound`() throws {
    let module = """
      from gt4py.next import *
      from gt4py.next.experimental import concat_where
      K = Dimension("K", kind=DimensionKind.VERTICAL)
      Column = Field[[K], float64]

      @field_operator
      def inner(a: Column, b: Column, start: int32, end: int32, other: int32) -> Column:
          return concat_where((start <= K) & (end > K), a, b * astype(other, float64))

      @program
      def p(a: Column, b: Column, start: int32, end: int32, other: int32, size: int32, o: Column):
          inner(a, b, start, end, other, out=o, domain={K: (0, size)})
      """
    let workshop = try Workshop(["m.py": module], after: ["load m.py", "use p"])
    let sample = try workshop.session.sample(extent: 9)
    let scalars = zip(sample.program.parameters, sample.arguments).compactMap { p, a in
      if case .scalar(let v) = a { "\(p.name.name)=\(v)" } else { nil }
    }
    #expect(scalars == ["start=0", "end=9", "other=1", "size=9"])
  }

}

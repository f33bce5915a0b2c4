import Fields
import StencilTypes
import Testing

@testable import Workbench

/// What the field view of GT4Py 1.2.3 can say, from text to values that were computed by hand.
@Suite("The language") struct LanguageTests {

  /// The values of the field `name` after `run` stored them.
  private func values(_ name: String, in workshop: Workshop) throws -> [Double] {
    try #require(workshop.session.fields[name]).values.compactMap { $0.float64 }
  }

  // MARK: Staggered dimensions

  private static let staggered = """
    import gt4py.next as gtx
    I = gtx.Dimension("I")
    IHalf = gtx.flip_staggered(I)
    assert gtx.is_staggered(IHalf) and gtx.as_non_staggered(IHalf) == I

    @gtx.field_operator
    def average(x: gtx.Field[[IHalf], float]) -> gtx.Field[[I], float]:
        return 0.5 * (x(I - 0.5) + x(I + 0.5))

    @gtx.field_operator
    def slope(x: gtx.Field[[I], float]) -> gtx.Field[[IHalf], float]:
        return x(IHalf + 0.5) - x(IHalf - 0.5)

    @gtx.field_operator
    def further(x: gtx.Field[[I], float]) -> gtx.Field[[IHalf], float]:
        return x(IHalf + 1.5)

    @gtx.field_operator
    def curvature(x: gtx.Field[[I], float]) -> gtx.Field[[I], float]:
        return slope(x)(I + 0.5) - slope(x)(I - 0.5)

    @gtx.field_operator
    def along(x: gtx.Field[[IHalf], float]) -> gtx.Field[[IHalf], float]:
        return x(IHalf + 1)

    @gtx.program
    def laplacian(x: gtx.Field[[I], float], out: gtx.Field[[I], float], n: gtx.int32):
        curvature(x, out=out, domain={I: (1, n)})
    """

  /// Point i of the staggered dimension lies at i - 0.5.
  @Test func `reads half-way between points`() throws {
    let workshop = try Workshop(
      ["m.py": Self.staggered],
      after: ["load m.py", "field h[IHalf] = index(IHalf) IHalf=6 dtype=float64"])
    try workshop.succeed("field x[I] = index(I) I=6 dtype=float64")
    try workshop.succeed("run average x=h out=zeros I=1:4")
    #expect(try values("out", in: workshop) == [1.5, 2.5, 3.5])
    try workshop.succeed("run slope x=x out=zeros IHalf=1:4")
    #expect(try values("out", in: workshop) == [1, 1, 1])
    try workshop.succeed("run further x=x out=zeros IHalf=0:3")
    #expect(try values("out", in: workshop) == [1, 2, 3])
    try workshop.succeed("run along x=h out=zeros _StaggeredI=0:3")
    #expect(try values("out", in: workshop) == [1, 2, 3])
  }

  @Test func `goes through text and passes`() throws {
    let workshop = try Workshop(["m.py": Self.staggered], after: ["load m.py", "use laplacian"])
    try workshop.succeed("field x[I] = index(I) I=6 dtype=float64")
    let text = try workshop.succeed("show itir style=gt4py")
    #expect(text.contains("⟪_StaggeredIₕ→Iₕ, 0ₒ⟫"))
    #expect(text.contains("⟪Iₕ→_StaggeredIₕ, 1ₒ⟫"))
    try workshop.succeed("show itir > lap.itir")
    try workshop.succeed("load lap.itir as again")
    #expect(try workshop.succeed("show itir of again").contains("_StaggeredIₕ"))
    try workshop.succeed("show itir final of laplacian > final.itir")
    try workshop.succeed("load final.itir as passed")
    for name in ["laplacian", "again", "passed"] {
      try workshop.succeed("field o[I] = zeros I=1:5")
      try workshop.succeed("run \(name) x=x out=o n=5")
      #expect(try values("o", in: workshop) == [0, 0, 0, 0], "\(name)")
    }
    #expect(try workshop.succeed("check passes").contains("same bits"))
  }

  @Test(arguments: [
    ("Field[[I, IHalf], float]", "return a", "on both"),
    ("Field[[IHalf], float]", "return a(I + 0.25)", "E-TYPE-SHIFT"),
    ("Field[[IHalf], float]", "return a(IHalf + 0.5)", "cannot be shifted"),
    ("Field[[IHalf], float]", "return a + a(I + 0.5)", "+"),
  ])
  func `refuses what has no meaning there`(type: String, body: String, text: String) throws {
    let workshop = try Workshop(after: ["I = Dimension(\"I\")", "IHalf = flip_staggered(I)"])
    let output = workshop.perform(
      "@field_operator\ndef f(a: \(type)) -> \(type):\n    \(body)\n")
    #expect(output.failed)
    #expect(output.rendered().contains(text), "\(output.rendered())")
  }

  // MARK: Loading

  private static let mixed = """
    import gt4py.next as gtx
    I = gtx.Dimension("I")

    @gtx.field_operator
    def double(a: gtx.Field[[I], float]) -> gtx.Field[[I], float]:
        return a + a

    @gtx.field_operator
    def scalar(a: float) -> float:
        return a + a

    @gtx.program
    def good(a: gtx.Field[[I], float], out: gtx.Field[[I], float]):
        double(a, out=out)

    @gtx.program
    def unusable(a: float, out: float):
        scalar(a, out=out)

    """

  @Test func `warns of what cannot be lowered, and refuses its use`() throws {
    let workshop = try Workshop(["m.py": Self.mixed])
    let text = try workshop.succeed("load m.py")
    #expect(text.contains("warning[E-PROGRAM-OUT]: 'out' of type 'float64' cannot be written to."))
    #expect(workshop.session.current == "good")
    #expect(workshop.perform("show itir of unusable").failed)
    #expect(workshop.perform("run unusable a=1.0 out=1.0").failed)
    try workshop.succeed("show itir of good")
  }

  @Test func `keeps what is good of a file`() throws {
    let wrong =
      Self.mixed + """
        @gtx.field_operator
        def wrong(a: gtx.Field[[I], float]) -> gtx.Field[[I], float]:
            return a + nothing

        """
    let workshop = try Workshop(["m.py": wrong])
    let output = workshop.perform("load m.py")
    #expect(output.failed)
    #expect(output.rendered().contains("kept 4 of 5 definitions"))
    #expect(output.rendered().contains("There is no 'nothing'."))
    try workshop.succeed("field a[I] = ones I=3")
    try workshop.succeed("run good a=a out=zeros I=3")
    try workshop.succeed("save \"s.stencil-session\"")
    #expect(try workshop.text(of: "s.stencil-session").contains("> load m.py\n    ? fails\n"))
  }

  // MARK: Constants, tuples, bounds

  private static let tuples = """
    import enum
    import gt4py.next as gtx
    I = gtx.Dimension("I")
    F = gtx.Field[[I], float]
    LIMIT = 2

    class Mode(enum.IntEnum):
        FIRST = 1
        SECOND = 2

    @gtx.field_operator
    def twice(a: F) -> F:
        return a + a

    @gtx.field_operator
    def all_twice(t: tuple[F, F, F]) -> tuple[F, F, F]:
        return tuple(twice(x) for x in t)

    @gtx.field_operator
    def crossed(t: tuple[tuple[F, F], tuple[F, F]]) -> tuple[F, F]:
        return tuple(a - b for a, b in t)

    @gtx.program
    def bounded(a: F, out: F, s: tuple[gtx.int32, gtx.int32], mode: gtx.int32):
        twice(a, out=out, domain={I: (s[0], s[1])})
    """

  @Test func `goes through tuples of known length`() throws {
    let workshop = try Workshop(["m.py": Self.tuples], after: ["load m.py"])
    for (i, name) in ["a", "b", "c", "d"].enumerated() {
      try workshop.succeed("field \(name)[I] = \(i + 1).0 I=2")
    }
    for name in ["o", "p", "q"] { try workshop.succeed("field \(name)[I] = zeros I=2") }
    try workshop.succeed("run all_twice t=(a,b,c) out=(o,p,q)")
    #expect(try ["o", "p", "q"].map { try values($0, in: workshop)[0] } == [2, 4, 6])
    try workshop.succeed("run crossed t=((a,d),(c,b)) out=(o,p)")
    #expect(try ["o", "p"].map { try values($0, in: workshop)[1] } == [-3, 1])
  }

  @Test func `takes elements of tuples as bounds, and constants by name`() throws {
    let workshop = try Workshop(["m.py": Self.tuples], after: ["load m.py", "use bounded"])
    try workshop.succeed("field a[I] = ones I=5")
    try workshop.succeed("field o[I] = zeros I=5")
    try workshop.succeed("run a=a out=o s=(1,3) mode=0")
    #expect(try values("o", in: workshop) == [0, 2, 2, 0, 0])
    try workshop.succeed("run a=a out=o s=(Mode.FIRST,4) mode=LIMIT")
    #expect(try values("o", in: workshop) == [0, 2, 2, 2, 0])
    #expect(workshop.perform("run a=a out=o s=(1,3) mode=NOTHING").failed)
    #expect(try workshop.succeed("bind mode=Mode.SECOND").contains("bounded{mode=2}"))
    try workshop.succeed("use bounded")
    #expect(try workshop.succeed("bind mode=LIMIT s=(Mode.FIRST,4)").contains("s=(1, 4)"))
    #expect(workshop.perform("bind mode=NOTHING").failed)
    #expect(workshop.perform("bind mode=Mode").failed)
  }

  // MARK: Neighbors

  private static let neighbors = """
    import gt4py.next as gtx
    from gt4py.next import neighbor_sum
    from gt4py.next.experimental import concat_where
    V = gtx.Dimension("V")
    E = gtx.Dimension("E")
    V2EDim = gtx.Dimension("V2E", kind=gtx.DimensionKind.LOCAL)
    V2E = gtx.FieldOffset("V2E", source=E, target=(V, V2EDim))

    @gtx.field_operator
    def spread(a: gtx.Field[[E], float]) -> gtx.Field[[V, V2EDim], float]:
        return a(V2E)

    @gtx.program
    def all_of(a: gtx.Field[[E], float], o: gtx.Field[[V, V2EDim], float]):
        spread(a, out=o)

    @gtx.program
    def given(a: gtx.Field[[E], float], o: gtx.Field[[V, V2EDim], float]):
        spread(a, out=o, domain={V: (1, 3)})

    @gtx.program
    def sliced(a: gtx.Field[[E], float], o: gtx.Field[[V, V2EDim], float]):
        spread(a, out=o[:-1, :])

    @gtx.field_operator
    def partly(a: gtx.Field[[E], float]) -> gtx.Field[[V], float]:
        return neighbor_sum(concat_where(V < 2, a(V2E), 1.0), axis=V2EDim)
    """

  private func mesh() throws -> Workshop {
    let workshop = try Workshop(["m.py": Self.neighbors], after: ["load m.py"])
    workshop.session.tables["V2E"] = NeighborTable(
      target: Dimension("V"), local: Dimension("V2E", .local), source: Dimension("E"), rowCount: 3,
      columnCount: 2, entries: [0, 1, 2, -1, 3, 4], skipValue: -1)
    try workshop.succeed("field a[E] = index(E) E=5 dtype=float64")
    return workshop
  }

  @Test func `writes lists of neighbors, and leaves what has none`() throws {
    let workshop = try mesh()
    try workshop.succeed("field o[V, V2E] = 9.0 V=3 V2E=2")
    try workshop.succeed("run spread a=a out=o")
    #expect(try values("o", in: workshop) == [0, 1, 2, 9, 3, 4])
  }

  /// GT4Py runs such programs embedded, and gives the same but at skip values.
  @Test(arguments: [
    ("all_of", [0.0, 1, 2, 9, 3, 4]), ("given", [9, 9, 2, 9, 3, 4]),
    ("sliced", [0, 1, 2, 9, 9, 9]),
  ]) func `writes lists of neighbors in programs`(program: String, expected: [Double]) throws {
    let workshop = try mesh()
    try workshop.succeed("field o[V, V2E] = 9.0 V=3 V2E=2")
    try workshop.succeed("run \(program) a=a o=o")
    #expect(try values("o", in: workshop) == expected)
  }

  @Test func `chooses between lists and constants by region`() throws {
    let workshop = try mesh()
    try workshop.succeed("run partly a=a out=zeros V=0:3")
    #expect(try values("out", in: workshop) == [1, 2, 2])
  }

  // MARK: Initial values of scans

  private static let states = """
    import dataclasses
    from typing import NamedTuple
    import gt4py.next as gtx
    K = gtx.Dimension("K", kind=gtx.DimensionKind.VERTICAL)

    class State(NamedTuple):
        value: gtx.float32
        count: gtx.int64

    class Outer(NamedTuple):
        inner: State
        weight: gtx.float32

    @dataclasses.dataclass(frozen=True)
    class Sum:
        value: gtx.float32

    @gtx.scan_operator(axis=K, forward=True, init=State(value=0.0, count=1))
    def flat(c: State, x: gtx.float32) -> State:
        return State(value=c.value + x, count=c.count)

    @gtx.scan_operator(axis=K, forward=True, init=State(1.5, 2))
    def placed(c: State, x: gtx.float32) -> State:
        return State(c.value + x, c.count)

    @gtx.scan_operator(axis=K, forward=True, init=Outer(inner=State(value=2, count=3), weight=0.5))
    def nested(c: Outer, x: gtx.float32) -> Outer:
        return Outer(State(c.inner.value + x * c.weight, c.inner.count), c.weight)

    @gtx.scan_operator(axis=K, forward=False, init=Sum(value=0))
    def dated(c: Sum, x: gtx.float32) -> Sum:
        return Sum(value=c.value + x)

    @gtx.scan_operator(axis=K, forward=True, init=(Sum(0.25), 1.0))
    def mixed(c: tuple[Sum, float], x: gtx.float32) -> tuple[Sum, float]:
        return Sum(c[0].value + x), c[1] * 2.0

    @gtx.field_operator
    def member(x: gtx.Field[[K], gtx.float32]) -> gtx.Field[[K], gtx.float32]:
        return flat(x).value
    """

  /// A Python number takes the type that the collection declares; `x` is 1 on three levels.
  @Test(arguments: [
    ("flat", "out_0", [1, 2, 3] as [Float]), ("placed", "out_0", [2.5, 3.5, 4.5]),
    ("nested", "out_0_0", [2.5, 3, 3.5]), ("dated", "out_0", [3, 2, 1]),
    ("mixed", "out_0_0", [1.25, 2.25, 3.25]), ("member", "out", [1, 2, 3]),
  ])
  func `starts scans with collections of numbers`(
    name: String, field: String, expected: [Float]
  ) throws {
    let workshop = try Workshop(
      ["m.py": Self.states], after: ["load m.py", "field x[K] = 1.0 K=3 dtype=float32"])
    try workshop.succeed("run \(name) x=x out=zeros K=0:3")
    let kept = try #require(workshop.session.fields[field], "\(workshop.session.fields.keys)")
    #expect(kept.values.map(\.float32) == expected)
  }

  /// What GT4Py 1.2.3 starts with where a member of a collection is given a number of another type.
  @Test(arguments: [
    ("gtx.int32", "2.7", "2"), ("gtx.int32", "-2.7", "-2"), ("gtx.int32", "True", "1"),
    ("gtx.int32", "gtx.int64(2)", "2"), ("gtx.int32", "np.uint8(3)", "3"),
    ("gtx.int32", "np.float32(2.7)", "2"), ("int", "np.float64(2.7)", "2"),
    ("gtx.int64", "2.0", "2"), ("gtx.float32", "gtx.int64(2)", "2.0"),
    ("float", "np.float32(2.7)", "2.700000047683716"), ("float", "3", "3.0"),
    ("bool", "2.7", "True"), ("bool", "gtx.int64(0)", "False"), ("bool", "float('nan')", "True"),
  ])
  func `converts what a collection holds at the start of a scan`(
    type: String, value: String, expected: String
  ) throws {
    for declaration in ["class S(NamedTuple):", "@dataclasses.dataclass\nclass S:"] {
      let workshop = try Workshop(
        [
          "m.py": """
          import dataclasses
          from typing import NamedTuple
          import numpy as np
          import gt4py.next as gtx
          K = gtx.Dimension("K", kind=gtx.DimensionKind.VERTICAL)

          \(declaration)
              inner: tuple[\(type), gtx.int64]

          @gtx.scan_operator(axis=K, forward=True, init=S(inner=(\(value), 3.9)))
          def s(c: S, x: float) -> S:
              return c
          """
        ], after: ["load m.py", "run s x=zeros out=zeros K=1"])
      let fields = workshop.session.fields
      #expect(fields["out_0_0"]?.values.map(\.description) == [expected])
      #expect(fields["out_0_1"]?.values.map(\.description) == ["3"])
    }
  }

}

import StencilTypes
import Testing

@testable import Workbench

/// Operators that take tuples of any length, `tuple[T, ...]`.
@Suite("Tuples of any length") struct OpenTupleTests {

  private static let module = """
    import gt4py.next as gtx
    I = gtx.Dimension("I")
    F = gtx.Field[[I], float]
    Many = tuple[F, ...]

    @gtx.field_operator
    def scale(ts: Many, c: float) -> Many:
        return tuple(t * c for t in ts)

    @gtx.field_operator
    def ends(ts: tuple[F, ...]) -> F:
        return ts[0] - ts[-1]

    @gtx.field_operator
    def pairs(ps: tuple[tuple[F, F], ...]) -> tuple[F, ...]:
        return tuple(a + b for a, b in ps)

    @gtx.field_operator
    def both(a: F, b: F) -> tuple[F, F, F]:
        x, y = scale((a, b), 2.0)
        u, v, w = scale((a, b, a), c=3.0)
        return x + u, y + v, w

    @gtx.program
    def two(a: tuple[F, F], out: tuple[F, F]):
        scale(a, 10.0, out=out)

    @gtx.program
    def three(a: F, b: F, x: F, y: F, z: F):
        scale((a, b, a), 10.0, out=(x, y, z))
    """

  private func workshop() throws -> Workshop {
    try Workshop(
      ["m.py": Self.module],
      after: ["load m.py", "field a[I] = 1.0 I=2", "field b[I] = 2.0 I=2"])
  }

  private func first(_ names: [String], in workshop: Workshop) -> [Double?] {
    names.map { workshop.session.fields[$0]?.values.first?.float64 }
  }

  /// `a` is 1 and `b` is 2 everywhere.
  @Test(arguments: [
    ("run scale ts=(a,b) c=5.0 out=zeros", ["out_0", "out_1"], [5, 10]),
    ("run scale ts=(b,) c=5.0 out=(zeros,)", ["out_0"], [10]),
    ("run ends ts=(a,a,b) out=zeros", ["out"], [-1]),
    ("run pairs ps=((a,b),(b,b)) out=zeros", ["out_0", "out_1"], [3, 4]),
    ("run both a=a b=b out=zeros", ["out_0", "out_1", "out_2"], [5, 10, 3]),
    ("run two a=(a,b) out=zeros", ["out_0", "out_1"], [10, 20]),
    ("run three a=a b=b x=zeros y=zeros z=zeros", ["x", "y", "z"], [10, 20, 10]),
  ])
  func `have the length of the call`(
    command: String, names: [String], expected: [Double]
  ) throws {
    for backend in ["interpreter", "c"] {
      let workshop = try workshop()
      try workshop.succeed("\(command) backend=\(backend)")
      #expect(first(names, in: workshop) == expected)
    }
  }

  @Test func `are shown as they are written`() throws {
    let workshop = try Workshop(["m.py": Self.module], after: ["set width 120"])
    let text = try workshop.succeed("load m.py")
    #expect(text.contains("ts: tuple[Field[[I], float64], ...]"))
    #expect(text.contains("-> tuple[Field[[I], float64], ...]"))
  }

  @Test(arguments: [
    ("run ends ts=a out=zeros", "E-RUN-ARGUMENT"), ("run ends out=zeros", "E-RUN-ARGUMENT"),
    ("show foast of ends", "E-CALL-LENGTH"), ("show itir of ends", "E-CALL-LENGTH"),
  ])
  func `need a call that says how long they are`(command: String, code: String) throws {
    let output = try workshop().perform(command)
    #expect(output.failed)
    #expect(output.diagnostics.map(\.code) == [code])
  }

  private static let head = """
    import gt4py.next as gtx
    I = gtx.Dimension("I")
    K = gtx.Dimension("K", kind=gtx.DimensionKind.VERTICAL)
    F = gtx.Field[[I], float]

    """

  @Test(arguments: [
    // An argument that is no tuple, and one of other fields.
    ("def f(a: F) -> F:\n    return g(a)", "E-TYPE-ARGUMENT"),
    ("def f(a: gtx.Field[[K], float]) -> F:\n    return g((a, a))", "E-TYPE-ARGUMENT"),
    ("def f(a: F) -> F:\n    return g(ts=(a,), us=a)", "E-CALL-KEYWORD"),
    ("def f(a: F) -> F:\n    return g()", "E-CALL-MISSING"),
    // A result with other elements.
    ("def f(a: F) -> tuple[gtx.Field[[I], gtx.int32], ...]:\n    return a, a", "E-TYPE-RETURN"),
    // An operator that would need ever longer tuples.
    ("def f(a: F) -> F:\n    return r((a,))", "E-NAME-RECURSION"),
  ])
  func `are checked for each call`(definition: String, code: String) throws {
    let text =
      Self.head + """

        @gtx.field_operator
        def g(ts: tuple[F, ...]) -> F:
            return ts[0]

        @gtx.field_operator
        def r(ts: tuple[F, ...]) -> F:
            return r((ts[0], ts))

        @gtx.field_operator
        \(definition)

        """
    let output = try Workshop(["m.py": text]).perform("load m.py")
    #expect(output.failed)
    #expect(output.diagnostics.filter { $0.severity == .error }.map(\.code) == [code])
  }

  @Test(arguments: [
    "@gtx.program\ndef p(a: tuple[F, ...], o: F):\n    g(a, out=o)",
    "@gtx.scan_operator(axis=K, forward=True, init=0.0)\n"
      + "def s(c: float, x: tuple[float, ...]) -> float:\n    return c + x[0]",
    "@gtx.field_operator\ndef f(a: tuple[F, F, ...]) -> F:\n    return a[0]",
  ])
  func `are for field operators only`(definition: String) throws {
    let text =
      Self.head
      + "\n@gtx.field_operator\ndef g(ts: tuple[F, ...]) -> F:\n    return ts[0]\n\n" + definition
      + "\n"
    let output = try Workshop(["m.py": text]).perform("load m.py")
    #expect(output.diagnostics.map(\.code) == ["E-ANNOTATION-TYPE"], "\(output.rendered())")
  }

}

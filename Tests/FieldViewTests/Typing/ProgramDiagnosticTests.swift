import Diagnostics
import FieldView
import StencilTypes
import TestSupport
import Testing

@Suite("Mistakes in programs")
struct ProgramDiagnosticTests {

  /// A statement of a program with parameters a, b, o, p on I, q on I and K, s, n, and z.
  static let statements: [(code: TypeCode, statement: String, fragment: String?)] = [
    (.out, "1️⃣twice(a)", "out="),
    (.out, "twice(a, out=1️⃣q)", "Field[[I], float64]"),
    (.out, "twice(a, out=1️⃣s)", nil),
    (.out, "twice(a, out=1️⃣C)", "parameter"),
    (.overlap, "both(a, out=(o, 1️⃣o))", "twice"),
    (.overlap, "both(a, out=(o[0:4], 1️⃣o[3:5]))", nil),
    (.slice, "twice(a, out=o[1️⃣0:1, 0:1])", "one slice"),
    (.slice, "twice(a, out=o[1️⃣0])", "lower:upper"),
    (.slice, "gather(e, out=w[0:1, 1️⃣0:2])", "write ':' for V2E"),
    (.notCallable, "twice(a, out=o[1️⃣I(0):I(2)])", "write '0'"),
    (.notCallable, "twice(a, out=o, domain={I: (1️⃣I(n), 2)})", "not a number"),
    (.notCallable, "twice(a, out=o, domain={I: (1️⃣I(1), I(3))})", "write '1'"),
    (.notCallable, "twice(a, out=o, domain={I: (1️⃣I(1), J(3)), J: (I(0), 0.5)})", "write '1'"),
    (.domain, "twice(a, out=o, domain={1️⃣n: (I(1), 0.5), I: (0.5, 1)})", "dimension"),
    (.programExpression, "twice(a[1️⃣1:3], out=o)", "domain="),
    (.domain, "gather(e, out=w, domain=1️⃣{Vertex: (0, 1), V2EDim: (0, 2)})", "Vertex"),
    (.slice, "twice(a, out=o[0:4:1️⃣2])", "step"),
    (.slice, "twice(a, out=o[0:1️⃣n])", "domain="),
    (.domain, "twice(a, out=o[0:1], domain=1️⃣{I: (0, 1)})", "sliced"),
    (.domain, "twice(a, out=o, domain=1️⃣{J: (0, 1)})", "I"),
    (.domain, "twice(a, out=o, domain=1️⃣{})", nil),
    (.domain, "twice(a, out=o, domain={I: 1️⃣(0, 1, 2)})", "two bounds"),
    (.domain, "twice(a, out=o, domain={I: (1️⃣0.5, 2)})", "float64"),
    (.domain, "twice(a, out=o, domain={I: (0, 1️⃣3000000000)})", "2147483647"),
    (.domain, "twice(a, out=o, domain={1️⃣n: (0, 2)})", "dimension"),
    (.domain, "twice(a, out=o, domain=1️⃣({I: (0, 2)},))", "one result"),
    (.domain, "both(a, out=(o, p), domain=1️⃣({I: (0, 2)},))", "2 results"),
    (.domain, "twice(a, out=o, domain=1️⃣n)", nil),
    (.programStatement, "1️⃣t = twice(a)", "out=field"),
    (.programStatement, "1️⃣if c:\n        twice(a, out=o)", "operator"),
    (.programStatement, "1️⃣return o", nil),
    (.programStatement, "1️⃣pass", nil),
    (.programCall, "twice(1️⃣twice(a), out=o)", "argument"),
    (.programCall, "1️⃣gtx.twice(a, out=o)", "name"),
    (.programCall, "1️⃣other(a, out=o)", "a program"),
    (.programCall, "1️⃣a(a, out=o)", nil),
    (.undeclared, "1️⃣twise(a, out=o)", "twice"),
    (.programExpression, "twice(1️⃣a + b, out=o)", "inside an operator"),
    (.programExpression, "scaled(a, 1️⃣-s, out=o)", "0 - s"),
    (.promote, "scaled(a, 1️⃣s + 1, out=o)", nil),
    (.argument, "scaled(a, 1️⃣n, out=o)", "Parameter 's'"),
    (.argument, "scaled(a, 1️⃣z, out=o)", "declare it as 'Field[[], float64]'"),
    (.missing, "1️⃣scaled(a, out=o)", "'s'"),
    (.tooMany, "twice(a, 1️⃣b, out=o)", nil),
    (.duplicate, "twice(a, 1️⃣x=b, out=o)", nil),
    (.keyword, "twice(1️⃣y=b, out=o)", "x"),
    (.unsupported, "twice(1️⃣{}, out=o)", "A program cannot contain a dictionary."),
    (.unsupported, "twice(1️⃣None, out=o)", "A program cannot contain 'None'."),
  ]

  @Test("point to the mistake", arguments: statements)
  func points(sample: (code: TypeCode, statement: String, fragment: String?)) throws {
    let marked = MarkedText(programPreamble + "    \(sample.statement)\n")
    expect(
      try mistakes(inProgram: marked), [ExpectedDiagnostic(sample.code, saying: sample.fragment)],
      in: marked)
  }

  /// Whole programs with a mistake.
  static let programs: [(code: TypeCode, source: String, fragment: String?)] = [
    (
      .scanAxes,
      """
      L = gtx.Dimension("L", kind=gtx.DimensionKind.VERTICAL)

      @gtx.scan_operator(axis=K, forward=True, init=0.0)
      def up(acc: float, x: float) -> float:
          return acc + x

      @gtx.scan_operator(axis=L, forward=True, init=0.0)
      def across(acc: float, x: float) -> float:
          return acc + x

      @gtx.program
      def 1️⃣run(a: Field[[K], float], b: Field[[L], float]):
          up(a, out=a)
          across(b, out=b)

      """, "K, L"
    ),
    (
      .gridType,
      """
      @gtx.field_operator
      def total(e: FE) -> Field[[Vertex], float]:
          return neighbor_sum(e(V2E), axis=V2EDim)

      @gtx.program(grid_type=gtx.GridType.CARTESIAN)
      def 1️⃣run(e: FE, v: Field[[Vertex], float]):
          total(e, out=v)

      """, "UNSTRUCTURED"
    ),
    (
      .parameter,
      """
      @gtx.program
      def run(a: FI, 1️⃣o):
          twice(a, out=o)

      """, "has no type"
    ),
    (
      .argument,
      """
      @gtx.field_operator
      def damped(x: FI, c: Field[[], float64]) -> FI:
          return x * c

      @gtx.program
      def run(a: FI, n: int32, o: FI):
          damped(a, 1️⃣n, out=o)

      """, "not 'int32'"
    ),
    (
      .argument,
      """
      class Masses(NamedTuple):
          rain: float
          snow: float

      class Ices(NamedTuple):
          snow: Field[[K], float]
          rain: Field[[K], float]

      @gtx.scan_operator(axis=K, forward=True, init=0.0)
      def fall(acc: float, m: Masses) -> float:
          return acc + m.rain

      @gtx.program
      def run(m: Ices, o: Field[[K], float]):
          fall(1️⃣m, out=o)

      """, "Parameter 'm'"
    ),
  ]

  @Test("of the whole are found by lint and by the grid", arguments: programs)
  func wholePrograms(sample: (code: TypeCode, source: String, fragment: String?)) throws {
    let marked = MarkedText(operatorPreamble + sample.source)
    expect(
      try mistakes(inProgram: marked), [ExpectedDiagnostic(sample.code, saying: sample.fragment)],
      in: marked)
  }

  @Test("leave disjoint slices of one field alone")
  func disjoint() throws {
    let marked = MarkedText(
      programPreamble + "    both(a, out=(o[0:4], o[4:9]))\n    both(a, out=(o[-2:], o[:-2]))\n")
    #expect(try mistakes(inProgram: marked).isEmpty)
  }

}

/// Operators and the head of a program for one statement.
private let programPreamble =
  operatorPreamble + """
    @gtx.field_operator
    def both(x: FI) -> tuple[FI, FI]:
        return x, x

    @gtx.field_operator
    def gather(e: FE) -> Field[[Vertex, V2EDim], float]:
        return e(V2E)

    @gtx.program
    def other(a: FI, o: FI):
        twice(a, out=o)

    @gtx.program
    def run(a: FI, b: FI, o: FI, p: FI, q: FIK, s: float, n: int32, c: bool, e: FE,
            w: Field[[Vertex, V2EDim], float], z: Field[[], float]):

    """

/// Returns what is wrong with the program `run` of the module with the text of `marked`.
private func mistakes(inProgram marked: MarkedText) throws -> [Diagnostic] {
  do {
    _ = try lowered("run", of: module(marked))
    return []
  } catch let error as DiagnosticError {
    return error.diagnostics
  }
}

import FieldView
import StencilTypes
import Testing

@Suite struct DeclarationTests {

  @Test func declaresDimensionsAndOffsets() throws {
    let m = try module(
      """
      from gt4py.next.common import Dimension, DimensionKind
      from gt4py.next import FieldOffset
      V = Dimension("Vertex")
      E = Dimension(value="Edge", kind=DimensionKind.HORIZONTAL)
      V2EDim = Dimension("V2E", DimensionKind.LOCAL)
      V2E = FieldOffset("V2E", source=E, target=(V, V2EDim))
      K = Dimension("K", kind=DimensionKind.VERTICAL)
      Koff = FieldOffset("Koff", K, (K,))
      """)
    guard case .dimension(let v) = try m.lookup("V"), case .offset(let v2e) = try m.lookup("V2E"),
      case .offset(let koff) = try m.lookup("Koff")
    else {
      Issue.record("a declaration is missing")
      return
    }
    #expect(v == Dimension("Vertex"))
    #expect(v2e.source == Dimension("Edge"))
    #expect(v2e.target == [v, Dimension("V2E", .local)])
    #expect(koff.isCartesian)
  }

  @Test func readsEnumerations() throws {
    let m = try module(
      """
      import enum
      import gt4py.next as gtx
      from gt4py.eve.utils import FrozenNamespace
      R = 287.04

      class P(gtx.float32, enum.Enum):
          \"\"\"Constants.\"\"\"
          rd = R
          twice = rd * 2

          def method(self):
              return 1

      class T(enum.IntEnum):
          A = 4
          B = enum.auto()

      class S(int, enum.Enum):
          KLEMP = 2

      class N(FrozenNamespace):
          pi: float = 3.0

      n = FrozenNamespace(order=2, pi=3.5)
      a = P.rd
      b = P.twice
      c = T.B
      d = S.KLEMP.value
      e = N().pi
      f = n.order
      """)
    let expected = [
      "a": "287.04:f32", "b": "574.08:f32", "c": "5:i32", "d": "2:i32", "e": "3.0:f64",
      "f": "2:i32",
    ]
    for (name, text) in expected {
      let value = try constant(name, in: m)
      #expect(value?.typedDescription == text, "\(name)")
    }
  }

  @Test func readsDecorators() throws {
    let m = try module(
      dimensionLines + """
        from gt4py.next import field_operator
        from typing import NamedTuple

        class S(NamedTuple):
            mass: float
            count: gtx.int32

        @field_operator
        def f(a: float) -> float: return a

        @gtx.field_operator(grid_type=gtx.GridType.CARTESIAN, backend=None)
        def g(a: float) -> float: return a

        @gtx.scan_operator(axis=K, forward=False, init=S(count=1, mass=gtx.float64("0.5")))
        def s(c: S) -> S: return c

        @gtx.scan_operator(axis=K)
        def t(c: float) -> float: return c

        @gtx.program(grid_type=gtx.GridType.UNSTRUCTURED)
        def p(a: float): f(a, out=a)

        @gtx.program
        def q(a: float): f(a, out=a)

        h = g
        """)
    #expect(m.functionNames == ["f", "g", "s", "t", "p", "q"])
    guard case .fieldOperator(let h) = try m.lookup("h"),
      case .fieldOperator(let s) = try m.lookup("s"),
      case .fieldOperator(let t) = try m.lookup("t"),
      case .program(let p) = try m.lookup("p"), case .program(let q) = try m.lookup("q")
    else {
      Issue.record("a definition is missing")
      return
    }
    #expect(h.name == "g")
    #expect(h.scan?.axis == nil)
    #expect(s.scan?.axis == Dimension("K", .vertical))
    #expect(s.scan?.forward == false)
    guard case .tuple(let initial) = s.scan?.initial, initial.count == 2,
      case .constant(let mass) = initial[0], case .constant(let count) = initial[1]
    else {
      Issue.record("the initial value is no tuple of constants")
      return
    }
    #expect(mass == ScalarValue(0.5))
    #expect(count == ScalarValue(Int32(1)))
    #expect(t.scan?.forward == true)
    #expect(p.gridType == .unstructured)
    #expect(q.gridType == nil)
  }

}

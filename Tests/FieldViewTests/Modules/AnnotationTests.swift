import Diagnostics
import FieldView
import StencilTypes
import Testing

@Suite struct AnnotationTests {

  @Test(arguments: [
    ("float", "float64"), ("int", "int64"), ("bool", "bool"), ("gtx.int32", "int32"),
    ("gtx.IndexType", "int32"),
    ("np.float32", "float32"), ("np.bool_", "bool"), ("wp", "float64"), ("\"float\"", "float64"),
    ("gtx.Field[[I, K], float]", "Field[[I, K], float64]"),
    ("gtx.Field[gtx.Dims[I, L], gtx.int32]", "Field[[I, L], int32]"),
    ("gtx.Field[[], float]", "Field[[], float64]"),
    ("gtx.Field[[I], \"wp\"]", "Field[[I], float64]"),
    ("tuple[float, gtx.Field[[K], bool]]", "tuple[float64, Field[[K], bool]]"),
    ("tuple[tuple[int]]", "tuple[tuple[int64]]"), ("KField[gtx.int8]", "Field[[K], int8]"),
    ("Fixed", "Field[[I], float32]"), ("Quoted", "Field[[J], float64]"),
    ("Wind", "Wind{u: Field[[I], float64], v: Field[[I], float64]}"),
    ("State", "State{mass: float64, count: int32}"),
    ("Plain", "Field[[I], float64]"), ("OfType[gtx.float32]", "Field[[I, K], float32]"),
    ("Pair[J, bool]", "tuple[Field[[J], bool], bool]"), ("Later", "Field[[K], int32]"),
  ])
  func evaluates(annotation: String, expected: String) throws {
    let m = try module(
      dimensionLines
        + """
        import dataclasses
        import numpy as np
        from typing import NamedTuple, TypeAlias, TypeVar
        T = TypeVar("T", float, gtx.int32)
        wp: TypeAlias = gtx.float64
        KField: TypeAlias = gtx.Field[gtx.Dims[K], T]
        Fixed = gtx.Field[[I], gtx.float32]
        Quoted: TypeAlias = "gtx.Field[[J], float]"

        @dataclasses.dataclass(frozen=True)
        class Wind:
            u: Quoted_
            v: gtx.Field[[I], float]

        class State(NamedTuple):
            mass: float
            count: gtx.int32 = 0

        type Plain = gtx.Field[[I], float]
        type OfType[T: (gtx.float32, gtx.float64)] = gtx.Field[[I, K], T]
        type Pair[D, T] = tuple[gtx.Field[[D], T], T]
        type Later = gtx.Field[[K], late]
        late = gtx.int32

        @gtx.field_operator
        def f(a: \(annotation)) -> float: return a
        """.replacing("Quoted_", with: "\"gtx.Field[[I], float]\""))
    guard case .fieldOperator(let f) = try m.lookup("f"),
      let annotation = f.syntax.parameters[0].annotation
    else {
      Issue.record("the operator is missing")
      return
    }
    #expect(try TypeAnnotation.evaluate(annotation, in: f.scope).description == expected)
  }

  @Test func `name each dimension that is missing`() throws {
    let error = try #require(throws: DiagnosticError.self) {
      _ = try module(dimensionLines + "x = gtx.Field[[X, I, Y, gtx], float]\n").lookup("x")
    }
    #expect(
      error.diagnostics.map(\.message) == [
        "Undeclared symbol 'X'.", "Undeclared symbol 'Y'.",
        "'gtx' is the module 'gt4py.next', no dimension.",
      ])
  }

}

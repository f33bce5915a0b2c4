import FieldView
import TestSupport
import Testing

@Suite("Types of operators")
struct OperatorTypingTests {

  @Test(
    "follow GT4Py's rules",
    arguments: [
      ("a * 2.0", "Field[[I], float64]"),
      ("a + k", "Field[[I, K], float64]"),
      ("n / 2", "int32"),
      ("n ** 2", "int32"),
      ("a ** 2", "Field[[I], float64]"),
      ("a > C", "Field[[I], bool]"),
      ("a * math.pi", "Field[[I], float64]"),
      ("a * PAIR[1]", "Field[[I], float64]"),
      ("(PAIR, 1)", "tuple[tuple[float64, float64], int32]"),
      ("3000000000", "int64"),
      ("n == Kind.B", "bool"),
      ("float32(\"0.5\")", "float32"),
      ("int64(-3)", "int64"),
      ("astype((a, n), float32)", "tuple[Field[[I], float32], float32]"),
      ("e(V2E)", "Field[[Vertex, V2E], float64]"),
      ("e(V2E[0])", "Field[[Vertex], float64]"),
      ("neighbor_sum(e(V2E) * 2.0, axis=V2EDim)", "Field[[Vertex], float64]"),
      ("e(V2E)[V2EDim(1)]", "Field[[Vertex], float64]"),
      ("a(I + N)(Ioff[-N])", "Field[[I], float64]"),
      ("a(Ioff[N - 1], I - 1)", "Field[[I], float64]"),
      ("a(as_offset(Ioff, i))", "Field[[I], float64]"),
      ("where(a > 0.0, (a, k), (0.0, 1.0))", "tuple[Field[[I], float64], Field[[I, K], float64]]"),
      ("concat_where((I > 3) & (2 < K) | (I != 1), a, 0.0)", "Field[[I, K], float64]"),
      ("broadcast(1.0, (I, K))", "Field[[I, K], float64]"),
      ("broadcast(n, ())", "Field[[], int32]"),
      ("broadcast(1.0, (Vertex, V2EDim))", "Field[[Vertex, V2E], float64]"),
      ("Wind(v=a, u=-a).u", "Field[[I], float64]"),
      ("twice(x=a)", "Field[[I], float64]"),
      ("a if n > 1 else -a", "Field[[I], float64]"),
      ("~(a > 0.0) ^ (not (a < 1.0))", "Field[[I], bool]"),
    ])
  func deduces(expression: String, type: String) throws {
    let o = try typed(
      """
      @gtx.field_operator
      def f(a: FI, k: Field[[K], float], n: int32, e: FE, i: Field[[I], int32]):
          return \(expression)

      """)
    #expect(o.returnType.description == type)
  }

  @Test(
    "are found for all statements",
    arguments: [
      "x, (y, *z), w = a, (a, a, a), a\n    return z[1] + w",
      "x = y = a * 2.0\n    return x + y",
      "x: FI = a\n    \"a string\"\n    pass\n    return x",
      "neg = a\n    return neg",
      "near = top = I < 3\n    return concat_where(near | (I > 7), a, -a)",
      "if c:\n        return a\n    else:\n        b = -a\n    return b",
      "b = a\n    if c:\n        if not c:\n            b = -a\n        else:\n            return a\n    return b",
    ])
  func statements(body: String) throws {
    let o = try typed(
      "@gtx.field_operator\ndef f(a: FI, c: bool) -> FI:\n    \(body)\n")
    #expect(o.returnType.description == "Field[[I], float64]")
    _ = foastToItir(o)
  }

}

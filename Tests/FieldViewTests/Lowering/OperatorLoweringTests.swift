import Diagnostics
import FieldView
import IteratorIR
import PythonSyntax
import StencilTypes
import TestSupport
import Testing

@Suite("Lowered operators")
struct OperatorLoweringTests {

  @Test(
    "are right where GT4Py fails",
    arguments: [
      ("a * C", "(⇑(λ(__arg0, __arg1) → ·__arg0 × ·__arg1))(a, 2.5)"),
      ("a * PAIR[1]", "(⇑(λ(__arg0, __arg1) → ·__arg0 × ·__arg1))(a, {1.0, 3.0}[1])"),
      ("a(I + N)", "(⇑(λ(__it) → ·⟪_OffIₒ, 2ₒ⟫(__it)))(a)"),
      ("a(Ioff[-N])", "(⇑(λ(__it) → ·⟪Ioffₒ, -2ₒ⟫(__it)))(a)"),
      ("a(X - 1)", "(⇑(λ(__it) → ·⟪_OffIₒ, -1ₒ⟫(__it)))(a)"),
      ("(a, a)[-1]", "{a, a}[1]"),
    ])
  func deliberate(expression: String, text: String) throws {
    let o = try typed(
      "X = I\n\n@gtx.field_operator\ndef f(a: FI) -> FI:\n    return \(expression)\n")
    #expect(foastToItir(o).body.text(style: .gt4py) == text)
  }

  @Test("leave fields without dimensions where they are")
  func shiftedNumber() throws {
    let o = try typed(
      """
      @gtx.field_operator
      def f(a: FI, b: gtx.Field[[], float]) -> FI:
          return a * b(Ioff[1])

      """)
    #expect(
      foastToItir(o).body.text(style: .gt4py)
        == "(⇑(λ(__arg0, __arg1) → ·__arg0 × ·__arg1))(a, b)")
  }

  /// GT4Py prints the least and the greatest finite value, as NumPy's finfo and iinfo say.
  @Test(
    "start reductions from the ends of their type",
    arguments: [
      ("max_over", "float32", "-3.4028235e+38"), ("min_over", "float32", "3.4028235e+38"),
      ("max_over", "float64", "-1.7976931348623157e+308"), ("max_over", "int32", "-2147483648"),
      ("min_over", "int64", "9223372036854775807"), ("max_over", "int64", "-9223372036854775808"),
    ])
  func reductions(builtin: String, kind: String, initial: String) throws {
    let o = try typed(
      """
      from gt4py.next import min_over

      @gtx.field_operator
      def f(a: Field[[Edge], \(kind)]) -> Field[[Vertex], \(kind)]:
          return \(builtin)(a(V2E), axis=V2EDim)

      """)
    let name = builtin == "max_over" ? "maximum" : "minimum"
    #expect(
      foastToItir(o).body.text(style: .gt4py1).contains("reduce(\(name), \(initial))"))
  }

  @Test("carry names past a branch that returns")
  func joins() throws {
    let o = try typed(
      """
      @gtx.field_operator
      def f(a: FI, c: bool) -> FI:
          if c:
              return a
          else:
              b = -a
          return b

      """)
    let text = foastToItir(o).body.text(style: .gt4py)
    #expect(text.contains("λ(bᐞ0) → __inner_expr_0(bᐞ0)"))
    #expect(text.contains("(λ(bᐞ0) → bᐞ0)"))
  }

  @Test("keep operators of one name apart")
  func sameName() throws {
    let files = [
      "other.py": dimensionLines
        + "@gtx.field_operator\ndef g(a: gtx.Field[[I], float]) -> gtx.Field[[I], float]:\n    return a + 1.0\n"
        + "\n@gtx.field_operator\ndef h(a: gtx.Field[[I], float]) -> gtx.Field[[I], float]:\n    return g(a)\n"
    ]
    let m = try module(
      dimensionLines + """
        from other import h
        FI = gtx.Field[[I], float]

        @gtx.field_operator
        def g(a: FI) -> FI:
            return h(a) * 2.0

        @gtx.program
        def run(a: FI, o: FI):
            g(a, out=o)

        """, files, searchPath: ["."])
    let program = try lowered("run", of: m)
    #expect(program.functions.map(\.name.name) == ["g", "h", "g_1"])
  }

  @Test("come from deep expressions and long bodies")
  func deep() throws {
    let sum = "a" + String(repeating: " + a", count: 3000)
    let body = (0 ..< 1000).map { "    if n > \($0):\n        return t\n    t = t + a\n" }.joined()
    let o = try typed(
      "@gtx.field_operator\ndef f(a: FI, n: int32) -> FI:\n    t = \(sum)\n\(body)    return t\n")
    let count = withLargeStack { foastToItir(o).body.nodeCount }
    #expect(count > 4000)
  }

}

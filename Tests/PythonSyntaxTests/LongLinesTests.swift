import PythonSyntax
import Testing

@Suite("Long lines") struct LongLinesTests {

  @Test func `break inside the longest brackets, one element a line`() {
    let text = """
      @program
      def p(a: Field[[I], float64], b: Field[[I, J], float64]) -> None:
        f(a, out=b, domain={I: (0, 8), J: (0, 8)})
      """
    #expect(
      text.breakingLongLines(at: 40) == """
        @program
        def p(
            a: Field[[I], float64],
            b: Field[[I, J], float64]
        ) -> None:
          f(
              a,
              out=b,
              domain={I: (0, 8), J: (0, 8)}
          )
        """)
    #expect(text.breakingLongLines(at: 65) == text)
  }

  @Test func `break again what is still too long`() {
    #expect(
      "x = f(g(alpha, beta), (gamma,))".breakingLongLines(at: 14) == """
        x = f(
            g(
                alpha,
                beta
            ),
            (gamma,)
        )
        """)
  }

  @Test(arguments: ["return a + b + c + d", "# f(a, b, c, d, e)", "f()"])
  func `stay if nothing can be broken`(line: String) {
    #expect(line.breakingLongLines(at: 2) == line)
  }

}

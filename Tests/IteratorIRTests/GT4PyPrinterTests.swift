import IteratorIR
import StencilTypes
import Testing

// Expected texts are GT4Py's own.

@Suite("GT4Py's text")
struct GT4PyPrinterTests {

  let i = Dimension("IDim")
  let k = Dimension("KDim", .vertical)

  func domain(of name: String) -> Expr {
    func range(_ d: Dimension) -> Expr {
      let ends = Expr.call(.getDomainRange, .ref(name), .axis(d))
      return .call(.namedRange, .axis(d), ends.element(0), ends.element(1))
    }
    return .call(.cartesianDomain, range(i), range(k))
  }

  @Test("breaks lines where GT4Py does")
  func scan() {
    let pass = Expr.lambda(
      ["state", "x"],
      .let(
        "x", .call(.deref, .ref("x")),
        in: .tuple([
          .call(.plus, .ref("state").element(0), .ref("x")), .ref("state").element(1),
        ])))
    let scan = Expr.call(
      .scan, pass, .literal(ScalarValue(true)),
      .tuple([.literal(ScalarValue(0.0)), .literal(ScalarValue(1.0))]))
    let field = DataType.field([i, k], .float64)
    let program = Program(
      name: "psc",
      functions: [
        FunctionDefinition(
          name: Symbol("sc"), parameters: [Symbol("x")],
          body: Expr.call(.asFieldop, scan).applied(to: [.ref("x")]))
      ],
      parameters: ["x", "o1", "o2"].map { Parameter(name: Symbol($0), type: field) },
      body: [
        .set(
          target: .tuple([.ref("o1"), .ref("o2")]),
          domain: .tuple([domain(of: "o1"), domain(of: "o2")]),
          value: Expr.ref("sc").applied(to: [.ref("x")]))
      ], offsets: [:])
    #expect(
      program.text(style: .gt4py) == """
        psc(x, o1, o2) {
          sc = λ(x) → (⇑scan(λ(state, x) → (λ(x) → {state[0] + x, state[1]})(·x), True, {0.0, 1.0}))(x);
          {o1, o2} @ {c⟨ IDimₕ: [get_domain_range(o1, IDimₕ)[0], get_domain_range(o1, IDimₕ)[1][, KDimᵥ: [get_domain_range(o1, KDimᵥ)[0], get_domain_range(o1, KDimᵥ)[1][ ⟩,
                      c⟨ IDimₕ: [get_domain_range(o2, IDimₕ)[0], get_domain_range(o2, IDimₕ)[1][, KDimᵥ: [get_domain_range(o2, KDimᵥ)[0], get_domain_range(o2, KDimᵥ)[1][ ⟩}
               ← sc(x);
        }
        """)
  }

  @Test("writes the init of a sum as an integer")
  func sum() {
    let zero = Expr.literal(ScalarValue(0.0))
    let sum = Expr.call(.reduce, .builtin(.plus), zero)
    #expect(sum.text(style: .gt4py) == "reduce(plus, 0:f64)")
    #expect(sum.text(style: .gt4py1) == "reduce(plus, 0)")
    let product = Expr.call(.reduce, .builtin(.multiplies), zero)
    #expect(product.text(style: .gt4py) == "reduce(multiplies, 0.0)")
  }

}

import Testing
import Transforms

@Suite("inline_fundefs and prune_fundefs")
struct FundefsTests {

  private let before = """
    p(n: int32, a: Field[[Iₕ], float64], o: Field[[Iₕ], float64]) {
      g = λ(x) → f(f(x));
      f = λ(x) → (⇑(λ(it) → ·it + 1.0))(x);
      unused = λ(x) → g(x);
      o @ c⟨ Iₕ: [0, n[ ⟩ ← let f = a; g(f);
    }
    """

  @Test("inlines callees first, and only what the name means")
  func inlines() throws {
    let trace = try checkedTrace(of: .inlineFundefs, program(before))
    #expect(
      trace.state(trace.count).text(style: .typed)
        == (try program(
          """
          p(n: int32, a: Field[[Iₕ], float64], o: Field[[Iₕ], float64]) {
            g = λ(x) → (λ(x) → (⇑(λ(it) → ·it + 1.0))(x))((λ(x) → (⇑(λ(it) → ·it + 1.0))(x))(x));
            f = λ(x) → (⇑(λ(it) → ·it + 1.0))(x);
            unused = λ(x) → (λ(x) → (λ(x) → (⇑(λ(it) → ·it + 1.0))(x))(
              (λ(x) → (⇑(λ(it) → ·it + 1.0))(x))(x)))(x);
            o @ c⟨ Iₕ: [0, n[ ⟩ ← let f = a;
              (λ(x) → (λ(x) → (⇑(λ(it) → ·it + 1.0))(x))((λ(x) → (⇑(λ(it) → ·it + 1.0))(x))(x)))(f);
          }
          """
        ).text(style: .typed)))
  }

  @Test("removes functions that nothing calls")
  func prunes() throws {
    let trace = try checkedTrace(of: .pruneFundefs, program(before))
    #expect(trace.state(trace.count).functions.map(\.name.name) == ["g", "f"])
  }

  @Test("removes functions whose names stand for something else")
  func prunesHidden() throws {
    let p = try program(
      """
      p(n: int32, a: Field[[Iₕ], float64], o: Field[[Iₕ], float64]) {
        g = λ(f) → f;
        f = λ(x) → x;
        o @ c⟨ Iₕ: [0, n[ ⟩ ← let f = a; g(f);
      }
      """)
    let trace = try checkedTrace(of: .pruneFundefs, p)
    #expect(trace.state(trace.count).functions.map(\.name.name) == ["g"])
  }

  @Test("leaves a program without functions alone")
  func leavesAlone() throws {
    let p = try program("n: int32", storing: "n + 1")
    #expect(try checkedTrace(of: .inlineFundefs, p).count == 0)
    #expect(try checkedTrace(of: .pruneFundefs, p).count == 0)
  }

}

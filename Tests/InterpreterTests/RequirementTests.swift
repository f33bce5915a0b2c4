import Diagnostics
import Interpreter
import IteratorIR
import StencilTypes
import Testing

@Suite("Requirements")
struct RequirementTests {

  @Test func `inputs are as large as what is read`() throws {
    let text = """
      p(a: Field[[Iₕ, Kᵥ], float64], b: Field[[Kᵥ], float64], d: Field[[Iₕ], int32], o: Field[[Iₕ, Kᵥ], float64], n: int32) {
        offset Ioffₒ: Iₕ → Iₕ;
        offset Koffₒ: Kᵥ → Kᵥ;
        o @ c⟨ Iₕ: [0, n[, Kᵥ: [0, 3[ ⟩ ←
          (⇑(λ(x, y, d) → ·⟪Ioffₒ, -2ₒ⟫(x) + (if ·d > 0 then ·⟪Ioffₒ, 1ₒ⟫(x) else 0.0) + ·⟪Koffₒ, ·d⟫(y)))(
            (⇑(λ(x) → ·⟪Koffₒ, 1ₒ⟫(x)))(a), b, d);
      }
      """
    let program = try Program(parsing: SourceFile(name: "test", text: text))
    let boxes = try Interpreter.requirements(
      of: program,
      arguments: [
        .field(nil), .field(nil), .field(nil), .field(nil), .scalar(ScalarValue(Int32(5))),
      ])
    #expect(boxes["a"] == Domain(dims: [dimI, dimK], ranges: [-2 ..< 6, 1 ..< 4]))
    #expect(boxes["b"] == Domain(dims: [dimK], ranges: [0 ..< 3]))
    #expect(boxes["d"] == Domain(dims: [dimI], ranges: [0 ..< 5]))
    #expect(boxes["o"] == Domain(dims: [dimI, dimK], ranges: [0 ..< 5, 0 ..< 3]))
  }

}

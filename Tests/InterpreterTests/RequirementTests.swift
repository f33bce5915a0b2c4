import Diagnostics
import Fields
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
    #expect(boxes["a"]?.domain == Domain(dims: [dimI, dimK], ranges: [-2 ..< 6, 1 ..< 4]))
    #expect(boxes["b"]?.domain == Domain(dims: [dimK], ranges: [0 ..< 3]))
    #expect(boxes["d"]?.domain == Domain(dims: [dimI], ranges: [0 ..< 5]))
    #expect(boxes["o"]?.domain == Domain(dims: [dimI, dimK], ranges: [0 ..< 5, 0 ..< 3]))
    // Where `b` is read along K is what `d` says.
    #expect(boxes["b"]?.open == [dimK] && boxes["a"]?.open == [])
  }

  @Test func `a scalar that is not known counts each way`() throws {
    let text = """
      p(a: Field[[Iₕ], float64], n: int32, m: int32, o: Field[[Iₕ], float64]) {
        offset Ioffₒ: Iₕ → Iₕ;
        if (n > m) {
          o @ c⟨ Iₕ: [0, 5[ ⟩ ← (if n < m then (⇑(λ(x) → ·⟪Ioffₒ, -2ₒ⟫(x)))(a) else a);
        } else {
          o @ c⟨ Iₕ: [0, 5[ ⟩ ← (⇑(λ(x, l) → if ·l then ·⟪Ioffₒ, 3ₒ⟫(x) else 0.0))(a, n == m);
        }
      }
      """
    let program = try Program(parsing: SourceFile(name: "test", text: text))
    func range(_ n: ArgumentOutline, _ m: ArgumentOutline) throws -> Range<Int>? {
      try Interpreter.requirements(
        of: program, arguments: [.field(nil), n, m, .field(nil)])["a"]?.domain[dimI]
    }
    let (one, two) = (
      ArgumentOutline.scalar(ScalarValue(Int32(1))), ArgumentOutline.scalar(ScalarValue(Int32(2)))
    )
    #expect(try range(two, one) == 0 ..< 5)
    #expect(try range(one, one) == 3 ..< 8)
    #expect(try range(one, two) == nil)
    #expect(try range(.unknown(.int32), one) == -2 ..< 8)
    #expect(try range(.unknown(.int32), .unknown(.int32)) == -2 ..< 8)
  }

  @Test func `fields that are too small are an error unless coverage is asked for`() throws {
    let text = """
      p(a: Field[[Iₕ], float64], b: Field[[Iₕ], float64]) {
        offset Ioffₒ: Iₕ → Iₕ;
        b @ c⟨ Iₕ: [0, 9[ ⟩ ← (⇑(λ(x) → ·⟪Ioffₒ, 2ₒ⟫(x)))(a);
        a @ c⟨ Iₕ: [0, 4[ ⟩ ← (⇑(λ(x) → ·x))(b);
      }
      """
    let program = try Program(parsing: SourceFile(name: "test", text: text))
    let six = ArgumentOutline.field(Domain(dims: [dimI], ranges: [0 ..< 6]))
    #expect(throws: DiagnosticError.self) {
      try Interpreter.requirements(of: program, arguments: [six, six])
    }
    let boxes = try Interpreter.requirements(
      of: program, arguments: [six, six], checksCoverage: false)
    #expect(boxes["a"]?.domain == Domain(dims: [dimI], ranges: [0 ..< 11]))
    #expect(boxes["b"]?.domain == Domain(dims: [dimI], ranges: [0 ..< 9]))
  }

}

import Diagnostics
import Foundation
import IteratorIR
import TestSupport
import Testing

/// Changes made by hand to the program below, each with the remedy for it.
private let edits: [(old: String, new: String, hint: String)] = [
  ("a = n;", "a = n", "a let is written let a = value; a + 1"),
  ("op(flag, u);", "op(flag, u)", "a statement is written out @ c⟨ Iₕ: [0, n[ ⟩ ← value;"),
  ("op(flag, u);", "op(flag, u));", "all brackets are closed before it: leave out one ')'"),
  ("·⟪Ioffₒ, 1ₒ⟫(x)", "(·⟪Ioffₒ, 1ₒ⟫(x)", "write ')' before ';'"),
  ("op(flag, u)", "op(flagg, u)", "did you mean 'flag'?"),
  ("op(flag, u)", "q1(flag, u)", "names here are flag, n, next, op, out, u"),
  ("op(flag, u)", "op(true, u)", "write True"),
  ("op(flag, u)", "op(flag)", "write (flag, u) behind it"),
  ("λ(flag, u)", "lambda(flag, u)", "a function is written f = λ(x) → …;"),
  ("λ(flag, u) →", "λ(flag, u) ->", "the arrow is →"),
  ("←", "<-", "a statement writes with ←: out @ c⟨ Iₕ: [0, n[ ⟩ ← value;"),
  ("×", "*", "multiplication is ×"),
  ("×", "**", "powers are power(a, b)"),
  ("if flag", "if flag and flag", "conjunction is ∧"),
  ("if flag", "if n", "compare it with something, as in n == 0"),
  ("cast_(", "coast_(", "did you mean 'cast_'?"),
  ("(a, float64)", "(a, double)", "write float64"),
  ("(a, float64)", "(a, float46)", "did you mean 'float64'?"),
  ("n: int32", "n: int", "write int32 or int64"),
  ("n: int32", "n: int32, n: int32", "give one of them another name"),
  ("Iₕ: [0, n[", "I: [0, n[", "the dimension is written Iₕ"),
  ("Iₕ: [0, n[", "Iₕ: [0, n)", "a range is written Iₕ: [low, high["),
  ("Iₕ: [0, n[", "Kᵥ: [0, n[", "write ranges Iₕ: [low, high["),
  ("c⟨", "d⟨", "a domain begins with c⟨ (cartesian) or u⟨ (unstructured)"),
  ("⟪Ioffₒ", "⟪Ioff", "the offset is written Ioffₒ"),
  ("·u", "u", "· reads what an iterator stands on: ·x"),
  ("out @", "u + 1 @", "these are flag, n, out, u"),
  ("out @ ", "out = ", "a statement is written out @ c⟨ Iₕ: [0, n[ ⟩ ← value;"),
  ("1.0", "1.5:i32", "write 1.5:f64, or a whole number"),
  ("1.0", "1", "convert one: cast_(x, float64); literals have a type, such as 1.0:f32"),
  ("op(flag, u);", "op(flag, op(flag, op));", "apply the function to its arguments"),
]

@Suite("Hints on ITIR that was changed by hand")
struct HintTests {

  private let text = """
    p(u: Field[[Iₕ], float64], out: Field[[Iₕ], float64], n: int32, flag: bool) {
      offset Ioffₒ: Iₕ → Iₕ;
      next = λ(x) → ·⟪Ioffₒ, 1ₒ⟫(x);
      op = λ(flag, u) →
        if flag then (⇑(λ(u) → ·u × 1.0))((⇑next)(u)) else u;
      out @ c⟨ Iₕ: [0, n[ ⟩ ← op(flag, u);
      out @ c⟨ Iₕ: [0, n[ ⟩ ← let a = n; cast_(a, float64);
    }
    """

  @Test("fit text that is right")
  func right() throws {
    _ = try Program(verifying: SourceFile(name: "p.itir", text: text))
  }

  @Test("say what to write", arguments: edits.indices)
  func hints(_ index: Int) throws {
    let edit = edits[index]
    let range = try #require(text.range(of: edit.old), "\(edit.old)")
    let file = SourceFile(name: "p.itir", text: text.replacingCharacters(in: range, with: edit.new))
    let error = try #require(throws: DiagnosticError.self) { try Program(verifying: file) }
    #expect(error.diagnostics[0].hint == edit.hint)
    #expect(error.diagnostics[0].span != nil)
  }

}

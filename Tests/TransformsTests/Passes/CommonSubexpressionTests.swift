import Testing
import Transforms

private let parameters = "a: Field[[Iₕ], float64], b: Field[[Iₕ], float64], n: int32"

@Suite("common_subexpression_elimination")
struct CommonSubexpressionTests {

  @Test(
    "computes once",
    arguments: [
      (
        "(⇑(λ(i) → (·i + 1.0) × (·i + 1.0)))(a)",
        "(⇑(λ(i) → let _cs_0 = ·i + 1.0; _cs_0 × _cs_0))(a)"
      ),
      (
        "(⇑(λ(i, j) → ·i + ·j))((⇑(λ(k) → ·k + 1.0))(a), (⇑(λ(k) → ·k + 1.0))(a))",
        "let _cs_0 = (⇑(λ(k) → ·k + 1.0))(a); (⇑(λ(i, j) → ·i + ·j))(_cs_0, _cs_0)"
      ),
      (
        "(⇑(λ(i) → let x = ·i; (x + 1.0) × (x + 1.0)))(a)",
        "(⇑(λ(i) → let x = ·i; let _cs_0 = x + 1.0; _cs_0 × _cs_0))(a)"
      ),
      (
        "(⇑(λ(i) → sin(·i + 1.0) × sin(·i + 1.0) + (·i + 1.0)))(a)",
        "(⇑(λ(i) → let _cs_0 = ·i + 1.0; let _cs_1 = sin(_cs_0); _cs_1 × _cs_1 + _cs_0))(a)"
      ),
      (
        "(⇑(λ(i) → if ·i < 0.0 then (·i + 1.0) × (·i + 1.0) else ·i + 1.0))(a)",
        "(⇑(λ(i) → if ·i < 0.0 then (let _cs_0 = ·i + 1.0; _cs_0 × _cs_0) else ·i + 1.0))(a)"
      ),
      (
        "(⇑(λ(i) → if ·i + 1.0 < 0.0 then (·i + 1.0) × 2.0 else ·i))(a)",
        "(⇑(λ(i) → let _cs_0 = ·i + 1.0; if _cs_0 < 0.0 then _cs_0 × 2.0 else ·i))(a)"
      ),
    ])
  func extracts(before: String, after: String) throws {
    try expect(.commonSubexpressionElimination, parameters, turns: before, into: after)
  }

  @Test(
    "leaves alone",
    arguments: [
      "(⇑(λ(i) → ·i + ·i))(a)", "(⇑(λ(i) → ·⟪Ioffₒ, 1ₒ⟫(i) × ·⟪Ioffₒ, 1ₒ⟫(i)))(a)",
      "(⇑(λ(i, j, k) → ·i + ·j × ·k))(a, n + 1, n + 1)",
      "(⇑(λ(i) → if ·i < 0.0 then ·i + 1.0 else (·i + 1.0) × 2.0))(a)",
      "{(⇑(λ(i) → ·i + 1.0))(a), (⇑(λ(i) → ·i + 1.0))(b)}",
    ])
  func leavesAlone(_ value: String) throws {
    try expect(.commonSubexpressionElimination, parameters, leavesAlone: value)
  }

}

import Testing
import Transforms

private let parameters = "a: Field[[Iₕ], float64], n: int32, x: float64, y: float32"

@Suite("passes on shifts, lifts, lists and casts")
struct StencilPassesTests {

  @Test(
    "normalize_shifts joins shifts",
    arguments: [
      ("(⇑(λ(i) → ·⟪Ioffₒ, 1ₒ⟫(⟪Ioffₒ, 2ₒ⟫(i))))(a)", "(⇑(λ(i) → ·⟪Ioffₒ, 2ₒ, Ioffₒ, 1ₒ⟫(i)))(a)"),
      (
        "(⇑(λ(i) → ·⟪Ioffₒ, 1ₒ⟫(⟪Ioffₒ, 2ₒ⟫(⟪Ioffₒ, 3ₒ⟫(i)))))(a)",
        "(⇑(λ(i) → ·⟪Ioffₒ, 3ₒ, Ioffₒ, 2ₒ, Ioffₒ, 1ₒ⟫(i)))(a)"
      ),
    ])
  func shifts(before: String, after: String) throws {
    try expect(.normalizeShifts, parameters, turns: before, into: after)
  }

  @Test(
    "inline_lifts calls lifted stencils",
    arguments: [
      ("(⇑(λ(i) → ·(↑(λ(j) → ·j + 1.0))(i)))(a)", "(⇑(λ(i) → (λ(j) → ·j + 1.0)(i)))(a)"),
      (
        "(⇑(λ(i) → ·⟪Ioffₒ, 1ₒ⟫((↑(λ(j) → ·j))(i))))(a)",
        "(⇑(λ(i) → (λ(j) → ·j)(⟪Ioffₒ, 1ₒ⟫(i))))(a)"
      ),
      (
        "(⇑(λ(i, j) → can_deref((↑(λ(p, q) → ·p))(i, j))))(a, a)",
        "(⇑(λ(i, j) → can_deref(i) ∧ can_deref(j)))(a, a)"
      ),
    ])
  func lifts(before: String, after: String) throws {
    try expect(.inlineLifts, parameters, turns: before, into: after)
  }

  @Test(
    "collapse_list_get makes no lists",
    arguments: [
      ("(⇑(λ(i) → list_get(1, neighbors(V2Eₒ, i))))(a)", "(⇑(λ(i) → ·⟪V2Eₒ, 1ₒ⟫(i)))(a)"),
      ("(⇑(λ(i) → list_get(1, make_const_list(·i))))(a)", "(⇑(λ(i) → ·i))(a)"),
      (
        "(⇑(λ(i) → list_get(0, map_(plus)(neighbors(V2Eₒ, i), make_const_list(1.0)))))(a)",
        "(⇑(λ(i) → ·⟪V2Eₒ, 0ₒ⟫(i) + 1.0))(a)"
      ),
      (
        "(⇑(λ(i) → list_get(0, if n < 1 then neighbors(V2Eₒ, i) else make_const_list(1.0))))(a)",
        "(⇑(λ(i) → if n < 1 then ·⟪V2Eₒ, 0ₒ⟫(i) else 1.0))(a)"
      ),
    ])
  func lists(before: String, after: String) throws {
    try expect(.collapseListGet, parameters, turns: before, into: after)
  }

  @Test(
    "fuse_maps joins functions",
    arguments: [
      (
        "(⇑(λ(i) → map_(plus)(·i, map_(neg)(·i))))(a)",
        "(⇑(λ(i) → map_(λ(_x0, _x1) → _x0 + neg(_x1))(·i, ·i)))(a)"
      ),
      (
        "(⇑(λ(i) → reduce(plus, 0.0)(map_(multiplies)(·i, ·i))))(a)",
        "(⇑(λ(i) → reduce(λ(_x0, _x1, _x2) → _x0 + _x1 × _x2, 0.0)(·i, ·i)))(a)"
      ),
    ])
  func maps(before: String, after: String) throws {
    try expect(.fuseMaps, parameters, turns: before, into: after)
  }

  @Test("prune_casts removes casts to the same type")
  func casts() throws {
    try expect(.pruneCasts, parameters, turns: "cast_(x, float64) + 1.0", into: "x + 1.0")
    try expect(
      .pruneCasts, parameters, turns: "(⇑(λ(i) → cast_(·i, float64)))(a)",
      into: "(⇑(λ(i) → ·i))(a)")
    try expect(.pruneCasts, parameters, leavesAlone: "cast_(y, float64)")
  }

  @Test("inline_scalar brings scalars to stencils")
  func scalars() throws {
    try expect(
      .inlineScalar, parameters,
      turns: "let s = x + 1.0; (⇑(λ(i, k) → ·i + ·k × s))((⇑(λ(i, k) → ·i + ·k))(a, s), s)",
      into: "(⇑(λ(i, k) → ·i + ·k × (x + 1.0)))((⇑(λ(i, k) → ·i + ·k))(a, x + 1.0), x + 1.0)")
    try expect(
      .inlineScalar, parameters,
      leavesAlone: "let s = (⇑(λ(i) → ·i))(a); (⇑(λ(i, k) → ·i + ·k))(s, s)")
    try expect(
      .inlineScalar, parameters, leavesAlone: "(⇑(λ(i) → let s = ·i + x; s × s))(a)")
  }

  @Test("dead_code_elimination leaves what matters")
  func deadCode() throws {
    try expect(
      .deadCodeElimination, parameters,
      turns: "let p = {a, (⇑(λ(i) → ·i))(a)}; if 1 < 2 then p[0] else (⇑(λ(i) → ·i))(p[1])",
      into: "a")
    try expect(
      .deadCodeElimination, parameters,
      turns: "let h = λ(v) → (⇑(λ(i) → ·i + 1.0))(v); h(h(a))",
      into: "(⇑(λ(i) → ·i + 1.0))((⇑(λ(i) → ·i + 1.0))(a))")
  }

}

import Testing
import Transforms

private let parameters = """
  c: bool, a: Field[[Iₕ], float64], b: Field[[Iₕ], float64], \
  t: tuple[Field[[Iₕ], float64], Field[[Iₕ], float64]]
  """

@Suite("collapse_tuple")
struct CollapseTupleTests {

  @Test(
    "takes tuples apart",
    arguments: [
      ("{a, b}[0]", "a"), ("{t[0], t[1]}[0]", "t[0]"), ("(let x = {a, b}; x)[1]", "b"),
      ("(if c then {a, b} else {b, a})[0]", "if c then a else b"),
      ("let t = if c then {a, b} else {b, a}; {t[1], t[0]}", "if c then {b, a} else {a, b}"),
      ("let x = {a, b}; {x[0], x[0], x[1]}", "{a, a, b}"),
      (
        "let x = {(⇑(λ(i) → ·i))(a), b}; {x[0], x[0], x[1]}",
        "let x_0 = (⇑(λ(i) → ·i))(a); {x_0, x_0, b}"
      ),
      (
        "let x = (let y = (⇑(λ(i) → ·i))(a); {y, y}); {x[0], x[1], x}",
        "let y = (⇑(λ(i) → ·i))(a); {y, y, {y, y}}"
      ),
      ("(⇑(λ(p) → (·p)[0] + (·p)[1]))({a, b})", "(⇑(λ(p_0, p_1) → ·p_0 + ·p_1))(a, b)"),
      ("(⇑(λ(p) → (·⟪Ioffₒ, 1ₒ⟫(p))[0]))({a, b})", "(⇑(λ(p_0, p_1) → ·⟪Ioffₒ, 1ₒ⟫(p_0)))(a, b)"),
      (
        "(⇑(scan(λ(s, p) → s + (·p)[1], True, 0.0)))({a, b})",
        "(⇑(scan(λ(s, p_0, p_1) → s + ·p_1, True, 0.0)))(a, b)"
      ),
    ])
  func collapses(before: String, after: String) throws {
    try expect(.collapseTuple, parameters, turns: before, into: after)
  }

  @Test("joins the elements of a tuple")
  func joins() throws {
    let trace = try checkedTrace(
      of: .collapseTuple,
      program(
        """
        p(t: tuple[Field[[Iₕ], int32], Field[[Iₕ], bool]],
          o: tuple[Field[[Iₕ], int32], Field[[Iₕ], bool]]) {
          o @ {c⟨ Iₕ: [0, 8[ ⟩, c⟨ Iₕ: [0, 8[ ⟩} ← {t[0], t[1]};
        }
        """))
    #expect(try storedValue(trace.state(trace.count)) == "t")
  }

  @Test(
    "leaves alone what is stored or chosen as a whole",
    arguments: [
      "{a, b}", "if c then {a, b} else {b, a}", "{t[1], t[0]}", "t[0]",
      "let x = if c then {a, b} else {b, a}; {(⇑(λ(i) → ·i))(x[0]), x[1]}",
    ])
  func leavesAlone(_ value: String) throws {
    try expect(.collapseTuple, parameters, leavesAlone: value)
  }

}

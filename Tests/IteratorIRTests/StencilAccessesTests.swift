import IteratorIR
import StencilTypes
import Testing

/// Writes the places of one parameter: `I+1 K-1`, `·` for the point itself, `V2E*` and `I?` for all
/// neighbors and unknown distances; places that are not certain stand behind `|`.
private func text(_ reads: StencilAccesses.Reads) -> String {
  func places(_ set: Set<[Shift]>) -> String {
    set.map { shifts in
      shifts.isEmpty
        ? "·"
        : shifts.map { s in
          switch s.index {
          case .at(let i): s.tag + (i < 0 ? "\(i)" : "+\(i)")
          case .all: s.tag + "*"
          case .dynamic: s.tag + "?"
          }
        }.joined(separator: " ")
    }.sorted().joined(separator: ", ")
  }
  return reads.possible.isEmpty
    ? places(reads.certain) : "\(places(reads.certain)) | \(places(reads.possible))"
}

@Suite("Accesses of stencils")
struct StencilAccessesTests {

  @Test(
    "are where values come from",
    arguments: [
      ("λ(a, b) → ·a + ·b", ["·", "·"]),
      ("deref", ["·"]),
      ("λ(a) → ·⟪Iₒ, 1ₒ⟫(a) - ·⟪Iₒ, -1ₒ⟫(a)", ["I+1, I-1"]),
      ("λ(a) → ·⟪Kₒ, -1ₒ⟫(⟪Iₒ, 1ₒ, Jₒ, 2ₒ⟫(a))", ["I+1 J+2 K-1"]),
      ("λ(a, o) → ·⟪Kₒ, ·⟪Iₒ, 1ₒ⟫(o)⟫(a)", ["K?", "I+1"]),
      ("λ(a) → reduce(plus, 0.0)(neighbors(V2Eₒ, a))", ["V2E*"]),
      ("λ(a) → ·⟪V2Eₒ, 2ₒ⟫(a)", ["V2E+2"]),
      ("λ(a, w) → reduce(plus, 0.0)(map_(multiplies)(neighbors(V2Eₒ, a), ·w))", ["V2E*", "·"]),
      // Choices.
      ("λ(c, a, b) → if ·c then ·a else ·b", ["·", " | ·", " | ·"]),
      ("λ(c, a) → if ·c then ·a + 1.0 else ·a", ["·", "·"]),
      ("λ(c, a) → if ·c then ·a else ·⟪Iₒ, 1ₒ⟫(a) + ·a", ["·", "· | I+1"]),
      ("λ(c, a, b) → ·(if ·c then a else b)", ["·", " | ·", " | ·"]),
      ("λ(c, a) → (if ·c then {·a, 1.0} else {2.0, ·a})[0]", ["·", " | ·"]),
      ("λ(a) → if can_deref(⟪V2Eₒ, 0ₒ⟫(a)) then ·⟪V2Eₒ, 0ₒ⟫(a) else 0.0", [" | V2E+0"]),
      // Lets, and what is not needed.
      ("λ(a) → let x = ·a; x × x", ["·"]),
      ("λ(a) → let x = ·a; 1.0", [""]),
      ("λ(a, b) → {·a, ·b}[1]", ["", "·"]),
      ("λ(a) → let f = λ(i) → ·⟪Iₒ, i⟫(a); f(1) + f(2)", ["I?"]),
      ("λ(a) → let f = λ(x) → ·⟪Iₒ, 1ₒ⟫(x); f(⟪Jₒ, 1ₒ⟫(a)) + f(a)", ["I+1, J+1 I+1"]),
      // Lifts.
      ("λ(a) → ·⟪Iₒ, 1ₒ⟫((↑(λ(x) → ·⟪Iₒ, 2ₒ⟫(x) + ·x))(a))", ["I+1, I+1 I+2"]),
      (
        "λ(a) → reduce(plus, 0.0)(neighbors(C2Eₒ, (↑(λ(x) → ·⟪E2Vₒ, 0ₒ⟫(x)))(a)))",
        ["C2E* E2V+0"]
      ),
      // Scans: one level.
      ("scan(λ(q, a, b) → q + ·⟪Kₒ, -1ₒ⟫(a), True, 0.0)", ["K-1", ""]),
      ("scan(λ(q, a) → if q < 0.0 then ·a else q, True, 0.0)", [" | ·"]),
    ])
  func reads(_ stencil: String, _ expected: [String]) throws {
    let accesses = StencilAccesses(of: try parsed(stencil), arity: expected.count)
    #expect(accesses.parameters.map(text) == expected)
  }

  @Test("look into the functions that a stencil uses")
  func definitions() throws {
    let accesses = StencilAccesses(
      of: try parsed("λ(a) → f(a) + g(a)"), arity: 1,
      definitions: [
        Symbol("f"): try parsed("λ(x) → ·⟪Iₒ, 1ₒ⟫(x)"), Symbol("g"): try parsed("deref"),
      ])
    #expect(text(accesses.parameters[0]) == "I+1, ·")
  }

  @Test("cost the same for each closure, called twice by the next")
  func closures() throws {
    var stencil = "λ(a) → let f0 = λ() → ·a; "
    for i in 1 ..< 100 { stencil += "let f\(i) = λ() → f\(i - 1)() + f\(i - 1)(); " }
    let accesses = StencilAccesses(of: try parsed(stencil + "f99()"), arity: 1)
    #expect(text(accesses.parameters[0]) == "·")
  }

}

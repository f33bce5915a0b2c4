import Fields
import StencilTypes
import Testing

@Suite("Scans")
struct ScanTests {

  @Test func `sums go up or down`() throws {
    func text(_ forward: String) -> String {
      """
      p(a: Field[[Iₕ, Kᵥ], float64], o: Field[[Iₕ, Kᵥ], float64]) {
        o @ c⟨ Iₕ: [0, 2[, Kᵥ: [0, 3[ ⟩ ← (⇑scan(λ(acc, x) → acc + ·x, \(forward), 0.5))(a);
      }
      """
    }
    let a = plane([dimI, dimK], [[1, 2, 3], [10, 20, 30]])
    let o = plane([dimI, dimK], [[0, 0, 0], [0, 0, 0]])
    #expect(try lastField(text("True"), a, o) == [1.5, 3.5, 6.5, 10.5, 30.5, 60.5])
    #expect(try lastField(text("False"), a, o) == [6.5, 5.5, 3.5, 60.5, 50.5, 30.5])
  }

  @Test func `columns begin where the output does and end where they are needed`() throws {
    let text = """
      p(a: Field[[Kᵥ], float64], o: Field[[Kᵥ], float64]) {
        offset Koffₒ: Kᵥ → Kᵥ;
        o @ c⟨ Kᵥ: [1, 3[ ⟩ ← (⇑(λ(s) → ·⟪Koffₒ, 1ₒ⟫(s)))((⇑scan(λ(acc, x) → acc + ·x, True, 0.0))(a));
      }
      """
    #expect(
      try lastField(text, line(dimK, [100, 1, 2, 4, 8]), line(dimK, [0, 0, 0, 0])) == [0, 3, 7, 0])
  }

  @Test func `within a branch of a region columns begin where it is chosen`() throws {
    // Level 0 is not computed: it would read below `a`.
    let text = """
      p(a: Field[[Kᵥ], float64], o: Field[[Kᵥ], float64]) {
        offset Koffₒ: Kᵥ → Kᵥ;
        o @ c⟨ Kᵥ: [0, 4[ ⟩ ← concat_where(Kᵥ > 0,
          (⇑scan(λ(acc, x) → acc + ·⟪Koffₒ, -1ₒ⟫(x), True, 0.0))(a), -1.0);
      }
      """
    #expect(
      try lastField(text, line(dimK, [1, 2, 4, 8]), line(dimK, [0, 0, 0, 0])) == [-1, 1, 3, 7])
  }

  @Test func `before its first level a scan has no value`() throws {
    let text = """
      p(a: Field[[Kᵥ], float64], o: Field[[Kᵥ], float64]) {
        offset Koffₒ: Kᵥ → Kᵥ;
        o @ c⟨ Kᵥ: [0, 2[ ⟩ ← (⇑(λ(s) → 1️⃣·⟪Koffₒ, -1ₒ⟫(s)))((⇑scan(λ(acc, x) → acc + ·x, True, 0.0))(a));
      }
      """
    try expectFailure(
      "E-RUN-OUTSIDE", saying: "starts at K=0", in: text,
      [line(dimK, [1, 2, 3]), line(dimK, [0, 0])])
  }

  @Test func `tuples are carried`() throws {
    let text = """
      p(a: Field[[Kᵥ], float64], s: Field[[Kᵥ], float64], n: Field[[Kᵥ], int32]) {
        {s, n} @ {c⟨ Kᵥ: [0, 3[ ⟩, c⟨ Kᵥ: [0, 3[ ⟩} ←
          (⇑scan(λ(c, x) → if c[1] < 2 then {c[0] + ·x, c[1] + 1} else {c[0], 9}, True, {0.0, 0}))(a);
      }
      """
    let results = try run(
      text, [line(dimK, [1, 2, 3]), line(dimK, [0, 0, 0]), integers(dimK, [0, 0, 0])])
    let s = try lastField(of: [results[1]])
    let n = try lastField(of: [results[2]])
    #expect(s.elements(as: Double.self) == [1, 3, 3])
    #expect(n.elements(as: Int32.self) == [1, 2, 9])
  }

  @Test func `data can say which level of a scan is read`() throws {
    let text = """
      p(a: Field[[Iₕ, Kᵥ], float64], d: Field[[Iₕ], int32], o: Field[[Iₕ, Kᵥ], float64]) {
        offset Ioffₒ: Iₕ → Iₕ;
        offset Koffₒ: Kᵥ → Kᵥ;
        o @ c⟨ Iₕ: [0, 2[, Kᵥ: [0, 2[ ⟩ ←
          (⇑(λ(s, d) → ·⟪Ioffₒ, ·d, Koffₒ, 1ₒ⟫(s)))((⇑scan(λ(acc, x) → acc + ·x, True, 0.0))(a), d);
      }
      """
    #expect(
      try lastField(
        text, plane([dimI, dimK], [[1, 2, 4], [10, 20, 40]]), integers(dimI, [1, -1]),
        plane([dimI, dimK], [[0, 0], [0, 0]])) == [30, 70, 3, 7])
    // Downwards from level 2, each column gives 4, 6, 7 and 40, 60, 70.
    let down = text.replacing("True", with: "False").replacing("Koffₒ, 1ₒ", with: "Koffₒ, -1ₒ")
      .replacing("Kᵥ: [0, 2[", with: "Kᵥ: [1, 3[")
    #expect(
      try lastField(
        down, plane([dimI, dimK], [[1, 2, 4], [10, 20, 40]]), integers(dimI, [1, -1]),
        plane([dimI, dimK], [[0, 0, 0], [0, 0, 0]])) == [0, 70, 60, 0, 7, 6])
  }

}

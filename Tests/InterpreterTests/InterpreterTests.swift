import Fields
import StencilTypes
import Testing

@Suite("Fields between statements")
struct FieldProgramTests {

  @Test func `shifts read neighbors`() throws {
    let text = """
      p(a: Field[[Iₕ], float64], o: Field[[Iₕ], float64]) {
        offset Ioffₒ: Iₕ → Iₕ;
        lap = λ(u) → (⇑(λ(x, y) → ·x - ·y))((⇑(λ(it) → ·⟪Ioffₒ, 1ₒ⟫(it)))(u), (⇑(λ(it) → ·⟪Ioffₒ, -1ₒ⟫(it)))(u));
        o @ c⟨ Iₕ: [1, 4[ ⟩ ← lap(a);
      }
      """
    #expect(
      try lastField(text, line(dimI, [1, 2, 4, 8, 16]), line(dimI, [0, 0, 0, 0, 0]))
        == [0, 3, 6, 12, 0])
  }

  @Test func `lets, tuples and choices are evaluated by need`() throws {
    let text = """
      p(a: Field[[Iₕ], float64], on: bool, n: int32, o: Field[[Iₕ], float64]) {
        o @ c⟨ Iₕ: [0, 2[ ⟩ ←
          let bad = 1 / n;
          let t = if on then {a, bad} else {(⇑(λ(x) → ·x × 2.0))(a), 3};
          t[0];
      }
      """
    let o = line(dimI, [0, 0])
    func result(_ on: Bool) throws -> [Double] {
      try lastField(
        text, line(dimI, [1, 2]), .scalar(ScalarValue(on)), .scalar(ScalarValue(Int32(0))), o)
    }
    #expect(try result(true) == [1, 2])
    #expect(try result(false) == [2, 4])
  }

  @Test(arguments: [
    "(⇑(λ(it) → ·⟪Ioffₒ, 2ₒ⟫(it)))(broadcast(3.0, {Iₕ}))",
    "(⇑(λ(it, n) → ·⟪Ioffₒ, ·n⟫(it)))(broadcast(3.0, {Iₕ}), 1)",
    "as_fieldop(λ(x) → ·x + 1.0, c⟨ Iₕ: [0, 2[ ⟩)(as_fieldop(λ() → 2.0, c⟨ Iₕ: [0, 2[ ⟩)())",
  ])
  func `constants are the same everywhere`(value: String) throws {
    let text = """
      p(o: Field[[Iₕ], float64]) {
        offset Ioffₒ: Iₕ → Iₕ;
        o @ c⟨ Iₕ: [0, 2[ ⟩ ← \(value);
      }
      """
    #expect(try lastField(text, line(dimI, [0, 0])) == [3, 3])
  }

  @Test func `boxes without points need no field, along no dimension`() throws {
    let text = """
      p(a: Field[[Kᵥ], float64], o: Field[[Iₕ, Kᵥ], float64]) {
        o @ c⟨ Iₕ: [0, 0[, Kᵥ: [0, 9[ ⟩ ← (⇑(λ(x) → ·x))(a);
      }
      """
    let o = plane([dimI, dimK], [[7]])
    #expect(try lastField(text, line(dimK, [1, 2]), o) == [7])
  }

  @Test func `fields of fewer dimensions are broadcast`() throws {
    let text = """
      p(a: Field[[Iₕ], float64], b: Field[[Kᵥ], float64], o: Field[[Iₕ, Kᵥ], float64]) {
        o @ c⟨ Iₕ: [0, 2[, Kᵥ: [0, 3[ ⟩ ← (⇑(λ(x, y) → ·x + ·y))(a, broadcast(b, {Iₕ, Kᵥ}));
      }
      """
    #expect(
      try lastField(
        text, line(dimI, [10, 20]), line(dimK, [1, 2, 3]),
        plane([dimI, dimK], [[0, 0, 0], [0, 0, 0]])) == [11, 12, 13, 21, 22, 23])
  }

  @Test func `a region chooses between fields`() throws {
    let text = """
      p(a: Field[[Iₕ], float64], b: Field[[Iₕ], float64], o: Field[[Iₕ], float64]) {
        o @ c⟨ Iₕ: [0, 5[ ⟩ ← concat_where((Iₕ < 2) ∨ (Iₕ == 4), a, b);
      }
      """
    // Each side is read only where it is chosen.
    let a = line(dimI, [1, 2, 3, 4, 5])
    #expect(
      try lastField(text, a, line(dimI, [30, 40], from: 2), line(dimI, [0, 0, 0, 0, 0]))
        == [1, 2, 30, 40, 5])
  }

  @Test func `unequal dimensions mean both sides`() throws {
    let text = """
      p(a: Field[[Iₕ], float64], o: Field[[Iₕ], float64]) {
        o @ c⟨ Iₕ: [0, 4[ ⟩ ← concat_where(not_eq(Iₕ, 1), a, 0.5);
      }
      """
    #expect(
      try lastField(text, line(dimI, [1, 2, 3, 4]), line(dimI, [0, 0, 0, 0])) == [1, 0.5, 3, 4])
  }

  @Test func `index gives coordinates`() throws {
    let text = """
      p(o: Field[[Iₕ], int32]) {
        o @ c⟨ Iₕ: [get_domain_range(o, Iₕ)[0], get_domain_range(o, Iₕ)[1][ ⟩ ←
          as_fieldop(λ(i) → ·i × ·i, c⟨ Iₕ: [0, 100[ ⟩)(index(Iₕ));
      }
      """
    #expect(try lastField(text, integers(dimI, [0, 0, 0], from: 3)) == [9, 16, 25])
  }

  @Test func `data can say where to read`() throws {
    let text = """
      p(a: Field[[Iₕ], float64], d: Field[[Iₕ], int32], o: Field[[Iₕ], float64]) {
        offset Ioffₒ: Iₕ → Iₕ;
        o @ c⟨ Iₕ: [0, 3[ ⟩ ←
          (⇑(λ(it, by) → ·⟪Ioffₒ, ·by⟫(it)))((⇑(λ(x) → ·x + 0.5))(a), d);
      }
      """
    #expect(
      try lastField(
        text, line(dimI, [1, 2, 3]), integers(dimI, [2, 0, -1]), line(dimI, [0, 0, 0]))
        == [3.5, 2.5, 2.5])
  }

  @Test func `fields without dimensions are as good as scalars`() throws {
    let text = """
      p(n: int32, s: Field[[], int32], o: Field[[Iₕ], int32]) {
        s @ c⟨ ⟩ ← (⇑(λ(s) → ·s + 1))(s);
        o @ c⟨ Iₕ: [0, n[ ⟩ ← if s == 8 then (⇑(λ(n, s) → ·n × ·s))(n, s) else 0;
      }
      """
    let point = Domain(dims: [], ranges: [])
    #expect(
      try lastField(
        text, .field(Field([Int32(2)], on: point)), .field(Field([Int32(7)], on: point)),
        integers(dimI, [0, 0, 0])) == [16, 16, 0])
  }

  @Test func `a target can be an input`() throws {
    let text = """
      p(a: Field[[Iₕ], float64]) {
        offset Ioffₒ: Iₕ → Iₕ;
        a @ c⟨ Iₕ: [0, 3[ ⟩ ← (⇑(λ(it) → ·it + ·⟪Ioffₒ, 1ₒ⟫(it)))(a);
        a @ c⟨ Iₕ: [0, 3[ ⟩ ← (⇑(λ(it) → ·it × 10.0))(a);
      }
      """
    #expect(try lastField(text, line(dimI, [1, 2, 3, 4])) == [30, 50, 70, 4])
  }

  @Test func `each target of a tuple has its own domain`() throws {
    let text = """
      p(a: Field[[Iₕ], float64], t: tuple[Field[[Iₕ], float64], Field[[Iₕ], float64]]) {
        {t[0], t[1]} @ {c⟨ Iₕ: [0, 1[ ⟩, c⟨ Iₕ: [1, 3[ ⟩} ← {a, (⇑(λ(x) → -1.0 × ·x))(a)};
      }
      """
    let zero = line(dimI, [0, 0, 0])
    let results = try run(text, [line(dimI, [1, 2, 3]), .tuple([zero, zero])])
    let values = results[1].leaves.map { leaf -> [Double?] in
      guard case .field(let f) = leaf else { return [] }
      return f.values.map(\.float64)
    }
    #expect(values == [[1, 0, 0], [0, -2, -3]])
  }

  @Test func `statements depend on conditions and use temporaries`() throws {
    let text = """
      p(a: Field[[Iₕ], float64], n: int32, o: Field[[Iₕ], float64]) {
        offset _OffIₒ: Iₕ → Iₕ;
        tmp = temporary(domain=c⟨ Iₕ: [0, n + 1[ ⟩, dtype=float64);
        tmp @ c⟨ Iₕ: [0, n + 1[ ⟩ ← (⇑(λ(x) → ·x × ·x))(a);
        if (n > 2) {
          o @ c⟨ Iₕ: [0, n[ ⟩ ← (⇑(λ(x) → ·⟪_OffIₒ, 1ₒ⟫(x) - ·x))(tmp);
        } else {
          o @ c⟨ Iₕ: [0, n[ ⟩ ← 7.0;
        }
      }
      """
    let a = line(dimI, [1, 2, 3, 4])
    #expect(
      try lastField(text, a, .scalar(ScalarValue(Int32(3))), line(dimI, [0, 0, 0])) == [3, 5, 7])
    #expect(
      try lastField(text, a, .scalar(ScalarValue(Int32(1))), line(dimI, [0, 0, 0])) == [7, 0, 0])
  }

}

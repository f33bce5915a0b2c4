import IteratorIR
import Testing
import Transforms

@Suite("extract_temporaries and split_choices")
struct TemporariesTests {

  /// Returns the program with these temporaries and statements.
  private func sample(_ body: String) throws -> Program {
    try program(
      """
      p(
        a: Field[[Iₕ], float64], o: Field[[Iₕ], float64], c: bool, q: bool, n: int32,
        m: Field[[Iₕ], bool]) {
        offset Ioffₒ: Iₕ → Iₕ;
        \(body)
      }
      """)
  }

  /// Checks that `pass` turns the program with the statements `before` into that with `after`.
  private func expect(
    _ pass: Pass, turns before: String, into after: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let trace = try checkedTrace(of: pass, sample(before), sourceLocation: sourceLocation)
    let result = trace.state(trace.count)
    try result.verify()
    #expect(
      try result.text(style: .typed) == sample(after).text(style: .typed),
      sourceLocation: sourceLocation)
  }

  @Test("stores what is read at several places")
  func temporaries() throws {
    try expect(
      .extractTemporaries,
      turns: """
        o @ c⟨ Iₕ: [0, 8[ ⟩ ← as_fieldop(λ(x) → ·x + ·⟪Ioffₒ, 1ₒ⟫(x), c⟨ Iₕ: [0, 8[ ⟩)(
          as_fieldop(λ(x) → sin(·x), c⟨ Iₕ: [0, 9[ ⟩)(a));
        """,
      into: """
        _tmp0 = temporary(domain=c⟨ Iₕ: [0, 9[ ⟩, dtype=float64);
        _tmp0 @ c⟨ Iₕ: [0, 9[ ⟩ ← as_fieldop(λ(x) → sin(·x), c⟨ Iₕ: [0, 9[ ⟩)(a);
        o @ c⟨ Iₕ: [0, 8[ ⟩ ← as_fieldop(λ(x) → ·x + ·⟪Ioffₒ, 1ₒ⟫(x), c⟨ Iₕ: [0, 8[ ⟩)(_tmp0);
        """)
  }

  @Test("stores what nested outputs share")
  func nestedOutputs() throws {
    try expect(
      .extractTemporaries,
      turns: """
        {{o, o}, o} @ {{c⟨ Iₕ: [0, 2[ ⟩, c⟨ Iₕ: [2, 4[ ⟩}, c⟨ Iₕ: [4, 8[ ⟩} ←
          let x = as_fieldop(λ(x) → sin(·x), c⟨ Iₕ: [0, 9[ ⟩)(a);
          {{as_fieldop(λ(x) → ·⟪Ioffₒ, 1ₒ⟫(x), c⟨ Iₕ: [0, 2[ ⟩)(x), x}, x};
        """,
      into: """
        _tmp0 = temporary(domain=c⟨ Iₕ: [0, 8[ ⟩, dtype=float64);
        _tmp0 @ c⟨ Iₕ: [0, 8[ ⟩ ← as_fieldop(λ(x) → sin(·x), c⟨ Iₕ: [0, 8[ ⟩)(a);
        {{o, o}, o} @ {{c⟨ Iₕ: [0, 2[ ⟩, c⟨ Iₕ: [2, 4[ ⟩}, c⟨ Iₕ: [4, 8[ ⟩} ←
          {{as_fieldop(λ(x) → ·⟪Ioffₒ, 1ₒ⟫(x), c⟨ Iₕ: [0, 2[ ⟩)(_tmp0), _tmp0}, _tmp0};
        """)
  }

  @Test("stores nothing that may not be needed")
  func doubtful() throws {
    let body = """
      o @ c⟨ Iₕ: [0, 8[ ⟩ ←
        as_fieldop(λ(m, x) → if ·m then ·x else ·⟪Ioffₒ, 1ₒ⟫(x), c⟨ Iₕ: [0, 8[ ⟩)(
          m, as_fieldop(λ(x) → sin(·x), c⟨ Iₕ: [0, 9[ ⟩)(a));
      """
    try expect(.extractTemporaries, turns: body, into: body)
  }

  @Test("stores what a region needs")
  func regions() throws {
    try expect(
      .extractTemporaries,
      turns: """
        o @ c⟨ Iₕ: [0, 8[ ⟩ ← as_fieldop(
          λ(i, x) → if ·i < 3 then ·x + ·⟪Ioffₒ, 1ₒ⟫(x) else 1.0, c⟨ Iₕ: [0, 8[ ⟩
        )(index(Iₕ), as_fieldop(λ(x) → sin(·x), c⟨ Iₕ: [0, 4[ ⟩)(a));
        """,
      into: """
        _tmp0 = temporary(domain=c⟨ Iₕ: [0, 4[ ⟩, dtype=float64);
        _tmp0 @ c⟨ Iₕ: [0, 4[ ⟩ ← as_fieldop(λ(x) → sin(·x), c⟨ Iₕ: [0, 4[ ⟩)(a);
        o @ c⟨ Iₕ: [0, 8[ ⟩ ← as_fieldop(
          λ(i, x) → if ·i < 3 then ·x + ·⟪Ioffₒ, 1ₒ⟫(x) else 1.0, c⟨ Iₕ: [0, 8[ ⟩
        )(index(Iₕ), _tmp0);
        """)
  }

  @Test("stores a chosen field where its region needs it")
  func chosenInRegion() throws {
    try expect(
      .extractTemporaries,
      turns: """
        o @ c⟨ Iₕ: [0, 8[ ⟩ ← as_fieldop(
          λ(i, x, y) → if ·i < 3 then ·x else ·y, c⟨ Iₕ: [0, 8[ ⟩
        )(index(Iₕ), if q then a else as_fieldop(λ(x) → sin(·x), c⟨ Iₕ: [0, 3[ ⟩)(a), a);
        """,
      into: """
        _tmp0 = temporary(domain=c⟨ Iₕ: [0, 3[ ⟩, dtype=float64);
        if (q) {
          _tmp0 @ c⟨ Iₕ: [0, 3[ ⟩ ← a;
        } else {
          _tmp0 @ c⟨ Iₕ: [0, 3[ ⟩ ← as_fieldop(λ(x) → sin(·x), c⟨ Iₕ: [0, 3[ ⟩)(a);
        }
        o @ c⟨ Iₕ: [0, 8[ ⟩ ← as_fieldop(
          λ(i, x, y) → if ·i < 3 then ·x else ·y, c⟨ Iₕ: [0, 8[ ⟩
        )(index(Iₕ), _tmp0, a);
        """)
  }

  @Test("stores nothing for a region that has no points")
  func emptyRegion() throws {
    try expect(
      .extractTemporaries,
      turns: """
        o @ c⟨ Iₕ: [0, 8[ ⟩ ← as_fieldop(
          λ(i, n, x) → if ·i < ·n then ·x + ·⟪Ioffₒ, 5ₒ⟫(x) else 1.0, c⟨ Iₕ: [0, 8[ ⟩
        )(index(Iₕ), n, as_fieldop(λ(x) → sin(·x), c⟨ Iₕ: [0, minimum(n, 8) + 5[ ⟩)(a));
        """,
      into: """
        _tmp0 = temporary(
          domain=c⟨ Iₕ: [0, if 0 < minimum(8, n) then minimum(13, n + 5) else 0[ ⟩, dtype=float64);
        _tmp0 @ c⟨ Iₕ: [0, if 0 < minimum(8, n) then minimum(13, n + 5) else 0[ ⟩ ←
          as_fieldop(
            λ(x) → sin(·x), c⟨ Iₕ: [0, if 0 < minimum(8, n) then minimum(13, n + 5) else 0[ ⟩)(a);
        o @ c⟨ Iₕ: [0, 8[ ⟩ ← as_fieldop(
          λ(i, n, x) → if ·i < ·n then ·x + ·⟪Ioffₒ, 5ₒ⟫(x) else 1.0, c⟨ Iₕ: [0, 8[ ⟩
        )(index(Iₕ), n, _tmp0);
        """)
  }

  @Test("turns choices into statements, with what each branch needs")
  func choices() throws {
    try expect(
      .splitChoices,
      turns: """
        o @ c⟨ Iₕ: [0, 8[ ⟩ ←
          let t = (⇑(λ(x) → sin(·x)))(a);
          if c then (⇑(λ(x, y) → ·x + ·y))(t, t) else a;
        """,
      into: """
        if (c) {
          o @ c⟨ Iₕ: [0, 8[ ⟩ ←
            let t = (⇑(λ(x) → sin(·x)))(a);
            (⇑(λ(x, y) → ·x + ·y))(t, t);
        } else {
          o @ c⟨ Iₕ: [0, 8[ ⟩ ← a;
        }
        """)
  }

  @Test("leaves domains where they are used")
  func sharedDomain() throws {
    try expect(
      .splitChoices,
      turns: """
        o @ c⟨ Iₕ: [0, 8[ ⟩ ←
          let d = c⟨ Iₕ: [0, n[ ⟩;
          if c
          then (⇑(λ(x, y) → ·x + ·y))(concat_where(d, a, 1.0), concat_where(d, 2.0, a))
          else a;
        """,
      into: """
        if (c) {
          o @ c⟨ Iₕ: [0, 8[ ⟩ ← (⇑(λ(x, y) → ·x + ·y))(
            concat_where(c⟨ Iₕ: [0, n[ ⟩, a, 1.0), concat_where(c⟨ Iₕ: [0, n[ ⟩, 2.0, a));
        } else {
          o @ c⟨ Iₕ: [0, 8[ ⟩ ← a;
        }
        """)
  }

}

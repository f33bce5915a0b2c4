import Diagnostics
import Fields
import IteratorIR
import StencilTypes
import TestSupport
import Testing

@testable import Interpreter

@Suite("Failures")
struct FailureTests {

  let zeros = line(dimI, [0, 0, 0])

  @Test func `what must be read is known before the run`() throws {
    try expectFailure(
      "E-RUN-OUTSIDE", saying: "'a' needs I=1:4, has 0:3",
      in: """
        p(a: Field[[Iₕ], float64], o: Field[[Iₕ], float64]) {
          offset Ioffₒ: Iₕ → Iₕ;
          o @ c⟨ Iₕ: [0, 3[ ⟩ ← (⇑(λ(x) → ·x + 1️⃣·⟪Ioffₒ, 1ₒ⟫(x)))(a);
        }
        """, [zeros, zeros])
  }

  @Test func `what may be read is checked point by point`() throws {
    let text = """
      p(a: Field[[Iₕ], float64], m: Field[[Iₕ], float64], o: Field[[Iₕ], float64]) {
        offset Ioffₒ: Iₕ → Iₕ;
        o @ c⟨ Iₕ: [0, 3[ ⟩ ← (⇑(λ(x, m) → if ·m > 0.0 then 1️⃣·⟪Ioffₒ, 1ₒ⟫(x) else ·x))(a, m);
      }
      """
    let a = line(dimI, [1, 2, 4])
    #expect(
      try lastField(text.replacing("1️⃣", with: ""), a, line(dimI, [1, 1, 0]), zeros) == [2, 4, 4])
    try expectFailure(
      "E-RUN-OUTSIDE", saying: "covers I=0:3", in: text, [a, line(dimI, [1, 1, 1]), zeros])
    try expectFailure(
      "E-RUN-OUTSIDE", saying: "the value of 'o' at I=2", in: text,
      [a, line(dimI, [1, 1, 1]), zeros])
  }

  @Test func `temporaries may lack values that nobody reads`() throws {
    func text(_ last: Int) -> String {
      """
      p(n: Field[[Iₕ], int32], o: Field[[Iₕ], int32]) {
        tmp = temporary(domain=c⟨ Iₕ: [0, 3[ ⟩, dtype=int32);
        tmp @ c⟨ Iₕ: [0, 3[ ⟩ ← (⇑(λ(x) → \(last == 3 ? "1️⃣" : "")12 / ·x))(n);
        o @ c⟨ Iₕ: [0, \(last)[ ⟩ ← (⇑(λ(x) → ·x + 1))(tmp);
      }
      """
    }
    let (n, o) = (integers(dimI, [3, -5, 0]), integers(dimI, [0, 0, 9]))
    #expect(try lastField(text(2), n, o) == [5, -1, 9])
    #expect(try lastField(text(2), integers(dimI, [3, -5]), o) == [5, -1, 9])
    try expectFailure("E-RUN-DIVISION", saying: "the value of 'o' at I=2", in: text(3), [n, o])
  }

  @Test func `temporaries that are written again forget what they lacked`() throws {
    let text = """
      p(n: Field[[Iₕ], int32], o: Field[[Iₕ], int32]) {
        tmp = temporary(domain=c⟨ Iₕ: [0, 3[ ⟩, dtype=int32);
        tmp @ c⟨ Iₕ: [0, 3[ ⟩ ← (⇑(λ(x) → 12 / ·x))(n);
        tmp @ c⟨ Iₕ: [1, 3[ ⟩ ← (⇑(λ(x) → ·x))(n);
        o @ c⟨ Iₕ: [0, 3[ ⟩ ← (⇑(λ(x) → ·x))(tmp);
      }
      """
    #expect(
      try lastField(text, integers(dimI, [3, 0, 7]), integers(dimI, [0, 0, 0])) == [4, 0, 7])
  }

  @Test func `untaken sides may divide by zero`() throws {
    let text = """
      p(n: Field[[Iₕ], int32], o: Field[[Iₕ], int32]) {
        o @ c⟨ Iₕ: [0, 3[ ⟩ ← (⇑(λ(x) → if not_eq(·x, 0) then 12 / ·x else 0))(n);
      }
      """
    let o = integers(dimI, [0, 0, 0])
    #expect(try lastField(text, integers(dimI, [0, 5, -5]), o) == [0, 2, -2])
    try expectFailure(
      "E-RUN-DIVISION", saying: "at I=0",
      in: """
        p(n: Field[[Iₕ], int32], o: Field[[Iₕ], int32]) {
          o @ c⟨ Iₕ: [0, 3[ ⟩ ← (⇑(λ(x) → 1️⃣12 / ·x))(n);
        }
        """, [integers(dimI, [0, 5, -5]), o])
  }

  @Test func `failures in memory are forgotten where they are not used`() throws {
    func text(_ condition: String) -> String {
      """
      p(n: Field[[Iₕ], int32], o: Field[[Iₕ], int32]) {
        offset Ioffₒ: Iₕ → Iₕ;
        o @ c⟨ Iₕ: [0, 2[ ⟩ ←
          let g = (⇑(λ(x) → 1️⃣12 / ·x))(n);
          (⇑(λ(g, n) → if \(condition) then ·⟪Ioffₒ, 1ₒ⟫(g) else ·g))(g, n);
      }
      """
    }
    let arguments = [integers(dimI, [3, 0, 4]), integers(dimI, [0, 0])]
    try expectFailure("E-RUN-DIVISION", saying: "at I=0", in: text("·n > 0"), arguments)
    let good = text("·n < 1").replacing("1️⃣", with: "")
    #expect(try lastField(good, arguments[0], arguments[1]) == [4, 3])
  }

  @Test func `what a region makes certain is known before the run`() throws {
    let text = """
      p(a: Field[[Iₕ], float64], o: Field[[Iₕ], float64]) {
        offset Ioffₒ: Iₕ → Iₕ;
        o @ c⟨ Iₕ: [0, 3[ ⟩ ← concat_where(Iₕ < 2, (⇑(λ(x) → 1️⃣·⟪Ioffₒ, BYₒ⟫(x)))(a), 0.0);
      }
      """
    #expect(
      try lastField(
        text.replacing("1️⃣", with: "").replacing("BY", with: "1"), line(dimI, [1, 2, 4]), zeros)
        == [2, 4, 0])
    try expectFailure(
      "E-RUN-OUTSIDE", saying: "'a' needs I=2:4, has 0:3", in: text.replacing("BY", with: "2"),
      [zeros, zeros])
  }

  @Test func `conditions and domains can fail`() throws {
    let n = ArgumentValue.scalar(ScalarValue(Int32(0)))
    try expectFailure(
      "E-RUN-DIVISION", saying: "which statements run",
      in: """
        p(n: int32, o: Field[[Iₕ], float64]) { if (1️⃣1 / n > 0) { o @ c⟨ Iₕ: [0, 1[ ⟩ ← 1.0; } else { } }
        """, [n, zeros])
    try expectFailure(
      "E-RUN-DIVISION", saying: "a domain depends on it",
      in: "p(n: int32, o: Field[[Iₕ], float64]) { o @ c⟨ Iₕ: [0, 1️⃣1 / n[ ⟩ ← 1.0; }", [n, zeros])
    try expectFailure(
      "E-RUN-DIVISION", saying: "the value of 'o' at I=0",
      in: """
        p(n: int32, o: Field[[Iₕ], float64]) { o @ c⟨ Iₕ: [0, 1[ ⟩ ← if 1️⃣1 / n > 0 then o else o; }
        """, [n, zeros])
  }

  @Test func `logic is strict`() throws {
    try expectFailure(
      "E-RUN-DIVISION", saying: "divided by zero",
      in: """
        p(n: Field[[Iₕ], int32], o: Field[[Iₕ], bool]) {
          o @ c⟨ Iₕ: [0, 1[ ⟩ ← (⇑(λ(x) → (not_eq(·x, 0)) ∧ (1️⃣12 / ·x > 1)))(n);
        }
        """,
      [integers(dimI, [0]), .field(Field([false], on: Domain(dims: [dimI], ranges: [0 ..< 1])))]
    )
  }

  @Test func `powers of integers can fail`() throws {
    try expectFailure(
      "E-RUN-POWER", saying: "negative",
      in: """
        p(n: Field[[Iₕ], int32], o: Field[[Iₕ], int32]) {
          o @ c⟨ Iₕ: [0, 1[ ⟩ ← (⇑(λ(x) → 1️⃣power(·x, -1)))(n);
        }
        """, [integers(dimI, [2]), integers(dimI, [0])])
  }

  @Test func `targets cover what is written`() throws {
    try expectFailure(
      "E-RUN-TARGET", saying: "written on I=0:4",
      in: "p(o: Field[[Iₕ], float64]) { 1️⃣o @ c⟨ Iₕ: [0, 4[ ⟩ ← 1.0; }", [zeros])
  }

  @Test func `targets do not overlap`() throws {
    try expectFailure(
      "E-RUN-OVERLAP", saying: "twice",
      in: """
        p(o: Field[[Iₕ], float64]) {
          1️⃣{o, o} @ {c⟨ Iₕ: [0, 2[ ⟩, c⟨ Iₕ: [1, 3[ ⟩} ← {1.0, 2.0};
        }
        """, [zeros])
  }

  @Test func `domains are finite`() throws {
    try expectFailure(
      "E-RUN-DOMAIN", saying: "no finite box",
      in: "p(o: Field[[Iₕ], float64]) { 1️⃣o @ c⟨ Iₕ: [0, ∞[ ⟩ ← 1.0; }", [zeros])
  }

  @Test func `arguments fit parameters`() throws {
    let text = "p(o: Field[[Iₕ], float64]) { o @ c⟨ Iₕ: [0, 1[ ⟩ ← 1.0; }"
    try expectFailure("E-RUN-ARGUMENT", at: nil, saying: "takes 1 arguments", in: text, [])
    try expectFailure(
      "E-RUN-ARGUMENT", at: nil, saying: "is a Field[[I], float64]", in: text,
      [.scalar(ScalarValue(1.0))])
  }

  @Test func `functions take what they are made for`() throws {
    try expectFailure(
      "E-RUN-PROGRAM", saying: "'plus'",
      in: "p(o: Field[[Iₕ], float64]) { o @ c⟨ Iₕ: [0, 1[ ⟩ ← 1️⃣1.0 + 1; }", [zeros])
  }

  @Test func `ranges of fields without size are not known`() throws {
    let marked = MarkedText(
      """
      p(o: Field[[Iₕ], float64]) {
        o @ c⟨ Iₕ: [1️⃣get_domain_range(o, Iₕ)[0], 3[ ⟩ ← 1.0;
      }
      """)
    let program = try Program(parsing: marked.file)
    do {
      _ = try Interpreter.requirements(of: program, arguments: [.field(nil)])
      Issue.record("nothing was reported")
    } catch {
      #expect(error.diagnostics.map(\.code) == ["E-RUN-SIZE"])
      expectPlace(error.diagnostics.first, in: marked, "\(error)")
    }
  }

  @Test func `a run can be cancelled`() throws {
    let file = SourceFile(
      name: "test", text: "p(o: Field[[Iₕ], float64]) { o @ c⟨ Iₕ: [0, 1[ ⟩ ← 1.0; }")
    let program = try Program(parsing: file)
    do {
      _ = try Interpreter.run(program, arguments: [zeros], isCancelled: { true })
      Issue.record("nothing was reported")
    } catch {
      #expect(error.diagnostics.map(\.code) == ["E-INTERRUPTED"])
    }
  }

  @Test func `memory that cannot be had is refused before it is asked for`() throws {
    try expectFailure(
      "E-RUN-MEMORY", saying: "'tmp' on I=0:2147483647, J=0:4096 needs 70368744144896 bytes",
      in: """
        p(o: Field[[Iₕ], float64]) {
          tmp = temporary(domain=1️⃣c⟨ Iₕ: [0, 2147483647[, Jₕ: [0, 4096[ ⟩, dtype=float64);
          o @ c⟨ Iₕ: [0, 3[ ⟩ ← 1.0;
        }
        """, [zeros])
  }

}

import Diagnostics
import IteratorIR
import TestSupport
import Testing

/// A text with a mark at the fault, and the message that it gets.
struct ErrorSample: Sendable {

  let text: String
  let code: IRCode
  let message: String

  init(_ text: String, _ code: IRCode, _ message: String) {
    self.text = text
    self.code = code
    self.message = message
  }

  /// Checks that `work` fails with the message at the mark of `marked`.
  func check(_ marked: MarkedText, _ work: () throws -> Void) throws {
    let error = try #require(throws: DiagnosticError.self) { try work() }
    #expect(error.diagnostics[0].code == code.rawValue)
    #expect(error.diagnostics[0].message == message)
    expectPlace(error.diagnostics.first, in: marked, "\(error)")
  }

}

/// Expressions that cannot be read.
private let unreadable: [ErrorSample] = [
  ErrorSample("a + 1️⃣", .syntax, "Expected an expression, found the end of the text."),
  ErrorSample("f(a 1️⃣b)", .syntax, "Expected ')', found 'b'."),
  ErrorSample("let a = 11️⃣\n a", .syntax, "Expected ';', found 'a'."),
  ErrorSample("1️⃣d⟨ Iₕ: [0, 1[ ⟩", .syntax, "'d' is no kind of domain."),
  ErrorSample(
    "let 1️⃣plus = 1; 2", .syntax,
    "'plus' is a word of ITIR and cannot name something else as it is."
  ),
  ErrorSample("a 1️⃣$ b", .character, "ITIR text has no use for the character '$'."),
  ErrorSample("1️⃣`a", .character, "The name in backquotes has no end."),
  ErrorSample("1️⃣300:u8", .literal, "300 is no value of type uint8."),
  ErrorSample("1️⃣1:f33", .literal, "No type of numbers has the suffix 'f33'."),
  ErrorSample("1️⃣1.5:i32", .literal, "1.5 is no value of type int32."),
]

/// Statements that are wrong in a program with the field `a`, the output `o` and the scalar `n`.
private let wrong: [ErrorSample] = [
  ErrorSample("1️⃣offset C2Eₒ: Iₕ → Iₕ;", .duplicate, "The offset 'C2E' is declared twice."),
  ErrorSample("o @ D ← 1️⃣aa;", .unbound, "Nothing is bound to the name 'aa'."),
  ErrorSample("f = λ(x) → 1️⃣y; o @ D ← a;", .unbound, "Nothing is bound to the name 'y'."),
  ErrorSample("o @ D ← 1️⃣(λ(x) → x)(a, a);", .arity, "The function takes 1 argument and gets 2."),
  ErrorSample("f = λ(x) → 1️⃣eq(x); o @ D ← a;", .arity, "'eq' takes 2 arguments and gets 1."),
  ErrorSample("f = λ(x) → x; o @ D ← 1️⃣f();", .arity, "The function takes 1 argument and gets 0."),
  ErrorSample(
    "1️⃣neg(o) @ D ← a;", .target,
    "Only parameters and temporaries of the program can be written to."
  ),
  ErrorSample("1️⃣n @ D ← a;", .target, "int32 cannot be written to."),
  ErrorSample(
    "o @ c⟨ Iₕ: [0, (λ(b) → get_domain_range(1️⃣b, Iₕ))(a)[1][ ⟩ ← a;", .type,
    "Only parameters and temporaries of the program have a domain."
  ),
  ErrorSample(
    "o @ 1️⃣c⟨ Kᵥ: [0, 3[ ⟩ ← a;", .target,
    "The domain does not fit what is written on it: it is Domain[K]."
  ),
  ErrorSample(
    "o @ D ← 1️⃣index(Iₕ);", .target,
    "Field[[I], int32] cannot be stored in Field[[I], float64]."
  ),
  ErrorSample(
    "o @ D ← (⇑(λ(x) → ·x × (1️⃣·x < 1.0)))(a);", .type,
    "'multiplies' takes numbers here, not bool."
  ),
  ErrorSample(
    "o @ D ← (⇑(λ(x) → 1️⃣·x + 1))(a);", .type,
    "The operands of 'plus' have different types."
  ),
  ErrorSample(
    "o @ D ← (⇑(λ(x) → ·⟪1️⃣V2Cₒ, 0ₒ⟫(x)))(a);", .offset,
    "The program has no offset 'V2C'."
  ),
  ErrorSample(
    "o @ D ← (⇑(λ(x) → ·1️⃣⟪C2Eₒ, 0ₒ⟫(x)))(a);", .offset,
    "'C2E' leads from Cell to Edge, but the iterator stands on I."
  ),
  ErrorSample(
    "o @ D ← as_fieldop(λ(x) → 1️⃣·x, u⟨ Cellₕ: [0, 1[ ⟩)(a);", .type,
    "The iterator reads a field on I, but the point has no place along it."
  ),
  ErrorSample(
    "o @ D ← 1️⃣(⇑scan(λ(q, x) → ·x, True, 0))(a);", .type,
    "The function of 'scan' must give what it starts from, int32, not float64."
  ),
  ErrorSample("if (1️⃣n) { o @ D ← a; }", .type, "A condition is a bool, not int32."),
  ErrorSample("o @ D ← {a}[1️⃣1];", .type, "tuple[Field[[I], float64]] has no element 1."),
  ErrorSample(
    "o @ D ← 1️⃣if n < 1 then a else index(Iₕ);", .type,
    "The branches of 'if_' do not fit together."
  ),
  ErrorSample(
    "f = λ(x) → λ(y, 1️⃣y) → y; o @ D ← a;", .duplicate,
    "The name 'y' is bound twice at the same place."
  ),
  ErrorSample(
    "1️⃣a = temporary(domain=c⟨ Iₕ: [0, n[ ⟩, dtype=float64); o @ D ← a;", .duplicate,
    "The name 'a' is bound twice at the same place."
  ),
  // Functions do not call themselves.
  ErrorSample("f = λ(x) → 1️⃣f(x); o @ D ← a;", .unbound, "Nothing is bound to the name 'f'."),
]

@Suite("Errors in ITIR")
struct ErrorTests {

  @Test("of text say what was expected", arguments: unreadable)
  func text(_ sample: ErrorSample) throws {
    let marked = MarkedText(sample.text)
    try sample.check(marked) { _ = try Expr(parsing: marked.file) }
  }

  @Test("of programs point to the part at fault", arguments: wrong)
  func programs(_ sample: ErrorSample) throws {
    let marked = MarkedText(
      """
      p(a: Field[[Iₕ], float64], o: Field[[Iₕ], float64], n: int32) {
      \(meshOffsets)
      \(sample.text.replacing("D ←", with: "c⟨ Iₕ: [0, n[ ⟩ ←"))
      }
      """)
    try sample.check(marked) { _ = try Program(verifying: marked.file) }
  }

  @Test("have a sample for each code")
  func complete() {
    // Passes find `calls`, in programs that are too long to stand here: see `CallGrowthTests`.
    #expect(Set((unreadable + wrong).map(\.code)) == Set(IRCode.allCases).subtracting([.calls]))
  }

}

import IteratorIR
import Testing
import Transforms

/// Scalars that are known at run time only, and a field.
private let parameters = """
  n: int32, m: int32, c: bool, d: bool, x: float64, y: float32, k: uint8, \
  f: Field[[Iₕ], int32]
  """

@Suite("constant_folding")
struct ConstantFoldingTests {

  @Test(
    "computes functions of literals in their types",
    arguments: [
      ("1 + 2", "3"), ("127:i8 + 1:i8", "-128:i8"), ("1:u8 - 2:u8", "255:u8"),
      ("5 / 2", "2"), ("-5 / 2", "-2"), ("floordiv(-7, 2)", "-4"), ("mod(-7, 3)", "2"),
      ("-2147483648 / -1", "-2147483648"), ("mod(-2147483648, -1)", "0"),
      ("0.1:f32 + 0.2:f32", "0.3:f32"), ("0.1 + 0.2", "0.30000000000000004"),
      ("1.0 / 0.0", "inf:f64"), ("minimum(-0.0, 0.0)", "-0.0"), ("power(2, 10)", "1024"),
      ("power(2.0, -2)", "0.25"), ("sqrt(9.0)", "3.0"), ("exp(0.0)", "1.0"),
      ("1 < 2", "True"), ("not_eq(1.0, 1.0)", "False"), ("True ∧ False", "False"),
      ("¬True", "False"), ("neg(4.0)", "-4.0"), ("isnan(0.0 / 0.0)", "True"),
      ("cast_(2.9, int32)", "2"), ("cast_(-1, uint8)", "255:u8"),
      ("cast_(1e10, int32)", "2147483647"), ("cast_(0.1, float32)", "0.1:f32"),
    ])
  func literals(before: String, after: String) throws {
    try expect(.constantFolding, turns: before, into: after)
  }

  @Test(
    "leaves errors for the run",
    arguments: [
      "1 / 0", "floordiv(1, 0)", "mod(1, 0)", "power(2, -1)", "False ∧ (n / m == 1)",
      "if n / 0 == 1 then x else x", "floordiv(n, m) × 0", "mod(n, m) - mod(n, m)",
      "mod(n / m, 1)", "xor_(n / m == 1, n / m == 1)",
    ])
  func errors(_ value: String) throws {
    try expect(.constantFolding, parameters, leavesAlone: value)
  }

  @Test(
    "does not change a floating-point number by a bit",
    arguments: [
      "x + 0.0", "x - 0.0", "x × 0.0", "x × 1.0", "(x + 0.1) + 0.2", "x - x", "x / 1.0",
      "x == x", "0.0 - x", "2.0 + x", "(x × 2.0) × 3.0",
    ])
  func floats(_ value: String) throws {
    try expect(.constantFolding, parameters, leavesAlone: value)
  }

  @Test(
    "chooses branches",
    arguments: [
      ("if True then x else 1.0", "x"), ("if False then x else 1.0", "1.0"),
      ("if c then x else x", "x"), ("if ¬c then x else 1.0", "if c then 1.0 else x"),
      ("if c then True else False", "c"), ("if c then False else True", "¬c"),
      ("if c then (if c then x else 1.0) else 2.0", "if c then x else 2.0"),
      ("if n < 3 ∨ True then x else 1.0", "x"),
      ("if True ∧ (1 == 2) then x else 1.0", "1.0"),
    ])
  func choices(before: String, after: String) throws {
    try expect(.constantFolding, parameters, turns: before, into: after)
  }

  @Test(
    "simplifies logic",
    arguments: [
      ("c ∧ True", "c"), ("True ∧ c", "c"), ("c ∧ False", "False"), ("c ∨ False", "c"),
      ("True ∨ c", "True"), ("xor_(c, False)", "c"), ("xor_(True, c)", "¬c"), ("¬¬c", "c"),
      ("c ∧ c", "c"), ("xor_(c, c)", "False"), ("c == True", "c"), ("not_eq(c, True)", "¬c"),
      ("(n < m) ∧ False", "False"), ("(n / 3 < m) ∧ False", "False"),
    ])
  func logic(before: String, after: String) throws {
    try expect(.constantFolding, parameters, turns: before, into: after)
  }

  @Test(
    "uses what holds for all integers",
    arguments: [
      ("n + 0", "n"), ("0 + n", "n"), ("n - 0", "n"), ("n × 1", "n"), ("1 × n", "n"),
      ("n × 0", "0"), ("floordiv(n, 1)", "n"), ("n / 1", "n"), ("mod(n, 1)", "0"),
      ("power(n, 1)", "n"), ("0 - n", "neg(n)"), ("n - n", "0"), ("neg(neg(x))", "x"),
      ("n == n", "True"), ("n < n", "False"), ("minimum(x, x)", "x"),
    ])
  func identities(before: String, after: String) throws {
    try expect(.constantFolding, parameters, turns: before, into: after)
  }

  @Test(
    "brings integer sums and bounds into one form",
    arguments: [
      ("1 + n", "n + 1"), ("(n + 1) + 2", "n + 3"), ("(n + 1) - 1", "n"), ("n + -1", "n - 1"),
      ("n - -1", "n + 1"), ("(n - 2) - 3", "n - 5"), ("(1 - n) + 2", "3 - n"),
      ("n - (m + 1)", "(n - m) - 1"), ("n - (m - 2)", "(n - m) + 2"),
      ("n + (m - 1)", "(n + m) - 1"),
      ("(n + 1) + (m - 1)", "n + m"), ("(n + 1) - n", "1"),
      ("(k + 200:u8) + 100:u8", "k + 44:u8"), ("(k - 1:u8) - 1:u8", "k - 2:u8"),
      ("(2 × n) × 3", "n × 6"), ("minimum(3, minimum(n, 5))", "minimum(n, 3)"),
      ("maximum(maximum(n, 1), m)", "maximum(maximum(n, m), 1)"),
      ("minimum(minimum(n, m), n)", "minimum(n, m)"),
      ("minimum(n, ∞)", "n"), ("maximum(-∞, n + 1)", "n + 1"), ("∞ + 1", "∞"), ("n < ∞", "True"),
      ("-∞ >= n", "False"), ("maximum(n, ∞)", "∞"), ("∞ < ∞", "False"), ("-∞ >= -∞", "True"),
      ("-∞ < ∞", "True"), ("n > ∞", "False"), ("∞ > n", "True"),
    ])
  func canonicalForms(before: String, after: String) throws {
    try expect(.constantFolding, parameters, turns: before, into: after)
  }

  /// The number has no positive of its own.
  @Test("subtracts no least number")
  func leastNumber() throws {
    try expect(.constantFolding, parameters, leavesAlone: "n + -2147483648")
  }

  /// A bound that is no index is an error of the run, and no bound that a literal could be.
  @Test(
    "leaves bounds alone that would wrap",
    arguments: [
      "2147483647 + 1", "-2147483648 - 1", "neg(-2147483648)", "65536 × 65536", "abs(-2147483648)",
      "power(2, 31)", "n + 2147483647 + 1", "n × 65536 × 65536", "-2147483648 - n - 1",
    ])
  func wrappedBounds(bound: String) throws {
    let range = "as_fieldop(λ(x) → ·x, c⟨ Iₕ: [0, \(bound)[ ⟩)(a)"
    try expect(.constantFolding, fieldParameters, leavesAlone: range)
    let condition = "concat_where(Iₕ < \(bound), a, a)"
    try expect(.constantFolding, fieldParameters, leavesAlone: condition)
  }

  private let fieldParameters = "a: Field[[Iₕ], float64], n: int32"

  @Test(
    "drops names only if their values cannot fail",
    arguments: [
      ("let a = n + 1; a × 0", "let a = n + 1; 0"),
      ("let a = n / m; a × 0", "let a = n / m; a × 0"),
      ("let n = n / m; n × 0", "let n = n / m; n × 0"),
      ("let a = 2, b = n; a - a", "let a = 2, b = n; 0"),
    ])
  func names(before: String, after: String) throws {
    let trace = try checkedTrace(of: .constantFolding, program(parameters, storing: before))
    #expect(
      try storedValue(trace.state(trace.count)) == storedValue(program(parameters, storing: after)))
  }

  @Test("folds a function that two calls share as each of them allows")
  func sharedFunctions() throws {
    let function = Expr.lambda(["a"], .call(.multiplies, .ref("a"), .int(0)))
    let quotient = Expr.call(.divides, .ref("n"), .ref("m"))
    let before = try program(parameters, storing: "n")
    guard case .set(let target, let domain, _) = try #require(before.body.first) else {
      Issue.record("the first statement stores nothing")
      return
    }
    let value = Expr.call(
      .plus, function.applied(to: [quotient]), function.applied(to: [.ref("n")]))
    let trace = try checkedTrace(
      of: .constantFolding,
      Program(
        name: before.name, functions: [], parameters: before.parameters, temporaries: [],
        body: [.set(target: target, domain: domain, value: value)], offsets: before.offsets))
    let after = try program(parameters, storing: "(let a = n / m; a × 0) + (let a = n; 0)")
    #expect(try storedValue(trace.state(trace.count)) == storedValue(after))
  }

  @Test("does not drop a read")
  func reads() throws {
    try expect(
      .constantFolding, parameters,
      leavesAlone: "(⇑(λ(a) → if ·a == 1 then 0 else ·a × 0))(f)")
  }

  @Test("gives no region the type of a flag")
  func regions() throws {
    try expect(
      .constantFolding, parameters,
      leavesAlone: "concat_where(xor_(c⟨ Iₕ: [0, n[ ⟩, c⟨ Iₕ: [0, n[ ⟩), f, f)")
  }

  @Test("replaces a statement if on a literal by its branch")
  func statements() throws {
    let trace = try checkedTrace(
      of: .constantFolding,
      program(
        """
        p(n: int32, a: Field[[Iₕ], float64], b: Field[[Iₕ], float64]) {
          if (1 < 2) {
            a @ c⟨ Iₕ: [0, n[ ⟩ ← b;
            if (n < 0 ∧ False) { b @ c⟨ Iₕ: [0, 1[ ⟩ ← a; } else { b @ c⟨ Iₕ: [0, 2[ ⟩ ← a; }
          } else { }
          if (n == 1) { if (True) { a @ c⟨ Iₕ: [0, n[ ⟩ ← b; } else { } } else { }
        }
        """))
    #expect(
      trace.state(trace.count)
        == (try program(
          """
          p(n: int32, a: Field[[Iₕ], float64], b: Field[[Iₕ], float64]) {
            a @ c⟨ Iₕ: [0, n[ ⟩ ← b;
            b @ c⟨ Iₕ: [0, 2[ ⟩ ← a;
            if (n == 1) { a @ c⟨ Iₕ: [0, n[ ⟩ ← b; } else { }
          }
          """)))
  }

  @Test("does not use a rule that is switched off")
  func disabledRules() throws {
    let before = try program(parameters, storing: "(n + 0) × 1")
    let options = PassContext.Options(settings: PassSettings(disabledRules: ["plus-zero"]))
    let after = try Pass.constantFolding.run(before, options: options)
    #expect(try storedValue(after) == "n + 0:i32")
  }

}

import Testing
import Transforms

private let parameters = "n: int32, c: bool, f: Field[[Iₕ], float64], g: Field[[Iₕ], float64]"

@Suite("inline_lambdas")
struct InlineLambdasTests {

  @Test(
    "puts arguments in their places",
    arguments: [
      ("let x = f; {x, x}", "{f, f}"), ("let x = 1.0; {x, x}", "{1.0, 1.0}"),
      ("let x = n + 1; x × 2", "(n + 1) × 2"), ("let x = n + 1; g", "g"),
      ("let x = n + 1, y = n; {y, y, x}", "{n, n, n + 1}"),
      ("let x = n + 1; let y = x × x; y", "let x = n + 1; x × x"),
      ("let a = n + 1; let b = a + 1; let d = b + 1; d", "n + 1 + 1 + 1"),
      ("let h = λ(a, b) → a + b; h(n, 1)", "n + 1"), ("(λ() → n)() + 1", "n + 1"),
      ("{(λ() → f)(), (λ() → (λ() → g)())()}", "{f, g}"),
      ("let h = λ() → g; if c then f else h()", "if c then f else g"),
      ("let y = n + 1; let h = λ() → y; if c then n else h()", "if c then n else n + 1"),
      (
        "let h = λ() → let i = λ() → g; if c then f else i(); if c then g else h()",
        "if c then g else if c then f else g"
      ),
      ("(⇑(λ(it) → (λ(a) → a + 1.0)(·it)))(f)", "(⇑(λ(it) → ·it + 1.0))(f)"),
    ])
  func inlines(before: String, after: String) throws {
    try expect(.inlineLambdas, parameters, turns: before, into: after)
  }

  @Test(
    "computes nothing twice",
    arguments: [
      "let x = n + 1; x × x",
      "let x = (⇑(λ(it) → ·it + 1.0))(f); (⇑(λ(a, b) → ·a + ·b))(x, x)",
      "let x = n + 1; (⇑(λ(it) → ·it + x))(f)",
      "let x = n + 1; (⇑(scan(λ(s, a) → s + x, True, 0)))(f)",
      "let h = λ(a) → a + 1; {h(1), h(2)}",
    ])
  func leavesAlone(_ value: String) throws {
    try expect(.inlineLambdas, parameters, leavesAlone: value)
  }

  @Test(
    "captures no name",
    arguments: [
      ("(λ(x, n) → x + n × n)(n, n + 1)", "let n_ = n + 1; n + n_ × n_"),
      ("let x = n; (⇑(λ(n) → ·n + x))(f)", "(⇑(λ(n_) → ·n_ + n))(f)"),
      ("let x = n + n; let n = 1; x + n", "n + n + 1"),
      ("let n = n + 1; n", "n + 1"),
    ])
  func capture(before: String, after: String) throws {
    try expect(.inlineLambdas, parameters, turns: before, into: after)
  }

  @Test("keeps a name whose rule is switched off")
  func disabledRule() throws {
    let before = try program(parameters, storing: "let x = 1.0, y = f; {x, y}")
    let options = PassContext.Options(settings: PassSettings(disabledRules: ["inline-name"]))
    let after = try Pass.inlineLambdas.run(before, options: options)
    #expect(try storedValue(after) == "let y = f; {1.0:f64, y}")
  }

}

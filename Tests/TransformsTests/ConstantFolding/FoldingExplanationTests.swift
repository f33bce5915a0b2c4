import IteratorIR
import StencilTypes
import Testing

@testable import Transforms

private let parameters = "n: int32, c: bool, x: float64, f: Field[[Iₕ], float64]"

@Suite("Why an expression was not folded")
struct FoldingExplanationTests {

  /// Returns the explanation of the whole stored value.
  private func explanation(
    _ value: String, disabledRules: Set<String> = []
  ) throws -> FoldingExplanation {
    let p = try program(parameters, storing: value)
    guard case .set(_, _, let e) = p.body[0] else { preconditionFailure("it stores something") }
    return try #require(
      p.foldingExplanations(disabledRules: disabledRules) { $0.isIdentical(to: e) }.first)
  }

  @Test(
    "names rule and reason",
    arguments: [
      ("if c then x else 1.0", "if-literal", "runtime-parameter"),
      ("n + 1", "literal-call", "runtime-parameter"), ("x + 0.0", "plus-zero", "floating-point"),
      ("x × 1.0", "times-one", "floating-point"), ("1 / 0", "literal-call", "would-fail"),
      ("(1 / n < 3) ∧ False", "and-literal", "may-fail"), ("(1 / n) × 0", "times-zero", "may-fail"),
      ("1 + 1.0", "literal-call", "mixed-types"), ("x - x", "minus-same", "floating-point"),
      ("f + 1.0", "literal-call", "field-element"),
      ("cast_(x, int32)", "literal-cast", "runtime-parameter"),
      ("0.0 - x", "zero-minus", "floating-point"), ("x == x", "same-comparison", "floating-point"),
      ("if 1 / n < 3 then x else x", "if-same", "may-fail"),
      ("mod(1 / n, 1)", "remainder-by-one", "may-fail"),
      ("not_eq(1 / n < 3, 1 / n < 3)", "same-comparison", "may-fail"),
    ])
  func reasons(value: String, rule: String, code: String) throws {
    let e = try explanation(value)
    #expect(e.closestRule?.name == rule)
    #expect(e.reason.code == code)
    #expect(!e.reason.finding.isEmpty)
  }

  @Test("takes the answer of a rule that it never heard of")
  func newRule() throws {
    let twice = Rule("twice", "x + x ⇒ 2 × x", except: "where x can fail", heads: [.plus]) {
      e, scope in
      guard let a = e.arguments(of: .plus), a[0] == a[1] else { return .miss(.otherForm) }
      guard scope.isTotal(a[0]) else { return .miss(.mayFail(a[0])) }
      return .match(.call(.multiplies, .int(2), a[0]))
    }
    let p = try program(parameters, storing: "1 / n + 1 / n")
    let found = p.foldingExplanations(by: [twice]) { $0.arguments(of: .plus) != nil }
    #expect(found.map(\.closestRule) == [twice])
    #expect(found.map(\.reason.code) == ["may-fail"])
  }

  @Test("asks the rules of other passes too")
  func otherPass() throws {
    let p = try program(parameters, storing: "{x, 1.0}[0]")
    func explanation(by rules: [Rule]) throws -> FoldingExplanation {
      try #require(
        p.foldingExplanations(by: rules, disabledRules: ["element-of-tuple"]) {
          $0.arguments(of: .tupleGet) != nil
        }.first)
    }
    #expect(try explanation(by: Pass.collapseTuple.rules).reason == .ruleOff("element-of-tuple"))
    let folding = try explanation(by: Rule.constantFolding)
    #expect(folding.closestRule == nil && folding.reason.code == "no-rule")
    // The pass applies its rule by itself.
    #expect(try explanation(by: Pass.pruneCasts.rules).reason == folding.reason)
  }

  @Test("says what to bind")
  func remedy() throws {
    #expect(try explanation("if c then x else 1.0").reason.remedy == "bind c=true")
    #expect(try explanation("1 / 0").reason.remedy == nil)
  }

  @Test("knows rules that are off")
  func ruleOff() throws {
    let e = try explanation("1 + 1", disabledRules: ["literal-call"])
    #expect(e.reason == .ruleOff("literal-call"))
  }

  @Test("knows values that were not inlined, and elements of fields")
  func names() throws {
    let p = try program(
      parameters, storing: "let y = 2; (⇑(λ(i) → if ·i < 1.0 then y + 1 else 0))(f)")
    let sum = p.foldingExplanations { $0.arguments(of: .plus) != nil }
    #expect(
      sum.map(\.reason) == [.notInlined(Symbol("y"), value: ScalarValue(Int32(2)))])
    let choice = p.foldingExplanations { $0.arguments(of: .if) != nil }
    #expect(choice.map(\.reason.code) == ["field-element"])
  }

  @Test("knows the step that took it away")
  func gone() throws {
    let trace = try Pass.constantFolding.trace(
      program(parameters, storing: "(if 1 < 2 then n else n + 7) + 1"))
    let e = trace.foldingExplanations { $0.arguments(of: .plus)?.last?.literalValue?.integer == 7 }
    #expect(e.map(\.reason) == [.alreadyGone(step: 2, rule: "if-literal")])
  }

}

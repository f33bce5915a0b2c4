import Diagnostics
import IteratorIR
import StencilTypes
import Testing

@Suite("Substitution")
struct SubstitutionTests {

  @Test(
    "keeps the meaning of names",
    arguments: [
      ("x + y", "1 + a"),
      ("λ(x) → x", "λ(x) → x"),
      ("λ(a) → x + a", "λ(a) → 1 + a"),
      ("let x = x; x", "let x = 1; x"),
      // y stands for a.
      ("λ(b) → y", "λ(b) → a"),
      ("λ(a) → y + a", "λ(a_) → a + a_"),
      ("λ(a, a_) → y + a + a_", "λ(a__, a_) → a + a__ + a_"),
      ("λ(a) → y + a_", "λ(a__) → a + a_"),
      ("λ(a) → a", "λ(a) → a"),
      ("λ(a) → λ(y) → y + a", "λ(a) → λ(y) → y + a"),
      ("λ(a) → (λ(a) → y + a)(a)", "λ(a_) → (λ(a_) → a + a_)(a_)"),
      ("λ(a) → λ(y) → x + y + a", "λ(a) → λ(y) → 1 + y + a"),
    ])
  func cases(_ before: String, _ after: String) throws {
    let e = try parsed(before)
    let result = e.substituting([Symbol("x"): .int(1), Symbol("y"): .ref("a")])
    #expect(result == (try parsed(after)), Comment(rawValue: result.text()))
  }

  @Test("leaves untouched parts the same nodes")
  func sharing() throws {
    let e = try parsed("f(λ(a) → a, x)")
    let result = e.substituting([Symbol("x"): .int(1)])
    #expect(result.children[1].isIdentical(to: e.children[1]))
    #expect(e.substituting([Symbol("z"): .int(1)]).isIdentical(to: e))
  }

  @Test("finds free names")
  func freeNames() throws {
    #expect(
      try parsed("let x = y; (λ(z) → x + z + `plus`)(w)").freeNames
        == Set(["y", "plus", "w"].map(Symbol.init)))
  }

  @Test("goes through long chains once")
  func chain() {
    let depth = 10_000
    withLargeStack {
      var e = Expr.ref("y")
      for i in 0 ..< depth { e = .let("a\(i % 2)", .ref("y"), in: e) }
      let result = e.substituting([Symbol("y"): .ref("a0")])
      #expect(result.freeNames == [Symbol("a0")])
    }
  }

  @Test("finds short names, however many are taken")
  func freshNames() {
    var taken: Set<Symbol> = []
    var questions = 0
    for _ in 0 ..< 2000 {
      let name = Symbol("x").fresh {
        questions += 1
        return taken.contains($0)
      }
      #expect(taken.insert(name).inserted)
    }
    #expect(["x", "x_", "x___", "x_4", "x_1999"].allSatisfy { taken.contains(Symbol($0)) })
    #expect(questions < 2000 * 30)
  }

}

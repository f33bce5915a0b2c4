import Diagnostics
import Foundation
import IteratorIR
import StencilTypes
import Testing

func parsed(_ text: String) throws -> Expr {
  try Expr(parsing: SourceFile(name: "text", text: text))
}

@Suite("Typed text")
struct TypedTextTests {

  @Test("reads back as the same tree", arguments: 0 ..< 40)
  func randomPrograms(_ seed: Int) throws {
    var trees = RandomTrees(seed: UInt64(seed))
    for _ in 0 ..< 10 {
      let program = trees.program()
      let text = program.text(style: .typed)
      let again = try Program(parsing: SourceFile(name: "typed", text: text))
      try #require(again == program, Comment(rawValue: text))
      #expect(again.text(style: .typed) == text)
      for width in [1, 40, 80] {
        let narrow = program.text(style: .typed, width: width)
        #expect(try Program(parsing: SourceFile(name: "typed", text: narrow)) == program)
      }
    }
  }

  @Test("breaks lines that do not fit with all that follows on them")
  func narrowPages() throws {
    let text = """
      f(a: Field[[Iₕ], float32], b: Field[[Iₕ], float32]) {
        b @ c⟨ Iₕ: [0:i32, 8:i32[ ⟩ ← (⇑(λ(x) → ·x))(a);
      }
      """
    let program = try Program(parsing: SourceFile(name: "text", text: text))
    #expect(program.text(width: 53) == text)
    #expect(
      program.text(width: 52) == """
        f(
          a: Field[[Iₕ], float32],
          b: Field[[Iₕ], float32]
        ) {
          b @ c⟨ Iₕ: [0:i32, 8:i32[ ⟩ ← (⇑(λ(x) → ·x))(a);
        }
        """)
    #expect(program.text(width: 49).contains("8:i32[ ⟩\n    ← (⇑(λ(x) → ·x))(a);\n}"))
  }

  @Test("spells what a reader needs to know")
  func wholeProgram() throws {
    let text = """
      diffuse(u: Field[[Iₕ, Kᵥ], float32], n: int32, pair: tuple[float64, bool]) {
        offset Ioffₒ: Iₕ → Iₕ;
        offset V2Eₒ: Edgeₕ → Vertexₕ, V2Eₗ;
        double = λ(u, `plus`) →
          let a = (⇑(λ(it) → ·it × 2.0:f32))(u);
          let b = a, c = `plus`;
          {a, b};
        tmp = temporary(domain=c⟨ Iₕ: [0:i32, n[, Kᵥ: [-∞, ∞[ ⟩, dtype=float32);
        if (n < 3:i32) {
          tmp @ c⟨ Iₕ: [0:i32, n[ ⟩ ← u;
        } else if (pair[1]) {
        } else {
          u @ c⟨ Iₕ: [0:i32, n[ ⟩ ← double(tmp, u)[0];
        }
      }
      """
    let program = try Program(parsing: SourceFile(name: "text", text: text))
    #expect(program.text(style: .typed) == text)
    #expect(
      program.parameters.map(\.type) == [
        .field([Dimension("I"), Dimension("K", .vertical)], .float32), .scalar(.int32),
        .tuple([.scalar(.float64), .scalar(.bool)]),
      ])
    #expect(program.offsets["V2E"]?.target == [Dimension("Vertex"), Dimension("V2E", .local)])
    guard case .if(_, _, let otherwise) = program.body[0], case .if(_, let then, _) = otherwise[0]
    else {
      Issue.record("no nested if")
      return
    }
    #expect(then.isEmpty)
  }

  @Test("distinguishes builtins from names in backquotes")
  func backquotes() throws {
    #expect(try parsed("plus") == .builtin(.plus))
    #expect(try parsed("`plus`") == .ref("plus"))
    #expect(try parsed("`a``b`") == .ref("a`b"))
    #expect(try parsed("`nan`") == .ref("nan"))
  }

  @Test(
    "gives numbers their types",
    arguments: [
      ("1", ScalarValue(Int32(1))),
      ("3000000000", ScalarValue(wrapping: 3_000_000_000, as: .int64)),
      ("1.0", ScalarValue(1.0)), ("1.0:f32", ScalarValue(Float(1))),
      ("255:u8", ScalarValue(wrapping: 255, as: .uint8)), ("-0.0", ScalarValue(-0.0)),
      ("1e+16:f64", ScalarValue(1e16)), ("-inf:f32", ScalarValue(-Float.infinity)),
    ])
  func numbers(_ text: String, _ value: ScalarValue) throws {
    #expect(try parsed(text) == .literal(value))
  }

  @Test("marks where each part stands")
  func spans() throws {
    let e = try parsed("let x = ·a + 1;\nx[0]")
    let (_, values, body) = try #require(e.asLet)
    #expect(e.span?.text == "let x = ·a + 1;\nx[0]")
    #expect(values[0].span?.text == "·a + 1")
    #expect(body.span?.text == "x[0]")
  }

}

@Suite("Typed text of deep trees")
struct DeepTextTests {

  let depth = 10_000

  /// Checks that `e` reads back and that its text has at most `limit` bytes for each level.
  func check(_ e: Expr, bytesPerLevel limit: Int) throws {
    let text = e.text(style: .typed)
    #expect(text.utf8.count < limit * depth)
    #expect(try withLargeStack { try parsed(text) == e })
  }

  @Test("keeps lets flat") func lets() throws {
    var e = Expr.ref("x0")
    for i in 0 ..< depth { e = .let("x\(i)", .call(.plus, .ref("a"), .int(i)), in: e) }
    let text = e.text(style: .typed)
    #expect(text.split(separator: "\n").allSatisfy { !$0.hasPrefix(" ") })
    try check(e, bytesPerLevel: 40)
  }

  @Test("keeps lets in values small") func letsInValues() throws {
    var e = Expr.ref("x0")
    for i in 0 ..< depth { e = .let("x\(i)", e, in: .ref("x\(i)")) }
    try check(e, bytesPerLevel: 200)
  }

  @Test("keeps arguments small") func calls() throws {
    var e = Expr.ref("x0")
    for _ in 0 ..< depth { e = Expr.ref("f").applied(to: [.ref("a"), e]) }
    try check(e, bytesPerLevel: 220)
  }

  @Test("keeps choices and sums flat") func chains() throws {
    var choice = Expr.ref("x")
    var sum = Expr.ref("x")
    for _ in 0 ..< depth {
      choice = .call(.if, .ref("a"), .ref("b"), choice)
      sum = .call(.plus, sum, .ref("a"))
    }
    try check(choice, bytesPerLevel: 30)
    try check(sum, bytesPerLevel: 10)
  }

}

import Diagnostics
import IteratorIR
import StencilTypes
import Testing
import Transforms

@Suite("fuse_as_fieldop")
struct FusionTests {

  private let parameters = "a: Field[[Iₕ], float64], b: Field[[Iₕ], float64], c: float64"

  @Test(
    "merges what is read at one place",
    arguments: [
      (
        "(⇑(λ(x, y) → ·x + ·y))((⇑(λ(x) → ·x × 2.0))(a), b)",
        "(⇑(λ(b, a) → let _v0 = ·a × 2.0; _v0 + ·b))(b, a)"
      ),
      (
        "(⇑(λ(x) → ·⟪Ioffₒ, 1ₒ⟫(x) / ·⟪Ioffₒ, 1ₒ⟫(x)))((⇑(λ(x, y) → ·x + ·y))(a, c))",
        "(⇑(λ(a, c) → let _v0 = ·⟪Ioffₒ, 1ₒ⟫(a) + ·⟪Ioffₒ, 1ₒ⟫(c); _v0 / _v0))(a, c)"
      ),
      // Copies cost nothing, wherever they are read.
      (
        "(⇑(λ(x) → ·x + ·⟪Ioffₒ, 1ₒ⟫(x)))((⇑(λ(x) → ·⟪Ioffₒ, 2ₒ⟫(x)))(a))",
        """
        (⇑(λ(a) → let _v0 = ·⟪Ioffₒ, 1ₒ, Ioffₒ, 2ₒ⟫(a); let _v1 = ·⟪Ioffₒ, 2ₒ⟫(a); _v1 + _v0))(a)
        """
      ),
      (
        "(⇑(λ(x) → ·⟪Ioffₒ, cast_(·x, int32)⟫(x)))((⇑(λ(x) → ·x))(a))",
        "(⇑(λ(a) → let _v0 = ·a; ·⟪Ioffₒ, cast_(_v0, int32)⟫(a)))(a)"
      ),
      // Once its readers are merged, a name has one reader.
      (
        "let t = (⇑(λ(x) → ·x × 2.0))(a); (⇑(λ(x, y) → ·x + ·y))(t, (⇑(λ(x) → sin(·x)))(t))",
        "(⇑(λ(a) → let t = ·a × 2.0; let _v1 = sin(t); t + _v1))(a)"
      ),
    ])
  func merges(before: String, after: String) throws {
    try expect(.fuseAsFieldop, parameters, turns: before, into: after)
  }

  @Test(
    "leaves alone what would be computed twice",
    arguments: [
      "(⇑(λ(x) → ·x + ·⟪Ioffₒ, 1ₒ⟫(x)))((⇑(λ(x) → ·x × 2.0))(a))",
      "(⇑(λ(x, y) → ·x + ·y))(a, b)",
      "(⇑(λ(x) → ·⟪Ioffₒ, cast_(·x, int32)⟫(x)))((⇑(λ(x) → ·x × 2.0))(a))",
    ])
  func leavesAlone(value: String) throws {
    try expect(.fuseAsFieldop, parameters, leavesAlone: value)
  }

  /// `n` stencils, each of which reads the next.
  private func row(of n: Int) -> String {
    (0 ..< n).reduce("a") { e, _ in "(⇑(λ(x) → sin(·x)))(\(e))" }
  }

  @Test("takes a step for each stencil, at its place")
  func steps() throws {
    let value = "(⇑(λ(x, y) → ·x + ·⟪Ioffₒ, 1ₒ⟫(x) × ·y))(\(row(of: 3)), \(row(of: 2)))"
    let trace = try checkedTrace(of: .fuseAsFieldop, program(parameters, storing: value))
    // The second argument is read at one place, so both its stencils go into the reader. The first
    // is read at two: it stays, and takes in the two that it reads.
    let places = trace.rewrites.map { r in
      if case .expression(let path, _, _) = r.site { path.slots } else { [-1] }
    }
    #expect(places == [[], [], [1], [1]])
  }

  @Test("counts the same steps whether they are recorded or not", arguments: [2, 5, 1000])
  func counts(size: Int) throws {
    let p = try program(parameters, storing: row(of: size))
    let pipeline = Pipeline([.pass(.fuseAsFieldop)])
    let plain = try pipeline.run(p)
    let recorded = try pipeline.record(p)
    #expect(plain.result == recorded.run.result)
    #expect(plain.passes[0].steps.count == recorded.run.passes[0].steps.count)
    #expect(recorded.trace.count == recorded.run.passes[0].steps.count)
    // Large values are written once.
    #expect(recorded.trace.count == (size == 1000 ? 1 : size - 1))
  }

  @Test("keeps the names that stencils take from around them")
  func names() throws {
    try expect(
      .fuseAsFieldop, parameters, turns: "(⇑(λ(x, y) → ·x + ·y × c))((⇑(λ(x) → ·x × 2.0))(a), c)",
      into: "(⇑(λ(c_, a) → let _v0 = ·a × 2.0; _v0 + ·c_ × c))(c, a)")
    try expect(
      .fuseAsFieldop, parameters,
      leavesAlone: "let s = c + c; (⇑(λ(x) → ·x + s × s))((⇑(λ(x) → ·x × 2.0))(a))")
  }

  @Test("inline_dynamic_shifts lifts what is read at unknown places")
  func dynamicShifts() throws {
    try expect(
      .inlineDynamicShifts, "a: Field[[Iₕ], float64], d: Field[[Iₕ], int32]",
      turns: "(⇑(λ(x, o) → ·⟪Ioffₒ, ·o⟫(x)))((⇑(λ(y) → sin(·y)))(a), d)",
      into: "(⇑(λ(d, a) → ·⟪Ioffₒ, ·d⟫((↑(λ(y) → sin(·y)))(a))))(d, a)")
    try expect(
      .inlineDynamicShifts, "a: Field[[Iₕ], float64], d: Field[[Iₕ], int32]",
      leavesAlone: "(⇑(λ(x, o) → ·⟪Ioffₒ, ·o⟫(x)))(a, d)")
  }

  /// Passes look at a region where it stands, so it gets no name though several choices share it.
  @Test("inline_dynamic_shifts leaves regions where they are used")
  func sharedRegions() throws {
    let moved = "(⇑(λ(x, o) → ·⟪Ioffₒ, ·o⟫(x)))((⇑(λ(y) → sin(·y)))(a), d)"
    let region = "(n <= Iₕ) ∧ (Iₕ < 5)"
    let p = try program(
      """
      p(a: Field[[Iₕ], float64], d: Field[[Iₕ], int32], n: int32, o: Field[[Iₕ], float64], \
      q: Field[[Iₕ], float64]) {
        offset Ioffₒ: Iₕ → Iₕ;
        {o, q} @ {c⟨ Iₕ: [0, 8[ ⟩, c⟨ Iₕ: [0, 8[ ⟩} ←
          {concat_where(\(region), \(moved), a), concat_where(\(region), a, \(moved))};
      }
      """)
    let choices = try Pass.inlineDynamicShifts.run(p)
    #expect(choices != p)
    #expect(choices.contains { $0.builtinCall?.builtin == .concatWhere })
    let result = try Pipeline.standard.run(p).result
    #expect(!result.contains { $0.builtinCall?.builtin == .concatWhere })
  }

  @Test("unroll_reduce takes one step for each neighbor")
  func unrolling() throws {
    func storing(_ value: String) throws -> Program {
      try program(
        """
        p(e: Field[[Edgeₕ], float64], o: Field[[Vertexₕ], float64], n: int32) {
          offset V2Eₒ: Edgeₕ → Vertexₕ, V2Eₗ;
          o @ u⟨ Vertexₕ: [0, n[ ⟩ ← (⇑(λ(x) → \(value)))(e);
        }
        """)
    }
    let before = try storing("reduce(plus, 0.0)(neighbors(V2Eₒ, x))")
    #expect(try Pass.unrollReduce.run(before) == before)
    func unrolled(hasSkipValues: Bool) throws -> Program {
      let table = ConnectivityType(
        target: Dimension("Vertex"), local: Dimension("V2E", .local), source: Dimension("Edge"),
        neighborCount: 2, hasSkipValues: hasSkipValues)
      return try Pass.unrollReduce.run(
        before, options: .init(settings: PassSettings(connectivities: ["V2E": table])))
    }
    #expect(
      try unrolled(hasSkipValues: false)
        == storing("let _r1 = 0.0 + ·⟪V2Eₒ, 0ₒ⟫(x); let _r2 = _r1 + ·⟪V2Eₒ, 1ₒ⟫(x); _r2"))
    #expect(try unrolled(hasSkipValues: true) == before)
  }

}

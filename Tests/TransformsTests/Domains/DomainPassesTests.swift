import IteratorIR
import Testing
import Transforms

@Suite("passes on domains")
struct DomainPassesTests {

  @Test(
    "infer_domain_ops writes comparisons as domains",
    arguments: [
      ("Iₕ < n", "c⟨ Iₕ: [-∞, n[ ⟩"),
      ("Iₕ <= n", "c⟨ Iₕ: [-∞, n + 1[ ⟩"),
      ("Iₕ > 3", "c⟨ Iₕ: [4, ∞[ ⟩"),
      ("Iₕ >= n", "c⟨ Iₕ: [n, ∞[ ⟩"),
      ("Iₕ == n", "c⟨ Iₕ: [n, n + 1[ ⟩"),
      ("not_eq(Iₕ, 3)", "c⟨ Iₕ: [-∞, 3[ ⟩ ∨ c⟨ Iₕ: [4, ∞[ ⟩"),
      ("n < Iₕ", "c⟨ Iₕ: [n + 1, ∞[ ⟩"),
      ("3 == Iₕ", "c⟨ Iₕ: [3, 4[ ⟩"),
    ])
  func comparisons(before: String, after: String) throws {
    try expect(
      .inferDomainOps, "a: Field[[Iₕ], float64], n: int32",
      turns: "concat_where(\(before), a, 1.0)", into: "concat_where(\(after), a, 1.0)")
  }

  /// What is chosen at no point of `Iₕ: [0, 8[` is needed nowhere; `x` is needed where the other
  /// branch, which does not shift it, says.
  @Test(
    "infer_domain needs nothing where nothing is chosen",
    arguments: [
      ("c⟨ Iₕ: [8, ∞[ ⟩", 1, "0, 8"), ("c⟨ Iₕ: [-∞, 0[ ⟩", -3, "0, 8"),
      ("c⟨ Iₕ: [8, 9[ ⟩", 1, "0, 8"), ("c⟨ Iₕ: [5, 5[ ⟩", 4, "0, 8"),
      ("c⟨ Iₕ: [-∞, 0[ ⟩ ∨ c⟨ Iₕ: [8, ∞[ ⟩", 1, "0, 8"),
      ("c⟨ Iₕ: [-∞, 2[ ⟩ ∨ c⟨ Iₕ: [8, ∞[ ⟩", -1, "-1, 8"),
      ("c⟨ Iₕ: [6, ∞[ ⟩", 1, "0, 9"), ("c⟨ Iₕ: [-∞, 2[ ⟩", 3, "2, 8"),
      ("c⟨ Iₕ: [3, 8[ ⟩", -2, "0, 6"), ("c⟨ Iₕ: [2, 4[ ⟩", 0, "0, 8"),
    ])
  func emptyBranches(region: String, distance: Int, range: String) throws {
    let p = try program(
      "a: Field[[Iₕ], float64], n: int32",
      storing: """
        let x = (⇑(λ(y) → ·y × 2.0))(a);
        concat_where(\(region), (⇑(λ(z) → ·⟪Ioffₒ, \(distance)ₒ⟫(z)))(x), x)
        """)
    let text = try storedValue(try Pass.inferDomain.run(p))
    let ends = range.split(separator: ", ").map { "\($0):i32" }
    #expect(text.contains("(λ(y) → ·y × 2.0:f64, c⟨ Iₕ: [\(ends[0]), \(ends[1])[ ⟩)"), "\(text)")
  }

  @Test("infer_domain_ops leaves comparisons of scalars alone")
  func scalarComparison() throws {
    try expect(
      .inferDomainOps, "a: Field[[Iₕ], float64], n: int32",
      leavesAlone: "if n < 3 then a else (⇑(λ(x) → ·x + 1.0))(a)")
  }

  @Test(
    "canonicalize_domain_argument joins boxes",
    arguments: [
      ("c⟨ Iₕ: [1, ∞[ ⟩ ∧ c⟨ Iₕ: [-∞, n[ ⟩", "c⟨ Iₕ: [1, n[ ⟩"),
      ("c⟨ Iₕ: [1, ∞[ ⟩ ∧ c⟨ Iₕ: [3, ∞[ ⟩", "c⟨ Iₕ: [3, ∞[ ⟩"),
      ("c⟨ Iₕ: [-∞, n[ ⟩ ∧ c⟨ Iₕ: [-∞, 4[ ⟩", "c⟨ Iₕ: [-∞, minimum(n, 4)[ ⟩"),
    ])
  func joinedDomains(before: String, after: String) throws {
    try expect(
      .canonicalizeDomainArgument, "a: Field[[Iₕ], float64], n: int32",
      turns: "concat_where(\(before), a, 1.0)", into: "concat_where(\(after), a, 1.0)")
  }

  @Test("canonicalize_domain_argument leaves alternatives alone")
  func alternatives() throws {
    try expect(
      .canonicalizeDomainArgument, "a: Field[[Iₕ], float64]",
      leavesAlone: "concat_where(c⟨ Iₕ: [-∞, 1[ ⟩ ∨ c⟨ Iₕ: [4, ∞[ ⟩, a, 1.0)")
  }

  @Test("expand_tuple_args makes a tuple of choices")
  func tuples() throws {
    try expect(
      .expandTupleArguments, "a: Field[[Iₕ], float64], t: tuple[Field[[Iₕ], float64], float64]",
      turns: "(concat_where(Iₕ < 3, {a, 1.0}, t))[0]",
      into: "({concat_where(Iₕ < 3, a, t[0]), concat_where(Iₕ < 3, 1.0, t[1])})[0]")
    try expect(
      .expandTupleArguments, "a: Field[[Iₕ], float64]", leavesAlone: "concat_where(Iₕ < 3, a, 1.0)")
  }

  @Test(
    "infer_domain follows reads back from the target",
    arguments: [
      (
        "(⇑(λ(x) → ·x))(a)",
        "as_fieldop(λ(x) → ·x, c⟨ Iₕ: [0, 8[ ⟩)(a)"
      ),
      (
        "(⇑(λ(x) → ·⟪Ioffₒ, 1ₒ⟫(x) + ·⟪Ioffₒ, -2ₒ⟫(x)))((⇑(λ(y) → ·y))(a))",
        """
        as_fieldop(λ(x) → ·⟪Ioffₒ, 1ₒ⟫(x) + ·⟪Ioffₒ, -2ₒ⟫(x), c⟨ Iₕ: [0, 8[ ⟩)(
          as_fieldop(λ(y) → ·y, c⟨ Iₕ: [-2, 9[ ⟩)(a)
        )
        """
      ),
      // All that reads a name counts.
      (
        """
        let t = (⇑(λ(y) → ·y))(a);
        (⇑(λ(x, y) → ·x + ·y))(t, (⇑(λ(x) → ·⟪Ioffₒ, 3ₒ⟫(x)))(t))
        """,
        """
        let t = as_fieldop(λ(y) → ·y, c⟨ Iₕ: [0, 11[ ⟩)(a);
        as_fieldop(λ(x, y) → ·x + ·y, c⟨ Iₕ: [0, 8[ ⟩)(
          t, as_fieldop(λ(x) → ·⟪Ioffₒ, 3ₒ⟫(x), c⟨ Iₕ: [0, 8[ ⟩)(t)
        )
        """
      ),
      // A let that hides a name of a domain gets another one; the others keep theirs.
      (
        "let n = n + 1; (⇑(λ(x, k, l) → ·x × cast_(·k + ·l, float64)))(a, n, n × n)",
        """
        let n = n + 1;
        as_fieldop(λ(x, k, l) → ·x × cast_(·k + ·l, float64), c⟨ Iₕ: [0, 8[ ⟩)(a, n, n × n)
        """
      ),
      (
        """
        concat_where(
          c⟨ Iₕ: [-∞, n[ ⟩, let n = (⇑(λ(x) → ·x))(a); (⇑(λ(x, y) → ·x × ·y))(n, n), 1.0)
        """,
        """
        concat_where(
          c⟨ Iₕ: [-∞, n[ ⟩,
          let n_ = as_fieldop(λ(x) → ·x, c⟨ Iₕ: [0, minimum(8, n)[ ⟩)(a);
          as_fieldop(λ(x, y) → ·x × ·y, c⟨ Iₕ: [0, minimum(8, n)[ ⟩)(n_, n_),
          1.0
        )
        """
      ),
      // Outside of a let its names mean nothing.
      (
        """
        let t = (⇑(λ(y) → ·y))(a); let k = n + n;
        concat_where(c⟨ Iₕ: [-∞, k[ ⟩, t, 1.0)
        """,
        """
        let t = as_fieldop(λ(y) → ·y, c⟨ Iₕ: [0, minimum(8, n + n)[ ⟩)(a); let k = n + n;
        concat_where(c⟨ Iₕ: [-∞, k[ ⟩, t, 1.0)
        """
      ),
      (
        """
        let t = (⇑(λ(y) → ·y))(a), k = {n, 1};
        concat_where(c⟨ Iₕ: [-∞, k[0][ ⟩, t, 1.0)
        """,
        """
        let t = as_fieldop(λ(y) → ·y, c⟨ Iₕ: [0, minimum(8, ({n, 1})[0])[ ⟩)(a), k = {n, 1};
        concat_where(c⟨ Iₕ: [-∞, k[0][ ⟩, t, 1.0)
        """
      ),
      // Branches are needed only where they are chosen.
      (
        "concat_where(c⟨ Iₕ: [-∞, n[ ⟩, (⇑(λ(x) → ·x))(a), (⇑(λ(x) → ·⟪Ioffₒ, -1ₒ⟫(x)))(a))",
        """
        concat_where(
          c⟨ Iₕ: [-∞, n[ ⟩,
          as_fieldop(λ(x) → ·x, c⟨ Iₕ: [0, minimum(8, n)[ ⟩)(a),
          as_fieldop(λ(x) → ·⟪Ioffₒ, -1ₒ⟫(x), c⟨ Iₕ: [maximum(0, n), 8[ ⟩)(a)
        )
        """
      ),
      (
        "({(⇑(λ(x) → ·x))(a), 1.0})[0]",
        "({as_fieldop(λ(x) → ·x, c⟨ Iₕ: [0, 8[ ⟩)(a), 1.0})[0]"
      ),
    ])
  func domains(before: String, after: String) throws {
    try expect(.inferDomain, "a: Field[[Iₕ], float64], n: int32", turns: before, into: after)
  }

  @Test("infer_domain leaves alone what is read at unknown places")
  func unknownPlaces() throws {
    let parameters = "a: Field[[Iₕ], float64], d: Field[[Iₕ], int32]"
    try expect(
      .inferDomain, parameters,
      turns: "(⇑(λ(x, o) → ·⟪Ioffₒ, ·o⟫(x)))((⇑(λ(y) → ·y))(a), d)",
      into:
        "as_fieldop(λ(x, o) → ·⟪Ioffₒ, ·o⟫(x), c⟨ Iₕ: [0, 8[ ⟩)((⇑(λ(y) → ·y))(a), d)")
  }

  @Test("infer_domain computes scans from where they start")
  func scans() throws {
    let before = try program(
      """
      p(a: Field[[Iₕ, Kᵥ], float64], o: Field[[Iₕ, Kᵥ], float64], n: int32) {
        offset Koffₒ: Kᵥ → Kᵥ;
        o @ c⟨ Iₕ: [0, n[, Kᵥ: [2, 9[ ⟩ ←
          (⇑(λ(x) → ·⟪Koffₒ, 1ₒ⟫(x)))((⇑scan(λ(s, x) → s + ·x, True, 0.0))(a));
      }
      """)
    let text = try storedValue(Pass.inferDomain.run(before))
    #expect(text.contains("0.0:f64), c⟨ Iₕ: [0:i32, n[, Kᵥ: [2:i32, 10:i32[ ⟩)(a)"))
  }

  @Test("infer_domain asks for the range of neighbors")
  func neighbors() throws {
    let before = try program(
      """
      p(e: Field[[Edgeₕ], float64], o: Field[[Vertexₕ], float64], n: int32) {
        offset V2Eₒ: Edgeₕ → Vertexₕ, V2Eₗ;
        o @ u⟨ Vertexₕ: [0, n[ ⟩ ←
          (⇑(λ(x) → ·⟪V2Eₒ, 0ₒ⟫(x)))((⇑(λ(x) → ·x + 1.0))(e));
      }
      """)
    let text = try storedValue(Pass.inferDomain.run(before))
    #expect(
      text.contains(
        """
        u⟨ Edgeₕ: [neighbor_range(V2Eₒ, {0:i32, n})[0], neighbor_range(V2Eₒ, {0:i32, n})[1][ ⟩
        """))
  }

  @Test("remove_broadcast and transform_concat_where make stencils")
  func stencils() throws {
    try expect(
      .removeBroadcast, "n: float64", turns: "broadcast(n, {Iₕ})",
      into: "as_fieldop(λ(it) → ·it, c⟨ Iₕ: [0, 8[ ⟩)(n)")
    // No point lies beyond infinity.
    try expect(
      .transformConcatWhere, "a: Field[[Iₕ], float64], n: int32",
      turns: "concat_where(c⟨ Iₕ: [∞, n[ ⟩, a, 1.0)",
      into: """
        as_fieldop(
          λ(pos1, stop2, a, b) → if ·pos1 < ·stop2 ∧ False then ·a else ·b, c⟨ Iₕ: [0, 8[ ⟩
        )(index(Iₕ), n, a, 1.0)
        """)
    try expect(
      .transformConcatWhere, "a: Field[[Iₕ], float64], n: int32",
      turns: "concat_where(c⟨ Iₕ: [2, n[ ⟩, a, 1.0)",
      into: """
        as_fieldop(
          λ(pos1, stop2, a, b) → if 2 <= ·pos1 ∧ ·pos1 < ·stop2 then ·a else ·b, c⟨ Iₕ: [0, 8[ ⟩
        )(index(Iₕ), n, a, 1.0)
        """)
  }

  @Test("prune_empty_concat_where drops branches that are never chosen")
  func pruning() throws {
    let parameters = "a: Field[[Iₕ], float64], b: Field[[Iₕ], float64], n: int32"
    try expect(
      .pruneEmptyConcatWhere, parameters, turns: "concat_where(c⟨ Iₕ: [9, ∞[ ⟩, a, b)", into: "b")
    try expect(
      .pruneEmptyConcatWhere, parameters, turns: "concat_where(c⟨ Iₕ: [-∞, n[ ⟩, a, a)", into: "a")
    try expect(
      .pruneEmptyConcatWhere, parameters, leavesAlone: "concat_where(c⟨ Iₕ: [n, ∞[ ⟩, a, b)")
    for (domain, branch) in [
      ("c⟨ Iₕ: [-1, ∞[ ⟩", "a"),
      ("c⟨ Iₕ: [-∞, n[ ⟩ ∨ c⟨ Iₕ: [-∞, 20[ ⟩", "a"),
      ("c⟨ Iₕ: [-∞, -5[ ⟩ ∨ c⟨ Iₕ: [20, ∞[ ⟩", "b"),
      ("c⟨ Iₕ: [n, ∞[ ⟩ ∧ c⟨ Iₕ: [20, ∞[ ⟩", "b"),
    ] {
      try expect(
        .pruneEmptyConcatWhere, parameters, turns: "concat_where(\(domain), a, b)", into: branch)
    }
    try expect(
      .pruneEmptyConcatWhere, parameters,
      leavesAlone: "concat_where(c⟨ Iₕ: [-∞, 3[ ⟩ ∨ c⟨ Iₕ: [3, ∞[ ⟩, a, b)")
    try expect(
      .pruneEmptyConcatWhere, parameters,
      turns: "concat_where(c⟨ Iₕ: [20, ∞[ ⟩, a, concat_where(c⟨ Iₕ: [-1, ∞[ ⟩, b, a))", into: "b")
  }

}

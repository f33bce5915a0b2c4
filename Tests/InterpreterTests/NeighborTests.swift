import Fields
import StencilTypes
import Testing

let vertex = Dimension("Vertex")
let edge = Dimension("Edge")
let v2e = Dimension("V2E", .local)

/// Vertex 0 has edges 0 and 1, vertex 1 edge 1 only, vertex 2 edges 2 and 0.
let edgesOfVertices = NeighborTable(
  target: vertex, local: v2e, source: edge, rowCount: 3, columnCount: 2,
  entries: [0, 1, 1, -1, 2, 0], skipValue: -1)

@Suite("Neighbors")
struct NeighborTests {

  let edges = line(edge, [1, 10, 100])
  let out = line(vertex, [0, 0, 0])

  func result(_ body: String, _ more: [ArgumentValue] = [], parameters: String = "") throws
    -> [Double]
  {
    let text = """
      p(e: Field[[Edgeₕ], float64], \(parameters)o: Field[[Vertexₕ], float64]) {
        offset V2Eₒ: Edgeₕ → Vertexₕ, V2Eₗ;
        o @ u⟨ Vertexₕ: [0, 3[ ⟩ ← \(body);
      }
      """
    let results = try run(text, [edges] + more + [out], tables: ["V2E": edgesOfVertices])
    let f = try lastField(of: results)
    return f.elements(as: Double.self)
  }

  @Test func `reductions pass over skip values`() throws {
    #expect(
      try result("(⇑(λ(l) → reduce(plus, 0.5)(·l)))((⇑(λ(it) → neighbors(V2Eₒ, it)))(e))")
        == [11.5, 10.5, 101.5])
  }

  @Test func `constants are read at as many neighbors as there are`() throws {
    #expect(
      try result("(⇑(λ(l) → reduce(plus, 0.5)(·l)))((⇑(λ(it) → neighbors(V2Eₒ, it)))(1.0))")
        == [2.5, 1.5, 2.5])
  }

  @Test func `a temporary behind a table covers more than is read`() throws {
    // Edges 1 and 2 are read, but edges 0 to 3 lie between the smallest and the largest neighbor.
    let table = NeighborTable(
      target: vertex, local: v2e, source: edge, rowCount: 2, columnCount: 2,
      entries: [0, 1, 3, 2], skipValue: nil)
    let text = """
      p(e: Field[[Edgeₕ], float64], o: Field[[Vertexₕ], float64]) {
        offset V2Eₒ: Edgeₕ → Vertexₕ, V2Eₗ;
        tmp = temporary(domain=u⟨ Edgeₕ: [0, 4[ ⟩, dtype=float64);
        tmp @ u⟨ Edgeₕ: [0, 4[ ⟩ ← (⇑(λ(x) → ·x + 1.0))(e);
        o @ u⟨ Vertexₕ: [0, 2[ ⟩ ← (⇑(λ(it) → ·⟪V2Eₒ, 1ₒ⟫(it)))(tmp);
      }
      """
    let e = ArgumentValue.field(Field([10.0, 20], on: Domain(dims: [edge], ranges: [1 ..< 3])))
    let results = try run(text, [e, line(vertex, [0, 0])], tables: ["V2E": table])
    let f = try #require(
      results.last?.leaves.first.flatMap { if case .field(let f) = $0 { f } else { nil } })
    #expect(f.elements(as: Double.self) == [11, 21])
  }

  @Test func `reductions of constants on a domain`() throws {
    #expect(
      try result(
        """
        as_fieldop(λ(it) → reduce(plus, 0.5)(neighbors(V2Eₒ, it)), u⟨ Vertexₕ: [0, 3[ ⟩)(
          as_fieldop(λ(it) → ·it, u⟨ Edgeₕ: [0, 3[ ⟩)(1.0))
        """) == [2.5, 1.5, 2.5])
  }

  @Test func `lists are combined`() throws {
    #expect(
      try result(
        """
        (⇑(λ(l) → reduce(maximum, -1.0)(·l)))((⇑(λ(l, m) → map_(multiplies)(·l, ·m)))(
          (⇑(λ(it) → neighbors(V2Eₒ, it)))((⇑(λ(x) → ·x + 1.0))(e)), (⇑(λ(x) → make_const_list(·x)))(2.0)))
        """) == [22, 22, 202])
  }

  @Test func `sparse fields are lists`() throws {
    let w = ArgumentValue.field(
      Field(
        [1.0, 2, 3, 4, 5, 6], on: Domain(dims: [vertex, v2e], ranges: [0 ..< 3, 0 ..< 2])))
    let parameters = "w: Field[[Vertexₕ, V2Eₗ], float64], "
    #expect(
      try result(
        """
        (⇑(λ(l, m) → reduce(λ(acc, x, y) → acc + x × y, 0.0)(·l, ·m)))(
          (⇑(λ(it) → neighbors(V2Eₒ, it)))(e), w)
        """, [w], parameters: parameters) == [21, 30, 506])
    #expect(
      try result("(⇑(λ(m) → list_get(1, ·m)))(w)", [w], parameters: parameters) == [2, 4, 6])
    #expect(
      try result(
        "(⇑(λ(n, m) → list_get(·n, ·m)))(n, w)", [w, integers(vertex, [0, 1, 0])],
        parameters: parameters + "n: Field[[Vertexₕ], int32], ") == [1, 4, 5])
  }

  @Test func `sparse fields alone have the neighbors of their table`() throws {
    let w = ArgumentValue.field(
      Field(
        [1.0, 2, 3, 4, 5, 6], on: Domain(dims: [vertex, v2e], ranges: [0 ..< 3, 0 ..< 2])))
    let text = """
      p(w: Field[[Vertexₕ, V2Eₗ], float64], o: Field[[Vertexₕ], float64]) {
        o @ u⟨ Vertexₕ: [0, 3[ ⟩ ← (⇑(λ(l) → reduce(plus, 0.0)(·l)))(w);
      }
      """
    let results = try run(text, [w, out], tables: ["V2E": edgesOfVertices])
    let o = try lastField(of: results)
    #expect(o.elements(as: Double.self) == [3, 3, 11])
  }

  @Test func `unrolled reductions ask whether a neighbor exists`() throws {
    #expect(
      try result(
        """
        (⇑(λ(e) →
          (λ(step) → step(step(0.0, 0ₒ), 1ₒ))(
            λ(acc, i) → if can_deref(⟪V2Eₒ, i⟫(e)) then acc + ·⟪V2Eₒ, i⟫(e) else acc)))(e)
        """) == [11, 10, 101])
  }

  @Test func `a skip value has no value`() throws {
    try expectFailure(
      "E-RUN-SKIP", saying: "at Vertex=1",
      in: """
        p(e: Field[[Edgeₕ], float64], o: Field[[Vertexₕ], float64]) {
          offset V2Eₒ: Edgeₕ → Vertexₕ, V2Eₗ;
          o @ u⟨ Vertexₕ: [0, 3[ ⟩ ← (⇑(λ(it) → 1️⃣·⟪V2Eₒ, 1ₒ⟫(it)))(e);
        }
        """, [edges, out], tables: ["V2E": edgesOfVertices])
  }

  @Test func `tables have to be there and to suffice`() throws {
    let text = """
      p(e: Field[[Edgeₕ], float64], o: Field[[Vertexₕ], float64]) {
        offset V2Eₒ: Edgeₕ → Vertexₕ, V2Eₗ;
        o @ u⟨ Vertexₕ: [0, 4[ ⟩ ← (⇑(λ(l) → reduce(plus, 0.5)(·l)))((⇑(λ(it) → 1️⃣neighbors(V2Eₒ, it)))(e));
      }
      """
    let out = line(vertex, [0, 0, 0, 0])
    try expectFailure("E-RUN-TABLE", saying: "connect V2E", in: text, [edges, out])
    try expectFailure(
      "E-RUN-TABLE", saying: "needs rows Vertex=0:4, has 0:3", in: text, [edges, out],
      tables: ["V2E": edgesOfVertices])
    try expectFailure(
      "E-RUN-TABLE", saying: "needs rows Vertex=-1:2, has 0:3",
      in: text.replacing("[0, 4[", with: "[-1, 2["),
      [edges, line(vertex, [0, 0, 0], from: -1)], tables: ["V2E": edgesOfVertices])
  }

  @Test func `the ends of what neighbors are read are known before`() throws {
    try expectFailure(
      "E-RUN-OUTSIDE", saying: "'e' needs Edge=0:3, has 0:2",
      in: """
        p(e: Field[[Edgeₕ], float64], o: Field[[Vertexₕ], float64]) {
          offset V2Eₒ: Edgeₕ → Vertexₕ, V2Eₗ;
          o @ u⟨ Vertexₕ: [0, 3[ ⟩ ← (⇑(λ(l) → reduce(plus, 0.5)(·l)))((⇑(λ(it) → 1️⃣neighbors(V2Eₒ, it)))(e));
        }
        """, [line(edge, [1, 2]), out], tables: ["V2E": edgesOfVertices])
  }

}

import Diagnostics
import IteratorIR
import StencilTypes
import Testing

private let i = Dimension("I")
private let k = Dimension("K", .vertical)
private let cell = Dimension("Cell")
private let edge = Dimension("Edge")
private let vertex = Dimension("Vertex")

let meshOffsets = """
  offset C2Eₒ: Edgeₕ → Cellₕ, C2Eₗ;
  offset E2Cₒ: Cellₕ → Edgeₕ, E2Cₗ;
  offset E2Vₒ: Vertexₕ → Edgeₕ, E2Vₗ;
  offset V2Eₒ: Edgeₕ → Vertexₕ, V2Eₗ;
  offset C2Vₒ: Vertexₕ → Cellₕ, C2Vₗ;
  offset Ioffₒ: Iₕ → Iₕ;
  offset Joffₒ: Jₕ → Jₕ;
  offset Koffₒ: Kᵥ → Kᵥ;
  """

func inferred(_ text: String, _ names: [String: IRType] = [:]) throws -> IRType {
  let offsets = try Program(parsing: SourceFile(name: "o", text: "o() { \(meshOffsets) }")).offsets
  return try parsed(text).inferType(
    where: Dictionary(uniqueKeysWithValues: names.map { (Symbol($0), $1) }), offsets: offsets)
}

@Suite("Types")
struct InferenceTests {

  let names: [String: IRType] = [
    "a": .field(dims: [i, k], element: .scalar(.float64)),
    "b": .field(dims: [i], element: .scalar(.float32)),
    "e": .field(dims: [edge, k], element: .scalar(.float64)),
    "v": .field(dims: [vertex], element: .scalar(.float64)),
    "w": .field(
      dims: [cell], element: .list(.scalar(.float64), Dimension("C2E", .local))),
    "n": .scalar(.int32), "c": .scalar(.bool), "s": .scalar(.float64),
  ]

  @Test(
    "of expressions",
    arguments: [
      ("n + 1", "int32"), ("n < 1", "bool"), ("sqrt(s)", "float64"), ("power(s, n)", "float64"),
      ("isnan(s)", "bool"), ("cast_(n, float32)", "float32"), ("¬c ∧ c", "bool"),
      ("{n, {s, a}}[1]", "tuple[float64, Field[[I, K], float64]]"),
      ("let x = n; x × x", "int32"),
      ("(λ(f) → f(f(n)))(λ(x) → x + 1)", "int32"),
      ("let f = λ(x) → x × x; {f(n), f(s)}", "tuple[int32, float64]"),
      // Fields.
      ("(⇑(λ(x, y) → ·x × cast_(·y, float64)))(a, b)", "Field[[I, K], float64]"),
      ("(⇑(λ(x) → {·x, 1}))(b)", "tuple[Field[[I], float32], Field[[I], int32]]"),
      ("(⇑(λ(x) → (·x)[0] + (·x)[1]))({a, s})", "Field[[I, K], float64]"),
      ("as_fieldop(deref, c⟨ Iₕ: [0, n[, Kᵥ: [0, 5[ ⟩)(s)", "Field[[I, K], float64]"),
      ("(⇑(λ(x) → ·⟪Ioffₒ, 1ₒ, Koffₒ, -1ₒ⟫(x)))(a)", "Field[[I, K], float64]"),
      ("(⇑(λ(x) → ·⟪C2Eₒ, 0ₒ⟫(x)))(e)", "Field[[Cell, K], float64]"),
      ("(⇑(λ(x) → ·⟪C2Eₒ, 0ₒ, E2Vₒ, 1ₒ⟫(x)))(v)", "Field[[Cell], float64]"),
      ("(⇑(λ(x) → neighbors(C2Eₒ, x)))(e)", "Field[[Cell, K], List[float64, C2E]]"),
      (
        "(⇑(λ(x, y) → reduce(plus, 0.0)(map_(multiplies)(neighbors(C2Eₒ, x), ·y))))(e, w)",
        "Field[[Cell, K], float64]"
      ),
      ("(⇑(λ(y) → list_get(0, ·y)))(w)", "Field[[Cell], float64]"),
      (
        "(⇑(λ(y) → map_(plus)(·y, make_const_list(1.0))))(w)", "Field[[Cell], List[float64, C2E]]"
      ),
      (
        "(⇑(λ(x) → ·(↑(λ(y) → reduce(plus, 0.0)(neighbors(E2Vₒ, y))))(⟪C2Eₒ, 1ₒ⟫(x))))(v)",
        "Field[[Cell], float64]"
      ),
      (
        "(⇑scan(λ(q, x) → {q[0] + ·x, q[1]}, True, {0.0, 1}))(a)",
        "tuple[Field[[I, K], float64], Field[[I, K], int32]]"
      ),
      (
        "(⇑(λ(x) → if can_deref(⟪C2Eₒ, 0ₒ⟫(x)) then ·⟪C2Eₒ, 0ₒ⟫(x) else 2.0))(e)",
        "Field[[Cell, K], float64]"
      ),
      ("if c then a else s", "Field[[I, K], float64]"),
      ("if c then {n, b} else {2, b}", "tuple[int32, Field[[I], float32]]"),
      ("concat_where(Kᵥ < 3 ∨ 5 <= Kᵥ, cast, 1.0:f32)", "Field[[I, K], float32]"),
      ("broadcast(b, {Iₕ, Jₕ, Kᵥ})", "Field[[I, J, K], float32]"),
      ("index(Kᵥ)", "Field[[K], int32]"),
      ("get_domain_range(a, Kᵥ)[0]", "int32"),
      ("u⟨ Cellₕ: [0, ∞[ ⟩", "Domain[Cell]"),
    ])
  func expressions(_ text: String, _ type: String) throws {
    var names = names
    names["cast"] = names["b"]
    #expect(try inferred(text, names).description == type)
  }

  @Test(
    "of whole programs of GT4Py",
    arguments: [
      (
        "p14_sparse__sparse_chain",
        [
          "vn": "Field[[Edgeₕ, Kᵥ], float64]", "geofac": "Field[[Cellₕ, C2Eₗ], float64]",
          "inv_len": "Field[[Edgeₕ], float64]", "div": "Field[[Cellₕ, Kᵥ], float64]",
          "o": "Field[[Edgeₕ, Kᵥ], float64]", "e0": "int32", "e1": "int32", "k0": "int32",
          "k1": "int32",
        ]
      ),
      (
        "p25_unstructured_chain__unstructured_chain",
        [
          "v": "Field[[Vertexₕ], float64]", "inv_len": "Field[[Edgeₕ], float64]",
          "sign": "Field[[Vertexₕ, V2Eₗ], float64]", "area": "Field[[Vertexₕ], float64]",
          "n2": "Field[[Vertexₕ], float64]", "c": "Field[[Cellₕ], float64]", "v0": "int32",
          "v1": "int32",
        ]
      ),
      (
        "p06_tuples__nested_out",
        ["a", "b", "x", "y", "z"].reduce(into: [:]) { $0[$1] = "Field[[Iₕ], float64]" }
      ),
      (
        "p34_odds_and_ends__odds",
        [
          "a": "Field[[Iₕ, Kᵥ], float64]", "o": "Field[[Iₕ, Kᵥ], float64]", "n": "int32",
          "on": "bool", "i0": "int32", "i1": "int32", "k0": "int32", "k1": "int32",
        ]
      ),
      (
        "b10_concat_where_level__b0__bound",
        [
          "a": "Field[[Iₕ, Kᵥ], float64]", "b": "Field[[Iₕ, Kᵥ], float64]",
          "o": "Field[[Iₕ, Kᵥ], float64]", "nflat": "int32",
        ]
      ),
    ])
  func programs(_ name: String, _ types: [String: String]) throws {
    let text = try golden(name).replacing("reduce(plus, 0)", with: "reduce(plus, 0.0)")
    let program = try programOfGT4Py(text, types: types, offsets: meshOffsets)
    try program.verify()
  }

  @Test("are found for parts of functions")
  func parts() throws {
    let program = try Program(
      parsing: SourceFile(
        name: "p",
        text: """
          p(a: Field[[Iₕ], float32], o: Field[[Iₕ], float32]) {
            f = λ(x) → let y = (⇑(λ(it) → ·it))(x); y;
            o @ c⟨ Iₕ: [0, 3[ ⟩ ← f(a);
          }
          """))
    let types = try program.inferTypes()
    let (_, values, body) = try #require(program.functions[0].body.asLet)
    let field = IRType.field(dims: [i], element: .scalar(.float32))
    #expect(types[values[0]] == field)
    #expect(types[body] == field)
    guard case .call(let callee, _) = values[0].kind, let parts = callee.arguments(of: .asFieldop)
    else {
      Issue.record("no field operation")
      return
    }
    let iterator = IRType.iterator(position: [i], defined: [i], element: .scalar(.float32))
    #expect(types[parts[0]] == .function(parameters: [iterator], result: .scalar(.float32)))
  }

  @Test("of scans have the column of the domain, whatever is read")
  func columns() throws {
    let program = try Program(
      parsing: SourceFile(
        name: "p",
        text: """
          p(b: Field[[Iₕ], float64], o: Field[[Iₕ, Kᵥ], float64]) {
            o @ c⟨ Iₕ: [0, 3[, Kᵥ: [0, 2[ ⟩ ← (⇑scan(λ(c, x) → c + ·x, True, 0.0))(b);
          }
          """))
    guard case .set(_, _, let scan) = program.body[0] else {
      Issue.record("no assignment")
      return
    }
    #expect(try program.inferTypes()[scan] == .field(dims: [i, k], element: .scalar(.float64)))
  }

}

@Suite("Types of large programs")
struct LargeInferenceTests {

  @Test("cost the same for each let") func lets() throws {
    var e = Expr.ref("x0")
    for i in (0 ..< 10_000).reversed() {
      e = .let("x\(i)", .call(.plus, .ref(i == 0 ? "n" : "x\(i - 1)"), .ref("n")), in: e)
    }
    #expect(try e.inferType(where: [Symbol("n"): .scalar(.int32)]) == .scalar(.int32))
  }

  @Test("cost the same for each function, called twice by the next") func functions() throws {
    var text = "p(n: bool, o: Field[[Iₕ], bool]) {\nf0 = λ(x) → ¬x;\n"
    for i in 1 ..< 2000 { text += "f\(i) = λ(x) → f\(i - 1)(x) ∧ f\(i - 1)(x);\n" }
    text += "o @ c⟨ Iₕ: [0, 1[ ⟩ ← (⇑(λ(x) → f1999(·x)))(n); }"
    let program = try Program(parsing: SourceFile(name: "p", text: text))
    try program.verify()
  }

}

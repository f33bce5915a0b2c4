import Diagnostics
import Fields
import IteratorIR
import StencilTypes
import Testing

@testable import Interpreter

/// Each code of the interpreter has a program that ends with it; the compiler asks for one when a
/// code is added.
@Suite("Each code of a failure")
struct FailureCodeTests {

  private let o = line(dimI, [0, 0, 0])

  /// Runs a program that has to fail with `code`.
  private func fail(with code: RunCode) throws {
    switch code {
    case .outside:
      try store("(⇑(λ(x) → ·⟪Ioffₒ, 1ₒ⟫(x)))(a)", "a: Field[[Iₕ], float64]", [o])
    case .division: try store("if 1 / n > 0 then 1.0 else 2.0", "n: int32", [number(0)])
    case .power: try store("if power(n, -1) > 0 then 1.0 else 2.0", "n: int32", [number(2)])
    case .skip:
      try neighbors("(⇑(λ(it) → ·⟪V2Eₒ, 1ₒ⟫(it)))(e)", ["V2E": edgesOfVertices])
    case .table: try neighbors("(⇑(λ(it) → ·⟪V2Eₒ, 0ₒ⟫(it)))(e)", [:])
    case .target: try write("o @ c⟨ Iₕ: [0, 4[ ⟩ ← 1.0;")
    case .overlap:
      try write("{o, o} @ {c⟨ Iₕ: [0, 2[ ⟩, c⟨ Iₕ: [1, 3[ ⟩} ← {1.0, 2.0};")
    case .argument: _ = try run("p(o: Field[[Iₕ], float64]) { o @ c⟨ Iₕ: [0, 3[ ⟩ ← 1.0; }", [])
    case .domain: try write("o @ c⟨ Iₕ: [0, ∞[ ⟩ ← 1.0;")
    case .index:
      try store("(⇑(λ(x) → ·⟪Ioffₒ, 2147483648⟫(x)))(a)", "a: Field[[Iₕ], float64]", [o])
    case .size:
      let text = """
        p(o: Field[[Iₕ], float64]) { o @ c⟨ Iₕ: [get_domain_range(o, Iₕ)[0], 3[ ⟩ ← 1.0; }
        """
      _ = try Interpreter.requirements(
        of: Program(parsing: SourceFile(name: "p.itir", text: text)), arguments: [.field(nil)])
    case .program: try store("1.0 + 1")
    case .memory:
      let text = """
        p(o: Field[[Iₕ], float64]) {
          t = temporary(domain=c⟨ Iₕ: [0, 2147483647[, Jₕ: [0, 2147483647[ ⟩, dtype=int8);
          o @ c⟨ Iₕ: [0, 3[ ⟩ ← 1.0;
        }
        """
      _ = try run(text, [o])
    }
  }

  @Test(arguments: RunCode.allCases)
  func `belongs to a program that ends with it`(code: RunCode) {
    let error = #expect(throws: DiagnosticError.self) { try fail(with: code) }
    #expect(error?.diagnostics.map(\.code) == [code.rawValue])
    #expect(code.rawValue.hasPrefix("E-RUN-"))
  }

  private func number(_ n: Int32) -> ArgumentValue { .scalar(ScalarValue(n)) }

  /// Runs a program of one statement on `o`.
  private func write(_ statement: String) throws {
    _ = try run("p(o: Field[[Iₕ], float64]) { \(statement) }", [o])
  }

  /// Runs a program that stores `value` on three points.
  private func store(
    _ value: String, _ parameter: String = "", _ arguments: [ArgumentValue] = []
  ) throws {
    let parameters = parameter.isEmpty ? "" : parameter + ", "
    let text = """
      p(\(parameters)o: Field[[Iₕ], float64]) {
        offset Ioffₒ: Iₕ → Iₕ;
        o @ c⟨ Iₕ: [0, 3[ ⟩ ← \(value);
      }
      """
    _ = try run(text, arguments + [o])
  }

  /// Runs a program that stores `value` for the vertices of a mesh.
  private func neighbors(_ value: String, _ tables: [String: NeighborTable]) throws {
    let text = """
      p(e: Field[[Edgeₕ], float64], o: Field[[Vertexₕ], float64]) {
        offset V2Eₒ: Edgeₕ → Vertexₕ, V2Eₗ;
        o @ u⟨ Vertexₕ: [0, 3[ ⟩ ← \(value);
      }
      """
    _ = try run(text, [line(edge, [1, 10, 100]), line(vertex, [0, 0, 0])], tables: tables)
  }

}

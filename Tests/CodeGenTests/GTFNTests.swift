import CodeGen
import Diagnostics
import IteratorIR
import StencilTypes
import TestSupport
import Testing
import Transforms

/// The text for GridTools of programs with inputs and results from elsewhere.
@Suite struct GTFNTests {

  @Test func writesEveryCase() throws {
    let cases = try Case.all()
    try #require(cases.count >= 40)
    for test in cases {
      let program = try Pipeline.standard.run(try test.program).result
      let tables = try test.neighborTables
      let written = try GTFNProgram(program, connectivities: tables.mapValues(\.type))
      #expect(written.text.contains(written.entry.symbol + "(stk_call const *call)"))
      let braces = written.text.reduce(0) { $0 + ($1 == "{" ? 1 : $1 == "}" ? -1 : 0) }
      #expect(braces == 0, "\(test.testDescription)")
      #expect(
        written.entry.tables.map(\.name)
          == tables.keys.sorted().filter { program.offsets[$0] != nil })
    }
  }

  @Test func `a shift needs the table that it leads through, and a neighbor in it`() throws {
    let program = try Program(
      parsing: SourceFile(
        name: "test",
        text: """
          p(c: Field[[Cellₕ], float64], o: Field[[Edgeₕ], float64]) {
            offset E2Cₒ: Cellₕ → Edgeₕ, E2Cₗ;
            o @ u⟨ Edgeₕ: [0, 3[ ⟩ ← as_fieldop(λ(x) → ·⟪E2Cₒ, 1ₒ⟫(x), u⟨ Edgeₕ: [0, 3[ ⟩)(c);
          }
          """))
    func table(_ count: Int) -> ConnectivityType {
      ConnectivityType(
        target: Dimension("Edge"), local: Dimension("E2C", .local), source: Dimension("Cell"),
        neighborCount: count, hasSkipValues: false)
    }
    func refusal(_ tables: [String: ConnectivityType]) -> String? {
      do throws(GTFNRefusal) {
        _ = try GTFNProgram(program, connectivities: tables)
        return nil
      } catch { return error.description }
    }
    #expect(refusal(["E2C": table(2)]) == nil)
    #expect(
      refusal([:]) == "the number of neighbors of 'E2C' is not known: connect its table")
    #expect(
      refusal(["E2C": table(1)])
        == "'E2C' leads to no neighbor 1: its table has 1 for each point, from 0")
  }

}

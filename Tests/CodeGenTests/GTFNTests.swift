import CodeGen
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

}

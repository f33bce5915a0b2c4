import CodeGen
import Fields
import Interpreter
import IteratorIR
import StencilTypes
import TestSupport
import Testing
import Transforms

/// What lowering makes of every case has no faults, and its text is as C wants it.
@Suite struct LoweringTests {

  @Test func whatIsLoweredHasNoFaults() throws {
    for test in try Case.all() {
      let tables = try test.neighborTables.mapValues(TableType.init)
      let program = try Pipeline.compiledC.run(try test.program).result
      for options in CaseTests.schedules {
        let loops = try LoopProgram(lowering: program, tables: tables, options: options)
        #expect(loops.faults() == [], "\(test.testDescription)")
      }
    }
  }

}

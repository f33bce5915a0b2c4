import CodeGen
import Diagnostics
import Fields
import Foundation
import Interpreter
import IteratorIR
import StencilTypes
import TestSupport
import Testing
import Transforms

/// Compiled code against the interpreter, on programs with inputs and results from elsewhere.
@Suite struct CaseTests {

  /// How loops may be made: it must make no difference.
  static let schedules: [Schedule.Options] = {
    var store = Schedule.Options(), recompute = Schedule.Options(), small = Schedule.Options()
    store.keeping = .store
    recompute.keeping = .recompute
    recompute.splitLimit = 1
    recompute.fusesColumns = false
    small.columnBlock = 3
    small.streamedBytes = 0
    small.layout = ["K", "KDim", "IDim", "I"]
    return [Schedule.Options(), store, recompute, small]
  }()

  @Test(arguments: [["-O0"], ["-O3", "-march=x86-64-v3"]])
  func casesGiveTheBitsOfTheInterpreter(flags: [String]) throws {
    let compiler = try #require(CCompiler.found, "there is no C compiler: see .ci/setup")
    var programs: [(name: String, program: CProgram, options: Int, test: Case)] = []
    for test in try Case.all() {
      let tables = try test.neighborTables
      let program = try Pipeline.compiledC.run(try test.program).result
      // One schedule is enough where compilers take long.
      let schedules = flags == ["-O0"] ? CaseTests.schedules : [CaseTests.schedules[0]]
      for (i, options) in schedules.enumerated() {
        do {
          let c = try CProgram(
            lowering: program, tables: tables.mapValues(TableType.init), options: options)
          programs.append((test.testDescription, c, i, test))
        } catch {
          Issue.record("\(test.testDescription): \(error.diagnostics.map(\.message))")
        }
      }
    }
    var done: Set<String> = []
    let unique = programs.filter { done.insert($0.program.text).inserted }
    let object = try compiler.compile(unique.map(\.program.text), flags: flags)
    for (name, c, options, test) in programs {
      let arguments = try test.values, tables = try test.neighborTables
      let expected = try Interpreter.run(try test.program, arguments: arguments, tables: tables)
      let outcome = object.call(c.entry, arguments, tables: tables)
      #expect(outcome.code == 0, "\(name), schedule \(options)")
      #expect(
        sameBits(outcome.arguments, expected) == nil,
        "\(name), schedule \(options): \(sameBits(outcome.arguments, expected) ?? "")")
    }
  }

}

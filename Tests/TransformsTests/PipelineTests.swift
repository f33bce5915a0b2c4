import Diagnostics
import Fields
import Interpreter
import IteratorIR
import TestSupport
import Testing
import Transforms

@Suite("The standard pipeline")
struct PipelineTests {

  @Test("keeps every bit of every result, pass by pass", arguments: try Case.all())
  func keepsResults(example: Case) throws {
    let program = try example.program
    let (arguments, tables) = (try example.values, try example.neighborTables)
    func results(_ p: Program) throws -> [String] {
      try Interpreter.run(p, arguments: arguments, tables: tables).flatMap(\.leaves).map {
        if case .field(let f) = $0 { f.digest } else { "" }
      }
    }
    let expected = try results(program)
    let options = Pipeline.Options(context: .init(records: true), verifies: true)
    let run = try Pipeline.standard.run(program, options)
    for (i, pass) in run.passes.enumerated() where pass.isChanged {
      try #require(
        try results(pass.program) == expected,
        "\(pass.pass)\n\(pass.program.text(style: .typed))")
      let trace = run.trace(of: i)
      #expect(trace.state(trace.count) == pass.program)
    }
    #expect(run.trace.state(run.trace.count) == run.result)
  }

  @Test("says which passes do not settle")
  func unsettled() throws {
    let rule = Rule("swap", "a + b ⇒ b + a")
    let swap = Pass("swap", "Swaps the operands of sums.") { program, context in
      context.mapExpressions(of: program) { e, context in
        guard let a = e.arguments(of: .plus) else { return e }
        return context.replace(e, with: .call(.plus, a[1], a[0]), by: rule)
      }
    }
    let pipeline = Pipeline([.fixpoint(limit: 3, [swap, .constantFolding])])
    let error = #expect(throws: DiagnosticError.self) {
      try pipeline.run(program("n: int32", storing: "n + n"))
    }
    #expect(error?.diagnostics.map(\.code) == [TransformCode.unsettled.rawValue])
    #expect(error?.diagnostics.first?.message.contains("swap") == true)
  }

  @Test(
    "does nothing by rules that are switched off", arguments: Pipeline.standard.passes.map(\.name))
  func switchedOff(name: String) throws {
    let pass = try Pipeline.standard.pass(named: name)
    let off = Set(pass.rules.map(\.name))
    for example in try Case.all().prefix(8) {
      let options = Pipeline.Options(
        context: .init(records: true, settings: PassSettings(disabledRules: off)), verifies: true)
      let run = try Pipeline.standard.run(try example.program, options)
      #expect(!run.rewrites.contains { $0.rule.isOptional && off.contains($0.rule.name) })
    }
  }

  @Test("says which pass made a program without meaning")
  func invalid() throws {
    let rule = Rule("unbind", "a + b ⇒ nothing")
    let unbind = Pass("unbind", "Puts an unknown name in place of sums.") { program, context in
      context.mapExpressions(of: program) { e, context in
        e.arguments(of: .plus) == nil ? e : context.replace(e, with: .ref("nothing"), by: rule)
      }
    }
    let p = try program("n: int32", storing: "n + n")
    let error = #expect(throws: DiagnosticError.self) {
      try Pipeline([.pass(unbind)]).run(p, Pipeline.Options(verifies: true))
    }
    #expect(error?.diagnostics.first?.code == TransformCode.invalidResult.rawValue)
    #expect(error?.diagnostics.first?.message.contains("'unbind'") == true)
  }

  @Test("has a test of each of its messages")
  func complete() {
    let tested: Set<TransformCode> = [.unsettled, .invalidResult, .unknownPass]
    #expect(tested == Set(TransformCode.allCases))
  }

}

import Diagnostics
import StencilTypes
import Testing
import Toolchain

@Suite("The steps") struct StepTests {

  /// From the seed documents: the names of the steps in the order in which they run.
  static let programSteps = [
    "func_to_past", "past_lint", "past_to_past_closure", "past_process_args", "past_to_itir",
    "transforms", "translation", "compile", "load",
  ]

  static let operatorSteps = [
    "func_to_foast", "foast_to_foast_closure", "foast_to_past_closure", "past_process_args",
    "past_to_itir", "transforms", "translation", "compile", "load",
  ]

  /// Returns the stages that compiling `callable` for its declared types reaches.
  private func records(
    of callable: Callable, in toolchain: Toolchain = Toolchain()
  ) throws -> [StageRecord] {
    var runner = toolchain.runner
    _ = try toolchain.compile(try toolchain.declaredInfo(of: callable, &runner), &runner)
    return runner.records
  }

  @Test func `lead from a program to its executable`() throws {
    #expect(try records(of: callable("scaled")).map(\.step) == Self.programSteps)
  }

  @Test(arguments: ["scale", "add_up"])
  func `lead from an operator through a closure to its executable`(name: String) throws {
    let steps = try records(of: callable(name)).map(\.step)
    var seen: Set<String> = []
    #expect(steps.filter { seen.insert($0).inserted } == Self.operatorSteps)
  }

  @Test func `put bound arguments in place behind the lowering`() throws {
    let bound = try callable("scaled").bound(
      BoundArgument(name: "off", value: .scalar(.init(true))))
    let steps = try records(of: bound).map(\.step)
    #expect(
      steps == Self.programSteps.flatMap { $0 == "past_to_itir" ? [$0, "bind_arguments"] : [$0] })
  }

  @Test func `name what they lead from and to`() throws {
    let program = try records(of: callable("scaled"))
    #expect(program.map(\.from).first == "ProgramDefinition")
    #expect(program.map(\.to).last == "Executable")
    let operatorStages = try records(of: callable("scale"))
    #expect(operatorStages.map(\.from).first == "FieldOperatorDefinition")
    #expect(operatorStages.first { $0.step == "past_to_itir" }?.to == "CompilableProgram")
    for (step, from, to) in [
      ("transforms", "CompilableProgram", "CompilableProgram"),
      ("translation", "CompilableProgram", "GeneratedSource"),
      ("compile", "GeneratedSource", "Artifact"), ("load", "Artifact", "Executable"),
    ] {
      let stage = try #require(program.first { $0.step == step })
      #expect([stage.from, stage.to] == [from, to])
    }
  }

  @Test func `print what they made`() throws {
    let stages = try records(of: callable("scaled"))
    let texts = Dictionary(uniqueKeysWithValues: stages.map { ($0.step, $0.text(100)) })
    #expect(texts["func_to_past"]?.contains("scale(a, factor, off, out=out)") == true)
    #expect(texts["past_to_past_closure"]?.contains("off=bool") == true)
    #expect(
      texts["past_process_args"]?.contains(
        "# called with Field[[I], float64], float64, bool, Field[[I], float64]") == true)
    #expect(texts["past_to_itir"]?.contains("scaled(") == true)
    #expect(texts["translation"] == texts["past_to_itir"])
    #expect(texts["compile"]?.hasPrefix("scaled in ") == true)
    #expect(
      texts["load"]
        == "scaled(a: Field[[I], float64], factor: float64, off: bool, out: Field[[I], float64])")
  }

  @Test func `run once for one input`() throws {
    let toolchain = Toolchain()
    let program = try callable("scaled")
    #expect(try records(of: program, in: toolchain).allSatisfy { !$0.isCached })
    #expect(try records(of: program, in: toolchain).allSatisfy { $0.isCached })
    #expect(try records(of: callable("scaled"), in: toolchain).first?.isCached == false)
  }

  @Test func `keep the time of the first run`() throws {
    let toolchain = Toolchain()
    let program = try callable("scaled")
    let first = try records(of: program, in: toolchain).map(\.duration)
    #expect(try records(of: program, in: toolchain).map(\.duration) == first)
    #expect(first.allSatisfy { $0 > .zero })
  }

  @Test func `share what bound programs have in common`() throws {
    let toolchain = Toolchain()
    let program = try callable("scaled")
    _ = try records(of: program, in: toolchain)
    let bound = try program.bound(BoundArgument(name: "off", value: .scalar(.init(true))))
    let stages = try records(of: bound, in: toolchain)
    let cached = Set(stages.filter(\.isCached).map(\.step))
    #expect(cached == ["func_to_past", "past_lint", "past_to_itir"])
  }

}

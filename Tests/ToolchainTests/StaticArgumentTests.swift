import Diagnostics
import Fields
import StencilTypes
import TestSupport
import Testing
import Toolchain

/// Arguments that are passed like others, but for whose values code is made.
@Suite("Static arguments") struct StaticArgumentTests {

  private let toolchain = Toolchain()

  private func call(
    _ name: String, _ off: Bool, statics: [String], _ runner: inout StepRunner
  ) throws -> [Double]? {
    try toolchain.call(
      callable(name),
      CallArguments(
        positional: [line(1, 2), .scalar(ScalarValue(2.0))],
        keywords: [("off", .scalar(ScalarValue(off))), ("out", line(0, 0))]), statics: statics,
      tables: [:], &runner
    ).last?.value.values
  }

  @Test(arguments: ["scaled", "scale"])
  func `stay parameters, and have code for each value`(name: String) throws {
    for (off, expected) in [(true, [1.0, 2]), (false, [2, 4])] {
      for statics in [[], ["off"], ["factor", "off"]] {
        var runner = toolchain.runner
        #expect(try call(name, off, statics: statics, &runner) == expected)
        let text = runner.records.first { $0.step == "translation" }?.text(100) ?? ""
        #expect(text.contains("off: bool"))
        #expect(text.contains("off = \(off ? "True" : "False")") == statics.contains("off"))
        #expect(text.contains("factor = 2.0") == statics.contains("factor"))
      }
    }
  }

  @Test func `are known ahead of time`() throws {
    var runner = toolchain.runner
    let scaled = try callable("scaled")
    let info = CompileInfo(
      scaled, try toolchain.declaredSignature(of: scaled, &runner),
      statics: [BoundArgument(name: "off", value: .scalar(ScalarValue(true)))])
    let executable = try toolchain.compile(info, &runner)
    let results = try executable.call([
      line(1, 2), .scalar(ScalarValue(2.0)), .scalar(ScalarValue(true)), line(0, 0),
    ])
    #expect(results.last?.values == [1, 2])
  }

  @Test(
    arguments: [
      (["of"], BindingCode.unknown, "did you mean 'off'?"),
      (["a"], .nonScalar, "pass it to run: run a=FIELD"),
    ] as [([String], BindingCode, String)])
  func `are scalars of the signature`(names: [String], code: BindingCode, hint: String) throws {
    var runner = toolchain.runner
    let error = try #require(throws: DiagnosticError.self) {
      try call("scaled", true, statics: names, &runner)
    }
    #expect(error.diagnostics.map(\.code) == [code.rawValue])
    #expect(error.diagnostics.map(\.hint) == [hint])
  }

}

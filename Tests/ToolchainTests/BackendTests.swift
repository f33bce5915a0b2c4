import Diagnostics
import Fields
import IteratorIR
import StencilTypes
import Testing
import Toolchain

@Suite("Backends") struct BackendTests {

  /// A backend that writes programs as GT4Py does, and fills the last argument with 7.
  private static let sevens = Backend(
    name: "sevens",
    translation: Step(
      "translation", from: "CompilableProgram", to: "ProgramSource",
      run: { (input) throws(DiagnosticError) in
        ProgramSource(
          language: "ITIR", text: input.program.text(style: .gt4py), program: input.program)
      },
      text: \.text),
    compile: Step(
      "compile", from: "ProgramSource", to: "Executable",
      run: { (source) throws(DiagnosticError) in
        Executable(name: source.program.name, parameters: source.program.parameters) {
          (arguments, _) throws(DiagnosticError) in
          guard case .field(let out)? = arguments.last else { return arguments }
          let filled = Field(out.elements(as: Double.self).map { _ in 7.0 }, on: out.domain)
          return arguments.dropLast() + [.field(filled)]
        }
      },
      text: \.name),
    allocate: { (dtype, domain) throws(FieldError) in try Field.ones(dtype, on: domain) })

  @Test func `are values: another one uses the same steps`() throws {
    let toolchain = Toolchain(backend: Self.sevens)
    var runner = toolchain.runner
    let result = try toolchain.call(
      callable("scaled"),
      CallArguments(
        positional: [
          line(1, 2), .scalar(ScalarValue(2.0)), .scalar(ScalarValue(false)), line(0, 0),
        ]), tables: [:], &runner)
    #expect(result.last?.value.values == [7, 7])
    #expect(runner.records.map(\.step) == StepTests.programSteps)
    let source = runner.records.first { $0.step == "translation" }?.text(100)
    #expect(source?.hasPrefix("scaled(a, factor, off, out) {") == true)
  }

  @Test func `allocate as they like`() throws {
    let domain = Domain(dims: [dimI], ranges: [0 ..< 2])
    #expect(try Self.sevens.allocate(.float64, domain).elements(as: Double.self) == [1, 1])
    #expect(
      try Backend.interpreter.allocate(.float64, domain).elements(as: Double.self) == [0, 0])
  }

  @Test func `stop when the call is cancelled`() throws {
    let toolchain = Toolchain(backend: .interpreter)
    var runner = toolchain.runner { true }
    let error = try #require(throws: DiagnosticError.self) {
      try toolchain.call(
        callable("scaled"),
        CallArguments(
          positional: [
            line(1, 2), .scalar(ScalarValue(2.0)), .scalar(ScalarValue(false)), line(0, 0),
          ]), tables: [:], &runner)
    }
    #expect(error.diagnostics.map(\.code) == ["E-INTERRUPTED"])
  }

}

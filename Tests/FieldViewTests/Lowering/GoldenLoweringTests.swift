import FieldView
import IteratorIR
import Testing

// The texts are GT4Py's own.

@Suite("Lowered programs")
struct GoldenLoweringTests {

  @Test(
    "print as those of GT4Py 1.2.3", arguments: try fixtureNames("itir-1.2", ".txt", count: 35))
  func programs(name: String) throws {
    let expected = try fixture("itir-1.2/\(name).txt")
    #expect(try program(name).text(style: .gt4py) == expected)
  }

  @Test("print as those of GT4Py 1.1", arguments: try fixtureNames("itir", ".txt", count: 35))
  func oldPrograms(name: String) throws { try check(program(name), "itir/\(name).txt") }

  private func program(_ name: String) throws -> Program {
    let parts = name.split(separator: "__")
    let module = try ModuleLoader(searchPath: [])
      .loadFile(fixtures.appending(path: "programs/\(parts[0]).py").path())
    return try lowered(String(parts[1]), of: module)
  }

  @Test(
    "print as GT4Py's do, with scalars to bind",
    arguments: try fixtureNames("bound", ".txt", count: 11))
  func bound(name: String) throws {
    let module = try ModuleLoader(searchPath: [])
      .loadFile(fixtures.appending(path: "bound/\(name).py").path())
    try check(lowered("run", of: module), "bound/\(name).txt")
  }

  private func check(_ program: Program, _ golden: String) throws {
    let expected = try fixture(golden)
    #expect(withNumberedHashes(program.text(style: .gt4py1)) == withNumberedHashes(expected))
  }

}

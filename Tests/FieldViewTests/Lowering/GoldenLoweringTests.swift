import FieldView
import IteratorIR
import Testing

// The texts are GT4Py's own.

@Suite("Lowered programs")
struct GoldenLoweringTests {

  @Test("print as GT4Py's do", arguments: try fixtureNames("itir", ".txt", count: 35))
  func programs(name: String) throws {
    let parts = name.split(separator: "__")
    let module = try ModuleLoader(searchPath: [])
      .loadFile(fixtures.appending(path: "programs/\(parts[0]).py").path())
    try check(lowered(String(parts[1]), of: module), "itir/\(name).txt")
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
    #expect(withNumberedHashes(program.text(style: .gt4py)) == withNumberedHashes(expected))
  }

}

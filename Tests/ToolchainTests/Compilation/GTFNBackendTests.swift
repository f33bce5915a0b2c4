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

@testable import Toolchain

/// C++ on GridTools against the interpreter, on programs with inputs from elsewhere.
@Suite("The backend gtfn") struct GTFNBackendTests {

  private static func environment(_ compiler: String, _ optimisation: Optimisation)
    -> NativeEnvironment
  {
    NativeEnvironment(
      search: .system,
      cPlusPlus: CompilerSearch(
        for: .cPlusPlus, override: compiler, path: CompilerSearch.system.path),
      cache: .none, target: NativeTarget(level: .base, optimisation: optimisation))
  }

  /// Returns the arguments of `test` as compiled code leaves them; `nil` if it leaves the call to the
  /// interpreter.
  private func run(
    _ test: Case, by backend: Backend
  ) throws -> [ArgumentValue]? {
    let tables = try test.neighborTables
    var settings = PassSettings()
    settings.connectivities = tables.mapValues(\.type)
    let lowered = CompilableProgram(try test.program, settings: settings)
    let source = try backend.translation.run(
      try backend.transforms.run(lowered, { false }), { false })
    let artifact = try backend.compile.run(source, { false })
    guard case .memory(let bytes) = artifact.content else { return nil }
    let native = try #require(NativeArtifact(bytes: bytes))
    let program = try NativeProgram(SharedObject(bytes: native.object), entry: native.entry)
    var arguments = try test.values
    var leaves = ArgumentLeaves(taking: &arguments)
    let ending = program.call(
      &leaves.fields, leaves.scalars,
      tables: try native.entry.tables.map { try #require(tables[$0.name]) })
    leaves.putBack(into: &arguments)
    return ending == .done ? arguments : nil
  }

  private func check(_ test: Case, _ compiler: String, _ optimisation: Optimisation) throws {
    let backend = Backend.gtfn(Self.environment(compiler, optimisation), Peers.gridTools)
    let expected = try Interpreter.run(
      try test.program, arguments: try test.values, tables: try test.neighborTables)
    let result = try #require(try run(test, by: backend), "the code did not do it")
    #expect(sameBits(result, expected) == nil)
  }

  @Test(.needsGridTools, arguments: try Case.everyThird())
  func `gives the bits of the interpreter`(test: Case) throws {
    try check(test, "c++", .none)
  }

  @Test(.needsGridTools, arguments: ["clang++", "g++"])
  func `gives the same bits with either compiler at full speed`(compiler: String) throws {
    try #require(Case.few.count == 6)
    for test in Case.few { try check(test, compiler, .full) }
  }

  @Test(.needsGridTools) func `finds what it needs`() {
    let backend = Backend.gtfn(.system, Peers.gridTools)
    for need in backend.needs({ false }) {
      guard case .found = need.state else {
        Issue.record("\(need)")
        continue
      }
    }
  }

  @Test func `says what to install if the headers are not there`() throws {
    let program = try Case.all()[0]
    let nothing = GridTools(override: nil, pythons: PythonPrograms([]))
    let backend = Backend.gtfn(.system, nothing)
    let lowered = CompilableProgram(
      try program.program, settings: PassSettings().knowing(try program.neighborTables))
    let source = try backend.translation.run(
      try backend.transforms.run(lowered, { false }), { false })
    #expect(source.code.contains("gridtools/fn/"))
    let error = try #require(throws: DiagnosticError.self) {
      try backend.compile.run(source, { false })
    }
    #expect(error.diagnostics.map(\.message) == ["There is no GridTools on this machine."])
    #expect(error.diagnostics[0].hint?.contains("pip install gridtools-cpp") == true)
    let states = backend.needs({ false }).map(\.state)
    #expect(
      states.last
        == .missing(
          reason: "There is no GridTools on this machine.",
          remedy: "python3 -m pip install gridtools-cpp, or set GRIDTOOLS_CPP to a folder with "
            + "its headers"))
  }

  @Test func `takes the headers from where it is told`() throws {
    let folder = try TemporaryFolder()
    let file = folder.path + "/data/include/gridtools/fn/backend/naive.hpp"
    try FileManager.default.createDirectory(
      atPath: URL(fileURLWithPath: file).deletingLastPathComponent().path,
      withIntermediateDirectories: true)
    try "".write(toFile: file, atomically: true, encoding: .utf8)
    let pythons = PythonPrograms([])
    #expect(
      try GridTools(override: folder.path, pythons: pythons).headers()
        == folder.path + "/data/include")
    #expect(
      throws: CompilationProblem.noLibrary(
        name: "GridTools in '/no'",
        remedy: "set GRIDTOOLS_CPP to the folder that holds gridtools/fn, or unset it")
    ) { try GridTools(override: "/no", pythons: pythons).headers() }
  }

}

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

/// SDFGs that DaCe compiles against the interpreter, on programs with inputs from elsewhere.
@Suite("The backend dace") struct DaceBackendTests {

  private func lowered(_ test: Case) throws -> CompilableProgram {
    CompilableProgram(
      try test.program, settings: PassSettings().knowing(try test.neighborTables))
  }

  private func source(_ test: Case, _ backend: Backend) throws -> GeneratedSource {
    try backend.translation.run(
      try backend.transforms.run(try lowered(test), { false }), { false })
  }

  @Test(.needsDaCe) func `finds what it needs`() throws {
    #expect(try Peers.dace.installation().cmake != nil)
  }

  @Test(.needsDaCe, arguments: Case.few)
  func `gives the bits of the interpreter`(test: Case) throws {
    let environment = NativeEnvironment(search: .system, cache: .none)
    let backend = Backend.dace(environment, Peers.dace)
    let artifact = try backend.compile.run(try source(test, backend), { false })
    guard case .memory(let bytes) = artifact.content else {
      Issue.record("the artifact is not in memory")
      return
    }
    let made = try #require(DaceArtifact(bytes: bytes))
    let program = DaceProgram(
      dace: Peers.dace, library: made.library, entry: try #require(EntryPoint(json: made.entry)),
      interface: try #require(SDFGInterface(json: made.names)))
    var arguments = try test.values
    let tables = try test.neighborTables
    let expected = try Interpreter.run(
      try test.program, arguments: arguments, tables: tables)
    var leaves = ArgumentLeaves(taking: &arguments)
    let isDone = try program.update(
      &leaves, tables: try program.entry.tables.map { try #require(tables[$0.name]) },
      in: Executable.CallContext(tables: tables))
    leaves.putBack(into: &arguments)
    #expect(isDone)
    #expect(sameBits(arguments, expected) == nil)
  }

  @Test func `writes JSON for every case, with names that differ`() throws {
    for test in try Case.all() {
      let source = try source(test, .dace)
      let json = try JSONSerialization.jsonObject(with: Data(source.code.utf8))
      let sdfg = try #require(json as? [String: Any])
      let attributes = try #require(sdfg["attributes"] as? [String: Any])
      let arrays = try #require(attributes["_arrays"] as? [String: Any])
      let symbols = try #require(attributes["symbols"] as? [String: Any])
      #expect(Set(arrays.keys).isDisjoint(with: symbols.keys))
      let names = try #require(SDFGInterface(json: source.file(.argumentNames)?.text ?? ""))
      for f in names.fields {
        #expect(arrays[f.name] != nil)
        #expect((f.sizes + f.strides + f.origins).allSatisfy { symbols[$0] != nil })
      }
      // Edges lead from states to states.
      let count = try #require(sdfg["nodes"] as? [Any]).count
      for edge in try #require(sdfg["edges"] as? [[String: Any]]) {
        for end in ["src", "dst"] {
          let number = try #require((edge[end] as? String).flatMap { Int($0) })
          #expect((0 ..< count).contains(number))
        }
      }
    }
  }

  /// Returns a folder with a program `python3` that does as `script` says.
  private func python(_ script: String) throws -> (folder: TemporaryFolder, python: Dace) {
    let folder = try TemporaryFolder()
    let path = folder.path + "/python3"
    try "#!/bin/sh\n\(script)\n".write(toFile: path, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return (folder, Dace(PythonPrograms([path])))
  }

  private func failure(_ dace: Dace) throws -> Diagnostic {
    let backend = Backend.dace(NativeEnvironment(search: .system, cache: .none), dace)
    let source = try source(try #require(Case.few.first), backend)
    let error = try #require(throws: DiagnosticError.self) {
      try backend.compile.run(source, { false })
    }
    return error.diagnostics[0]
  }

  @Test func `says what to install if DaCe is not there`() throws {
    let none = try failure(Dace(PythonPrograms([])))
    #expect(none.message == "There is no DaCe on this machine.")
    #expect(none.hint?.hasPrefix("python3 -m pip install dace") == true)
    let (folder, python) = try python("echo 1.0.2")
    defer { withExtendedLifetime(folder) {} }
    #expect(try failure(python).message == "There is no CMake on this machine.")
  }

  @Test func `says how Python ended if it dies`() throws {
    let found = "case \"$2\" in *importlib*) echo 1.0.2; echo /usr/bin/cmake; exit 0;; esac"
    let (folder, dying) = try python(found + "\nkill -SEGV $$")
    let (other, failing) = try python(found + "\necho 'ValueError: no such node.' >&2; exit 1")
    defer { withExtendedLifetime((folder, other)) {} }
    #expect(
      try failure(dying).message
        == "DaCe 1.0.2 failed: it died of signal 11 (segmentation fault).")
    #expect(try failure(failing).message == "DaCe 1.0.2 failed: ValueError: no such node.")
  }

  @Test func `stops Python when it is told to`() throws {
    let found = "case \"$2\" in *importlib*) echo 1.0.2; echo /usr/bin/cmake; exit 0;; esac"
    let (folder, sleeping) = try python(found + "\n: > \"$0.begun\"; sleep 600")
    defer { withExtendedLifetime(folder) {} }
    let backend = Backend.dace(NativeEnvironment(search: .system, cache: .none), sleeping)
    let source = try source(try #require(Case.few.first), backend)
    let start = ContinuousClock().now
    let error = try #require(throws: DiagnosticError.self) {
      try backend.compile.run(
        source, { FileManager.default.fileExists(atPath: folder.path + "/python3.begun") })
    }
    #expect(error.diagnostics == [.interrupted])
    #expect(ContinuousClock().now - start < .seconds(300))
  }

}

import CodeGen
import Diagnostics
import Foundation
import IteratorIR
import StencilTypes
import TestSupport
import Testing
import Toolchain
import Transforms

/// The text for GridTools of programs with inputs and results from elsewhere.
@Suite struct GTFNTests {

  private func written(_ test: Case) throws -> (code: GTFNProgram, program: Program) {
    let program = try Pipeline.standard.run(try test.program).result
    let tables = try test.neighborTables
    return (try GTFNProgram(program, connectivities: tables.mapValues(\.type)), program)
  }

  @Test(arguments: try Case.all()) func writesEveryCase(test: Case) throws {
    let (written, program) = try written(test)
    let (text, entry) = (written.text, written.entry)
    #expect(text.contains(entry.symbol + "(stk_call const *call)"))
    #expect(text.reduce(0) { $0 + ($1 == "{" ? 1 : $1 == "}" ? -1 : 0) } == 0)
    #expect(
      entry.tables.map(\.name)
        == (try test.neighborTables).keys.sorted().filter { program.offsets[$0] != nil })
    for (slots, name) in [
      (entry.fields.count, "fields"), (entry.scalars.count, "scalars"),
      (entry.tables.count, "tables"),
    ] {
      let read = Set(text.matches(of: /call->(\w+)\[(\d+)\]/).filter { $0.1 == name }.map(\.2))
      #expect(read == Set((0 ..< slots).map { Substring("\($0)") }), "\(name)")
    }
    try checkFunctors(text)
  }

  /// Checks that each functor is executed, with as many arguments as it takes, and that a name of its
  /// own is given a value before it is used.
  private func checkFunctors(_ text: String) throws {
    var parameters: [Substring: Int] = [:]
    let head = /template <bool tested> struct (stencil_\d+)[^\n]*\n((?:[ ][^\n]*\n)*)\};/
    for functor in text.matches(of: head) {
      let body = functor.2
      let list = try #require(body.split(separator: "\n").first { $0.contains("[](") })
      parameters[functor.1] =
        list.matches(of: /auto const &/).count - (list.contains("&state") ? 1 : 0)
      var known: Set<Substring> = []
      for name in body.matches(of: /\bt\d+\b/) where known.insert(name.output).inserted {
        let before = body.prefix(upTo: name.range.lowerBound).split(separator: "\n").last ?? ""
        #expect(
          before.contains(/^[ ]*(?:for \()?[\w:<>, ]+ $/), "\(functor.1): \(before)\(name.output)")
      }
    }
    var executed: Set<Substring> = []
    for execution in text.matches(
      of: /(\.arg[^\n]*)\.assign\(0_c, (stencil_\d+)<\w+>\(\)([^\n]*)\)\.execute/)
    {
      executed.insert(execution.2)
      let given = execution.1.matches(of: /\.arg\(/).count - 1
      #expect(parameters[execution.2] == given, "\(execution.2)")
      #expect(execution.3.matches(of: /\d+_c/).count == given, "\(execution.2)")
    }
    #expect(executed == Set(parameters.keys))
  }

  /// What GridTools and a compiler make of the text, as far as reading it tells.
  @Test(.needsGridTools, arguments: Case.few.prefix(2)) func isReadByCompilers(test: Case) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "gtfn-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "program.cpp").path()
    try written(test).code.text.write(toFile: file, atomically: false, encoding: .utf8)
    let outcome = try ExternalCommand(
      "/usr/bin/env",
      ["c++", "-std=c++17", "-fsyntax-only", "-isystem", try Peers.gridTools.headers(), file]
    ).run()
    #expect(outcome.isSuccess, "\(outcome.errors)")
  }

  @Test func `a shift needs the table that it leads through, and a neighbor in it`() throws {
    let program = try Program(
      parsing: SourceFile(
        name: "test",
        text: """
          p(c: Field[[Cellₕ], float64], o: Field[[Edgeₕ], float64]) {
            offset E2Cₒ: Cellₕ → Edgeₕ, E2Cₗ;
            o @ u⟨ Edgeₕ: [0, 3[ ⟩ ← as_fieldop(λ(x) → ·⟪E2Cₒ, 1ₒ⟫(x), u⟨ Edgeₕ: [0, 3[ ⟩)(c);
          }
          """))
    func table(_ count: Int) -> ConnectivityType {
      ConnectivityType(
        target: Dimension("Edge"), local: Dimension("E2C", .local), source: Dimension("Cell"),
        neighborCount: count, hasSkipValues: false)
    }
    func refusal(_ tables: [String: ConnectivityType]) -> String? {
      do throws(GTFNRefusal) {
        _ = try GTFNProgram(program, connectivities: tables)
        return nil
      } catch { return error.description }
    }
    #expect(refusal(["E2C": table(2)]) == nil)
    #expect(
      refusal([:]) == "the number of neighbors of 'E2C' is not known")
    #expect(
      refusal(["E2C": table(1)])
        == "'E2C' leads to no neighbor 1: its table has 1 for each point, from 0")
  }

}

import Diagnostics
import Fields
import Foundation
import IteratorIR
import StencilTypes
import Synchronization
import TestSupport
import Testing
import Toolchain
import Transforms

@Suite("Backends") final class BackendTests {

  private let folder = FileManager.default.temporaryDirectory.appending(
    path: "backend-\(UUID().uuidString)")

  /// The number of files that the backend `kept` wrote.
  private final class BuildCount: Sendable {
    let count = Mutex(0)
    var value: Int { count.withLock { $0 } }
  }

  private let builds = BuildCount()

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func kept(_ pipeline: Pipeline = .standard) -> Backend {
    .kept(in: folder, pipeline: pipeline) { [builds] _ in builds.count.withLock { $0 += 1 } }
  }

  private static let arguments = CallArguments(
    positional: [
      line(1, 2), .scalar(ScalarValue(2.0)), .scalar(ScalarValue(false)), line(0, 0),
    ])

  @Test func `are values: another one uses the same steps`() throws {
    let toolchain = Toolchain(backends: [.interpreter, kept()])
    for backend in toolchain.backends {
      var runner = toolchain.runner
      let result = try toolchain.call(
        callable("scaled"), Self.arguments, tables: [:], on: backend, &runner)
      #expect(result.last?.value.values == [2, 4])
      #expect(runner.records.map(\.step) == StepTests.programSteps)
    }
    #expect(builds.value == 1)
  }

  @Test func `are known by their names`() throws {
    let toolchain = Toolchain(backends: Backend.all + [kept()])
    #expect(try toolchain.backend(named: "kept").name == "kept")
    let error = try #require(throws: DiagnosticError.self) {
      try toolchain.backend(named: "cuda")
    }
    #expect(error.diagnostics.map(\.code) == [ToolchainCode.unknownBackend.rawValue])
    #expect(error.diagnostics[0].message == "There is no backend 'cuda'.")
    #expect(
      error.diagnostics[0].hint
        == "write "
        + (Backend.all.map(\.name) + ["kept"]).map { "backend=" + $0 }.joined(separator: " or "))
    let near = try #require(throws: DiagnosticError.self) {
      try toolchain.backend(named: "kapt")
    }
    #expect(near.diagnostics[0].hint?.hasPrefix("did you mean 'kept'?") == true)
  }

  // MARK: Their own passes

  @Test func `bring passes of their own; the interpreter has none`() throws {
    let bound = try callable("scaled").bound(
      BoundArgument(name: "off", value: .scalar(.init(true))))
    let backends = [
      Backend.interpreter, kept(Pipeline([.pass(.inlineFundefs), .pass(.pruneFundefs)])),
    ]
    let toolchain = Toolchain(backends: backends)
    let texts = try backends.map { backend in
      var runner = toolchain.runner
      let info = try toolchain.declaredInfo(of: bound, &runner)
      _ = try toolchain.compile(info, on: backend, &runner)
      return Dictionary(uniqueKeysWithValues: runner.records.map { ($0.step, $0.text(100)) })
    }
    #expect(texts[0]["transforms"] == texts[0]["bind_arguments"])
    #expect(texts[1]["bind_arguments"]?.contains("scale = λ") == true)
    #expect(texts[1]["transforms"]?.contains("scale = λ") == false)
    #expect(texts[1]["translation"]?.contains("scale = λ") == false)
  }

  @Test func `tell their passes which rules are switched off`() throws {
    let toolchain = Toolchain(backends: [kept()])
    let weighted = try callable("weighted")
    func source(without rules: Set<String>) throws -> String {
      var runner = toolchain.runner
      let info = try toolchain.declaredInfo(
        of: weighted, settings: PassSettings(disabledRules: rules), &runner)
      return try toolchain.source(for: info, on: toolchain.backends[0], &runner).code
    }
    #expect(try source(without: []) != source(without: ["fuse-as-fieldop"]))
  }

  private static let mesh = """
    from gt4py.next import *

    Vertex = Dimension("Vertex")
    Edge = Dimension("Edge")
    V2EDim = Dimension("V2E", kind=DimensionKind.LOCAL)
    V2E = FieldOffset("V2E", source=Edge, target=(Vertex, V2EDim))

    @field_operator
    def total(e: Field[[Edge], float64]) -> Field[[Vertex], float64]:
        return neighbor_sum(e(V2E), axis=V2EDim)

    @program
    def totals(e: Field[[Edge], float64], out: Field[[Vertex], float64]):
        total(e, out=out)

    """

  @Test func `know neighbor tables by their types alone, ahead of time`() throws {
    let toolchain = Toolchain(backends: [kept()])
    let totals = try callable("totals", in: Self.mesh)
    func source(_ type: ConnectivityType?) throws -> GeneratedSource {
      var runner = toolchain.runner
      let info = try toolchain.declaredInfo(
        of: totals, settings: PassSettings(connectivities: type.map { ["V2E": $0] } ?? [:]),
        &runner)
      return try toolchain.source(for: info, on: toolchain.backends[0], &runner)
    }
    let type = ConnectivityType(
      target: Dimension("Vertex"), local: Dimension("V2E", .local), source: Dimension("Edge"),
      neighborCount: 2, hasSkipValues: false)
    #expect(try source(nil).text.contains("reduce(plus"))
    let unrolled = try source(type)
    #expect(!unrolled.text.contains("reduce("))
    #expect(unrolled.text.contains("⟪V2Eₒ, 1ₒ⟫"))
    #expect(unrolled.interface.connectivities == [Connectivity(offset: "V2E", type: type)])
    #expect(builds.value == 0)
  }

  @Test func `are given the types of the tables of a call`() throws {
    let table = NeighborTable(
      target: Dimension("Vertex"), local: Dimension("V2E", .local), source: Dimension("Edge"),
      rowCount: 2, columnCount: 2, entries: [0, 1, 1, 2], skipValue: nil)
    let toolchain = Toolchain(backends: [.interpreter, kept()])
    let edges = Field([1.0, 2, 4], on: Domain(dims: [Dimension("Edge")], ranges: [0 ..< 3]))
    let vertices = Field([0.0, 0], on: Domain(dims: [Dimension("Vertex")], ranges: [0 ..< 2]))
    for backend in toolchain.backends {
      var runner = toolchain.runner
      let result = try toolchain.call(
        callable("totals", in: Self.mesh),
        CallArguments(positional: [.field(edges), .field(vertices)]), tables: ["V2E": table],
        on: backend, &runner)
      #expect(result.last?.value.values == [3, 6])
      let source = runner.records.first { $0.step == "translation" }?.text(100)
      #expect(source?.contains("reduce(") == (backend.name == "interpreter"))
    }
  }

  // MARK: Building

  /// Nothing but the folder is common to the two toolchains.
  @Test func `find what they built before, in another toolchain too`() throws {
    for _ in 0 ..< 2 {
      let toolchain = Toolchain(backends: [kept()])
      var runner = toolchain.runner
      let result = try toolchain.call(callable("scaled"), Self.arguments, tables: [:], &runner)
      #expect(result.last?.value.values == [2, 4])
      #expect(runner.records.allSatisfy { !$0.isCached })
    }
    #expect(builds.value == 1)
  }

  @Test func `write sources of several files, with what calls them`() throws {
    let toolchain = Toolchain(backends: [kept()])
    var runner = toolchain.runner
    let info = try toolchain.declaredInfo(of: callable("scaled"), &runner)
    let source = try toolchain.source(for: info, on: toolchain.backends[0], &runner)
    #expect(source.files.map(\.name) == ["program.itir", "parameters.txt"])
    #expect(source.entryPoint == "scaled")
    #expect(source.interface.parameters.map(\.name.name) == ["a", "factor", "off", "out"])
    #expect(
      runner.records.last?.text(100).contains("parameters.txt (text)\n\na: Field[[I], float64]")
        == true)
    #expect(builds.value == 0)
  }

  @Test func `stop building when they are told to`() throws {
    let isStopped = Mutex(false)
    let stopping = Backend(
      name: "slow",
      translate: { (input) throws(DiagnosticError) in
        GeneratedSource(
          files: [.init(name: "a", language: "text", text: "a")], entryPoint: "a",
          interface: CallInterface(input))
      },
      build: { (_, isCancelled) throws(DiagnosticError) in
        isStopped.withLock { $0 = true }
        while !isCancelled() { Thread.sleep(forTimeInterval: 0.001) }
        throw DiagnosticError(.interrupted)
      },
      load: { (_) throws(DiagnosticError) in preconditionFailure("nothing was built") })
    let toolchain = Toolchain(backends: [stopping])
    var runner = toolchain.runner { isStopped.withLock { $0 } }
    let info = try toolchain.declaredInfo(of: callable("scaled"), &runner)
    let error = try #require(throws: DiagnosticError.self) {
      try toolchain.compile(info, &runner)
    }
    #expect(error.diagnostics.map(\.code) == ["E-INTERRUPTED"])
    #expect(runner.records.last?.step == "translation")
  }

  @Test func `stop when the call is cancelled`() throws {
    let toolchain = Toolchain()
    var runner = toolchain.runner { true }
    let error = try #require(throws: DiagnosticError.self) {
      try toolchain.call(callable("scaled"), Self.arguments, tables: [:], &runner)
    }
    #expect(error.diagnostics.map(\.code) == ["E-INTERRUPTED"])
  }

  @Test func `allocate as they like`() throws {
    let domain = Domain(dims: [dimI, Dimension("J")], ranges: [0 ..< 3, 0 ..< 5])
    let random = try Field.random(seed: 1, name: "r", on: domain, dtype: .float64)
    for (backend, strides) in [(Backend.interpreter, [5, 1]), (kept(), [1, 8])] {
      let zeros = try backend.allocate(.float64, domain)
      #expect(zeros.strides == strides)
      #expect(Fields.compare(zeros, try .zeros(.float64, on: domain), .exact).areEqual)
      let placed = try backend.placed(random)
      #expect(placed.strides == strides)
      #expect(Fields.compare(placed, random, .exact).areEqual)
    }
  }

  // MARK: The interpreter

  @Test func `of which the interpreter runs the text that it wrote`() throws {
    let toolchain = Toolchain()
    var runner = toolchain.runner
    let info = try toolchain.declaredInfo(of: callable("scaled"), &runner)
    let source = try toolchain.source(for: info, on: .interpreter, &runner)
    #expect(source.files.map(\.language) == ["ITIR"])
    #expect(try Program(parsing: SourceFile(name: "a", text: source.text)).name == "scaled")
  }

  @Test func `of which the interpreter says where in the user's text a point failed`() throws {
    let marked = MarkedText(
      """
      from gt4py.next import *

      I = Dimension("I")

      @field_operator
      def parts(a: Field[[I], int32], b: Field[[I], int32]) -> Field[[I], int32]:
          return 1️⃣a // b

      """)
    let field = ArgumentValue.field(
      Field([0, 0] as [Int32], on: Domain(dims: [dimI], ranges: [0 ..< 2])))
    let toolchain = Toolchain()
    var runner = toolchain.runner
    let error = try #require(throws: DiagnosticError.self) {
      try toolchain.call(
        callable("parts", in: marked.file), CallArguments(positional: [field, field, field]),
        tables: [:], &runner)
    }
    #expect(error.diagnostics[0].span?.file.name == marked.file.name)
    #expect(error.diagnostics[0].span?.bytes.lowerBound == marked.offset(1))
  }

}

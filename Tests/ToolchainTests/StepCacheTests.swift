import Diagnostics
import FieldView
import IteratorIR
import StencilTypes
import TestSupport
import Testing
import Transforms

@testable import Toolchain

@Suite("The step cache") struct StepCacheTests {

  /// A backend whose translation is `text`.
  private func backend(_ text: String, pipeline: Pipeline = .empty) -> Backend {
    Backend(
      name: "text", pipeline: pipeline,
      translate: { (input) throws(DiagnosticError) in
        GeneratedSource(
          files: [
            .init(
              name: "text", language: "text", text: text + input.program.text(style: .typed))
          ], entryPoint: "text", interface: CallInterface(input))
      },
      build: { (source, _) throws(DiagnosticError) in
        Artifact(.memory([]), entryPoint: source.entryPoint, interface: source.interface)
      },
      load: { (artifact) throws(DiagnosticError) in
        Executable(artifact.interface) { (arguments, _) throws(DiagnosticError) in arguments }
      })
  }

  @Test func `tells backends apart, also those of one name`() throws {
    let cache = StepCache()
    let inlining = Pipeline([.pass(.inlineFundefs), .pass(.pruneFundefs)])
    let scaled = try callable("scaled")
    var texts: [String] = []
    for backend in [Backend.interpreter, backend("a "), backend("a ", pipeline: inlining)] {
      let toolchain = Toolchain(backends: [backend], cache: cache)
      for isCached in [false, true] {
        var runner = toolchain.runner
        let info = try toolchain.declaredInfo(of: scaled, &runner)
        _ = try toolchain.compile(info, &runner)
        let record = try #require(runner.records.first { $0.step == "translation" })
        #expect(record.isCached == isCached)
        if isCached { texts.append(record.text(100)) }
      }
    }
    #expect(!texts[0].hasPrefix("a ") && texts[1].hasPrefix("a ") && texts[2].hasPrefix("a "))
    #expect(texts[1] != texts[2])
  }

  @Test func `tells apart the pipelines that are looked at`() throws {
    let cache = StepCache()
    let scaled = try callable("scaled")
    let counts = try [Pipeline.standard, Pipeline([.pass(.mergeLet)])].map { pipeline in
      let toolchain = Toolchain(pipeline: pipeline, cache: cache)
      var runner = toolchain.runner
      return try toolchain.passes(of: scaled, &runner).passes.count
    }
    #expect(counts[0] > 10 && counts[1] == 1)
  }

  @Test func `tells settings of passes apart`() throws {
    let toolchain = Toolchain(backends: [backend("", pipeline: .standard)])
    let weighted = try callable("weighted")
    let texts = try [Set<String>(), ["fuse-as-fieldop"], []].map { rules in
      var runner = toolchain.runner
      let info = try toolchain.declaredInfo(
        of: weighted, settings: PassSettings(disabledRules: rules), &runner)
      return try toolchain.source(for: info, on: toolchain.backends[0], &runner).text
    }
    #expect(texts[0] != texts[1])
    #expect(texts[0] == texts[2])
  }

  /// Programs that are equal but for where they stand have outputs of their own: these say where.
  @Test(arguments: [nil, true])
  func `tells places in the source apart`(off: Bool?) throws {
    let toolchain = Toolchain(backends: [backend("", pipeline: .standard)])
    func lines(of text: String) throws -> [[Int]] {
      var scaled = try callable("scaled", in: text)
      if let off {
        scaled = try scaled.bound(BoundArgument(name: "off", value: .scalar(ScalarValue(off))))
      }
      var runner = toolchain.runner
      let info = try toolchain.declaredInfo(of: scaled, &runner)
      return try [
        toolchain.lower(info, &runner),
        toolchain.transformed(info, for: toolchain.backends[0], &runner),
        CompilableProgram(toolchain.passes(of: scaled, &runner).result),
      ].map { $0.program.sites.compactMap { $0?.file.name == "test.py" ? $0?.line : nil } }
    }
    let before = try lines(of: samples)
    let after = try lines(of: "\n" + samples)
    #expect(before.allSatisfy { !$0.isEmpty })
    #expect(after == before.map { $0.map { $0 + 1 } })
  }

  @Test func `forgets what was not used for long`() throws {
    let cache = StepCache()
    let step = Step<Number, Int>(
      "twice", capacity: 10, run: { (n, _) throws(DiagnosticError) in 2 * n.key },
      print: { n, _ in "\(n)" })
    var runner = StepRunner(cache: cache)
    for n in 0 ..< 100 {
      #expect(try runner.apply(step, to: Number(key: n)) == 2 * n)
      // The first is used again and again.
      _ = try runner.apply(step, to: Number(key: 0))
      #expect(cache.count(of: step) == min(n + 1, 10))
    }
    #expect(cache.output(of: step, for: 0)?.output == 0)
    #expect(cache.output(of: step, for: 99)?.output == 198)
    #expect(cache.output(of: step, for: 90) == nil)
  }

  @Test func `forgets backends that come and go`() throws {
    let cache = StepCache()
    var runner = StepRunner(cache: cache)
    let own = Step<Number, Int>(
      "own", run: { (n, _) throws(DiagnosticError) in n.key }, print: { n, _ in "\(n)" })
    weak var last: StepOwner?
    for n in 0 ..< 3 * StepCache.mostShelves {
      let owner = StepOwner()
      if n == 0 { last = owner }
      let step = Step<Number, Int>(
        "load", of: owner, run: { (n, _) throws(DiagnosticError) in n.key },
        print: { n, _ in "\(n)" })
      _ = try runner.apply(step, to: Number(key: n))
      // What is used again and again stays.
      _ = try runner.apply(own, to: Number(key: 0))
    }
    #expect(cache.shelfCount == StepCache.mostShelves)
    #expect(cache.count(of: own) == 1)
    runner = StepRunner(cache: cache)
    #expect(last == nil)
  }

  @Test func `remembers a bounded number of outputs of each step`() throws {
    let toolchain = Toolchain(backends: [.interpreter])
    #expect(Steps.foastToItir.capacity == 512)
    #expect(Steps.passes(of: toolchain.pipeline, StepOwner()).capacity == 8)
    #expect(Backend.interpreter.translation.capacity == 512)
  }

  private struct Number: StepInput { let key: Int }

}

import Diagnostics
import Fields
import Foundation
import StencilTypes
import Synchronization
import TestSupport
import Testing
import Transforms

@testable import Toolchain

@Suite("Backends that compile") struct AutoBackendTests {

  private let compiler: NotingCompiler

  init() throws { compiler = try NotingCompiler() }

  private func scaled(
    _ toolchain: Toolchain, _ values: Double..., settings: PassSettings = PassSettings()
  ) throws -> [Double] {
    var runner = toolchain.runner
    let domain = Domain(dims: [dimI], ranges: [0 ..< values.count])
    let result = try toolchain.call(
      callable("scaled"),
      CallArguments(
        positional: [
          .field(Field(values, on: domain)), .scalar(ScalarValue(2.0)), .scalar(ScalarValue(false)),
          .field(Field(zeros: .float64, on: domain)),
        ]), tables: [:], settings: settings, &runner)
    return result.last?.value.values ?? []
  }

  @Test func `compile once, whatever the values and the process`() throws {
    let environment = try compiler.environment()
    let toolchain = Toolchain(backends: [.c(environment)])
    #expect(try scaled(toolchain, 1, 2) == [2, 4])
    #expect(try scaled(toolchain, 3, 4, 5) == [6, 8, 10])
    #expect(compiler.compiledParts == ["1"])
    #expect(try scaled(Toolchain(backends: [.c(environment)]), 1) == [2])
    let later = try compiler.environment()
    #expect(try scaled(Toolchain(backends: [.c(later)]), 1) == [2])
    #expect(compiler.compiledParts == ["1"])
    #expect(later.lookups.map(\.isFound) == [true])
  }

  @Test func `interpret at first, and compile beside it where it pays`() throws {
    let environment = try compiler.environment()
    let patient = Backend.auto(
      compiling: .c(environment), in: environment, patience: .seconds(1000))
    let toolchain = Toolchain(backends: [patient])
    for _ in 0 ..< 3 { #expect(try scaled(toolchain, 1, 2) == [2, 4]) }
    #expect(compiler.compiledParts.isEmpty)
    let eager = Backend.auto(compiling: .c(environment), in: environment, patience: .zero)
    let other = Toolchain(backends: [eager])
    #expect(try scaled(other, 1, 2) == [2, 4])
    #expect(waited { !environment.lookups.isEmpty })
    // What most calls need is there first.
    #expect(waited { compiler.compiledParts == ["1", "2"] })
    #expect(try scaled(other, 1, 2, 3) == [2, 4, 6])
    #expect(environment.takeNotices() == [])
  }

  @Test func `compile with the settings of the call`() throws {
    let environment = try compiler.environment()
    let seen = Mutex<[PassSettings]>([])
    let noting = Backend(
      name: "noting",
      translate: { (input) throws(DiagnosticError) in
        seen.withLock { $0.append(input.settings) }
        throw DiagnosticError(Diagnostic(code: TransformCode.unknownPass, "No code is made."))
      },
      build: { (source, _) throws(DiagnosticError) in
        Artifact(.memory([]), entryPoint: source.entryPoint, interface: source.interface)
      },
      load: { (artifact) throws(DiagnosticError) in
        Executable(artifact.interface) { (arguments, _) throws(DiagnosticError) in arguments }
      })
    let auto = Backend.auto(compiling: noting, in: environment, patience: .zero)
    let toolchain = Toolchain(backends: [auto])
    let settings = [
      PassSettings(disabledRules: ["fuse-as-fieldop"]), PassSettings(schedule: "tiles=off"),
    ]
    for (n, s) in settings.enumerated() {
      #expect(try scaled(toolchain, 1, settings: s) == [2])
      #expect(waited { seen.withLock { $0.count } > n })
    }
    #expect(seen.withLock { $0 } == settings)
  }

  @Test func `say once that the compiler fails, and go on`() throws {
    let environment = try compiler.environment("echo 'k.c:1: error: no' >&2; exit 1")
    let toolchain = Toolchain(
      backends: [.auto(compiling: .c(environment), in: environment, patience: .zero)])
    for n in 0 ..< 3 { #expect(try scaled(toolchain, Double(n)) == [Double(2 * n)]) }
    var notices: [String] = []
    _ = waited {
      notices += environment.takeNotices()
      return !notices.isEmpty
    }
    #expect(notices.count == 1)
    #expect(notices.first?.hasPrefix("The C compiler failed: k.c:1: error: no.") == true)
    let error = try #require(throws: DiagnosticError.self) {
      try scaled(Toolchain(backends: [.c(environment)]), 1)
    }
    #expect(error.diagnostics.map(\.code) == ["E-COMPILATION"])
  }

  @Test func `wait no longer for a compiler than for the interpreter`() throws {
    let folder = try TemporaryFolder()
    let release = folder.path + "/release"
    let environment = try compiler.environment(
      "while [ ! -e '\(release)' ]; do sleep 0.05; done; echo 'k.c:1: error: no' >&2; exit 1")
    let toolchain = Toolchain(
      backends: [
        .auto(compiling: .c(environment), in: environment, patience: .zero, compileTime: .zero)
      ])
    for _ in 0 ..< 2 { #expect(try scaled(toolchain, 1, 2) == [2, 4]) }
    // The compiler hangs still, so it has not failed.
    #expect(environment.takeNotices() == [])
    try Data().write(to: URL(fileURLWithPath: release))
    #expect(waited { !environment.takeNotices().isEmpty })
  }

  @Test func `stop the compiler when nobody waits for it any more`() throws {
    let environment = try compiler.environment("sleep 600")
    let toolchain = Toolchain(backends: [.c(environment)])
    let start = ContinuousClock().now
    var runner = toolchain.runner { !compiler.compiledParts.isEmpty }
    let info = try toolchain.declaredInfo(of: callable("scaled"), &runner)
    let error = #expect(throws: DiagnosticError.self) { try toolchain.compile(info, &runner) }
    #expect(error?.diagnostics.map(\.code) == ["E-INTERRUPTED"])
    #expect(ContinuousClock().now - start < .seconds(300))
  }

}

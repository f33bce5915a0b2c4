import Diagnostics
import Fields
import Foundation
import StencilTypes
import TestSupport
import Testing

@testable import Toolchain

@Suite("Code that most calls do not need") struct CodePartTests {

  private let compiler: NotingCompiler

  init() throws { compiler = try NotingCompiler() }

  private static let text = """
    from gt4py.next import *

    I = Dimension("I")
    Ioff = FieldOffset("Ioff", source=I, target=(I,))
    FI = Field[[I], float64]

    @field_operator
    def choose(a: FI, m: FI) -> FI:
        return where(m > 0.0, a(Ioff[1]), a)

    """

  private func executable(_ environment: NativeEnvironment) throws -> Executable {
    let toolchain = Toolchain(backends: [.c(environment)])
    var runner = toolchain.runner
    let info = try toolchain.declaredInfo(of: callable("choose", in: Self.text), &runner)
    return try toolchain.compile(info, &runner)
  }

  /// Returns the three results for `a` and `m` from 0 on.
  private func chosen(
    _ executable: Executable, _ a: [Double], _ m: [Double], compiles: Bool = true
  ) throws -> [Double] {
    func field(_ values: [Double]) -> ArgumentValue {
      .field(Field(values, on: Domain(dims: [dimI], ranges: [0 ..< values.count])))
    }
    let result = try executable.call(
      [field(a), field(m), field([0, 0, 0])], in: .init(compiles: compiles))
    return result[2].values
  }

  @Test func `is compiled when a call needs it, once`() throws {
    let executable = try executable(compiler.environment())
    #expect(try chosen(executable, [1, 2, 3, 4], [1, 0, 1]) == [2, 2, 4])
    #expect(compiler.compiledParts == ["1"])
    // The last point could read behind the end of 'a', and does not.
    for _ in 0 ..< 2 { #expect(try chosen(executable, [1, 2, 3], [1, 1, 0]) == [2, 3, 3]) }
    #expect(compiler.compiledParts == ["1", "2"])
    let error = try #require(throws: DiagnosticError.self) {
      try chosen(executable, [1, 2, 3], [1, 1, 1])
    }
    #expect(
      error.diagnostics.first?.message == "'a' is read at I=3, where it has no value.",
      "\(error.diagnostics)")
    let later = try self.executable(compiler.environment())
    #expect(try chosen(later, [1, 2, 3], [1, 1, 0]) == [2, 3, 3])
    #expect(compiler.compiledParts == ["1", "2"])
  }

  @Test func `is compiled before that if somebody asks for it`() throws {
    let executable = try executable(compiler.environment())
    try executable.complete()
    #expect(compiler.compiledParts == ["1", "2"])
    #expect(try chosen(executable, [1, 2, 3], [1, 1, 0], compiles: false) == [2, 3, 3])
    #expect(compiler.compiledParts == ["1", "2"])
  }

  @Test func `is interpreted if nothing may be compiled`() throws {
    let executable = try executable(compiler.environment())
    #expect(try chosen(executable, [1, 2, 3], [1, 1, 0], compiles: false) == [2, 3, 3])
    #expect(compiler.compiledParts == ["1"])
  }

  @Test func `is interpreted if the compiler fails, which is said once`() throws {
    let environment = try compiler.environment(
      "case $part in 2) echo 'k.c:1: error: no' >&2; exit 1;; esac; exec \"$@\"")
    let executable = try executable(environment)
    for _ in 0 ..< 2 { #expect(try chosen(executable, [1, 2, 3], [1, 1, 0]) == [2, 3, 3]) }
    #expect(compiler.compiledParts == ["1", "2"])
    let notices = environment.takeNotices()
    #expect(notices.count == 1)
    #expect(notices.first?.hasPrefix("The C compiler failed: k.c:1: error: no.") == true)
  }

  @Test func `does not keep a call from being stopped`() throws {
    let environment = try compiler.environment("case $part in 2) sleep 600;; esac; exec \"$@\"")
    let executable = try executable(environment)
    let start = ContinuousClock().now
    let error = #expect(throws: DiagnosticError.self) {
      try executable.complete(isCancelled: { [compiler] in compiler.compiledParts.contains("2") })
    }
    #expect(error?.diagnostics.map(\.code) == ["E-INTERRUPTED"])
    #expect(ContinuousClock().now - start < .seconds(300))
  }

}

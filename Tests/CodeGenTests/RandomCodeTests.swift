import CodeGen
import Diagnostics
import RandomSamples
import StencilTypes
import Testing
import Toolchain

/// Random programs give the interpreter's bits however they are compiled.
///
/// `stencil-bench compiled` tries many more.
@Suite struct RandomCodeTests {

  /// Schedules that are far from each other.
  static let schedules = [
    "", "tiles=rows rows=3 stream=0", "tiles=march march=5 stream=0", "keep=store columns=5",
    "keep=recompute tiles=march march=2 ahead=0 join=off", "tiles=off split=1 fuse=off",
  ].compactMap { Schedule.Options($0) }

  @Test func keepsEveryBit() throws {
    #expect(Self.schedules.count == 6)
    let compiler = try CompilerSearch.system.compiler(cache: ObjectCache(path: nil))
    let batch = try withLargeStack { () throws(DiagnosticError) in
      try CompiledBatch(seeds: 1 ..< 25, extent: 19, schedules: Self.schedules)
    }
    #expect(batch.count > 12)
    let pools = [ThreadPool.single, ThreadPool(count: 2)]
    for target in [
      NativeTarget(optimisation: .none),
      NativeTarget(level: min(.v3, .ofThisMachine), optimisation: .full),
      NativeTarget(),
    ] {
      #expect(try batch.failures(compiler, target, pools) == [])
    }
  }

}

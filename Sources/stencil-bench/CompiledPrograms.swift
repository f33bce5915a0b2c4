import ArgumentParser
import CodeGen
import Diagnostics
import Foundation
import RandomSamples
import StencilTypes
import Toolchain

/// Compares compiled random programs with the interpreter, bit for bit.
///
/// Each is built without optimisation and with it, for every level of processors that this one has,
/// with warnings as errors, and called with one thread and with two.
struct CompiledPrograms: ParsableCommand {

  static let configuration = CommandConfiguration(
    commandName: "compiled",
    abstract: "Compares compiled random programs with the interpreter, bit for bit.")

  @Option(help: "The number of programs.")
  var count: UInt64 = 1000

  @Option(help: "The seed of the first program; the others have the next ones.")
  var first: UInt64 = 1

  @Option(help: "The number of programs in one shared object.")
  var batch: UInt64 = 50

  @Option(help: "Points along each dimension that has no table.")
  var extent = 19

  @Option(help: "A schedule for all programs instead of several in turn: 'tiles=march stream=0'.")
  var schedule: String?

  func run() throws {
    let texts =
      schedule.map { [$0] }
      ?? [
        "", "tiles=rows rows=3 stream=0", "tiles=march march=5 stream=0", "keep=store columns=5",
        "keep=recompute tiles=march march=2 ahead=0", "tiles=off split=1 fuse=off",
      ]
    let schedules = texts.compactMap { Schedule.Options($0) }
    guard schedules.count == texts.count else { throw BenchFailure("that is no schedule") }
    Interruption.install()
    let compiler = try CompilerSearch.system.compiler(cache: .system())
    let levels = CPULevel.allCases.filter { $0 != .base && $0 <= .ofThisMachine }
    let targets =
      [NativeTarget(optimisation: .none)] + levels.map { NativeTarget(level: $0) }
    let pools = [ThreadPool.single, ThreadPool(count: 2)]
    var (compiled, unsupported, failed) = (0, 0, 0)
    var seed = first
    while seed < first + count, !Interruption.isPending {
      let (lower, upper) = (seed, min(first + count, seed + batch))
      let extent = extent
      let programs = try withLargeStack { () throws(DiagnosticError) in
        try CompiledBatch(seeds: lower ..< upper, extent: extent, schedules: schedules)
      }
      compiled += programs.count
      unsupported += programs.unsupportedCount
      for target in targets {
        for f in try programs.failures(compiler, target, pools) {
          failed += 1
          print(f)
        }
      }
      seed = upper
      FileHandle.standardError.write(
        Data("\(seed - first) of \(count) seeds, \(compiled) compiled, \(failed) failed\n".utf8))
    }
    print(
      "\(compiled) programs, \(targets.count) builds, 1 and 2 threads: \(failed) differ; "
        + "\(unsupported) have no form in C")
    if failed > 0 { throw BenchFailure("\(failed) programs differ from the interpreter.") }
  }

}

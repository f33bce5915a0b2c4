import ArgumentParser
import CodeGen
import Diagnostics
import Foundation
import RandomSamples
import StencilTypes
import Synchronization
import Toolchain

/// Compares compiled random programs with the interpreter, bit for bit.
///
/// Each is built without optimisation, and with it for one of the levels of processors that this one
/// has, in turn, with warnings as errors, and called with one thread and with two.
struct CompiledPrograms: ParsableCommand {

  static let configuration = CommandConfiguration(
    commandName: "compiled",
    abstract: "Compares compiled random programs with the interpreter, bit for bit.")

  @Option(help: "The number of programs.")
  var count: UInt64 = 1000

  @Option(help: "The seed of the first program; the others have the next ones.")
  var first: UInt64 = 1

  @Option(help: "The number of programs in one shared object.")
  var batch: UInt64 = 20

  @Option(help: "Points along each dimension that has no table.")
  var extent = 19

  @Option(help: "A schedule for all programs instead of several in turn: 'tiles=march stream=0'.")
  var schedule: String?

  @Flag(help: "Build each program for every level of processors.")
  var everyLevel = false

  /// How far the run has come.
  private struct Progress {
    var (done, compiled, unsupported, differ) = (0, 0, 0, 0)
    var problem: (any Error)?
  }

  func run() throws {
    let texts =
      schedule.map { [$0] }
      ?? [
        "", "tiles=rows rows=3 stream=0", "tiles=march march=5 stream=0", "keep=store columns=5",
        "keep=recompute tiles=march march=2 ahead=0 join=off", "tiles=off split=1 fuse=off",
      ]
    let schedules = texts.compactMap { Schedule.Options($0) }
    guard schedules.count == texts.count else { throw BenchFailure("that is no schedule") }
    Interruption.install()
    let compiler = try CompilerSearch.system.compiler(cache: .system())
    let levels = CPULevel.allCases.filter { $0 != .base && $0 <= .ofThisMachine }
    let progress = Mutex(Progress())
    let clock = ContinuousClock()
    let start = clock.now
    let batches = Int((count + batch - 1) / batch)
    DispatchQueue.concurrentPerform(iterations: batches) { [self] i in
      if Interruption.isPending || progress.withLock({ $0.problem != nil }) { return }
      let lower = first + UInt64(i) * batch
      let seeds = lower ..< min(first + count, lower + batch)
      let optimised = everyLevel || levels.isEmpty ? levels : [levels[i % levels.count]]
      let targets =
        [NativeTarget(optimisation: .none)]
        + optimised.map { NativeTarget(level: $0, optimisation: i % 2 == 0 ? .quick : .full) }
      do {
        let (programs, failures) = try compare(seeds, schedules, compiler, targets)
        progress.withLock { p in
          p.done += seeds.count
          p.compiled += programs.count
          p.unsupported += programs.unsupportedCount
          p.differ += failures.count
          for f in failures { print(f) }
          fflush(nil)
          let time = fixed((clock.now - start).seconds, 0)
          let line =
            "\(p.done) of \(count) seeds in \(time) s, \(p.compiled) compiled, \(p.differ) failed\n"
          FileHandle.standardError.write(Data(line.utf8))
        }
      } catch {
        progress.withLock { $0.problem = $0.problem ?? error }
      }
    }
    let all = progress.withLock { $0 }
    if let problem = all.problem { throw problem }
    let builds = everyLevel ? levels.count + 1 : 2
    print(
      "\(all.compiled) programs, \(builds) builds, 1 and 2 threads: \(all.differ) differ; "
        + "\(all.unsupported) have no form in C; \(fixed((clock.now - start).seconds, 0)) s")
    if all.differ > 0 { throw BenchFailure("\(all.differ) programs differ from the interpreter.") }
  }

  /// Builds the programs of `seeds` for `targets`, and returns them with what differs.
  private func compare(
    _ seeds: Range<UInt64>, _ schedules: [Schedule.Options], _ compiler: CCompiler,
    _ targets: [NativeTarget]
  ) throws -> (CompiledBatch, failures: [String]) {
    let extent = extent
    let programs = try withLargeStack { () throws(DiagnosticError) in
      try CompiledBatch(seeds: seeds, extent: extent, schedules: schedules)
    }
    let pools = [ThreadPool.single, ThreadPool(count: 2)]
    var failures: [String] = []
    for target in targets { failures += try programs.failures(compiler, target, pools) }
    return (programs, failures)
  }

}

import ArgumentParser
import Diagnostics
import Foundation
import RandomSamples

/// Checks every step of all passes on random programs with random bindings.
///
/// The limit: each step keeps every bit of the result. A program that fails is made smaller first.
struct RandomPrograms: ParsableCommand {

  static let configuration = CommandConfiguration(
    commandName: "programs",
    abstract: "Checks every step of all passes on random programs with random bindings.")

  @Option(help: "The number of programs.")
  var count: UInt64 = 1000

  @Option(help: "The seed of the first program; the others have the next ones.")
  var first: UInt64 = 1

  @Option(help: "Stop after this many programs that fail.")
  var failures = 10

  @Flag(help: "Print the programs instead of checking them.")
  var show = false

  func run() throws {
    let seeds = first ..< first + count
    if show {
      for seed in seeds { print("# seed \(seed)\n\(RandomProgram(seed: seed).source)") }
      return
    }
    let limit = failures
    Interruption.install()
    let (checked, failed) = withLargeStack { Self.check(seeds, limit) }
    print("\(checked) programs from seed \(first): \(failed) failed")
    if failed > 0 { throw BenchFailure("\(failed) programs changed in a step.") }
  }

  /// Checks the programs of `seeds` until all are done, `limit` failed or the user stops the run;
  /// returns how many were checked, and how many failed.
  private static func check(_ seeds: Range<UInt64>, _ limit: Int) -> (checked: Int, failed: Int) {
    let clock = ContinuousClock()
    var lastReport = clock.now
    var (checked, failed) = (0, 0)
    for seed in seeds where failed < limit && !Interruption.isPending {
      let failure = RandomProgram.failure(seed: seed) { Interruption.isPending }
      if Interruption.isPending { break }
      checked += 1
      if let failure {
        failed += 1
        print(failure, "---", separator: "\n")
        fflush(nil)
      }
      if clock.now - lastReport >= .seconds(5) {
        lastReport = clock.now
        let line = "\(checked) of \(seeds.count) programs, \(failed) failed\n"
        FileHandle.standardError.write(Data(line.utf8))
      }
    }
    return (checked, failed)
  }

}

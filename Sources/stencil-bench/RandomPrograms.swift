import ArgumentParser
import Diagnostics
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

  func run() throws {
    let (first, count, limit) = (first, count, failures)
    let failed = withLargeStack { () -> Int in
      var failed = 0
      for seed in first ..< first + count where failed < limit {
        if let failure = RandomProgram.failure(seed: seed) {
          failed += 1
          print(failure, "---", separator: "\n")
        }
        if (seed - first + 1).isMultiple(of: 1000) {
          print("\(seed - first + 1) programs, \(failed) failed")
        }
      }
      return failed
    }
    print("\(count) programs from seed \(first): \(failed) failed")
    if failed > 0 { throw BenchFailure("\(failed) programs changed in a step.") }
  }

}

import Foundation

/// A run of the fuzzer: processes that each compile a part of the inputs.
final class FuzzRun {

  private let options: Fuzz
  private let inputs: FuzzInputs

  /// The inputs that failed, and how.
  private var failed: [(index: Int, how: String)] = []
  private var outcomes: [FuzzOutcome: Int] = [:]

  init(options: Fuzz, inputs: FuzzInputs) {
    self.options = options
    self.inputs = inputs
  }

  /// Compiles all inputs and reports; throws if one failed.
  func run() throws {
    let clock = ContinuousClock()
    let start = clock.now
    let end = options.first + options.count
    let share = (options.count + options.jobs - 1) / options.jobs
    var parts: [Part] = []
    for job in 0 ..< options.jobs {
      let from = options.first + job * share
      if from < end { parts.append(try Part(from ..< min(end, from + share), job, options)) }
    }
    while !parts.isEmpty {
      for (i, part) in parts.enumerated().reversed() {
        part.process.waitUntilExit()
        if try !follow(part) || failed.count >= options.failures { parts.remove(at: i) }
      }
    }
    report((clock.now - start).seconds)
    if !failed.isEmpty { throw BenchFailure("\(failed.count) inputs failed.") }
  }

  /// Takes note of how the process of `part` ended, and goes on behind a failure.
  ///
  /// Returns `false` if nothing of the part is left.
  private func follow(_ part: Part) throws -> Bool {
    for o in FuzzOutcome.allCases {
      outcomes[o, default: 0] += part.progress[o]
      part.progress[o] = 0
    }
    let index = part.progress.current
    if index >= part.range.upperBound { return false }
    let status = part.process.terminationStatus
    let how =
      status == FuzzWorker.wrongResult
      ? "wrong" : status == FuzzWorker.tooSlow ? "too slow" : "crash \(status)"
    failed.append((index, how))
    let input = inputs.input(index)
    print("input \(index) of seed \(options.seed): \(how)")
    print(String(decoding: input, as: UTF8.self))
    print("---")
    if failed.count >= options.failures { return false }
    return try part.goOn(from: index + 1, options)
  }

  private func report(_ seconds: Double) {
    let done = outcomes.values.reduce(0, +) + failed.count
    print("\(done) inputs of seed \(options.seed) in \(time(seconds))")
    print("  do not parse          \(outcomes[.syntax] ?? 0)")
    print("  refused               \(outcomes[.refused] ?? 0)")
    print("  lowered and verified  \(outcomes[.lowered] ?? 0)")
    print("  failed                \(failed.count)")
    for f in failed { print("    input \(f.index): \(f.how)") }
  }

}

/// The inputs that one process after the other compiles.
private final class Part {

  let range: Range<Int>
  let progress: FuzzProgress
  private(set) var process = Process()
  private let progressPath: String

  init(_ range: Range<Int>, _ job: Int, _ options: Fuzz) throws {
    self.range = range
    progressPath = "\(NSTemporaryDirectory())/stencil-fuzz-\(getpid())-\(job)"
    progress = try FuzzProgress(path: progressPath)
    _ = try goOn(from: range.lowerBound, options)
  }

  deinit { try? FileManager.default.removeItem(atPath: progressPath) }

  /// Starts a process for the inputs from `index`; `false` if there are none.
  func goOn(from index: Int, _ options: Fuzz) throws -> Bool {
    guard index < range.upperBound else { return false }
    progress.current = index
    process = Process()
    process.executableURL = Bundle.main.executableURL
    process.arguments =
      [
        "fuzz", "--seed", "\(options.seed)", "--first", "\(index)", "--count",
        "\(range.upperBound - index)", "--limit", "\(options.limit)", "--progress", progressPath,
      ] + options.programs.flatMap { ["--programs", $0] }
    try process.run()
    return true
  }

}

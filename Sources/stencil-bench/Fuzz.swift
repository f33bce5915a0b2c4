import ArgumentParser
import Diagnostics
import Foundation

/// Compiles inputs that make no sense, and programs that nearly do.
///
/// The limit: no input crashes, runs longer than a second, gets a message without words or place,
/// or is lowered to a program that does not verify or read back.
///
/// Inputs are compiled by child processes. After a crash the next one goes on behind the input.
struct Fuzz: ParsableCommand {

  static let configuration = CommandConfiguration(
    abstract: "Compiles random bytes and changed programs: none may crash or hang.")

  @Option(help: "The number of inputs.")
  var count = 100_000

  @Option(help: "The seed of the inputs.")
  var seed: UInt64 = 1

  @Option(help: "The number of the first input.")
  var first = 0

  @Option(help: "The number of processes.")
  var jobs = 1

  @Option(help: "Take the .py files of this folder as programs too (repeatable).")
  var programs: [String] = []

  @Option(help: "Seconds that one input may take.")
  var limit = 1.0

  @Option(help: "Stop after this many inputs that fail.")
  var failures = 10

  @Flag(help: "Print the input number --first and compile it in this process.")
  var show = false

  @Option(help: .hidden)
  var progress: String?

  func validate() throws {
    guard count >= 0, first >= 0, jobs >= 1, limit > 0 else {
      throw ValidationError("Counts are not negative, limits are positive.")
    }
  }

  func run() throws {
    let texts =
      try [kernelsText] + Family.allCases.map { $0.text(3) } + fuzzProgramTexts
      + programs.flatMap(texts(in:))
    let inputs = FuzzInputs(programs: texts.map { Array($0.utf8) }, seed: seed)
    if show {
      let input = inputs.input(first)
      print(String(decoding: input, as: UTF8.self))
      print(try withLargeStack { () throws -> FuzzOutcome in try compile(input) })
    } else if let progress {
      let range = first ..< first + count
      let work = FuzzWorker(inputs: inputs, progress: try FuzzProgress(path: progress))
      let limit = limit
      withLargeStack { work.run(range, limit: limit) }
    } else {
      try FuzzRun(options: self, inputs: inputs).run()
    }
  }

  private func texts(in folder: String) throws -> [String] {
    let manager = FileManager.default
    let names = manager.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return try names.filter { $0.hasSuffix(".py") }.sorted().map {
      try String(decoding: Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)")), as: UTF8.self)
    }
  }

}

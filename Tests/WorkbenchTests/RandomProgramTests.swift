import Diagnostics
import Foundation
import TestSupport
import Testing
import Workbench

/// Random operators with random bindings keep every bit through every step of all passes.
///
/// `RANDOM_PROGRAMS=10000` tries that many.
@Suite struct RandomProgramTests {

  private static let count =
    ProcessInfo.processInfo.environment["RANDOM_PROGRAMS"].flatMap { UInt64($0) } ?? 12

  /// Returns what goes wrong with `program`; `nil` if nothing does.
  private static func problem(with program: RandomProgram) -> String? {
    let inputs = [
      "I = Dimension(\"I\")", program.source, "bind " + program.bindings.joined(separator: " "),
      "step pipeline", "step check",
    ]
    var session = Session(environment: .system(folder: "/"))
    for input in inputs {
      let (next, output) = session.performing(input)
      if output.failed { return output.rendered() }
      session = next
    }
    return nil
  }

  @Test func keepsEveryBit() {
    let failure = withLargeStack { () -> String? in
      for seed in 1 ... Self.count {
        let program = RandomProgram(seed: seed)
        guard Self.problem(with: program) != nil else { continue }
        let small = program.shrunk { Self.problem(with: $0) != nil }
        return "seed \(seed), bind \(small.bindings)\n\(small.source)\n"
          + (Self.problem(with: small) ?? "")
      }
      return nil
    }
    #expect(failure == nil, "\(failure ?? "")")
  }

}

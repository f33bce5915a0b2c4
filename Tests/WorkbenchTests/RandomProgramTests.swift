import Diagnostics
import RandomSamples
import Testing

/// Random operators with random bindings keep every bit through every step of all passes.
///
/// `stencil-bench programs` tries many more.
@Suite struct RandomProgramTests {

  @Test func keepsEveryBit() {
    let failure = withLargeStack {
      (1 ... 40).lazy.compactMap { RandomProgram.failure(seed: $0) }.first
    }
    #expect(failure == nil, "\(failure ?? "")")
  }

}

import Diagnostics
import RandomSamples
import Testing

/// Random modules with random bindings keep every bit through every step of all passes.
///
/// `stencil-bench programs` tries many more.
@Suite struct RandomProgramTests {

  @Test func keepsEveryBit() {
    let failure = withLargeStack {
      (1 ... 20).lazy.compactMap { RandomProgram.failure(seed: $0) }.first
    }
    #expect(failure == nil, "\(failure ?? "")")
  }

  @Test func isTheSameForTheSameSeed() {
    #expect(RandomProgram(seed: 7).source == RandomProgram(seed: 7).source)
    #expect(RandomProgram(seed: 7).source != RandomProgram(seed: 8).source)
  }

  /// Among few programs each construct is found.
  @Test(arguments: [
    "@program", "@scan_operator(axis=K, forward=False", "@scan_operator(axis=K, forward=True",
    "carry: tuple[", "    if ", "    else:", " if p0 else ", "where(", "concat_where((K ",
    "concat_where(((I ", "(I + 1", "(K - 2", "as_offset(", "neighbor_sum(", "max_over(",
    "min_over(", "(E2V[1])", "astype(", "broadcast(", " // ", " % ", " ** ", "minimum(", "float32",
    "int64", "domain={", "domain=({", "out=(", "p1=",
  ])
  func usesTheWholeLanguage(construct: String) {
    #expect((1 ... 400).contains { RandomProgram(seed: $0).source.contains(construct) })
  }

  @Test func shrinksToWhatFails() throws {
    let programs = (1 ... 300).map { RandomProgram(seed: $0) }
    let large = try #require(
      programs.filter { $0.source.contains("isnan(") }.max { $0.source.count < $1.source.count })
    let small = large.shrunk { $0.source.contains("isnan(") }
    #expect(small.source.contains("isnan("))
    #expect(small.source.count < large.source.count / 2)
  }

}

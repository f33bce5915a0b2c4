import Testing

@testable import Workbench

/// Which lines of two texts are the same.
@Suite("Alignments of lines") struct LineAlignmentTests {

  /// The number of lines in a longest common subsequence, by its definition.
  private func common(_ a: [String], _ b: [String]) -> Int {
    guard let x = a.first, let y = b.first else { return 0 }
    if x == y { return common(Array(a.dropFirst()), Array(b.dropFirst())) + 1 }
    return max(common(Array(a.dropFirst()), b), common(a, Array(b.dropFirst())))
  }

  /// All pairs of texts of up to four lines out of three: pairs are equal and ascend, and there are as
  /// many as can be.
  @Test func `pair equal lines in order`() {
    let texts = (0 ... 4).flatMap { length in
      (0 ..< Int(repeating(3, length))).map { n in
        (0 ..< length).map { ["a", "b", "c"][n / Int(repeating(3, $0)) % 3] }
      }
    }
    for old in texts {
      for new in texts {
        let pairs = LineAlignment(old, new).partners.enumerated().compactMap { j, i in
          i.map { (old: $0, new: j) }
        }
        #expect(pairs.allSatisfy { old[$0.old] == new[$0.new] })
        #expect(zip(pairs, pairs.dropFirst()).allSatisfy { $0.old < $1.old })
        #expect(pairs.count == common(old, new), "\(old) \(new)")
      }
    }
  }

  private func repeating(_ base: Int, _ count: Int) -> Int {
    (0 ..< count).reduce(1) { n, _ in n * base }
  }

  /// Thirty thousand lines, all of which differ, or each second one.
  @Test(arguments: [1, 2, 7]) func `take long texts`(step: Int) {
    let old = (0 ..< 30_000).map { "line \($0)" }
    let new = old.enumerated().map { $0 % step == 0 ? "new \($1)" : $1 }
    let clock = ContinuousClock()
    let start = clock.now
    let partners = LineAlignment(old, new).partners
    let kept = partners.filter { $0 != nil }.count
    #expect(kept == 30_000 - (30_000 + step - 1) / step)
    let matching = OutputMatching(expectations: [])
    #expect(matching.corrected(expected: old, actual: new) == new)
    // Hundreds of times what it takes; it took many minutes.
    #expect(clock.now - start < .seconds(120))
  }

  /// Lines that occur often anchor nothing.
  @Test func `take texts of few different lines`() {
    let old = (0 ..< 20_000).map { "\($0 % 7)" }
    let new = (0 ..< 20_000).map { "\($0 % 5)" }
    let partners = LineAlignment(old, new).partners
    #expect(partners.count == new.count)
  }

  /// What a pattern stood for is still what it stands for when lines around it are corrected.
  @Test func `leave patterns in place`() {
    let matching = OutputMatching(expectations: [])
    #expect(
      matching.corrected(
        expected: ["a", "time [..]", "b", "x", "sum [..]"],
        actual: ["a", "new", "time 3", "b", "y", "sum 4", "end"])
        == ["a", "new", "time [..]", "b", "y", "sum [..]", "end"])
  }

}

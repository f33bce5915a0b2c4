import StencilTypes
import Testing

@Suite struct DomainTests {

  private let i = Dimension("I")
  private let k = Dimension("K", .vertical)

  private func box(_ a: Range<Int>, _ b: Range<Int>) -> Domain {
    Domain(dims: [i, k], ranges: [a, b])
  }

  @Test func hullCoversBoth() {
    #expect(box(0 ..< 3, 1 ..< 2).hull(box(-1 ..< 1, 5 ..< 6)) == box(-1 ..< 3, 1 ..< 6))
  }

  @Test func emptyBoxesAddNothing() {
    #expect(box(0 ..< 3, 1 ..< 2).hull(box(9 ..< 9, 5 ..< 6)) == box(0 ..< 3, 1 ..< 2))
    #expect(box(0 ..< 1, 0 ..< 1).contains(box(9 ..< 9, 5 ..< 6)))
  }

  @Test func containsIsExact() {
    #expect(box(0 ..< 3, 0 ..< 3).contains(box(0 ..< 3, 2 ..< 3)))
    #expect(!box(0 ..< 3, 0 ..< 3).contains(box(0 ..< 4, 2 ..< 3)))
  }

  /// 2^31 - 1 squared is less than 2^63; three such factors are more, and none of them counts where
  /// one range is empty.
  @Test func countsSaturate() {
    let far = 0 ..< Int(Int32.max)
    #expect(box(far, far).count == 4_611_686_014_132_420_609)
    let j = Dimension("J")
    #expect(Domain(dims: [i, j, k], ranges: [far, far, far]).count == .max)
    #expect(Domain(dims: [i, j, k], ranges: [far, far, 3 ..< 3]).count == 0)
    #expect(box(Int.min ..< Int.max, 0 ..< 1).count == .max)
  }

  @Test func dimensionsAreOrderedByKindThenName() {
    let local = Dimension("A2B", .local)
    #expect(promote([[k], [local, i], [Dimension("B")]]) == [Dimension("B"), i, local, k])
  }

}

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

  @Test func dimensionsAreOrderedByKindThenName() {
    let local = Dimension("A2B", .local)
    #expect(promote([[k], [local, i], [Dimension("B")]]) == [Dimension("B"), i, local, k])
  }

}

import Diagnostics
import Testing

@Suite struct LargeStackTests {

  private struct Failure: Error {}

  private func depth(_ n: Int) -> Int { n == 0 ? 0 : 1 + depth(n - 1) }

  @Test func recursesDeeply() {
    #expect(withLargeStack { depth(400_000) } == 400_000)
  }

  @Test func nestsWithoutANewThread() {
    #expect(withLargeStack { withLargeStack { depth(400_000) } } == 400_000)
  }

  @Test func passesErrorsOn() {
    #expect(throws: Failure.self) { try withLargeStack { () throws(Failure) in throw Failure() } }
  }

}

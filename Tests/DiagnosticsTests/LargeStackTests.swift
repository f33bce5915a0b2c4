import Diagnostics
import Foundation
import Synchronization
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

  @Test func staysOnItsThread() {
    let isSame = withLargeStack {
      let outer = pthread_self()
      return withLargeStack { pthread_equal(pthread_self(), outer) != 0 }
    }
    #expect(isSame)
  }

  /// Work that heeds nothing is left behind.
  @Test func endsWhenInterrupted() {
    let isWished = Atomic<Bool>(false)
    let never = DispatchSemaphore(value: 0)
    defer { never.signal() }
    let stop = StopRequest { isWished.exchange(true, ordering: .relaxed) }
    #expect(throws: DiagnosticError.self) {
      try withLargeStack(until: stop) { () throws(DiagnosticError) in
        never.wait()
      }
    }
    // It stays due, whatever becomes of the wish.
    #expect(stop.isDue)
    isWished.store(false, ordering: .relaxed)
    #expect(stop.isDue)
  }

  @Test func returnsWhatIsDoneInTime() throws {
    let stop = StopRequest { false }
    let value = try withLargeStack(until: stop) {
      () throws(DiagnosticError) in depth(400_000)
    }
    #expect(value == 400_000)
  }

  @Test func passesErrorsOn() {
    #expect(throws: Failure.self) { try withLargeStack { () throws(Failure) in throw Failure() } }
  }

}

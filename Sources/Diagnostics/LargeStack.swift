import Foundation

/// Runs `body` on a thread of its own with a stack of 1 GiB, and returns what it returns.
///
/// Programs nest as deep as their authors like, and trees are walked by recursion. Pages of the
/// stack are touched only when used.
public func withLargeStack<T: Sendable, E: Error>(
  _ body: @escaping @Sendable () throws(E) -> T
) throws(E) -> T {
  if Thread.current.threadDictionary[largeStackKey] != nil { return try body() }
  let work = Work(body)
  work.done.wait()
  return try work.result()
}

/// Runs `body` like `withLargeStack`, but only until `request` is due; then throws `stop`.
///
/// Work that asks nothing is left behind: it must not change what others see.
public func withLargeStack<T: Sendable, E: Error>(
  until request: StopRequest, throwing stop: E,
  _ body: @escaping @Sendable () throws(E) -> T
) throws(E) -> T {
  let work = Work(body)
  while work.done.wait(timeout: .now() + .milliseconds(50)) == .timedOut {
    if request.isDue { throw stop }
  }
  return try work.result()
}

private let largeStackKey = "large stack"

/// Work that a thread with a large stack has begun.
private struct Work<T: Sendable, E: Error> {

  let done = DispatchSemaphore(value: 0)
  private let box = ResultBox<T, E>()

  init(_ body: @escaping @Sendable () throws(E) -> T) {
    let (done, box) = (done, box)
    let thread = Thread {
      Thread.current.threadDictionary[largeStackKey] = true
      do throws(E) { box.value = .success(try body()) } catch { box.value = .failure(error) }
      done.signal()
    }
    thread.stackSize = 1 << 30
    thread.start()
  }

  /// Returns what came of the work once it is done.
  func result() throws(E) -> T {
    guard let value = box.value else { preconditionFailure("the thread left no result") }
    return try value.get()
  }

}

/// Written by one thread before the semaphore is signalled, read by another after.
private final class ResultBox<T, E: Error>: @unchecked Sendable {
  var value: Result<T, E>?
}

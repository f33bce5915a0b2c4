import Foundation

/// Runs `body` on a thread of its own with a stack of 1 GiB, and returns what it returns.
///
/// Programs nest as deep as their authors like, and trees are walked by recursion. Pages of the
/// stack are touched only when used.
public func withLargeStack<T: Sendable, E: Error>(
  _ body: @escaping @Sendable () throws(E) -> T
) throws(E) -> T {
  if Thread.current.name == largeStackName { return try body() }
  let result = ResultBox<T, E>()
  let done = DispatchSemaphore(value: 0)
  let thread = Thread {
    do throws(E) { result.value = .success(try body()) } catch { result.value = .failure(error) }
    done.signal()
  }
  thread.name = largeStackName
  thread.stackSize = 1 << 30
  thread.start()
  done.wait()
  guard let value = result.value else { preconditionFailure("the thread left no result") }
  return try value.get()
}

private let largeStackName = "large stack"

/// Written by one thread before the semaphore is signalled, read by another after.
private final class ResultBox<T, E: Error>: @unchecked Sendable {
  var value: Result<T, E>?
}

import Foundation
import Synchronization

/// Runs `body` on a thread of its own with a stack of 1 GiB, and returns what it returns.
///
/// Programs nest as deep as their authors like, and trees are walked by recursion. Pages of the
/// stack are touched only when used. Where memory is limited the stack is smaller; where no thread
/// can be started, `body` runs on this one.
///
/// - Throws: What `body` throws.
public func withLargeStack<T: Sendable, E: Error>(
  _ body: @escaping @Sendable () throws(E) -> T
) throws(E) -> T {
  if Thread.current.threadDictionary[largeStackKey] != nil { return try body() }
  guard let work = Work(body) else { return try body() }
  work.done.wait()
  return try work.result()
}

/// Runs `body` like `withLargeStack`, but only until `request` is due, or the thread runs out of its
/// stack or of memory.
///
/// Work that asks nothing is left behind: it must not change what others see. Within such work
/// further work runs on the same thread, since somebody waits for all of it.
///
/// - Throws: What `body` throws, `Diagnostic.interrupted` once `request` is due, and what the thread
///   ran out of.
public func withLargeStack<T: Sendable>(
  until request: StopRequest,
  _ body: @escaping @Sendable () throws(DiagnosticError) -> T
) throws(DiagnosticError) -> T {
  if Thread.current.threadDictionary[watchedKey] != nil {
    if request.isDue { throw DiagnosticError(.interrupted) }
    return try body()
  }
  guard let work = Work(body, isWatched: true) else { return try body() }
  while work.done.wait(timeout: .now() + .milliseconds(10)) == .timedOut {
    if request.isDue { throw DiagnosticError(.interrupted) }
    if let exhaustion = work.exhaustion { throw DiagnosticError(.exhausted(exhaustion)) }
  }
  return try work.result()
}

/// How large the stacks are that threads got.
public enum LargeStack {

  /// The number of bytes that a stack has if memory is not limited.
  public static let size = 1 << 30

  /// `true` iff some thread had to do with a smaller stack: then a program may be too deep for it.
  public static var isLimited: Bool { limited.load(ordering: .relaxed) }

  private static let limited = Atomic<Bool>(false)

  /// The smallest stack that is worth a thread of its own.
  private static let leastSize = 1 << 20

  /// Starts a thread that runs `body`; returns false if the system lets none start.
  fileprivate static func start(_ body: @escaping (_ stackSize: Int) -> Void) -> Bool {
    var size = size
    var limit = rlimit()
    // Of an address space that is limited, others need more than stacks do.
    if getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur < 16 << 30 {
      size = min(size, Int(limit.rlim_cur) / 8)
    }
    while size >= leastSize {
      if size < Self.size { limited.store(true, ordering: .relaxed) }
      if start(body, stackSize: size & ~0xFFFF) { return true }
      size /= 4
    }
    limited.store(true, ordering: .relaxed)
    return false
  }

  private static func start(
    _ body: @escaping (_ stackSize: Int) -> Void, stackSize: Int
  ) -> Bool {
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return false }
    defer { pthread_attr_destroy(&attributes) }
    guard pthread_attr_setstacksize(&attributes, stackSize) == 0,
      pthread_attr_setguardsize(&attributes, Exhaustion.guardSize) == 0,
      pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED)) == 0
    else { return false }
    let entry = Unmanaged.passRetained(Entry { body(stackSize) })
    var thread = pthread_t()
    let status = pthread_create(
      &thread, &attributes,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Entry>.fromOpaque(argument).takeRetainedValue().body()
        return nil
      }, entry.toOpaque())
    if status != 0 { entry.release() }
    return status == 0
  }

  /// What a thread runs.
  private final class Entry {

    let body: () -> Void

    init(_ body: @escaping () -> Void) { self.body = body }

  }

}

private let largeStackKey = "large stack"
private let watchedKey = "watched"

/// Work that a thread with a large stack has begun.
private struct Work<T: Sendable, E: Error> {

  let done = DispatchSemaphore(value: 0)
  private let box = ResultBox<T, E>()

  /// Begins to run `body`; `nil` if no thread can be started.
  init?(_ body: @escaping @Sendable () throws(E) -> T, isWatched: Bool = false) {
    let (done, box) = (done, box)
    let isStarted = LargeStack.start { stackSize in
      Thread.current.threadDictionary[largeStackKey] = true
      if isWatched {
        Thread.current.threadDictionary[watchedKey] = true
        box.watch.withLock { $0 = Exhaustion.watch(stackSize: stackSize) }
      }
      do throws(E) { box.value = .success(try body()) } catch { box.value = .failure(error) }
      if isWatched { Exhaustion.unwatch() }
      done.signal()
    }
    if !isStarted { return nil }
  }

  /// What the work ran out of, which is never done then; `nil` if it goes on.
  var exhaustion: Exhaustion? { box.watch.withLock { $0?.exhaustion } }

  /// Returns what came of the work once it is done.
  func result() throws(E) -> T {
    guard let value = box.value else { preconditionFailure("the thread left no result") }
    return try value.get()
  }

}

/// Written by one thread before the semaphore is signalled, read by another after.
private final class ResultBox<T, E: Error>: @unchecked Sendable {
  var value: Result<T, E>?

  /// What watches over the thread that writes, once it runs.
  let watch = Mutex<Exhaustion.Watch?>(nil)
}

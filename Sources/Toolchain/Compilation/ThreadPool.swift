import CNative
import Foundation

/// Threads that share the work of calls of compiled code; they stay until the process ends.
public final class ThreadPool: @unchecked Sendable {

  /// The most threads that work on a call, the caller's among them.
  public let count: Int

  let asArgument: stk_threads

  /// Creates a pool that works with `count` threads, the caller's among them.
  public init(count: Int) {
    self.count = max(1, count)
    asArgument = stk_threads(
      run: native_pool_run, pool: UnsafeMutableRawPointer(native_pool_create(Int32(self.count))),
      threads: Int32(self.count))
  }

  /// Calls `body` with ranges that together are `0 ..< count`, from several threads at a time.
  public func run(_ count: Int, grain: Int = 1, _ body: (Range<Int>) -> Void) {
    withoutActuallyEscaping(body) { body in
      var body = body
      withUnsafeMutablePointer(to: &body) {
        native_pool_run(
          asArgument.pool, Int64(count), Int64(grain),
          { context, begin, end in
            context?.assumingMemoryBound(to: ((Range<Int>) -> Void).self).pointee(
              Int(begin) ..< Int(end))
          }, $0)
      }
    }
  }

  /// A pool of the caller alone.
  public static let single = ThreadPool(count: 1)

  /// A pool for all processors that we may use, or as many threads as `STENCIL_THREADS` says.
  public static let shared = ThreadPool(
    count: ProcessInfo.processInfo.environment["STENCIL_THREADS"].flatMap { Int($0) }
      ?? Int(native_processor_count()))

}

import CNative
import Foundation
import Testing

@Suite("Thread pool") struct ThreadPoolTests {

  /// Counts how often each index was met.
  private static let count: @convention(c) (UnsafeMutableRawPointer?, Int64, Int64) -> Void = {
    context, begin, end in
    guard let counts = context?.assumingMemoryBound(to: Int32.self) else { return }
    for i in begin ..< end { counts[Int(i)] += 1 }
  }

  private func run(_ pool: OpaquePointer?, _ n: Int, grain: Int64) -> [Int32] {
    var counts = [Int32](repeating: 0, count: n)
    counts.withUnsafeMutableBytes {
      native_pool_run(UnsafeMutableRawPointer(pool), Int64(n), grain, Self.count, $0.baseAddress)
    }
    return counts
  }

  @Test func `does each part once`() {
    for threads: Int32 in [1, 2, 4] {
      let pool = native_pool_create(threads)
      for round in 0 ..< 2000 {
        let n = [0, 1, 2, 17, 1000][round % 5]
        let counts = run(pool, n, grain: Int64(round % 3))
        #expect(counts == Array(repeating: 1, count: n))
      }
    }
  }

  @Test func `serves several callers`() {
    let pool = UInt(bitPattern: native_pool_create(3))
    DispatchQueue.concurrentPerform(iterations: 6) { _ in
      for _ in 0 ..< 500 {
        let counts = run(OpaquePointer(bitPattern: pool), 200, grain: 1)
        #expect(counts == Array(repeating: 1, count: 200))
      }
    }
  }

}

import CNative
import Glibc

/// How fast this machine copies memory: the limit for programs that compute little.
public struct MemoryBandwidth: Hashable, Sendable {

  /// What was read and written in a second.
  public let bytesPerSecond: Double

  /// Measures copies that read and write `byteCount` bytes together, by the threads of `pool`; the
  /// best of several counts.
  public init(byteCount: Int, threads pool: ThreadPool = .shared) {
    let half = max(4096, byteCount / 2)
    let memory = UnsafeMutableRawPointer.allocate(byteCount: 2 * half, alignment: 4096)
    defer { memory.deallocate() }
    memset(memory, 1, 2 * half)
    var copy = Copy(source: memory, target: memory + half)
    let clock = ContinuousClock()
    var best = Duration.seconds(1000)
    var spent = Duration.zero
    var count = 0
    while count < 5 || count < 200 && spent < .milliseconds(50) {
      let time = clock.measure {
        withUnsafeMutablePointer(to: &copy) {
          native_pool_run(
            pool.asArgument.pool, Int64(half), 1 << 16,
            { context, begin, end in
              guard let copy = context?.assumingMemoryBound(to: Copy.self).pointee else { return }
              memcpy(copy.target + Int(begin), copy.source + Int(begin), Int(end - begin))
            }, $0)
        }
      }
      best = min(best, time)
      spent += time
      count += 1
    }
    bytesPerSecond = Double(2 * half) / (best / .seconds(1))
  }

  private struct Copy {
    let source: UnsafeMutableRawPointer
    let target: UnsafeMutableRawPointer
  }

}

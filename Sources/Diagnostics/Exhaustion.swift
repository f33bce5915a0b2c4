import Glibc
import Synchronization

/// What a thread with a large stack ran out of.
///
/// Neither can be foreseen for every program: trees are walked by recursion, and small allocations
/// do not fail, they end the process. So the signals that they end in stop the thread where it is,
/// for good, and whoever waits for its work goes on.
public enum Exhaustion: Int, Sendable {
  case stack = 1
  case memory
}

extension Exhaustion {

  /// What is known of a thread that somebody waits for.
  final class Watch: Sendable {

    /// The addresses below the thread's stack that it must not reach, as far as can be told.
    fileprivate let forbidden: Range<UInt>

    /// Where the stack begins that the work uses: stacks grow downwards.
    private let stackEnd: UInt

    private let reason = Atomic<Int>(0)

    /// What the thread ran out of; `nil` if it runs.
    var exhaustion: Exhaustion? { Exhaustion(rawValue: reason.load(ordering: .acquiring)) }

    /// Watches over this thread, which has just begun with a stack of `stackSize` bytes.
    init(stackSize: Int) {
      let top = withUnsafePointer(to: stackSize) { UInt(bitPattern: $0) }
      let end = top - UInt(stackSize)
      stackEnd = top
      // What the system put above the stack is unknown, but little.
      forbidden = end - UInt(Exhaustion.guardSize) ..< end + (1 << 16)
    }

    /// Gives the stack back, on which nothing happens any more, and waits for ever.
    ///
    /// What the system keeps at the top of the stack stays.
    fileprivate func end(of exhaustion: Exhaustion) -> Never {
      var signals = sigset_t()
      sigfillset(&signals)
      pthread_sigmask(SIG_BLOCK, &signals, nil)
      let kept: UInt = 1 << 17
      if stackEnd - forbidden.upperBound > kept {
        let start = (forbidden.upperBound + 4095) & ~4095
        munmap(
          UnsafeMutableRawPointer(bitPattern: start), Int((stackEnd - kept - start) & ~4095))
      }
      reason.store(exhaustion.rawValue, ordering: .releasing)
      while true { pause() }
    }

  }

  /// The size of the forbidden part of a large stack, from which pieces are given to code that
  /// cannot be stopped just there.
  static let guardSize = 1 << 19

  private static let pieceSize: UInt = 5 * 4096

  /// Where the watch of each thread is found.
  private static let key: pthread_key_t? = {
    var key = pthread_key_t()
    return pthread_key_create(&key, nil) == 0 ? key : nil
  }()

  /// The addresses of the C library, whose allocator must not be stopped: all threads share it.
  private static let library: Range<UInt> = {
    guard let file = fopen("/proc/self/maps", "r") else { return 0 ..< 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 1 << 12)
    while fgets(&line, Int32(line.count), file) != nil {
      let bytes = line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
      let text = String(decoding: bytes, as: UTF8.self)
      guard text.contains(" r-xp "), text.contains("/libc.so") || text.contains("/libc-") else {
        continue
      }
      let ends = text.prefix { $0 != " " }.split(separator: "-").compactMap { UInt($0, radix: 16) }
      if ends.count == 2, ends[0] <= ends[1] { return ends[0] ..< ends[1] }
    }
    return 0 ..< 0
  }()

  /// Address space that is let go once nothing is left, so that there is some to say so with.
  private static let reserve = Atomic<UInt>(0)

  private static let reserveSize = 48 << 20

  /// Makes this thread, somebody waits for the work of which, stop when it runs out of something.
  ///
  /// - Parameter stackSize: The number of bytes of its stack.
  static func watch(stackSize: Int) -> Watch? {
    guard let key else { return nil }
    let watch = Watch(stackSize: stackSize)
    _ = library
    // The handler runs on a stack of its own: the other one may be what is used up.
    var stack = stack_t()
    if sigaltstack(nil, &stack) == 0, stack.ss_flags & Int32(SS_DISABLE) != 0 {
      stack = stack_t()
      stack.ss_size = 1 << 16
      stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: stack.ss_size, alignment: 16)
      sigaltstack(&stack, nil)
    }
    pthread_setspecific(key, Unmanaged.passRetained(watch).toOpaque())
    keepReserve()
    return watch
  }

  /// Makes this thread one for which nobody waits any longer.
  static func unwatch() {
    guard let key, let watch = pthread_getspecific(key) else { return }
    pthread_setspecific(key, nil)
    Unmanaged<Watch>.fromOpaque(watch).release()
    var stack = stack_t()
    guard sigaltstack(nil, &stack) == 0, let memory = stack.ss_sp else { return }
    stack.ss_flags = Int32(SS_DISABLE)
    sigaltstack(&stack, nil)
    memory.deallocate()
  }

  /// Puts address space aside if it is limited, and none is.
  private static func keepReserve() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0,
      limit.rlim_cur < 16 << 30, reserve.load(ordering: .relaxed) == 0
    else { return }
    let block = mmap(nil, reserveSize, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    if block != MAP_FAILED { reserve.store(UInt(bitPattern: block), ordering: .relaxed) }
  }

  /// Stops this thread if `signal` came of something that it ran out of, and somebody waits for it.
  ///
  /// Returns true if the thread can go on, false if the signal has another cause, or nobody waits.
  /// To be called by a signal handler on a stack of its own: does only what is safe there.
  ///
  /// - Parameters:
  ///   - address: What could not be accessed.
  ///   - instruction: Where the thread was.
  public static func handle(
    _ signal: Int32, address: UInt, instruction: UInt
  ) -> Bool {
    guard let key, let pointer = pthread_getspecific(key) else { return false }
    return Unmanaged<Watch>.fromOpaque(pointer)._withUnsafeGuaranteedRef { watch in
      let exhaustion: Exhaustion
      if signal == SIGSEGV || signal == SIGBUS {
        guard watch.forbidden.contains(address) else { return false }
        let start = (address & ~4095) - pieceSize
        if library.contains(instruction), start > watch.forbidden.lowerBound + (1 << 16) {
          return mprotect(
            UnsafeMutableRawPointer(bitPattern: start), Int(pieceSize) + 4096,
            PROT_READ | PROT_WRITE) == 0
        }
        exhaustion = .stack
      } else {
        guard isMemoryUsedUp(signal) else { return false }
        let block = reserve.exchange(0, ordering: .relaxed)
        if block != 0 { munmap(UnsafeMutableRawPointer(bitPattern: block), reserveSize) }
        exhaustion = .memory
      }
      watch.end(of: exhaustion)
    }
  }

  /// Whether `signal`, which ends a process that does not go on by itself, came of an allocation
  /// that failed.
  public static func isMemoryUsedUp(_ signal: Int32) -> Bool {
    // Preconditions end in other signals than allocations.
    var limit = rlimit()
    if signal == SIGABRT, getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0,
      limit.rlim_cur < 16 << 30
    {
      return true
    }
    let probe = mmap(nil, 4 << 20, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    if probe == MAP_FAILED { return true }
    munmap(probe, 4 << 20)
    return false
  }

}

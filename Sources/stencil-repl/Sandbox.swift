import Foundation
import Synchronization

/// Limits on what this process may take, for session files that nobody vouches for.
enum Sandbox {

  /// The most bytes of memory, of a file, and of all output; the most seconds of the processor.
  private static let memory: rlim_t = 4 << 30
  private static let file: rlim_t = 64 << 20
  private static let seconds: rlim_t = 60

  private static let outputLeft = Atomic<Int>(.max)

  /// Sets the limits of this process and of those that it starts, for good.
  static func enter() {
    limit(__rlimit_resource_t(RLIMIT_AS.rawValue), to: memory)
    limit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), to: file)
    limit(__rlimit_resource_t(RLIMIT_CPU.rawValue), to: seconds)
    outputLeft.store(Int(file), ordering: .relaxed)
    signal(SIGXCPU) { _ in
      let text: StaticString = "stencil-repl: the sandbox allows 60 s of the processor\n"
      _ = Glibc.write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
      _exit(ExitStatus.failed)
    }
  }

  private static func limit(_ resource: __rlimit_resource_t, to most: rlim_t) {
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0 else { return }
    limit.rlim_cur = min(limit.rlim_max, most)
    setrlimit(resource, &limit)
  }

  /// Takes `count` bytes from what may be written to standard output; false if that is used up.
  static func takeOutput(_ count: Int) -> Bool {
    if outputLeft.load(ordering: .relaxed) == .max { return true }
    return outputLeft.subtract(count, ordering: .relaxed).newValue >= 0
  }

}

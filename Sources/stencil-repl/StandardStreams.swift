import Diagnostics
import Foundation

/// Standard output and standard error, which may be full, closed, slow or gone.
enum StandardStreams {

  /// The streams that were closed when the process began.
  nonisolated(unsafe) private static var closed: Set<Int32> = []

  /// Puts something in the place of streams that are closed, so that no file takes their number.
  ///
  /// To be called before anything is opened, and before there are threads.
  static func prepare() {
    for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) < 0 {
      closed.insert(stream)
      // The lowest number that is free is this one.
      _ = open("/dev/null", O_RDWR)
    }
    // A file that grows beyond what the process may write is a disk that is full.
    signal(SIGXFSZ, SIG_IGN)
  }

  /// Writes `text` and a line break to standard output; returns `false` if `isStopped` became true on
  /// the way, which leaves the rest out.
  ///
  /// If it cannot be written the process ends: with a line that says so, unless the reader is gone.
  @discardableResult
  static func write(_ text: String, unless isStopped: () -> Bool = { false }) -> Bool {
    guard Sandbox.takeOutput(text.utf8.count + 1) else {
      writeError("stencil-repl: the sandbox allows 64 MiB of output")
      exit(ExitStatus.failed)
    }
    switch write(Array((text + "\n").utf8), to: STDOUT_FILENO, unless: isStopped) {
    case .success(let isWhole): return isWhole
    case .failure where Interruption.endStatus != nil:
      // The terminal is gone, and what was done is to be kept.
      return false
    case .failure(let problem):
      if problem.code != EPIPE {
        let reason = String(cString: strerror(problem.code))
        writeError("stencil-repl: the output cannot be written: \(reason)")
      }
      exit(ExitStatus.failed)
    }
  }

  /// Writes `text` and a line break to standard error; if that cannot be done, nobody is told.
  static func writeError(_ text: String) {
    _ = write(Array((text + "\n").utf8), to: STDERR_FILENO)
  }

  /// What the system says of a stream that cannot be written to.
  private struct Problem: Error {
    let code: Int32
  }

  /// Writes `bytes` to `stream` until `isStopped`; returns whether all is written.
  private static func write(
    _ bytes: [UInt8], to stream: Int32, unless isStopped: () -> Bool = { false }
  ) -> Result<Bool, Problem> {
    if closed.contains(stream) { return .failure(Problem(code: EBADF)) }
    return bytes.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count, let base = bytes.baseAddress {
        if isStopped() { return .success(false) }
        let n = Glibc.write(stream, base + done, min(pieceSize, bytes.count - done))
        if n >= 0 {
          done += n
        } else if errno == EAGAIN {
          // Whoever shares the stream made it so that writing does not wait.
          var request = pollfd(fd: stream, events: Int16(POLLOUT), revents: 0)
          if poll(&request, 1, -1) < 0, errno != EINTR {
            return .failure(Problem(code: errno))
          }
        } else if errno != EINTR {
          return .failure(Problem(code: errno))
        }
      }
      return .success(true)
    }
  }

  /// The number of bytes that are written between two looks at whether to stop.
  private static let pieceSize = 1 << 14

}

/// Writes `text` and a line break to standard error, with what a terminal would obey made visible.
func standardError(_ text: String) { StandardStreams.writeError(text.visible) }

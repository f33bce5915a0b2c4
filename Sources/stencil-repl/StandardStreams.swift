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
  }

  /// Writes `text` and a line break to standard output.
  ///
  /// If that cannot be done the process ends: with a line that says so, unless the reader is gone.
  static func write(_ text: String) {
    guard Sandbox.takeOutput(text.utf8.count + 1) else {
      writeError("stencil-repl: the sandbox allows 64 MiB of output")
      exit(ExitStatus.failed)
    }
    guard let code = write(Array((text + "\n").utf8), to: STDOUT_FILENO) else { return }
    if code != EPIPE {
      writeError("stencil-repl: the output cannot be written: \(String(cString: strerror(code)))")
    }
    exit(ExitStatus.failed)
  }

  /// Writes `text` and a line break to standard error; if that cannot be done, nobody is told.
  static func writeError(_ text: String) {
    _ = write(Array((text + "\n").utf8), to: STDERR_FILENO)
  }

  /// Writes `bytes` to `stream`; returns the error of the system, `nil` if all is written.
  private static func write(_ bytes: [UInt8], to stream: Int32) -> Int32? {
    if closed.contains(stream) { return EBADF }
    return bytes.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count, let base = bytes.baseAddress {
        let n = Glibc.write(stream, base + done, bytes.count - done)
        if n >= 0 {
          done += n
        } else if errno == EAGAIN {
          // Whoever shares the stream made it so that writing does not wait.
          var request = pollfd(fd: stream, events: Int16(POLLOUT), revents: 0)
          if poll(&request, 1, -1) < 0, errno != EINTR { return errno }
        } else if errno != EINTR {
          return errno
        }
      }
      return nil
    }
  }

}

/// Writes `text` and a line break to standard error, with what a terminal would obey made visible.
func standardError(_ text: String) { StandardStreams.writeError(text.visible) }

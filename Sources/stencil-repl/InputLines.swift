import Diagnostics
import Foundation

/// The lines of standard input, none of which is longer than memory allows.
struct InputLines {

  /// Why no further line comes, though the input has not ended.
  enum Problem: Error {

    /// The system's number of what is wrong.
    case unreadable(Int32)

    /// A line has no end so far, and there is no memory to go on.
    case tooLong(byteCount: Int)

    /// What people are told.
    var text: String {
      switch self {
      case .unreadable(let code):
        "standard input cannot be read: \(String(cString: strerror(code)))"
      case .tooLong(let byteCount):
        "a line of standard input needs \(byteCount) bytes of memory, more than can be had"
      }
    }

  }

  /// What was read last, and where what has not been returned of it begins.
  private var bytes: [UInt8] = []
  private var first = 0

  /// How far `bytes` were searched for the end of a line.
  private var searched = 0

  /// The length of a line from which on memory is asked for, twice as much each time.
  private var nextLook = 1 << 20

  private var hasEnded = false

  /// Returns the next line without its end; `nil` at the end of the input, and after Ctrl-C.
  ///
  /// - Throws: Why it cannot be read.
  mutating func next() throws(Problem) -> String? {
    while true {
      if let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        let hasReturn = end > first && bytes[end - 1] == UInt8(ascii: "\r")
        defer {
          first = end + 1
          searched = first
        }
        return text(first ..< (hasReturn ? end - 1 : end))
      }
      if hasEnded {
        defer { first = bytes.count }
        return first == bytes.count ? nil : text(first ..< bytes.count)
      }
      searched = bytes.count
      try readMore()
      if Interruption.isPending { return nil }
    }
  }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  private mutating func readMore() throws(Problem) {
    bytes.removeFirst(first)
    (searched, first) = (searched - first, 0)
    if bytes.count < 1 << 20 {
      nextLook = 1 << 20
    } else if bytes.count >= nextLook {
      nextLook *= 2
      if let byteCount = TextFile.excess(ofByteCount: nextLook) {
        throw .tooLong(byteCount: byteCount)
      }
    }
    // A signal may come to another thread, and then interrupts no read of this one.
    var source = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    while poll(&source, 1, 50) <= 0 {
      if Interruption.isPending { return }
    }
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    let count = piece.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
    if count > 0 {
      bytes += piece.prefix(count)
    } else if count == 0 {
      hasEnded = true
    } else if errno == EAGAIN {
      // Whoever shares the input made it so that reading does not wait.
      var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      _ = poll(&request, 1, -1)
    } else if errno != EINTR {
      throw .unreadable(errno)
    }
  }

}

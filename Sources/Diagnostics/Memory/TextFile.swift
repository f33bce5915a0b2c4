import Foundation

/// Reads the texts that people write: modules, programs, sessions.
public enum TextFile {

  /// Why a text cannot be read.
  public enum Problem: Error, Hashable, Sendable {

    case unreadable

    /// There is no memory for it and for what is made of it.
    case tooLarge(byteCount: Int)

  }

  /// How many bytes of memory a byte of text takes at most, with all that is made of it.
  private static let growth = 256

  /// Returns the bytes of the file at `path`.
  ///
  /// - Throws: That there is no such file, or no memory for it.
  public static func bytes(atPath path: String) throws(Problem) -> [UInt8] {
    if let byteCount = excess(ofPath: path) { throw .tooLarge(byteCount: byteCount) }
    guard let data = FileManager.default.contents(atPath: path) else { throw .unreadable }
    return Array(data)
  }

  /// Returns how much memory the text of the file at `path` takes if that cannot be had, else `nil`.
  public static func excess(ofPath path: String) -> Int? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return excess(ofByteCount: Int(status.st_size))
  }

  /// Returns how much memory a text of `count` bytes takes if that cannot be had, else `nil`.
  public static func excess(ofByteCount count: Int) -> Int? {
    let (byteCount, overflows) = count.multipliedReportingOverflow(by: growth)
    return !overflows && Memory.has(byteCount) ? nil : overflows ? .max : byteCount
  }

}

extension TextFile.Problem {

  /// Returns what is wrong with the file that the user calls `name`, without a full stop.
  public func sentence(about name: String) -> String {
    switch self {
    case .unreadable: "'\(name)' cannot be read"
    case .tooLarge(let byteCount):
      "'\(name)' needs \(byteCount) bytes of memory, more than can be had"
    }
  }

}

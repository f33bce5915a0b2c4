import CFileAttributes
import Glibc

/// What tells a file that this tool wrote from one that somebody else did, or has changed since: an
/// attribute with the size and the time of the last change.
enum WrittenMark {

  private static let name = "user.stencil.written"

  /// Marks the open file as it is now; does nothing where files have no attributes.
  static func set(on descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return }
    let value = Array(text(of: status).utf8)
    _ = fsetxattr(descriptor, name, value, value.count, 0)
  }

  /// `true` iff the file at `path`, which has `status`, is as this tool wrote it.
  static func isSet(on path: String, _ status: stat) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 128)
    let count = getxattr(path, name, &buffer, buffer.count)
    return count > 0 && String(decoding: buffer[..<count], as: UTF8.self) == text(of: status)
  }

  private static func text(of status: stat) -> String {
    "\(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
  }

}

/// `true` iff nothing that somebody else wrote would be lost if the file at `path` were replaced:
/// there is none, it is empty, it is a device or a pipe, or this tool wrote it.
public func isFreeToReplace(_ path: String) -> Bool {
  var status = stat()
  guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else {
    return true
  }
  return WrittenMark.isSet(on: path, status)
}

import Glibc

/// A regular file that is open for reading.
final class InputFile: Sendable {

  let path: String

  /// The number of bytes when the file was opened.
  let size: Int

  private let descriptor: Int32

  init(path: String) throws(FieldFileError) {
    // Without O_NONBLOCK a pipe would keep us waiting for its writer.
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if descriptor < 0 { throw .system(path, "cannot be opened") }
    var status = stat()
    let failed = fstat(descriptor, &status) != 0
    if failed || status.st_mode & S_IFMT != S_IFREG {
      close(descriptor)
      throw .notRegular(path)
    }
    self.path = path
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Returns the bytes of `range`, which lies inside the file.
  func bytes(_ range: Range<Int>) throws(FieldFileError) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: range.count)
    let count = result.withUnsafeMutableBytes { fill($0, from: range.lowerBound) }
    if count < range.count { throw .shrunk(path, at: range.lowerBound + max(0, count)) }
    return result
  }

  /// Reads as many bytes into `buffer` as it has, from `offset` on.
  func read(
    into buffer: UnsafeMutableRawBufferPointer, from offset: Int,
    _ progress: WorkProgress<FieldFileError> = .unwatched
  ) throws(FieldFileError) {
    let partSize = 1 << 22
    for start in stride(from: 0, to: buffer.count, by: partSize) {
      let range = start ..< min(buffer.count, start + partSize)
      let part = UnsafeMutableRawBufferPointer(rebasing: buffer[range])
      let count = fill(part, from: offset + start)
      if count < 0 { throw .system(path, "cannot be read") }
      if count < part.count { throw .shrunk(path, at: offset + start + count) }
      try progress.check(range.upperBound, of: buffer.count)
    }
  }

  /// Returns the number of bytes read, or -1 with `errno` set.
  private func fill(_ buffer: UnsafeMutableRawBufferPointer, from offset: Int) -> Int {
    var done = 0
    while done < buffer.count, let base = buffer.baseAddress {
      let n = pread(descriptor, base + done, buffer.count - done, off_t(offset + done))
      if n < 0, errno == EINTR { continue }
      if n < 0 { return -1 }
      if n == 0 { break }
      done += n
    }
    return done
  }

}

extension FieldFileError {

  /// Returns the error `code` of a system call, that of the last one if it is left out.
  static func system(_ path: String, _ what: String, _ code: Int32 = errno) -> FieldFileError {
    let remedy: String? =
      switch code {
      case ENOENT: "check the path; it is relative to the current folder"
      case ENOSPC, EDQUOT: "make room on the disk, or write to another one"
      case EACCES, EPERM: "the folder must be yours to write in; or write to another one"
      case EROFS: "the disk can only be read; write to another one"
      case EFBIG: "write less, or lift the limit on the size of files: ulimit -f, --sandbox"
      case EISDIR: "this is a folder; name a file"
      default: nil
      }
    return FieldFileError(
      path, "\(what): \(String(cString: strerror(code)))", remedy: remedy)
  }

  fileprivate static func notRegular(_ path: String) -> FieldFileError {
    FieldFileError(path, "is no regular file", remedy: "name a .npy or .npz file")
  }

  fileprivate static func shrunk(_ path: String, at offset: Int) -> FieldFileError {
    FieldFileError(path, at: offset, "the file became shorter while it was read")
  }

}

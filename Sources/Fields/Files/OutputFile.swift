import Glibc

/// A file under construction.
struct OutputFile {

  let path: String
  fileprivate let descriptor: Int32

  /// Writes `bytes` behind what was written before.
  func write(_ bytes: UnsafeRawBufferPointer) throws(FieldFileError) {
    var done = 0
    while done < bytes.count, let base = bytes.baseAddress {
      let n = Glibc.write(descriptor, base + done, bytes.count - done)
      if n >= 0 {
        done += n
      } else if errno == EAGAIN {
        try waitForReader()
      } else if errno != EINTR {
        throw .system(path, "cannot be written")
      }
    }
  }

  /// Waits until the pipe takes bytes again; throws if nobody reads for long.
  private func waitForReader() throws(FieldFileError) {
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    let count = poll(&request, 1, Self.patience)
    if count == 0 { throw .noReader(path) }
    if count < 0, errno != EINTR { throw .system(path, "cannot be written") }
  }

  /// The milliseconds for which a pipe may stay full.
  private static let patience: Int32 = 10_000

  /// Writes `bytes` behind what was written before.
  func write(_ bytes: [UInt8]) throws(FieldFileError) {
    let result = bytes.withUnsafeBytes { buffer in
      Result { () throws(FieldFileError) in try write(buffer) }
    }
    try result.get()
  }

}

/// Writes what `body` gives to a file at `path`, which appears complete or not at all.
///
/// A link still leads where it did, to the new file, which has mode and owner of the old one. A file
/// that nobody may write is left alone. A device or a pipe is no file that could be replaced: it
/// takes what is written, if somebody reads.
func writeFile(
  to path: String, _ body: (OutputFile) throws(FieldFileError) -> Void
) throws(FieldFileError) {
  let target = linkTarget(of: path)
  var old = stat()
  guard stat(target, &old) == 0 else {
    if errno != ENOENT { throw .system(path, "cannot be written") }
    return try replace(target, like: nil, calling: path, body)
  }
  switch old.st_mode & S_IFMT {
  case S_IFREG: break
  case S_IFDIR: throw .system(path, "cannot be written", EISDIR)
  default: return try fill(path, open(target, O_WRONLY | O_CLOEXEC | O_NONBLOCK), body)
  }
  // The superuser may write all; what is marked as not to be written is not meant to be.
  if old.st_mode & 0o222 == 0 || access(target, W_OK) != 0 { throw .protected(path) }
  try replace(target, like: old, calling: path, body)
}

/// Puts a new file in the place of the one at `target`, which messages call `path`.
private func replace(
  _ target: String, like old: stat?, calling path: String,
  _ body: (OutputFile) throws(FieldFileError) -> Void
) throws(FieldFileError) {
  let temporary = try TemporaryFile(for: target, calling: path)
  do throws(FieldFileError) {
    if let old, !temporary.takeOver(old) {
      // Only by writing into it does it stay its owner's.
      temporary.remove()
      return try fill(path, open(target, O_WRONLY | O_TRUNC | O_CLOEXEC), body)
    }
    if old == nil { temporary.takeUsualMode() }
    try body(OutputFile(path: path, descriptor: temporary.descriptor))
    try temporary.move(to: target, calling: path)
  } catch {
    temporary.remove()
    throw error
  }
  TemporaryFile.sweep(besides: target)
}

/// Writes what `body` gives to the open file `descriptor`, which `path` names, and closes it.
private func fill(
  _ path: String, _ descriptor: Int32, _ body: (OutputFile) throws(FieldFileError) -> Void
) throws(FieldFileError) {
  if descriptor < 0 {
    if errno == ENXIO { throw .noReader(path) }
    throw .system(path, "cannot be written")
  }
  do throws(FieldFileError) {
    try body(OutputFile(path: path, descriptor: descriptor))
  } catch {
    close(descriptor)
    throw error
  }
  WrittenMark.set(on: descriptor)
  if close(descriptor) != 0 { throw .system(path, "cannot be written") }
}

/// Returns where the link at `path` leads, by way of others, whether something is there or not;
/// `path` itself if it is no link.
private func linkTarget(of path: String) -> String {
  if let found = realpath(path, nil) {
    defer { free(found) }
    return String(cString: found)
  }
  var path = path
  // As many links as the system follows.
  for _ in 0 ..< 40 {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &buffer, buffer.count)
    if count <= 0 { break }
    let target = String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
    path = target.hasPrefix("/") ? target : folder + target
  }
  return path
}

/// Writes `parts`, one after the other, to a file at `path`, which appears complete or not at all.
func writeFile(_ parts: [[UInt8]], to path: String) throws(FieldFileError) {
  try writeFile(to: path) { (file) throws(FieldFileError) in
    for part in parts { try file.write(part) }
  }
}

/// Replaces the file at `path` by one with `bytes`, wholly or not at all.
///
/// - Throws: What the system says.
public func replaceFile(at path: String, with bytes: [UInt8]) throws(FieldFileError) {
  try writeFile([bytes], to: path)
}

extension FieldFileError {

  fileprivate static func noReader(_ path: String) -> FieldFileError {
    FieldFileError(
      path, "is a pipe that nobody reads", remedy: "start the reader first, or write to a file")
  }

  fileprivate static func protected(_ path: String) -> FieldFileError {
    FieldFileError(
      path, "is write-protected", remedy: "write to another file, or allow it: chmod u+w")
  }

}

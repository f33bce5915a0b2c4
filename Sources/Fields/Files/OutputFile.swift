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
      if n < 0, errno == EINTR { continue }
      if n < 0 { throw .system(path, "cannot be written") }
      done += n
    }
  }

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
/// A link still leads where it did, to the new file. A device or a pipe is no file that could be
/// replaced: it takes what is written.
func writeFile(
  to path: String, _ body: (OutputFile) throws(FieldFileError) -> Void
) throws(FieldFileError) {
  var status = stat()
  let isThere = stat(path, &status) == 0
  if isThere, ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) {
    return try fill(path, open(path, O_WRONLY | O_CLOEXEC), body)
  }
  let target = isThere ? resolved(path) : path
  let temporary = "\(target).\(getpid()).tmp"
  do throws(FieldFileError) {
    try fill(path, open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666), body)
    if rename(temporary, target) != 0 { throw .system(path, "cannot be replaced") }
  } catch {
    unlink(temporary)
    throw error
  }
}

/// Writes what `body` gives to the open file `descriptor`, which `path` names, and closes it.
private func fill(
  _ path: String, _ descriptor: Int32, _ body: (OutputFile) throws(FieldFileError) -> Void
) throws(FieldFileError) {
  if descriptor < 0 { throw .system(path, "cannot be written") }
  do throws(FieldFileError) {
    try body(OutputFile(path: path, descriptor: descriptor))
  } catch {
    close(descriptor)
    throw error
  }
  if close(descriptor) != 0 { throw .system(path, "cannot be written") }
}

/// Returns `path` without the links in it.
private func resolved(_ path: String) -> String {
  guard let result = realpath(path, nil) else { return path }
  defer { free(result) }
  return String(cString: result)
}

/// Writes `parts`, one after the other, to a file at `path`, which appears complete or not at all.
func writeFile(_ parts: [[UInt8]], to path: String) throws(FieldFileError) {
  try writeFile(to: path) { (file) throws(FieldFileError) in
    for part in parts { try file.write(part) }
  }
}

/// Replaces the file at `path` by one with `bytes`, wholly or not at all.
public func replaceFile(at path: String, with bytes: [UInt8]) throws(FieldFileError) {
  try writeFile([bytes], to: path)
}

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
func writeFile(
  to path: String, _ body: (OutputFile) throws(FieldFileError) -> Void
) throws(FieldFileError) {
  let temporary = "\(path).\(getpid()).tmp"
  let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
  if descriptor < 0 { throw .system(path, "cannot be written") }
  do throws(FieldFileError) {
    try body(OutputFile(path: path, descriptor: descriptor))
  } catch {
    close(descriptor)
    unlink(temporary)
    throw error
  }
  if close(descriptor) != 0 {
    let failure = FieldFileError.system(path, "cannot be written")
    unlink(temporary)
    throw failure
  }
  if rename(temporary, path) != 0 {
    let failure = FieldFileError.system(path, "cannot be replaced")
    unlink(temporary)
    throw failure
  }
}

/// Writes `parts`, one after the other, to a file at `path`, which appears complete or not at all.
func writeFile(_ parts: [[UInt8]], to path: String) throws(FieldFileError) {
  try writeFile(to: path) { (file) throws(FieldFileError) in
    for part in parts { try file.write(part) }
  }
}

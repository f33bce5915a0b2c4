import Glibc

/// Writes `parts`, one after the other, to a file at `path`, which appears complete or not at all.
func writeFile(_ parts: [[UInt8]], to path: String) throws(FieldFileError) {
  let temporary = "\(path).\(getpid()).tmp"
  let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
  if descriptor < 0 { throw .system(path, "cannot be written") }
  let wrote = parts.allSatisfy { write($0, to: descriptor) }
  let failure = wrote ? nil : FieldFileError.system(path, "cannot be written")
  let closed = close(descriptor)
  if let failure = failure ?? (closed == 0 ? nil : .system(path, "cannot be written")) {
    unlink(temporary)
    throw failure
  }
  if rename(temporary, path) != 0 {
    let failure = FieldFileError.system(path, "cannot be replaced")
    unlink(temporary)
    throw failure
  }
}

/// Writes all of `bytes`, and returns whether that succeeded.
private func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
  bytes.withUnsafeBytes { buffer in
    var done = 0
    while done < buffer.count, let base = buffer.baseAddress {
      let n = Glibc.write(descriptor, base + done, buffer.count - done)
      if n < 0, errno == EINTR { continue }
      if n < 0 { return false }
      done += n
    }
    return true
  }
}

import CZlib

/// The bytes of a file in a ZIP archive, unpacked from front to back as far as somebody asks.
final class ZipContents {

  private let entry: ZipEntry
  private let file: InputFile

  /// Where the packed data starts and ends.
  private let packed: Range<Int>

  /// zlib wants it to stay where it is.
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)

  /// The packed bytes that zlib has not seen: those of `buffer` from `used` on, and those of the
  /// file from `next` on.
  private var next: Int
  private var buffer: [UInt8] = []
  private var used = 0

  /// The number and the checksum of the bytes that were unpacked.
  private var produced = 0
  private var checksum: UInt = 0

  private var isAtEnd = false

  init(_ entry: ZipEntry, at start: Int, in file: InputFile) throws(FieldFileError) {
    self.entry = entry
    self.file = file
    packed = start ..< start + entry.packedSize
    next = start
    checksum = crc32_z(0, nil, 0)
    stream.initialize(to: z_stream())
    guard
      inflateInit2_(stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { throw .noMemory(file.path, byteCount: 1 << 15) }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Returns the next `count` bytes.
  func read(_ count: Int) throws(FieldFileError) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let n = try result.withUnsafeMutableBytes { bytes -> Result<Int, FieldFileError> in
        Result { () throws(FieldFileError) in
          try piece(into: UnsafeMutableRawBufferPointer(rebasing: bytes[done...]))
        }
      }.get()
      done += n
    }
    return result
  }

  /// Fills `target` with the next bytes.
  func read(
    into target: UnsafeMutableRawBufferPointer, _ progress: WorkProgress<FieldFileError>
  ) throws(FieldFileError) {
    var done = 0
    while done < target.count {
      let end = min(target.count, done + Self.pieceSize)
      done += try piece(into: UnsafeMutableRawBufferPointer(rebasing: target[done ..< end]))
      try progress.check(done, of: target.count)
    }
  }

  /// Throws unless all bytes were read, and are what the archive says.
  func finish() throws(FieldFileError) {
    if entry.method == .deflated, !isAtEnd {
      // One byte more than expected would be a longer stream.
      var byte: UInt8 = 0
      let more = try withUnsafeMutableBytes(of: &byte) { b -> Result<Int, FieldFileError> in
        Result { () throws(FieldFileError) in try inflated(into: b) }
      }.get()
      if more > 0 { throw damaged }
    }
    guard produced == entry.size, UInt32(truncatingIfNeeded: checksum) == entry.crc,
      next == packed.upperBound, used == buffer.count
    else { throw damaged }
  }

  /// Puts bytes into the front of `target`, which has room for one; returns their number, not 0.
  private func piece(
    into target: UnsafeMutableRawBufferPointer
  ) throws(FieldFileError) -> Int {
    let count: Int
    switch entry.method {
    case .stored:
      count = min(target.count, packed.upperBound - next)
      try file.read(into: UnsafeMutableRawBufferPointer(rebasing: target[..<count]), from: next)
      next += count
    case .deflated: count = try inflated(into: target)
    }
    // The archive promised more.
    if count == 0 { throw damaged }
    produced += count
    checksum = crc32_z(
      checksum, target.baseAddress?.assumingMemoryBound(to: UInt8.self), count)
    return count
  }

  /// Unpacks what fits into `target`; returns the number of bytes, 0 at the end of the stream.
  private func inflated(
    into target: UnsafeMutableRawBufferPointer
  ) throws(FieldFileError) -> Int {
    let room = min(target.count, 1 << 30)
    while !isAtEnd {
      if used == buffer.count, next < packed.upperBound {
        let end = min(packed.upperBound, next + Self.pieceSize)
        buffer = try file.bytes(next ..< end)
        (used, next) = (0, end)
      }
      var consumed = 0
      var count = 0
      var status = Z_OK
      let available = buffer.count - used
      buffer.withUnsafeMutableBufferPointer { input in
        stream.pointee.next_in = input.baseAddress.map { $0 + used }
        stream.pointee.avail_in = UInt32(available)
        stream.pointee.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(room)
        status = inflate(stream, Z_NO_FLUSH)
        consumed = available - Int(stream.pointee.avail_in)
        count = room - Int(stream.pointee.avail_out)
      }
      used += consumed
      if status == Z_STREAM_END { isAtEnd = true } else if status != Z_OK { throw damaged }
      if count > 0 { return count }
      if consumed == 0, !isAtEnd { throw damaged }
    }
    return 0
  }

  private var damaged: FieldFileError {
    .badData(file.path, member: entry.name, at: packed.lowerBound)
  }

  private static let pieceSize = 1 << 20

}

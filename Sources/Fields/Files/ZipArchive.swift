import CZlib

/// A ZIP archive that is open for reading.
///
/// It is read by its central directory alone, and nothing in it is believed: each number is
/// compared with the file's size, entries must not overlap, and memory is allocated only for sizes
/// that the packed data can account for.
struct ZipArchive {

  let file: InputFile
  let entries: [ZipEntry]

  /// Where the directory starts: the data of all entries lies before.
  private let directoryOffset: Int

  init(_ file: InputFile) throws(FieldFileError) {
    self.file = file
    let directory = try ZipDirectoryPlace(file)
    let bytes = try file.bytes(directory.range)
    var entries: [ZipEntry] = []
    var names: Set<String> = []
    var position = 0
    for _ in 0 ..< directory.count {
      let at = directory.range.lowerBound + position
      let (entry, n) = try ZipEntry.parse(bytes[position...], at: at, file: file.path)
      guard names.insert(entry.name).inserted else {
        throw .duplicate(file.path, member: entry.name, at: at)
      }
      entries.append(entry)
      position += n
    }
    guard position == bytes.count else {
      throw .badDirectory(file.path, at: directory.range.lowerBound + position)
    }
    self.entries = entries
    directoryOffset = directory.range.lowerBound
    try checkOverlaps()
  }

  /// Returns the unpacked bytes of `entry`.
  func contents(of entry: ZipEntry) throws(FieldFileError) -> [UInt8] {
    try checkExpansion(of: entry)
    let start = try dataOffset(of: entry)
    guard entry.packedSize <= directoryOffset - start else {
      throw .badEntry(file.path, member: entry.name, at: entry.headerOffset)
    }
    let packed = try file.bytes(start ..< start + entry.packedSize)
    let contents: [UInt8]
    switch entry.method {
    case .stored: contents = packed
    case .deflated:
      guard let inflated = inflated(packed, size: entry.size) else {
        throw .badData(file.path, member: entry.name, at: start)
      }
      contents = inflated
    }
    guard contents.count == entry.size else {
      throw .badEntry(file.path, member: entry.name, at: entry.headerOffset)
    }
    let crc = contents.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) }
    guard UInt32(truncatingIfNeeded: crc) == entry.crc else {
      throw .badData(file.path, member: entry.name, at: start)
    }
    return contents
  }

  /// Returns the position of the data of `entry`, after its own header, which has to agree with
  /// the directory.
  private func dataOffset(of entry: ZipEntry) throws(FieldFileError) -> Int {
    let bad = FieldFileError.badEntry(file.path, member: entry.name, at: entry.headerOffset)
    guard entry.headerOffset <= directoryOffset - 30 else { throw bad }
    let r = ByteReader(try file.bytes(entry.headerOffset ..< entry.headerOffset + 30))
    let (nameSize, extraSize) = (r.uint16(at: 26), r.uint16(at: 28))
    let nameStart = entry.headerOffset + 30
    guard r.uint32(at: 0) == 0x0403_4B50, r.uint16(at: 8) == entry.method.rawValue,
      nameStart + nameSize + extraSize <= directoryOffset
    else { throw bad }
    let rest = try file.bytes(nameStart ..< nameStart + nameSize + extraSize)
    guard rest.prefix(nameSize).elementsEqual(entry.rawName) else { throw bad }
    if !entry.hasDataDescriptor {
      var wide = Zip64Numbers(rest.dropFirst(nameSize))
      let size = wide.replace(r.uint32(at: 22))
      let packedSize = wide.replace(r.uint32(at: 18))
      guard r.uint32(at: 14) == Int(entry.crc), size == entry.size, packedSize == entry.packedSize
      else { throw bad }
    }
    return nameStart + nameSize + extraSize
  }

  /// Throws if two entries share bytes: a small file could then unpack to a huge one.
  private func checkOverlaps() throws(FieldFileError) {
    var end = 0
    for e in entries.sorted(by: { $0.headerOffset < $1.headerOffset }) {
      let least = e.headerOffset.addingReportingOverflow(30 + e.rawName.count)
      let next = least.partialValue.addingReportingOverflow(e.packedSize)
      if least.overflow || next.overflow || e.headerOffset < end
        || next.partialValue > directoryOffset
      {
        throw .badEntry(file.path, member: e.name, at: e.headerOffset)
      }
      end = next.partialValue
    }
  }

  /// Throws if `entry` claims to unpack to far more than arrays do, or than the machine holds.
  private func checkExpansion(of entry: ZipEntry) throws(FieldFileError) {
    let isLarge = entry.size > 64 << 20
    let ratio = entry.size / max(1, entry.packedSize)
    if (isLarge && ratio > 200) || entry.size > machineMemory {
      throw .expansion(file.path, member: entry.name, at: entry.headerOffset, size: entry.size)
    }
    // Deflate cannot do better than 1032 to 1.
    if ratio > 1040 || (entry.method == .stored && entry.size != entry.packedSize) {
      throw .badEntry(file.path, member: entry.name, at: entry.headerOffset)
    }
  }

}

/// Returns the `size` bytes that `packed`, a raw deflate stream, unpacks to; `nil` if it does not
/// unpack to just that many.
private func inflated(_ packed: [UInt8], size: Int) -> [UInt8]? {
  var input = packed
  // One byte more than expected, so that a longer stream shows.
  var output = [UInt8](repeating: 0, count: size + 1)
  var stream = z_stream()
  guard
    inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
  else { return nil }
  defer { inflateEnd(&stream) }
  var (consumed, produced) = (0, 0)
  var status = Z_OK
  input.withUnsafeMutableBufferPointer { i in
    output.withUnsafeMutableBufferPointer { o in
      // zlib counts in 32 bits, so large data goes in pieces.
      while status == Z_OK {
        let (inCount, outCount) = (
          min(1 << 30, i.count - consumed), min(1 << 30, o.count - produced)
        )
        stream.next_in = i.baseAddress.map { $0 + consumed }
        stream.avail_in = UInt32(inCount)
        stream.next_out = o.baseAddress.map { $0 + produced }
        stream.avail_out = UInt32(outCount)
        status = inflate(&stream, Z_NO_FLUSH)
        consumed += inCount - Int(stream.avail_in)
        produced += outCount - Int(stream.avail_out)
      }
    }
  }
  guard status == Z_STREAM_END, consumed == packed.count, produced == size else { return nil }
  output.removeLast()
  return output
}

extension FieldFileError {

  fileprivate static func duplicate(
    _ file: String, member: String, at offset: Int
  ) -> FieldFileError {
    FieldFileError(file, member: member, at: offset, "occurs twice in the archive")
  }

  fileprivate static func badEntry(
    _ file: String, member: String, at offset: Int
  ) -> FieldFileError {
    FieldFileError(
      file, member: member, at: offset,
      "the archive's directory contradicts the member itself, or two members overlap",
      remedy: "write or copy it again")
  }

  fileprivate static func badData(
    _ file: String, member: String, at offset: Int
  ) -> FieldFileError {
    FieldFileError(
      file, member: member, at: offset, "the data is damaged: it does not agree with its checksum",
      remedy: "write or copy it again")
  }

  fileprivate static func expansion(
    _ file: String, member: String, at offset: Int, size: Int
  ) -> FieldFileError {
    FieldFileError(
      file, member: member, at: offset,
      "would unpack to \(size) bytes, which is suspiciously much or more than fits in memory",
      remedy: "save it with numpy.save, unpacked")
  }

}

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

  /// Returns what unpacks the bytes of `entry`, a piece at a time.
  func contents(of entry: ZipEntry) throws(FieldFileError) -> ZipContents {
    try checkExpansion(of: entry)
    let start = try dataOffset(of: entry)
    guard entry.packedSize <= directoryOffset - start else {
      throw .badEntry(file.path, member: entry.name, at: entry.headerOffset)
    }
    return try ZipContents(entry, at: start, in: file)
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

  /// Throws if `entry` claims to unpack to more than the packed data can account for.
  private func checkExpansion(of entry: ZipEntry) throws(FieldFileError) {
    // Deflate cannot do better than 1032 to 1.
    let ratio = entry.size / max(1, entry.packedSize)
    if ratio > 1040 || (entry.method == .stored && entry.size != entry.packedSize) {
      throw .badEntry(file.path, member: entry.name, at: entry.headerOffset)
    }
  }

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

  static func badData(_ file: String, member: String, at offset: Int) -> FieldFileError {
    FieldFileError(
      file, member: member, at: offset, "the data is damaged: it does not agree with its checksum",
      remedy: "write or copy it again")
  }

}

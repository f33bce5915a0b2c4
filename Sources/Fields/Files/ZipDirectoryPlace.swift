/// Where the central directory of a ZIP archive lies.
struct ZipDirectoryPlace {

  let range: Range<Int>

  /// The number of entries.
  let count: Int

  /// Finds the directory of `file` by the record at the file's end.
  init(_ file: InputFile) throws(FieldFileError) {
    // The record has 22 bytes and a comment of at most 65535.
    let tail = try file.bytes(max(0, file.size - 22 - 0xFFFF) ..< file.size)
    let tailOffset = file.size - tail.count
    var at = tail.count - 22
    while at >= 0 {
      let r = ByteReader(tail[at...])
      if r.uint32(at: 0) == 0x0605_4B50, at + 22 + r.uint16(at: 20) == tail.count { break }
      at -= 1
    }
    guard at >= 0 else { throw .noDirectory(file.path) }
    let recordOffset = tailOffset + at
    let r = ByteReader(tail[at...])
    guard r.uint16(at: 4) == 0 || r.uint16(at: 4) == 0xFFFF else {
      throw .badDirectory(file.path, at: recordOffset)
    }
    var (entries, size, offset) = (r.uint16(at: 10), r.uint32(at: 12), r.uint32(at: 16))
    var end = recordOffset
    if at >= 20, ByteReader(tail[(at - 20)...]).uint32(at: 0) == 0x0706_4B50 {
      let locator = ByteReader(tail[(at - 20)...])
      let wide = try Self.wideRecord(of: file, at: locator.size64(at: 8), before: recordOffset - 20)
      (entries, size, offset, end) = wide
    }
    guard entries <= Self.mostEntries else { throw .manyEntries(file.path, entries) }
    guard offset <= end, size <= end - offset, size >= entries * 46 else {
      throw .badDirectory(file.path, at: recordOffset)
    }
    range = offset ..< offset + size
    count = entries
  }

  /// Returns the numbers of the ZIP64 record at `offset`, which ends before `limit`.
  private static func wideRecord(
    of file: InputFile, at offset: Int?, before limit: Int
  ) throws(FieldFileError) -> (entries: Int, size: Int, offset: Int, end: Int) {
    guard let offset, limit >= 56, offset <= limit - 56 else {
      throw .badDirectory(file.path, at: limit)
    }
    let r = ByteReader(try file.bytes(offset ..< offset + 56))
    guard r.uint32(at: 0) == 0x0606_4B50, let entries = r.size64(at: 32),
      let size = r.size64(at: 40), let start = r.size64(at: 48)
    else { throw .badDirectory(file.path, at: offset) }
    return (entries, size, start, offset)
  }

  private static let mostEntries = 10_000

}

extension FieldFileError {

  fileprivate static func noDirectory(_ file: String) -> FieldFileError {
    FieldFileError(
      file, "is no .npz file, or its end is missing", remedy: "write it with numpy.savez")
  }

  fileprivate static func manyEntries(_ file: String, _ count: Int) -> FieldFileError {
    FieldFileError(file, "has \(count) members; at most 10000 are read")
  }

}

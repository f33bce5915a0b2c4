/// A file in a ZIP archive, as the archive's directory describes it.
struct ZipEntry: Hashable {

  /// How the bytes are packed.
  enum Method: Int { case stored = 0, deflated = 8 }

  let name: String
  let method: Method
  let crc: UInt32
  let packedSize, size: Int

  /// The position of the entry's own header.
  let headerOffset: Int

  /// Whether the sizes follow the data, so that the entry's own header does not have them.
  let hasDataDescriptor: Bool

  /// The bytes of the name, as the entry's own header has to repeat them.
  let rawName: [UInt8]

}

extension ZipEntry {

  /// Reads the entry at the start of `bytes`, and returns it with its number of bytes.
  ///
  /// `offset` is the position of `bytes` in the file, for errors.
  static func parse(
    _ bytes: ArraySlice<UInt8>, at offset: Int, file: String
  ) throws(FieldFileError) -> (ZipEntry, byteCount: Int) {
    let r = ByteReader(bytes)
    guard bytes.count >= 46, r.uint32(at: 0) == 0x0201_4B50 else {
      throw .badDirectory(file, at: offset)
    }
    let (nameSize, extraSize, commentSize) = (r.uint16(at: 28), r.uint16(at: 30), r.uint16(at: 32))
    let count = 46 + nameSize + extraSize + commentSize
    guard count <= bytes.count else { throw .badDirectory(file, at: offset) }
    let flags = r.uint16(at: 8)
    let rawName = Array(bytes.dropFirst(46).prefix(nameSize))
    let name = String(decoding: rawName, as: UTF8.self)
    guard !name.unicodeScalars.contains(where: { $0.value < 32 }) else {
      throw .badName(file, at: offset)
    }
    guard flags & 0x2041 == 0 else { throw .encrypted(file, member: name, at: offset) }
    guard let method = Method(rawValue: r.uint16(at: 10)) else {
      throw .unknownMethod(file, member: name, at: offset, r.uint16(at: 10))
    }
    let extra = bytes.dropFirst(46 + nameSize).prefix(extraSize)
    // Each number that is all ones is found in the extra field for ZIP64, in this order.
    var wide = Zip64Numbers(extra)
    let size = wide.replace(r.uint32(at: 24))
    let packedSize = wide.replace(r.uint32(at: 20))
    let header = wide.replace(r.uint32(at: 42))
    guard let size, let packedSize, let header else { throw .badDirectory(file, at: offset) }
    let disk = r.uint16(at: 34)
    guard disk == 0 || disk == 0xFFFF else { throw .badDirectory(file, at: offset) }
    let entry = ZipEntry(
      name: name, method: method, crc: UInt32(r.uint32(at: 16)), packedSize: packedSize,
      size: size, headerOffset: header, hasDataDescriptor: flags & 8 != 0, rawName: rawName)
    return (entry, count)
  }

}

/// The numbers of an entry's ZIP64 extra field, taken one after the other.
struct Zip64Numbers {

  private var numbers: ArraySlice<Int?>

  init(_ extra: ArraySlice<UInt8>) {
    numbers = []
    var rest = extra
    while rest.count >= 4 {
      let r = ByteReader(rest)
      let size = r.uint16(at: 2)
      guard 4 + size <= rest.count else { return }
      if r.uint16(at: 0) == 1 {
        let body = ByteReader(rest.dropFirst(4).prefix(size))
        numbers = stride(from: 0, to: size - 7, by: 8).map(body.size64)[...]
        return
      }
      rest = rest.dropFirst(4 + size)
    }
  }

  /// Returns `number`, or the next wide number if it is all ones; `nil` if there is none.
  mutating func replace(_ number: Int) -> Int? {
    if number != 0xFFFF_FFFF { return number }
    return numbers.popFirst() ?? nil
  }

}

extension FieldFileError {

  static func badDirectory(_ file: String, at offset: Int) -> FieldFileError {
    FieldFileError(
      file, at: offset, "the archive's directory is damaged", remedy: "write or copy it again")
  }

  fileprivate static func badName(_ file: String, at offset: Int) -> FieldFileError {
    FieldFileError(file, at: offset, "the name of a member has control characters")
  }

  fileprivate static func encrypted(
    _ file: String, member: String, at offset: Int
  ) -> FieldFileError {
    FieldFileError(
      file, member: member, at: offset, "is encrypted", remedy: "write it with numpy.savez")
  }

  fileprivate static func unknownMethod(
    _ file: String, member: String, at offset: Int, _ method: Int
  ) -> FieldFileError {
    FieldFileError(
      file, member: member, at: offset,
      "is packed by method \(method), neither stored nor deflated",
      remedy: "write it with numpy.savez or numpy.savez_compressed")
  }

}

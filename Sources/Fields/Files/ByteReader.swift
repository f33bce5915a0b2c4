/// Reads little-endian numbers from bytes, at places that the caller has checked.
struct ByteReader {

  let bytes: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

  init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

  /// Returns the number of `size` bytes at `offset` from the first byte.
  func number(at offset: Int, size: Int) -> UInt64 {
    let start = bytes.startIndex + offset
    return bytes[start ..< start + size].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  func uint16(at offset: Int) -> Int { Int(number(at: offset, size: 2)) }

  func uint32(at offset: Int) -> Int { Int(number(at: offset, size: 4)) }

  /// Returns the number of 8 bytes at `offset`, or `nil` if no file can be that large.
  func size64(at offset: Int) -> Int? { Int(exactly: number(at: offset, size: 8)) }

}

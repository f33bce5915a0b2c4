import CZlib

/// Puts a ZIP archive together, its members stored as they are.
struct ZipWriter {

  private var parts: [[UInt8]] = []
  private var directory: [UInt8] = []
  private var count = 0
  private var size = 0

  /// Adds a member whose bytes are those of `contents`, one after the other.
  mutating func add(_ name: String, _ contents: [[UInt8]]) {
    let name = Array(name.utf8)
    let byteCount = contents.reduce(0) { $0 + $1.count }
    let crc = contents.reduce(0) { c, part in
      part.withUnsafeBufferPointer { crc32_z(c, $0.baseAddress, $0.count) }
    }
    // Version 2.0, names in UTF-8, stored, no time, the first day of 1980.
    let common =
      littleEndian([20, 0x0800, 0, 0, 0x0021], size: 2)
      + littleEndian([Int(crc), byteCount, byteCount], size: 4)
      + littleEndian([name.count, 0], size: 2)
    directory +=
      littleEndian([0x0201_4B50], size: 4) + littleEndian([20], size: 2) + common
      + littleEndian([0, 0, 0], size: 2) + littleEndian([0, size], size: 4) + name
    let header = littleEndian([0x0403_4B50], size: 4) + common + name
    parts.append(header)
    parts += contents
    count += 1
    size += header.count + byteCount
  }

  /// Returns the pieces of the archive, or `nil` if its numbers do not fit the plain format.
  func finished() -> [[UInt8]]? {
    guard count < 0xFFFF, size + directory.count < 0xFFFF_FFFF else { return nil }
    let end =
      littleEndian([0x0605_4B50], size: 4) + littleEndian([0, 0, count, count], size: 2)
      + littleEndian([directory.count, size], size: 4) + littleEndian([0], size: 2)
    return parts + [directory, end]
  }

}

/// Returns the low `size` bytes of each number, the lowest first.
private func littleEndian(_ numbers: [Int], size: Int) -> [UInt8] {
  numbers.flatMap { n in (0 ..< size).map { UInt8(truncatingIfNeeded: n >> (8 * $0)) } }
}

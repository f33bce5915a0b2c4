import CZlib

extension Image {

  /// The picture as the bytes of a PNG file: 8 bits for each of red, green and blue.
  var png: [UInt8] {
    var rows: [UInt8] = []
    rows.reserveCapacity(bytes.count + height)
    for row in 0 ..< height {
      // No filter: the colours of plots repeat, which deflate finds by itself.
      rows.append(0)
      rows += bytes[3 * width * row ..< 3 * width * (row + 1)]
    }
    let header = bigEndian(width) + bigEndian(height) + [8, 2, 0, 0, 0]
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + chunk("IHDR", header) + chunk("IDAT", deflated(rows)) + chunk("IEND", [])
  }

}

/// Returns a chunk of a PNG file: length, kind, data, and the checksum of the latter two.
private func chunk(_ kind: String, _ data: [UInt8]) -> [UInt8] {
  let body = Array(kind.utf8) + data
  return bigEndian(data.count) + body + bigEndian(Int(crc32(0, body, UInt32(body.count))))
}

private func bigEndian(_ n: Int) -> [UInt8] {
  [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: n >> $0) }
}

/// Returns `bytes` as a zlib stream.
private func deflated(_ bytes: [UInt8]) -> [UInt8] {
  var count = compressBound(UInt(bytes.count))
  var result = [UInt8](repeating: 0, count: Int(count))
  let status = compress2(&result, &count, bytes, UInt(bytes.count), 6)
  precondition(status == Z_OK, "the bound is enough for any bytes")
  return Array(result.prefix(Int(count)))
}

/// The text between quotation marks, with its escapes resolved: those of JSON.
///
/// Scripts quote file names as JSON strings, so `"caf\u00e9.npy"` is `café.npy`.
struct QuotedText {

  let text: String

  /// The offset past the closing quotation mark.
  let end: Int

  enum Malformed: Error {

    /// The quotation mark at the start has no partner.
    case unclosed

    /// The escape at these offsets means nothing.
    case escape(Range<Int>)

  }

  /// Reads the quotation that begins at `start` of `bytes` with a `"` or a `'`.
  init(_ bytes: some RandomAccessCollection<UInt8>, from start: Int) throws(Malformed) {
    func at(_ offset: Int) -> UInt8? {
      offset < bytes.count ? bytes[bytes.index(bytes.startIndex, offsetBy: offset)] : nil
    }
    let quote = at(start)
    var position = start + 1
    var units: [UInt8] = []
    while let byte = at(position), byte != quote {
      guard byte == UInt8(ascii: "\\") else {
        units.append(byte)
        position += 1
        continue
      }
      guard let escaped = at(position + 1) else { break }
      if escaped == UInt8(ascii: "u") {
        let (scalar, length) = try Self.scalar(at: position, at)
        units += Array(String(scalar).utf8)
        position += length
      } else if let character = Self.characters[escaped] {
        units.append(character)
        position += 2
      } else {
        throw .escape(position ..< position + 2)
      }
    }
    guard at(position) == quote else { throw .unclosed }
    text = String(decoding: units, as: UTF8.self)
    end = position + 1
  }

  /// What stands behind the backslash, and what it means.
  private static let characters: [UInt8: UInt8] = [
    UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "'"): UInt8(ascii: "'"),
    UInt8(ascii: "\\"): UInt8(ascii: "\\"), UInt8(ascii: "/"): UInt8(ascii: "/"),
    UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A,
    UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
  ]

  /// Reads `\uXXXX`, or two of them for a scalar beyond the 16-bit ones; returns its length too.
  private static func scalar(
    at start: Int, _ byte: (Int) -> UInt8?
  ) throws(Malformed) -> (Unicode.Scalar, Int) {
    func unit(at offset: Int) -> UInt16? {
      guard byte(offset) == UInt8(ascii: "\\"), byte(offset + 1) == UInt8(ascii: "u") else {
        return nil
      }
      let digits = (2 ..< 6).compactMap { byte(offset + $0) }
      guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
      return digits.count == 4 ? UInt16(String(decoding: digits, as: UTF8.self), radix: 16) : nil
    }
    guard let first = unit(at: start) else { throw .escape(start ..< start + 2) }
    if let scalar = Unicode.Scalar(first) { return (scalar, 6) }
    guard UTF16.isLeadSurrogate(first), let second = unit(at: start + 6),
      UTF16.isTrailSurrogate(second)
    else { throw .escape(start ..< start + 6) }
    let pair = UTF16.EncodedScalar([first, second])
    return (UTF16.decode(pair), 12)
  }

}

extension String {

  /// The text as a word of a command line: in quotation marks unless it is plain.
  var asWord: String {
    let isPlain =
      !isEmpty && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_./-~".contains($0)) }
    if isPlain { return self }
    return "\"" + replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

}

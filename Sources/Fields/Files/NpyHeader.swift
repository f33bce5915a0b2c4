import StencilTypes

/// What a `.npy` file says about its array before the data.
struct NpyHeader: Hashable {

  /// The type of the elements in memory, and whether the file holds them as 16-bit floats, which
  /// become 32-bit ones.
  let dtype: ScalarKind
  let isHalf: Bool

  /// Whether the bytes of each element are swapped.
  let isSwapped: Bool

  let isFortranOrder: Bool
  let shape: [Int]

  /// The position and the number of bytes of the data.
  let dataOffset, dataByteCount: Int

  /// The most bytes that `start` needs to have.
  static let longestStart = 12 + longestText

  /// NumPy's own limit.
  private static let longestText = 10_000

  /// The number of elements.
  var count: Int { shape.reduce(1, *) }

  /// The number of bytes of an element in the file.
  var storedSize: Int { isHalf ? 2 : dtype.byteCount }

  /// The number of bytes of the elements in memory.
  var memoryByteCount: Int { dataByteCount / storedSize * dtype.byteCount }

  /// Reads the header of an array of `size` bytes, header included, that begins with `start`.
  ///
  /// `file` is the name for errors. Nothing is evaluated, and no number is believed: the product of
  /// the extents is checked for overflow and compared with `size` before anyone allocates.
  init(_ start: [UInt8], size: Int, file: String) throws(FieldFileError) {
    guard start.count >= 8, start.prefix(6).elementsEqual(npyMagic) else { throw .notNpy(file) }
    let version = start[6]
    guard (1 ... 3).contains(version), start[7] == 0 else {
      throw .unknownVersion(file, start[6], start[7])
    }
    let textStart = version == 1 ? 10 : 12
    guard start.count >= textStart else { throw .cutShort(file, at: start.count) }
    let length = start[8 ..< textStart].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= Self.longestText else { throw .longHeader(file, length) }
    guard textStart + length <= start.count else { throw .cutShort(file, at: start.count) }
    var parser = NpyHeaderParser(
      bytes: start[textStart ..< textStart + length], file: file, allowsLongSuffix: version < 3)
    let text = try parser.parse()
    (dtype, isHalf, isSwapped) = try elementType(text.descr, file: file)
    isFortranOrder = text.fortranOrder
    shape = text.shape
    dataOffset = textStart + length
    // As many bytes as in memory, so that their number fits too.
    var bytes = dtype.byteCount
    for extent in shape {
      // An extent of 0 does not excuse others whose product overflows.
      let product = bytes.multipliedReportingOverflow(by: max(1, extent))
      if product.overflow { throw .hugeShape(file, shape) }
      bytes = product.partialValue
    }
    dataByteCount = shape.contains(0) ? 0 : isHalf ? bytes / 2 : bytes
    let available = size - dataOffset
    if dataByteCount > available {
      throw .missingData(file, at: size, needed: dataByteCount, available: available)
    }
    if dataByteCount < available {
      throw .trailingData(file, at: dataOffset + dataByteCount, count: available - dataByteCount)
    }
  }

}

let npyMagic: [UInt8] = [0x93] + "NUMPY".utf8

/// Returns the type in memory of elements that `descr` names, such as `<f8`, whether they are 16-bit
/// floats, and whether bytes are swapped.
private func elementType(
  _ descr: String, file: String
) throws(FieldFileError) -> (ScalarKind, isHalf: Bool, isSwapped: Bool) {
  let order = descr.first.flatMap { "<>=|".contains($0) ? $0 : nil }
  let code = descr.dropFirst(order == nil ? 0 : 1)
  if code == "f2" { return (.float32, true, order == ">") }
  guard let kind = elementTypes[String(code)] else { throw .unsupportedType(file, descr) }
  return (kind, false, order == ">" && kind.byteCount > 1)
}

/// The types of elements by NumPy's codes.
private let elementTypes: [String: ScalarKind] = [
  "b1": .bool, "i1": .int8, "u1": .uint8, "i2": .int16, "u2": .uint16, "i4": .int32, "u4": .uint32,
  "i8": .int64, "u8": .uint64, "f4": .float32, "f8": .float64,
]

extension ScalarKind {

  /// NumPy's code for elements of the kind, little-endian: `<f8`, `|b1`.
  var npyCode: String {
    guard let code = elementTypes.first(where: { $0.value == self })?.key else {
      preconditionFailure("no array holds strings")
    }
    return (byteCount == 1 ? "|" : "<") + code
  }

}

extension FieldFileError {

  fileprivate static func notNpy(_ file: String) -> FieldFileError {
    FieldFileError(
      file, at: 0, "is no .npy file: it does not begin with \\x93NUMPY",
      remedy: "write it with numpy.save")
  }

  fileprivate static func unknownVersion(
    _ file: String, _ major: UInt8, _ minor: UInt8
  ) -> FieldFileError {
    FieldFileError(
      file, at: 6, "has version \(major).\(minor) of the .npy format, not 1.0, 2.0 or 3.0")
  }

  fileprivate static func cutShort(_ file: String, at offset: Int) -> FieldFileError {
    FieldFileError(file, at: offset, "ends inside the header", remedy: "write or copy it again")
  }

  fileprivate static func longHeader(_ file: String, _ length: Int) -> FieldFileError {
    FieldFileError(file, at: 8, "has a header of \(length) bytes; at most 10000 are read")
  }

  fileprivate static func hugeShape(_ file: String, _ shape: [Int]) -> FieldFileError {
    FieldFileError(file, "the shape \(shape) has more elements than can be counted")
  }

  fileprivate static func missingData(
    _ file: String, at offset: Int, needed: Int, available: Int
  ) -> FieldFileError {
    FieldFileError(
      file, at: offset, "ends after \(available) of \(needed) bytes of data",
      remedy: "write or copy it again")
  }

  fileprivate static func trailingData(
    _ file: String, at offset: Int, count: Int
  ) -> FieldFileError {
    FieldFileError(file, at: offset, "has \(count) bytes after the end of its data")
  }

  fileprivate static func unsupportedType(_ file: String, _ descr: String) -> FieldFileError {
    let code = descr.drop { "<>=|".contains($0) }
    switch code.first {
    case "O":
      return FieldFileError(
        file, "holds Python objects, which need pickle; reading them could run any code",
        remedy: "save an array of numbers")
    case "V":
      return FieldFileError(
        file, "holds structured elements (\(visible(descr)))",
        remedy: "save each of their parts as an array of its own")
    default:
      return FieldFileError(
        file, "holds elements of type \(visible(descr)), which are none of a field",
        remedy: "convert with .astype to bool, an integer, float32 or float64")
    }
  }

  /// Returns `text` as it can be printed: short, without control characters.
  private static func visible(_ text: String) -> String {
    String(text.prefix(20).map { $0.isASCII && $0 >= " " && $0 != "\u{7F}" ? $0 : "?" })
  }

}

/// Recognises the dictionary in the header of a `.npy` file.
///
///     { 'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }
///
/// It is a Python literal, but only what NumPy writes is accepted: three keys in any order, a
/// string, `True` or `False`, a tuple of integers.
struct NpyHeaderParser {

  struct Text {
    let descr: String
    let fortranOrder: Bool
    let shape: [Int]
  }

  /// The text; indices are offsets in the file.
  let bytes: ArraySlice<UInt8>

  let file: String

  /// Whether integers may end in `L`, as Python 2 wrote them.
  let allowsLongSuffix: Bool

  private var position: Int

  init(bytes: ArraySlice<UInt8>, file: String, allowsLongSuffix: Bool) {
    self.bytes = bytes
    self.file = file
    self.allowsLongSuffix = allowsLongSuffix
    position = bytes.startIndex
  }

  /// Returns what the header says.
  mutating func parse() throws(FieldFileError) -> Text {
    var descr: String?
    var fortranOrder: Bool?
    var shape: [Int]?
    try expect("{")
    while !take("}") {
      let start = position
      let key = try string()
      try expect(":")
      switch key {
      case "descr" where descr == nil: descr = try elementType()
      case "fortran_order" where fortranOrder == nil: fortranOrder = try boolean()
      case "shape" where shape == nil: shape = try tuple()
      default: throw .badKey(file, at: start)
      }
      if !take(",") {
        try expect("}")
        break
      }
    }
    skipBlanks()
    if position < bytes.endIndex { throw .badHeader(file, at: position, expected: "its end") }
    guard let descr, let fortranOrder, let shape else { throw .missingKey(file) }
    return Text(descr: descr, fortranOrder: fortranOrder, shape: shape)
  }

  private mutating func elementType() throws(FieldFileError) -> String {
    skipBlanks()
    if peek == UInt8(ascii: "[") || peek == UInt8(ascii: "(") {
      throw .structured(file, at: position)
    }
    return try string()
  }

  /// Returns the text between two quotes; there are no escapes in what NumPy writes.
  private mutating func string() throws(FieldFileError) -> String {
    skipBlanks()
    guard let quote = peek, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      throw .badHeader(file, at: position, expected: "a string")
    }
    position += 1
    let start = position
    while let b = peek, b != quote {
      if b == UInt8(ascii: "\\") || b == UInt8(ascii: "\n") { break }
      position += 1
    }
    guard peek == quote else { throw .badHeader(file, at: position, expected: "a closing quote") }
    position += 1
    return String(decoding: bytes[start ..< position - 1], as: UTF8.self)
  }

  private mutating func boolean() throws(FieldFileError) -> Bool {
    skipBlanks()
    for (word, value) in [("True", true), ("False", false)] {
      if bytes[position...].starts(with: word.utf8) {
        position += word.utf8.count
        return value
      }
    }
    throw .badHeader(file, at: position, expected: "True or False")
  }

  /// Returns the integers of `()`, `(3,)` or `(3, 4)`.
  private mutating func tuple() throws(FieldFileError) -> [Int] {
    try expect("(")
    var extents: [Int] = []
    while !take(")") {
      extents.append(try extent())
      if extents.count > Self.mostDimensions { throw .manyDimensions(file, at: position) }
      if take(",") { continue }
      if extents.count == 1 { throw .badHeader(file, at: position, expected: "a comma") }
      try expect(")")
      break
    }
    return extents
  }

  private mutating func extent() throws(FieldFileError) -> Int {
    skipBlanks()
    let start = position
    var value = 0
    while let b = peek, (UInt8(ascii: "0") ... UInt8(ascii: "9")).contains(b) {
      value = value * 10 + Int(b - UInt8(ascii: "0"))
      if value >= Self.largestExtent { throw .largeExtent(file, at: start) }
      position += 1
    }
    if position == start { throw .badHeader(file, at: start, expected: "an extent, 0 or more") }
    // Python takes no number with a zero in front, but 00.
    if position > start + 1, bytes[start] == UInt8(ascii: "0"), value != 0 {
      throw .badHeader(file, at: start, expected: "an extent without zeros in front")
    }
    if allowsLongSuffix, peek == UInt8(ascii: "L") { position += 1 }
    return value
  }

  private static let mostDimensions = 8

  private static let largestExtent = 1 << 48

  private var peek: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

  private mutating func skipBlanks() {
    while let b = peek, b == UInt8(ascii: " ") || b == UInt8(ascii: "\n") { position += 1 }
  }

  /// Skips `mark` if it comes next, and returns whether it did.
  private mutating func take(_ mark: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard peek == UInt8(ascii: mark) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ mark: Unicode.Scalar) throws(FieldFileError) {
    if !take(mark) { throw .badHeader(file, at: position, expected: "\(mark)") }
  }

}

extension FieldFileError {

  fileprivate static func badHeader(
    _ file: String, at offset: Int, expected: String
  ) -> FieldFileError {
    FieldFileError(
      file, at: offset, "the header is not as NumPy writes it: \(expected) should stand here")
  }

  fileprivate static func badKey(_ file: String, at offset: Int) -> FieldFileError {
    FieldFileError(
      file, at: offset,
      "the header has a key other than descr, fortran_order and shape, or has one twice")
  }

  fileprivate static func missingKey(_ file: String) -> FieldFileError {
    FieldFileError(file, "the header lacks one of the keys descr, fortran_order and shape")
  }

  fileprivate static func structured(_ file: String, at offset: Int) -> FieldFileError {
    FieldFileError(
      file, at: offset, "holds structured elements",
      remedy: "save each of their parts as an array of its own")
  }

  fileprivate static func manyDimensions(_ file: String, at offset: Int) -> FieldFileError {
    FieldFileError(file, at: offset, "has more than 8 dimensions")
  }

  fileprivate static func largeExtent(_ file: String, at offset: Int) -> FieldFileError {
    FieldFileError(file, at: offset, "has an extent of 2^48 or more")
  }

}

import Fields
import StencilTypes
import Testing

/// Files of 16-bit floats, which no field has.
@Suite struct HalfPrecisionTests {

  /// Some floats of 16 bits and what they are worth (IEEE 754-2019, 3.6).
  static let values: [(bits: UInt16, value: Float)] = [
    (0x3E00, 1.5), (0xC000, -2), (0x7BFF, 65504), (0x0001, 0x1p-24), (0x83FF, -1023 * 0x1p-24),
    (0x0400, 0x1p-14), (0x8000, -0.0), (0x7C00, .infinity), (0xFC00, -.infinity),
  ]

  /// Returns the file that holds them, NumPy's text for their type being `descr`.
  private func file(_ descr: String, shape: String, isSwapped: Bool) -> [UInt8] {
    var header = "{'descr': '\(descr)', 'fortran_order': False, 'shape': \(shape), }"
    while (header.utf8.count + 11) % 64 != 0 { header += " " }
    header += "\n"
    let data = Self.values.flatMap { v in
      let bytes = [UInt8(v.bits & 0xFF), UInt8(v.bits >> 8)]
      return isSwapped ? bytes.reversed() : bytes
    }
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0]
      + Array(header.utf8) + data
  }

  @Test(arguments: [("<f2", "(9,)", false), (">f2", "(3, 3)", true), ("=f2", "(9, 1)", false)])
  func areReadAsSingle(descr: String, shape: String, isSwapped: Bool) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(file(descr, shape: shape, isSwapped: isSwapped), to: "h.npy")
    let array = try NpyFile.read(path)
    #expect(array.dtype == .float32 && array.isWidened)
    let axes = [Dimension("I"), Dimension("J")].prefix(array.shape.count)
    let field = try Field(array, axes: Array(axes))
    let bits = field.elements(as: Float.self).map(\.bitPattern)
    #expect(bits == Self.values.map(\.value.bitPattern))
  }

  @Test func keepNaN() throws {
    let folder = try TemporaryFolder()
    var bytes = file("<f2", shape: "(9,)", isSwapped: false)
    bytes[bytes.count - 1] = 0x7E
    let field = try Field(
      NpyFile.read(folder.write(bytes, to: "h.npy")), axes: [Dimension("I")])
    #expect(field.elements(as: Float.self).last?.isNaN == true)
  }

  @Test func areCountedInTheirOwnBytes() throws {
    let folder = try TemporaryFolder()
    let bytes = file("<f2", shape: "(10,)", isSwapped: false)
    let error = failure { () throws(FieldFileError) in
      _ = try NpyFile.read(try! folder.write(bytes, to: "h.npy"))
    }
    #expect(error?.reason.contains("18 of 20 bytes") == true, "\(error?.reason ?? "")")
  }

  @Test func areReadFromNumPy() throws {
    let array = try NpyFile.read(fixture("half.npy"))
    #expect(array.isWidened)
    #expect(try !NpyFile.read(fixture("little_f4.npy")).isWidened)
  }

}

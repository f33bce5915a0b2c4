import Fields
import Foundation
import StencilTypes
import Testing

@Suite struct NpyFileTests {

  static let i = Dimension("I")
  static let j = Dimension("J")
  static let k = Dimension("K", .vertical)

  /// Files of [[0, 1, 2], [3, 4, 5]], less 2 if signed, modulo 2 if bools.
  @Test(arguments: [
    ("byte_b1", ScalarKind.bool), ("byte_i1", .int8), ("byte_u1", .uint8), ("little_i2", .int16),
    ("little_u2", .uint16), ("little_i4", .int32), ("little_u4", .uint32), ("little_i8", .int64),
    ("little_u8", .uint64), ("little_f4", .float32), ("little_f8", .float64), ("big_i2", .int16),
    ("big_u4", .uint32), ("big_i8", .int64), ("big_f4", .float32), ("big_f8", .float64),
  ])
  func readsEachType(name: String, dtype: ScalarKind) throws {
    let array = try NpyFile.read(fixture("\(name).npy"))
    let field = try Field(array, axes: [Self.i, Self.k], origins: [Self.k: 4])
    #expect(field.dtype == dtype)
    #expect(field.domain.ranges == [0 ..< 2, 4 ..< 7])
    let expected: [Int32] =
      dtype == .bool
      ? [0, 1, 0, 1, 0, 1]
      : dtype.isSigned || dtype.isFloat ? [-2, -1, 0, 1, 2, 3] : [0, 1, 2, 3, 4, 5]
    #expect(field.values == expected.compactMap { ScalarValue($0).cast(to: dtype) })
  }

  @Test func readsFortranOrder() throws {
    let array = try NpyFile.read(fixture("fortran.npy"))
    #expect(array.isFortranOrder && array.shape == [2, 3, 4])
    let field = try Field(array, axes: [Self.i, Self.j, Self.k])
    #expect(field.elements(as: Double.self) == (0 ..< 24).map(Double.init))
  }

  @Test func putsAxesInCanonicalOrder() throws {
    let array = try NpyFile.read(fixture("little_i4.npy"))
    let field = try Field(array, axes: [Self.k, Self.i])
    #expect(field.dims == [Self.i, Self.k])
    #expect(field.elements(as: Int32.self) == [-2, 1, -1, 2, 0, 3])
  }

  @Test func readsOtherShapesAndVersions() throws {
    let scalar = try Field(NpyFile.read(fixture("scalar.npy")), axes: [])
    #expect(scalar.elements(as: Double.self) == [2.5])
    let empty = try Field(NpyFile.read(fixture("empty.npy")), axes: [Self.i, Self.j])
    #expect(empty.domain.shape == [0, 3] && empty.values.isEmpty)
    for name in ["vector", "version2", "version3"] {
      let field = try Field(NpyFile.read(fixture("\(name).npy")), axes: [Self.i])
      #expect(field.elements(as: Int32.self) == [0, 1, 2, 3, 4])
    }
  }

  @Test func refusesAWrongNumberOfAxes() throws {
    let array = try NpyFile.read(fixture("vector.npy"))
    #expect(throws: FieldError.wrongRank(shape: [5], dims: [Self.i, Self.j])) {
      try Field(array, axes: [Self.i, Self.j])
    }
    #expect(throws: FieldError.originTooLarge(Self.i, .max)) {
      try Field(array, axes: [Self.i], origins: [Self.i: .max])
    }
    // 2^31 - 1 is the last index, so that no range ends beyond it.
    #expect(throws: FieldError.rangeTooLarge(Self.i, 2_147_483_643 ..< 2_147_483_648)) {
      try Field(array, axes: [Self.i], origins: [Self.i: 2_147_483_643])
    }
    _ = try Field(array, axes: [Self.i], origins: [Self.i: 2_147_483_642])
  }

  /// What NumPy itself writes for the same array.
  @Test(arguments: ["byte_b1", "byte_i1", "little_u2", "little_f8", "vector", "scalar", "empty"])
  func writesAsNumPyDoes(name: String) throws {
    let folder = try TemporaryFolder()
    let array = try NpyFile.read(fixture("\(name).npy"))
    let field = try Field(array, axes: Array([Self.i, Self.j].prefix(array.shape.count)))
    try NpyFile.write(field, to: folder.path + "/out.npy")
    let written = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/out.npy"))
    #expect(Array(written) == (try fixtureBytes("\(name).npy")))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names == ["out.npy"])
  }

  @Test func keepsNaNBitsAndOverwrites() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/x.npy"
    let domain = Domain(dims: [Self.i], ranges: [3 ..< 5])
    try NpyFile.write(Field([1.0, 2.0], on: domain), to: path)
    let odd = Double(bitPattern: 0xFFF0_0000_0000_0123)
    try NpyFile.write(Field([odd, -0.0], on: domain), to: path)
    let back = try Field(NpyFile.read(path), axes: [Self.i])
    #expect(back.elements(as: Double.self).map(\.bitPattern) == [odd.bitPattern, 1 << 63])
  }

  @Test func saysWhyAFileCannotBeOpenedOrWritten() throws {
    let folder = try TemporaryFolder()
    let missing = failure { () throws(FieldFileError) in _ = try NpyFile.read("/nowhere/u.npy") }
    #expect(
      missing?.description == "/nowhere/u.npy: cannot be opened: No such file or directory")
    #expect(missing?.remedy != nil)
    let notFile = failure { () throws(FieldFileError) in _ = try NpyFile.read(folder.path) }
    #expect(notFile?.reason == "is no regular file")
    let field = Field([1.0], on: Domain(dims: [], ranges: []))
    let unwritable = failure { () throws(FieldFileError) in
      try NpyFile.write(field, to: "/nowhere/u.npy")
    }
    #expect(unwritable?.reason == "cannot be written: No such file or directory")
  }

  @Test func writesThroughLinksAndIntoPipes() throws {
    let folder = try TemporaryFolder()
    let (file, link, pipe) = ("\(folder.path)/u", "\(folder.path)/link", "\(folder.path)/pipe")
    try replaceFile(at: file, with: [1])
    #expect(symlink("u", link) == 0)
    try replaceFile(at: link, with: [2])
    #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == Data([2]))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "u")
    #expect(mkfifo(pipe, 0o600) == 0)
    let reader = open(pipe, O_RDONLY | O_NONBLOCK)
    defer { close(reader) }
    try replaceFile(at: pipe, with: [3])
    var byte: UInt8 = 0
    #expect(read(reader, &byte, 1) == 1)
    #expect(byte == 3)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.sorted() == ["link", "pipe", "u"])
  }

}

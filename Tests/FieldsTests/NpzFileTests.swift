import Fields
import Foundation
import StencilTypes
import Testing

@Suite struct NpzFileTests {

  static let i = Dimension("I")
  static let j = Dimension("J")

  @Test func readsMembers() throws {
    let file = try NpzFile(fixture("two.npz"))
    #expect(file.members == ["u", "table"])
    let u = try Field(file.read("u"), axes: [Self.i])
    #expect(u.elements(as: Double.self) == [0, 1, 2, 3])
    let table = try Field(file.read("table"), axes: [Self.i, Self.j])
    #expect(table.elements(as: Int32.self) == [0, 1, 2, 3, 4, 5])
    let error = failure { () throws(FieldFileError) in _ = try file.read("v") }
    #expect(error?.remedy == "it holds u, table")
  }

  @Test(arguments: ["packed.npz", "streamed.npz"])
  func unpacks(_ name: String) throws {
    let file = try NpzFile(fixture(name))
    let u = try Field(file.read("u"), axes: [Self.i])
    #expect(u.elements(as: Double.self) == [0, 1, 2, 3])
    if file.members.contains("zeros") {
      let zeros = try Field(file.read("zeros"), axes: [Self.i])
      #expect(zeros.statistics.maximum == ScalarValue(0.0))
      #expect(zeros.domain.count == 1000)
    }
  }

  @Test func findsWhatAReferenceNames() throws {
    #expect(ArrayReference("a/u.npy").member == nil)
    #expect(ArrayReference("a.npz:u", relativeTo: "/x").path == "/x/a.npz")
    #expect(ArrayReference("/a.npz:u", relativeTo: "/x").path == "/a.npz")
    #expect(ArrayReference("odd:name.npy").path == "odd:name.npy")
    let only = try ArrayReference(fixture("one.npz")).read()
    #expect(only.shape == [3] && only.dtype == .int64)
    #expect(try ArrayReference(fixture("two.npz") + ":table").read().shape == [3, 2])
    #expect(try ArrayReference(fixture("vector.npy")).read().shape == [5])
    let ambiguous = failure { () throws(FieldFileError) in
      _ = try ArrayReference(fixture("two.npz")).read()
    }
    #expect(ambiguous?.reason == "holds 2 arrays")
    #expect(ambiguous?.remedy?.hasSuffix("two.npz:u") == true)
    let folder = try TemporaryFolder()
    let path = try folder.write(try fixtureBytes("vector.npy"), to: "x.npz")
    let noArchive = failure { () throws(FieldFileError) in
      _ = try ArrayReference(path + ":u").read()
    }
    #expect(noArchive?.remedy == "leave :u out")
  }

  @Test func writesWhatItReads() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/out.npz"
    let u = Field([1.5, 2.5], on: Domain(dims: [Self.i], ranges: [0 ..< 2]))
    let mask = Field([true], on: Domain(dims: [], ranges: []))
    try NpzFile.write([("u", u), ("mask", mask)], to: path)
    let file = try NpzFile(path)
    #expect(file.members == ["u", "mask"])
    #expect(try Field(file.read("u"), axes: [Self.i]).values == u.values)
    #expect(try Field(file.read("mask"), axes: []).values == mask.values)
  }

  /// Returns `bytes` with the number at `offset` from the first `signature` replaced.
  static func patched(
    _ bytes: [UInt8], _ signature: [UInt8], _ offset: Int, _ new: [UInt8]
  ) -> [UInt8] {
    var bytes = bytes
    for i in bytes.indices where bytes[i...].starts(with: signature) {
      bytes.replaceSubrange(i + offset ..< i + offset + new.count, with: new)
      break
    }
    return bytes
  }

  static let local: [UInt8] = [0x50, 0x4B, 3, 4]
  static let central: [UInt8] = [0x50, 0x4B, 1, 2]
  static let end: [UInt8] = [0x50, 0x4B, 5, 6]

  /// A place in `packed.npz` that is changed, and why the file is then refused.
  @Test(arguments: [
    (central, 8, [1, 0] as [UInt8], "encrypted"), (central, 10, [12, 0], "method 12"),
    (central, 16, [0], "contradicts"), (central, 20, [255, 255, 0, 0], "contradicts"),
    (central, 24, [255, 255, 255, 255], "directory is damaged"),
    (central, 24, [0, 0, 0, 127], "contradicts"), (central, 28, [255, 255], "damaged"),
    (central, 42, [5, 0, 0, 0], "contradicts"), (central, 46, [7], "control characters"),
    (local, 0, [0], "contradicts"), (local, 8, [0], "contradicts"),
    (local, 30, [0x78], "contradicts"), (local, 14, [0], "contradicts"),
    (end, 0, [0], "its end is missing"), (end, 10, [255, 254], "at most 10000"),
    (end, 10, [1, 0], "directory is damaged"), (end, 12, [255, 255, 0, 0], "damaged"),
    (end, 16, [255, 255, 0, 0], "damaged"),
  ])
  func refuses(signature: [UInt8], offset: Int, new: [UInt8], reason: String) throws {
    let folder = try TemporaryFolder()
    let bytes = Self.patched(try fixtureBytes("packed.npz"), signature, offset, new)
    let path = try folder.write(bytes, to: "x.npz")
    let error = failure { () throws(FieldFileError) in
      let file = try NpzFile(path)
      for m in file.members { _ = try file.read(m) }
    }
    #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "no error")")
  }

  @Test func refusesDamagedData() throws {
    let folder = try TemporaryFolder()
    var bytes = try fixtureBytes("two.npz")
    // The data of the first member ends before the second one's header.
    let headers = bytes.indices.filter { bytes[$0...].starts(with: Self.local) }
    bytes[headers[1] - 1] ^= 1
    let path = try folder.write(bytes, to: "x.npz")
    let error = failure { () throws(FieldFileError) in _ = try NpzFile(path).read("u") }
    #expect(error?.reason.contains("checksum") == true)
    #expect(error?.member == "u")
  }

  @Test func refusesDuplicatesAndOverlaps() throws {
    let folder = try TemporaryFolder()
    let bytes = try fixtureBytes("two.npz")
    let entries = bytes.indices.filter { bytes[$0...].starts(with: Self.central) }
    var same = bytes
    // Both entries point to the first member.
    same.replaceSubrange(entries[1] + 42 ..< entries[1] + 46, with: [0, 0, 0, 0])
    let overlapping = try folder.write(same, to: "x.npz")
    let overlap = failure { () throws(FieldFileError) in _ = try NpzFile(overlapping) }
    #expect(overlap?.reason.contains("overlap") == true)
    let u = Field([1.5], on: Domain(dims: [Self.i], ranges: [0 ..< 1]))
    try NpzFile.write([("u", u), ("u", u)], to: folder.path + "/twice.npz")
    let twice = failure { () throws(FieldFileError) in _ = try NpzFile(folder.path + "/twice.npz") }
    #expect(twice?.reason == "occurs twice in the archive")
  }

  /// Cuts archives at each length and changes each of their bytes: each is read or refused.
  @Test(arguments: ["two.npz", "packed.npz", "streamed.npz", "one.npz"])
  func neverHarms(_ name: String) throws {
    let folder = try TemporaryFolder()
    let original = try fixtureBytes(name)
    var variants = stride(from: 0, to: original.count, by: 3).map { Array(original[..<$0]) }
    let cutCount = variants.count
    for i in original.indices {
      var bytes = original
      bytes[i] ^= i % 2 == 0 ? 0x01 : 0xFF
      variants.append(bytes)
    }
    for (i, bytes) in variants.enumerated() {
      let path = try folder.write(bytes, to: "x.npz")
      let error = failure { () throws(FieldFileError) in
        let file = try NpzFile(path)
        for m in file.members { _ = try file.read(m) }
      }
      #expect(error?.reason.isEmpty != true)
      #expect(error != nil || i >= cutCount, "cut at \(bytes.count)")
    }
  }

}

import Fields
import Foundation
import StencilTypes
import Testing

@Suite struct MalformedNpyTests {

  /// Returns a file of version 1 with the given header and data.
  static func npy(_ header: String, data: Int = 0, version: UInt8 = 1) -> [UInt8] {
    let text = Array(header.utf8)
    let size = [UInt8(text.count & 255), UInt8(text.count >> 8)] + (version > 1 ? [0, 0] : [])
    return [0x93] + "NUMPY".utf8 + [version, 0] + size + text + [UInt8](repeating: 0, count: data)
  }

  static func npy(descr: String = "'<f8'", shape: String, data: Int = 0) -> [UInt8] {
    npy("{'descr': \(descr), 'fortran_order': False, 'shape': \(shape), }\n", data: data)
  }

  static let refused: [([UInt8], reason: String)] = [
    ([], "does not begin with"),
    (Array("hello, world".utf8), "does not begin with"),
    ([0x93] + "NUMPY".utf8 + [4, 0, 0, 0], "version 4.0"),
    ([0x93] + "NUMPY".utf8 + [1, 1, 0, 0], "version 1.1"),
    ([0x93] + "NUMPY".utf8 + [1, 0, 5], "ends inside the header"),
    ([0x93] + "NUMPY".utf8 + [1, 0, 50, 0, 0x7B], "ends inside the header"),
    ([0x93] + "NUMPY".utf8 + [2, 0, 255, 255, 255, 255], "at most 10000"),
    (npy(""), "{ should stand here"),
    (npy("{}"), "lacks one of the keys"),
    (npy("{'descr': '<f8', 'shape': ()}"), "lacks one of the keys"),
    (npy("{'descr': '<f8', 'descr': '<f8'}"), "or has one twice"),
    (npy("{'x': 1}"), "a key other than"),
    (npy("{'descr': '<f8'"), "} should stand here"),
    (npy("{'descr': '<f8"), "a closing quote"),
    (npy("{'descr': '<\\x668'}"), "a closing quote"),
    (npy("{'descr': 3}"), "a string"),
    (npy("{descr: '<f8'}"), "a string"),
    (npy("{'fortran_order': 0}"), "True or False"),
    (npy("{'shape': [3]}"), "( should stand here"),
    (npy("{'shape': (3)}"), "a comma"),
    (npy("{'shape': (-1,)}"), "an extent"),
    (npy("{'shape': (True,)}"), "an extent"),
    (npy("{'shape': (1.5,)}"), "a comma"),
    (npy("{'shape': (1e9,)}"), "a comma"),
    (npy("{'shape': (,)}"), "an extent"),
    (npy("{'shape': ((1,),)}"), "an extent"),
    (npy("{'shape': (0x10,)}"), "a comma"),
    (npy("{'shape': (02,)}"), "without zeros in front"),
    (npy("{'shape': (3, 010)}"), "without zeros in front"),
    (npy("{'shape': (1L,)}", version: 3), "a comma"),
    (npy("{'shape': (281474976710656,)}"), "2^48"),
    (npy("{'shape': (99999999999999999999999999,)}"), "2^48"),
    (npy("{'shape': (1, 1, 1, 1, 1, 1, 1, 1, 1)}"), "more than 8 dimensions"),
    (npy("__import__('os').system('true')"), "{ should stand here"),
    (npy("{'descr': __import__('os')}"), "a string"),
    (npy(String(repeating: "(", count: 9000)), "{ should stand here"),
    (
      npy("{'descr': '<f8', 'fortran_order': False, 'shape': ()} x", data: 8), "its end"
    ),
    (npy(shape: "(281474976710655, 281474976710655)"), "than can be counted"),
    (npy(shape: "(281474976710655, 281474976710655, 0)"), "than can be counted"),
    (npy(shape: "(0, 281474976710655, 281474976710655)"), "than can be counted"),
    (npy(shape: "(1000000000,)"), "ends after 0 of 8000000000 bytes"),
    (npy(shape: "(2,)", data: 15), "ends after 15 of 16 bytes"),
    (npy(shape: "(2,)", data: 17), "1 bytes after the end"),
    (npy(shape: "(0,)", data: 8), "8 bytes after the end"),
    (npy(descr: "'|O'", shape: "()", data: 8), "pickle"),
    (npy(descr: "'O'", shape: "()", data: 8), "pickle"),
    (npy(descr: "[('a', '<f8')]", shape: "()", data: 8), "structured"),
    (npy(descr: "('<f8', (2,))", shape: "()", data: 16), "structured"),
    (npy(descr: "'|V8'", shape: "()", data: 8), "structured"),
    (npy(descr: "'<U2'", shape: "()", data: 8), "elements of type <U2"),
    (npy(descr: "'|S8'", shape: "()", data: 8), "elements of type |S8"),
    (npy(descr: "'<c16'", shape: "()", data: 16), "elements of type <c16"),
    (npy(descr: "'<f16'", shape: "()", data: 16), "elements of type <f16"),
    (npy(descr: "'<f16'", shape: "()", data: 16), "elements of type <f16"),
    (npy(descr: "'<M8[s]'", shape: "()", data: 8), "elements of type <M8[s]"),
    (npy(descr: "'<>f8'", shape: "()", data: 8), "elements of type <>f8"),
    (npy(descr: "''", shape: "()", data: 8), "elements of type ,"),
    (npy(descr: "'\u{1B}[31m'", shape: "()", data: 8), "elements of type ?[31m"),
  ]

  @Test(arguments: refused)
  func isRefused(_ bytes: [UInt8], reason: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(bytes, to: "x.npy")
    let error = failure { () throws(FieldFileError) in _ = try NpyFile.read(path) }
    #expect(error?.file == path)
    #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "no error")")
  }

  /// Files that NumPy wrote.
  @Test(arguments: [
    ("objects", "pickle"), ("structured", "structured"), ("strings", "<U2"), ("complex", "<c16"),
  ])
  func isRefused(fixture name: String, reason: String) {
    let error = failure { () throws(FieldFileError) in _ = try NpyFile.read(fixture("\(name).npy"))
    }
    #expect(error?.reason.contains(reason) == true)
  }

  @Test(
    arguments: [
      (npy("{\"shape\":(),\"fortran_order\":True,\"descr\":\"=f8\"}", data: 8), .float64, []),
      (npy("  {'descr': 'f8', 'fortran_order': False, 'shape': ()}\n", data: 8), .float64, []),
      (npy("{'descr': '|i1', 'fortran_order': False, 'shape': (2L, 3L)}", data: 6), .int8, [2, 3]),
    ] as [([UInt8], ScalarKind, [Int])])
  func isTakenInAnyKeyOrder(bytes: [UInt8], dtype: ScalarKind, shape: [Int]) throws {
    let folder = try TemporaryFolder()
    let array = try NpyFile.read(folder.write(bytes, to: "x.npy"))
    #expect(array.dtype == dtype)
    #expect(array.shape == shape)
  }

  @Test func makesBoolsOfAnyByte() throws {
    let folder = try TemporaryFolder()
    var bytes = Self.npy(descr: "'|b1'", shape: "(3,)", data: 3)
    bytes.replaceSubrange(bytes.count - 3 ..< bytes.count, with: [0, 2, 255])
    let array = try NpyFile.read(folder.write(bytes, to: "x.npy"))
    let field = try Field(array, axes: [Dimension("I")])
    #expect(field.contiguousBytes() == [0, 1, 1])
  }

  /// Cuts a file at each length and changes each byte of its header in several ways: it is read or
  /// refused, and what is read has the size that the file can account for.
  @Test(arguments: ["little_f8", "version2", "fortran", "byte_b1"])
  func neverHarms(_ name: String) throws {
    let folder = try TemporaryFolder()
    let original = try fixtureBytes("\(name).npy")
    var variants = original.indices.map { Array(original[..<$0]) }
    for i in 0 ..< 128 {
      for change in [0x01, 0x20, 0x80, 0xFF] as [UInt8] {
        var bytes = original
        bytes[i] ^= change
        variants.append(bytes)
      }
    }
    var refused = 0
    for bytes in variants {
      let path = try folder.write(bytes, to: "x.npy")
      do throws(FieldFileError) {
        let array = try NpyFile.read(path)
        #expect(array.shape.reduce(1, *) * array.dtype.byteCount < bytes.count)
      } catch {
        #expect(!error.reason.isEmpty && error.file == path)
        refused += 1
      }
    }
    #expect(refused > variants.count / 2)
  }

}

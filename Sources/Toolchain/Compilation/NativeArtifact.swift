import CodeGen
import Foundation

/// What is built of a program for the backend `c`: an object, how it is called, and what it means.
struct NativeArtifact: Codable, Hashable {

  let object: [UInt8]
  let entry: EntryPoint

  /// The ITIR that the code was made of: it answers where the code does not.
  let program: String

  private struct Head: Codable {
    let entry: EntryPoint
    let program: String
    let objectSize: Int
  }

  init(object: [UInt8], entry: EntryPoint, program: String) {
    self.object = object
    self.entry = entry
    self.program = program
  }

  /// The artifact in a piece: the size of the head, the head, the object.
  var bytes: [UInt8] {
    let head = Head(entry: entry, program: program, objectSize: object.count)
    guard let text = try? JSONEncoder().encode(head) else {
      preconditionFailure("an entry point can be written")
    }
    return withUnsafeBytes(of: UInt64(text.count).littleEndian, Array.init) + text + object
  }

  /// Reads what `bytes` gave.
  init?(bytes: [UInt8]) {
    guard bytes.count >= 8 else { return nil }
    let count = (0 ..< 8).reduce(0) { $0 | Int(bytes[$1]) << (8 * $1) }
    guard count >= 0, count <= bytes.count - 8,
      let head = try? JSONDecoder().decode(Head.self, from: Data(bytes[8 ..< 8 + count])),
      head.objectSize == bytes.count - 8 - count
    else { return nil }
    self.init(object: Array(bytes[(8 + count)...]), entry: head.entry, program: head.program)
  }

}

extension SDFGInterface {

  /// The names as the text of a file.
  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let bytes = try? encoder.encode(self) else {
      preconditionFailure("names can be written")
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  init?(json: String) {
    guard let names = try? JSONDecoder().decode(SDFGInterface.self, from: Data(json.utf8)) else {
      return nil
    }
    self = names
  }

}

extension EntryPoint {

  /// The entry as the text of a file.
  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let bytes = try? encoder.encode(self) else {
      preconditionFailure("an entry point can be written")
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  init?(json: String) {
    guard let entry = try? JSONDecoder().decode(EntryPoint.self, from: Data(json.utf8)) else {
      return nil
    }
    self = entry
  }

}

import CodeGen
import Foundation

/// What is built of a program for the backend `c`: an object, how it is called, and what it means.
struct NativeArtifact: Codable, Hashable {

  let object: [UInt8]
  let entry: EntryPoint

  /// The ITIR that the code was made of: it answers where the code does not.
  let program: String

  /// The C whose rest is not in the object; `nil` if all of it is.
  let code: String?

  private struct Head: Codable {
    let entry: EntryPoint
    let program: String
    let objectSize: Int

    /// The number of bytes of the code; `nil` if there is none.
    let codeSize: Int?
  }

  init(object: [UInt8], entry: EntryPoint, program: String, code: String?) {
    self.object = object
    self.entry = entry
    self.program = program
    self.code = code
  }

  /// The artifact in a piece: the size of the head, the head, the object, the code.
  var bytes: [UInt8] {
    let head = Head(
      entry: entry, program: program, objectSize: object.count, codeSize: code?.utf8.count)
    guard let text = try? JSONEncoder().encode(head) else {
      preconditionFailure("an entry point can be written")
    }
    let size = withUnsafeBytes(of: UInt64(text.count).littleEndian, Array.init)
    return size + text + object + (code.map { Array($0.utf8) } ?? [])
  }

  /// Reads what `bytes` gave.
  init?(bytes: [UInt8]) {
    guard bytes.count >= 8 else { return nil }
    let count = (0 ..< 8).reduce(0) { $0 | Int(bytes[$1]) << (8 * $1) }
    guard count >= 0, count <= bytes.count - 8,
      let head = try? JSONDecoder().decode(Head.self, from: Data(bytes[8 ..< 8 + count])),
      head.objectSize >= 0, head.objectSize <= bytes.count - 8 - count,
      head.codeSize ?? 0 == bytes.count - 8 - count - head.objectSize
    else { return nil }
    let rest = bytes[(8 + count)...]
    self.init(
      object: Array(rest.prefix(head.objectSize)), entry: head.entry, program: head.program,
      code: head.codeSize.map { String(decoding: rest.suffix($0), as: UTF8.self) })
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

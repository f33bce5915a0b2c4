import Fields
import Foundation

/// What is written beside the files of an entry, last of all: what they must be.
struct CacheRecord: Codable, Hashable {

  struct File: Codable, Hashable {
    let name: String
    let byteCount: Int
    let sha256: String
  }

  /// The key of the entry.
  let key: String

  /// What it is, for people.
  let about: String

  /// What the key was made of, by names: digests of long parts.
  let parts: [String: String]

  let files: [File]

  init(key: CacheKey, about: String, parts: [String: String], files: [String: [UInt8]]) {
    self.key = key.digits
    self.about = about
    self.parts = parts
    self.files = files.sorted { $0.key < $1.key }.map {
      File(name: $0, byteCount: $1.count, sha256: SHA256.hexadecimal(of: $1))
    }
  }

  var bytes: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return (try? encoder.encode(self)).map(Array.init) ?? []
  }

  init?(bytes: [UInt8]) {
    guard let record = try? JSONDecoder().decode(CacheRecord.self, from: Data(bytes)) else {
      return nil
    }
    self = record
  }

}

import Fields
import Foundation

/// What a frozen program says of itself: everything else in the folder is checked against it.
public struct FrozenManifest: Codable, Hashable, Sendable {

  /// A file of the folder.
  public struct File: Codable, Hashable, Sendable {
    public let path: String
    public let bytes: Int
    public let sha256: String
  }

  /// A shared object for one level of processors.
  public struct Target: Codable, Hashable, Sendable {
    public let path: String
    public let level: String

    /// The instructions that a processor must have.
    public let features: [String]

    public let compiler: String
    public let flags: [String]
  }

  public let format: String
  public let formatVersion: [Int]
  public let abiVersion: [Int]
  public let producer: String
  public let interface: FrozenInterface

  /// The SHA-256 of the interface, which each object names in a note.
  public let digest: String

  /// What holds for its arithmetic.
  public let arithmetic: String

  public let targets: [Target]
  public let files: [File]

  /// The SHA-256 of the manifest without this line's digits.
  public private(set) var checksum = ""

  static let formatName = "stencil-frozen"

  /// The number of bytes above which a manifest is none of ours.
  static let sizeLimit = 1 << 20
  static let version = [1, 0]

  init(interface: FrozenInterface, targets: [Target], files: [File]) {
    format = Self.formatName
    formatVersion = Self.version
    abiVersion = [FrozenInterface.abi, 0]
    producer = "stencil-repl"
    self.interface = interface
    digest = interface.digest
    arithmetic =
      "IEEE 754 without contraction or reassociation; elementary functions are those of the "
      + "machine's libm"
    self.targets = targets
    self.files = files
    checksum = computedChecksum
  }

  /// What `checksum` must be.
  var computedChecksum: String {
    var copy = self
    copy.checksum = ""
    return SHA256.hexadecimal(of: copy.bytes)
  }

  /// The manifest as it is written: keys in order, the same each time.
  var bytes: [UInt8] { canonicalJSON(self) + [UInt8(ascii: "\n")] }

}

extension FrozenInterface {

  /// The SHA-256 of the interface.
  var digest: String { SHA256.hexadecimal(of: canonicalJSON(self)) }

}

/// Returns `value` as JSON, the same each time.
func canonicalJSON(_ value: some Encodable) -> [UInt8] {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
  guard let data = try? encoder.encode(value) else {
    preconditionFailure("a manifest can be written")
  }
  return Array(data)
}

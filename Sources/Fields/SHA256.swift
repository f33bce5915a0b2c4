import CMessageDigest

/// A SHA-256 under construction: the fingerprint of what goes to disk.
public struct SHA256 {

  private var context = SHA2_CTX()

  /// Creates the digest of no bytes.
  public init() { SHA256Init(&context) }

  /// Adds `bytes` behind what was added before.
  public mutating func add(_ bytes: UnsafeRawBufferPointer) {
    SHA256Update(&context, bytes.baseAddress, bytes.count)
  }

  /// Adds `bytes` behind what was added before.
  public mutating func add(_ bytes: [UInt8]) { bytes.withUnsafeBytes { add($0) } }

  /// Adds `text` and its length, so that no two lists of texts are taken for each other.
  public mutating func add(field text: String) {
    add(Array("\(text.utf8.count):\(text)".utf8))
  }

  /// The digest of what was added, in 64 hexadecimal digits.
  public var hexadecimal: String {
    var last = context
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    SHA256Final(&digest, &last)
    let digits = Array("0123456789abcdef")
    return String(digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }

  /// Returns the digest of `bytes`, in 64 hexadecimal digits.
  public static func hexadecimal(of bytes: [UInt8]) -> String {
    var sha = SHA256()
    sha.add(bytes)
    return sha.hexadecimal
  }

}

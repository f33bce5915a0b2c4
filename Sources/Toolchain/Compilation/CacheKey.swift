import Fields

/// What an entry of the cache is found by: a digest of all that it depends on.
public struct CacheKey: Hashable, Sendable, Codable {

  /// 64 hexadecimal digits.
  public let digits: String

  /// Creates the key for what depends on `parts`, which mean what `kind` says.
  public init(_ kind: String, _ parts: [String]) {
    var sha = SHA256()
    sha.add(field: "stencil cache 1")
    sha.add(field: kind)
    for p in parts { sha.add(field: p) }
    digits = sha.hexadecimal
  }

}

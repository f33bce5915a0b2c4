/// What was looked for in the cache for one program, and what came of it.
public struct CacheLookup: Hashable, Sendable {

  /// The name of the program.
  public let program: String

  public let key: CacheKey

  /// Whether it was there.
  public let isFound: Bool

  /// What the key is made of, by names.
  public let parts: [String: String]

  /// One sentence: whether it was there, and if not, what is other in what was.
  public func explanation(in cache: ObjectCache) -> String {
    let name = key.digits.prefix(8)
    if isFound { return "\(program): found \(name)" }
    let others = cache.entries().filter { $0.about == program && $0.key != key.digits }
    let nearest = others.map { e in
      (key: e.key, parts: parts.keys.filter { parts[$0] != e.parts[$0] }.sorted())
    }.min { ($0.parts.count, $0.key) < ($1.parts.count, $1.key) }
    guard let nearest else { return "\(program): compiled as \(name), the first of its name" }
    let what = nearest.parts.joined(separator: " and ")
    return "\(program): compiled as \(name), since \(what) is other than for "
      + nearest.key.prefix(8)
  }

}

/// What was looked for in the cache for one program, and what came of it.
public struct CacheLookup: Hashable, Sendable {

  /// The name of the program.
  public let program: String

  public let key: CacheKey

  /// Whether it was there.
  public let isFound: Bool

  /// Whether it was there, but not as it was kept.
  public let isDamaged: Bool

  /// What the key is made of, by names.
  public let parts: [String: String]

  /// Creates what came of looking for `key`, of which there was `finding`.
  init(program: String, key: CacheKey, _ finding: ObjectCache.Finding, parts: [String: String]) {
    self.program = program
    self.key = key
    self.parts = parts
    switch finding {
    case .found: (isFound, isDamaged) = (true, false)
    case .missing: (isFound, isDamaged) = (false, false)
    case .damaged: (isFound, isDamaged) = (false, true)
    }
  }

  /// One sentence: whether it was there, and if not, what is other in what was.
  public func explanation(in cache: ObjectCache) -> String {
    let name = key.digits.prefix(8)
    let title = program.asPeopleSay
    if isFound { return "\(title): found \(name)" }
    if isDamaged { return "\(title): compiled as \(name), since what was kept was damaged" }
    let others = cache.entries().filter { $0.about == program && $0.key != key.digits }
    let nearest = others.map { e in
      (key: e.key, parts: parts.keys.filter { parts[$0] != e.parts[$0] }.sorted())
    }.min { ($0.parts.count, $0.key) < ($1.parts.count, $1.key) }
    guard let nearest else { return "\(title): compiled as \(name), the first of its name" }
    let what = nearest.parts.joined(separator: " and ")
    return "\(title): compiled as \(name), since \(what) is other than for "
      + nearest.key.prefix(8)
  }

}

extension String {

  /// What people call the program of this name: one of an operator is that operator.
  fileprivate var asPeopleSay: String {
    let mark = "__field_operator_"
    return hasPrefix(mark) ? String(dropFirst(mark.count)) : self
  }

}

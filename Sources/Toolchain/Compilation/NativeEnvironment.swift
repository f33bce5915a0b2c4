import Synchronization

/// What native code is made and run with: a compiler, a cache, a level of processors, threads.
public final class NativeEnvironment: Sendable {

  /// Where compilers are looked for.
  private let searches: [SourceLanguage: CompilerSearch]

  public let cache: ObjectCache
  public let target: NativeTarget
  public let threads: ThreadPool

  private struct State {
    var compilers: [SourceLanguage: CCompiler] = [:]
    var notices: [String] = []
    var said: Set<String> = []
    var lookups: [CacheLookup] = []
  }

  private let state = Mutex(State())

  /// Creates the surroundings of compiled code; the compiler is looked for when it is first needed.
  public init(
    search: CompilerSearch, cPlusPlus: CompilerSearch = .system(for: .cPlusPlus),
    cache: ObjectCache, target: NativeTarget = NativeTarget(), threads: ThreadPool = .shared
  ) {
    searches = [.c: search, .cPlusPlus: cPlusPlus]
    self.cache = cache
    self.target = target
    self.threads = threads
  }

  /// What this process uses.
  public static let system = NativeEnvironment(search: .system, cache: .system())

  /// Returns the compiler, which is looked for when it is needed first.
  ///
  /// - Throws: That there is none, or none that can be started, and `CompilationProblem.cancelled`.
  public func compiler(
    for language: SourceLanguage = .c, isCancelled: @Sendable () -> Bool = { false }
  ) throws(CompilationProblem) -> NativeCompiler {
    if let known = state.withLock({ $0.compilers[language] }) {
      return NativeCompiler(compiler: known, cache: cache)
    }
    guard let search = searches[language] else { preconditionFailure("all languages are there") }
    let found = try search.compiler(cache: cache, isCancelled: isCancelled)
    state.withLock { $0.compilers[language] = found }
    return NativeCompiler(compiler: found, cache: cache)
  }

  /// What was looked for in the cache, in order; the latest of each program and kind.
  public var lookups: [CacheLookup] { state.withLock { $0.lookups } }

  func note(_ lookup: CacheLookup) {
    state.withLock { s in
      s.lookups.removeAll { $0.key == lookup.key }
      s.lookups.append(lookup)
      if s.lookups.count > 100 { s.lookups.removeFirst() }
    }
  }

  /// Notes what a person should know; the same is noted once.
  func note(_ text: String) {
    state.withLock { s in
      if s.said.insert(text).inserted { s.notices.append(text) }
    }
  }

  /// Returns what was noted since this was asked last, in order.
  public func takeNotices() -> [String] {
    if let warning = cache.takeWarning() { note(warning) }
    return state.withLock { s in
      defer { s.notices = [] }
      return s.notices
    }
  }

}

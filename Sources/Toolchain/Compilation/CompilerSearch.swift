import CNative
import Foundation
import Glibc

/// Where compilers for C or C++ are looked for.
public struct CompilerSearch: Hashable, Sendable {

  public let language: SourceLanguage

  /// The value of `CC` or `CXX`: a path or a name, perhaps with arguments.
  public let override: String?

  /// The folders with programs, in order.
  public let path: [String]

  /// The folders with the programs of a Swift toolchain.
  public let toolchains: [String]

  /// Creates the search: `override` if there is one, else beside the `toolchains`, else in the folders
  /// of `path`.
  public init(
    for language: SourceLanguage = .c, override: String?, path: [String], toolchains: [String] = []
  ) {
    self.language = language
    self.override = override
    self.path = path
    self.toolchains = toolchains
  }

  /// Where this process looks for a compiler of C.
  public static var system: CompilerSearch { .system(for: .c) }

  /// Where this process looks.
  public static func system(for language: SourceLanguage) -> CompilerSearch {
    let environment = ProcessInfo.processInfo.environment
    let path = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    let besideSwift = path.map { $0 + "/swift" }.first { access($0, X_OK) == 0 }
    return CompilerSearch(
      for: language,
      override: environment[language.variable].flatMap {
        $0.allSatisfy(\.isWhitespace) ? nil : $0
      }, path: path,
      toolchains: [besideSwift.flatMap(folderOfTarget), folderBesideRuntime].compactMap { $0 })
  }

  /// What could be a compiler: a path and the arguments that stand before all others, in order.
  public var candidates: [(path: String, arguments: [String])] {
    if let override {
      let words = override.split(whereSeparator: \.isWhitespace)
      // A path may hold blanks; the shortest that names something is it.
      let end = words.first { exists(String(override[words[0].startIndex ..< $0.endIndex])) }
      let name = override[words[0].startIndex ..< (end ?? words[0]).endIndex]
      let arguments = override[name.endIndex...].split(whereSeparator: \.isWhitespace)
      let paths = words[0].contains("/") ? [String(name)] : path.map { "\($0)/\(words[0])" }
      return paths.map {
        ($0, (words[0].contains("/") ? arguments : Array(words.dropFirst())).map(String.init))
      }
    }
    let names = language.compilerNames
    return toolchains.map { ("\($0)/\(names[0])", []) }
      + names.flatMap { name in path.map { ("\($0)/\(name)", []) } }
  }

  /// How long a compiler may take to say what it is.
  static let patience = Duration.seconds(5)

  /// The first linker on the path.
  private var linker: String? {
    path.lazy.map { "\($0)/ld" }.first { $0.hasPrefix("/") && access($0, X_OK) == 0 }
  }

  /// Returns the first compiler that is there.
  ///
  /// What it says of itself is taken from `cache`, unless it was changed.
  ///
  /// - Throws: `CompilationProblem.noCompiler` if there is none, `.unusable` if the one that is named
  ///   is not there or cannot be started, and `.cancelled`.
  public func compiler(
    cache: ObjectCache, isCancelled: @Sendable () -> Bool = { false }
  ) throws(CompilationProblem) -> CCompiler {
    for (path, arguments) in candidates {
      guard access(path, X_OK) == 0, let identity = fileIdentity(of: path) else { continue }
      let words = ([path] + arguments).joined(separator: " ")
      let key = CacheKey("compiler", [words, identity])
      if let known = cache.entry(key)?["version.txt"] {
        return CCompiler(
          path: path, leadingArguments: arguments,
          versionText: String(decoding: known, as: UTF8.self), fileIdentity: identity,
          language: language, linker: linker)
      }
      let asked = ExternalCommand(path, arguments + ["--version"], timeLimit: Self.patience)
      let outcome: ExternalCommand.Outcome
      do { outcome = try asked.run(isCancelled: isCancelled) } catch {
        if error == .cancelled { throw .cancelled }
        throw .unusable(path: path, reason: error.reason, language)
      }
      // One that does not know the question compiles all the same.
      let text = outcome.isSuccess ? outcome.output : "unknown compiler"
      cache.publish(key, ["version.txt": Array(text.utf8)], about: "what \(words) says of itself")
      return CCompiler(
        path: path, leadingArguments: arguments, versionText: text, fileIdentity: identity,
        language: language, linker: linker)
    }
    if let override {
      throw .unusable(path: override, reason: reasonForNone, language)
    }
    throw .noCompiler(language)
  }

  /// Why no candidate can be used: what the first one is that is there.
  private var reasonForNone: String {
    guard let path = candidates.map(\.path).first(where: exists) else {
      return override?.contains("/") == true ? "it is not there" : "it is not there on PATH"
    }
    var status = stat()
    let isFolder = stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    return isFolder ? "it is a folder" : "it is not executable"
  }

}

/// `true` iff there is something at `path`.
private func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

/// Returns what tells the file at `path` from earlier and later ones.
private func fileIdentity(of path: String) -> String? {
  guard let real = realpath(path, nil) else { return nil }
  defer { free(real) }
  var status = stat()
  guard stat(real, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
  let time = status.st_mtim
  return "\(String(cString: real)) \(status.st_size) \(time.tv_sec).\(time.tv_nsec)"
}

/// Returns the folder of the file that the link `path` leads to.
private func folderOfTarget(_ path: String) -> String? {
  guard let real = realpath(path, nil) else { return nil }
  defer { free(real) }
  return URL(fileURLWithPath: String(cString: real)).deletingLastPathComponent().path
}

/// The programs of the toolchain whose runtime this process uses: `usr/bin` beside `usr/lib/swift`.
private var folderBesideRuntime: String? {
  guard let symbol = dlsym(nil, "swift_retain"), let name = native_file_of(symbol) else {
    return nil
  }
  let library = URL(fileURLWithPath: String(cString: name))
  let usr = (0 ..< 4).reduce(library) { url, _ in url.deletingLastPathComponent() }
  return usr.appendingPathComponent("bin").path
}

import Fields

/// A compiler of this machine for C or C++.
public struct CCompiler: Hashable, Sendable {

  /// Whose flags it takes.
  public enum Family: String, Hashable, Sendable, Codable {
    case clang, gcc, other
  }

  /// The absolute path.
  public let path: String

  /// What stands before all other arguments: more than the path can be given in `CC`.
  public let leadingArguments: [String]

  /// What it says of itself; the first line names it.
  public let versionText: String

  /// What tells this build of it from others without starting it: path, size, time of change.
  public let fileIdentity: String

  public let language: SourceLanguage

  /// The folders with headers that are not the system's.
  public let headers: [String]

  /// Creates the compiler in the file at `path`, called with `leadingArguments` before all others.
  ///
  /// - Parameters:
  ///   - versionText: what it says of its version.
  ///   - fileIdentity: what changes when the file does; both are part of cache keys.
  ///   - headers: folders with headers that are not the system's.
  public init(
    path: String, leadingArguments: [String] = [], versionText: String, fileIdentity: String,
    language: SourceLanguage = .c, headers: [String] = []
  ) {
    self.path = path
    self.leadingArguments = leadingArguments
    self.versionText = versionText
    self.fileIdentity = fileIdentity
    self.language = language
    self.headers = headers
  }

  public var family: Family {
    let text = versionText.lowercased()
    if text.contains("clang") { return .clang }
    return text.contains("gcc") || text.contains("free software foundation") ? .gcc : .other
  }

  /// Returns the compiler, told of a folder with headers, which `identity` tells from others.
  public func with(headers folder: String, identity: String) -> CCompiler {
    CCompiler(
      path: path, leadingArguments: leadingArguments, versionText: versionText,
      fileIdentity: "\(fileIdentity), \(identity)", language: language,
      headers: headers + [folder])
  }

  /// The line that names it.
  public var title: String {
    versionText.split(separator: "\n").first.map(String.init) ?? path
  }

}

extension CCompiler {

  /// The flags that code needs to mean what the interpreter computes, in whatever it is put.
  ///
  /// Nothing is contracted or taken from the compiler's own idea of libm, and integers wrap.
  public func meaningFlags(_ target: NativeTarget) -> [String] {
    var flags = language.flags + [target.optimisation.rawValue, "-ffp-contract=off"]
    switch family {
    case .clang, .gcc: flags += ["-fno-math-errno", "-fwrapv", "-fno-builtin"]
    case .other: break
    }
    // Only then are floor, ceil and trunc vectorised; no bit changes.
    if family == .gcc { flags.append("-fno-trapping-math") }
    if target.level != .base, family != .other {
      flags.append("-march=\(target.level.rawValue)")
      // It would take vectors of half the size otherwise.
      if target.level == .v4, family == .clang { flags.append("-mprefer-vector-width=512") }
    }
    return flags
  }

  /// The flags of position-independent code that shows nothing but what it exports.
  public static let objectFlags = ["-fPIC", "-fvisibility=hidden"]

  /// The flags of a shared object that needs nothing that is not there, and is the same each time.
  public var linkFlags: [String] {
    switch family {
    case .clang, .gcc: ["-shared", "-Wl,-z,defs,-z,relro,-z,now", "-Wl,--build-id=none", "-lm"]
    case .other: ["-shared", "-lm"]
    }
  }

  /// Returns the command that makes the shared object `output` of the C file `source`.
  public func command(
    compiling source: String, to output: String, for target: NativeTarget, in folder: String? = nil
  ) -> ExternalCommand {
    ExternalCommand(
      path,
      leadingArguments + meaningFlags(target) + Self.objectFlags
        + headers.flatMap { ["-isystem", $0] } + ["-w", source, "-o", output] + linkFlags,
      in: folder, timeLimit: language.timeLimit)
  }

  /// Returns the key under which the object is kept that `source` is compiled to.
  public func key(of source: String, for target: NativeTarget) -> CacheKey {
    CacheKey(
      "object",
      [
        source, versionText, fileIdentity,
        command(compiling: language.fileName, to: "k.so", for: target).description,
      ])
  }

}

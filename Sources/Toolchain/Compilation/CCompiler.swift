import CodeGen
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

  /// The linker that does without the compiler, which takes longer to find its own; `nil` if the
  /// compiler has to link.
  public let linker: String?

  /// Creates the compiler in the file at `path`, called with `leadingArguments` before all others.
  ///
  /// - Parameters:
  ///   - versionText: what it says of its version.
  ///   - fileIdentity: what changes when the file does; both are part of cache keys.
  ///   - headers: folders with headers that are not the system's.
  public init(
    path: String, leadingArguments: [String] = [], versionText: String, fileIdentity: String,
    language: SourceLanguage = .c, headers: [String] = [], linker: String? = nil
  ) {
    self.path = path
    self.leadingArguments = leadingArguments
    self.versionText = versionText
    self.fileIdentity = fileIdentity
    self.language = language
    self.headers = headers
    self.linker = linker
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
      headers: headers + [folder], linker: linker)
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
    var flags = language.flags + optimisationFlags(target.optimisation) + ["-ffp-contract=off"]
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

  private func optimisationFlags(_ optimisation: Optimisation) -> [String] {
    switch (optimisation, family, language) {
    case (.quick, .clang, .c): [optimisation.rawValue, "-fno-slp-vectorize", "-fno-unroll-loops"]
    // Less would leave loops without vectors, or templates without functions put in.
    case (.quick, .gcc, _), (.quick, .other, _), (.quick, .clang, .cPlusPlus):
      [Optimisation.full.rawValue]
    case (.none, _, _), (.full, _, _): [optimisation.rawValue]
    }
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
  ///
  /// - Parameter part: what of the file is compiled.
  public func command(
    compiling source: String, _ part: CodePart = .whole, to output: String,
    for target: NativeTarget, in folder: String? = nil
  ) -> ExternalCommand {
    ExternalCommand(
      path,
      leadingArguments + meaningFlags(target) + Self.objectFlags + part.flags
        + headers.flatMap { ["-isystem", $0] } + ["-w", source, "-o", output] + linkFlags,
      in: folder, timeLimit: language.timeLimit)
  }

  /// Returns the commands that make the same in two steps, sooner; `nil` if the compiler has to link.
  ///
  /// The first ones can run side by side. What the object needs of libm is taken from this process.
  ///
  /// - Parameter halves: what of the part is compiled for itself; all at once if there are none.
  func separateCommands(
    compiling source: String, _ part: CodePart, _ halves: [CodeHalf], to output: String,
    for target: NativeTarget, in folder: String?
  ) -> (compile: [ExternalCommand], link: ExternalCommand)? {
    // Arguments of others may be for the linker, too.
    guard let linker, family == .clang, language == .c, leadingArguments.isEmpty else { return nil }
    let pieces = halves.isEmpty ? [[]] : halves.map(\.flags)
    let objects = pieces.indices.map { "\(output).\($0).o" }
    let flags = meaningFlags(target) + Self.objectFlags + part.flags
    return (
      zip(pieces, objects).map { piece, object in
        ExternalCommand(
          path, flags + piece + ["-w", "-c", source, "-o", object], in: folder,
          timeLimit: language.timeLimit)
      },
      ExternalCommand(
        linker,
        ["-shared", "--hash-style=gnu", "--build-id=none", "-z", "relro", "-z", "now"] + objects
          + ["-o", output], in: folder, timeLimit: language.timeLimit)
    )
  }

  /// Returns the key under which the object is kept that `part` of a file is compiled to.
  ///
  /// - Parameter digest: the SHA-256 of the file.
  func key(
    ofCode digest: String, _ part: CodePart = .whole, for target: NativeTarget
  ) -> CacheKey {
    CacheKey(
      "object",
      [
        digest, versionText, fileIdentity,
        command(compiling: language.fileName, part, to: "k.so", for: target).description,
      ])
  }

}

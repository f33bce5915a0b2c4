import CNative
import Diagnostics
import Fields
import Foundation
import Glibc

/// A frozen program in its folder, checked: nothing of it is loaded before all of it is as it must be.
///
/// The checks show that nobody changed it by mistake, not who wrote it: to thaw one is to run what
/// its author wrote.
public struct FrozenArtifact: Sendable {

  public let path: String
  public let manifest: FrozenManifest

  private let folder: Folder

  /// Reads the manifest in the folder at `path`, and looks no further.
  ///
  /// - Throws: What is missing, unreadable, or of another format.
  public init(_ path: String) throws(DiagnosticError) {
    do throws(FrozenProblem) { try self.init(opening: path) } catch { throw error.diagnostic }
  }

  private init(opening path: String) throws(FrozenProblem) {
    let absolute = URL(fileURLWithPath: path).standardizedFileURL.path
    self.path = absolute
    do throws(Folder.Failure) { folder = try Folder.open(absolute) } catch {
      throw FrozenProblem(
        .folder, "'\(path)' \(Folder.description(of: absolute, error)).",
        hint: "name the folder that a program was frozen to")
    }
    if let reason = folder.distrust {
      throw FrozenProblem(
        .folder, "'\(path)' \(reason).", hint: Self.trustHint)
    }
    let bytes: [UInt8]
    do throws(Folder.Failure) {
      bytes = try folder.read("manifest.json", limit: FrozenManifest.sizeLimit)
    } catch {
      let what =
        error.code == ENOENT
        ? "has no manifest.json" : "has a manifest.json that cannot be read: \(error.reason)"
      throw FrozenProblem(
        .manifest, "'\(path)' \(what).", hint: "name a folder that a program was frozen to")
    }
    guard let head = try? JSONDecoder().decode(Head.self, from: Data(bytes)) else {
      throw FrozenProblem(.manifest, "The manifest of '\(path)' is no manifest: it is damaged.")
    }
    guard head.format == FrozenManifest.formatName, let major = head.formatVersion.first else {
      throw FrozenProblem(.manifest, "The manifest of '\(path)' is of no frozen program.")
    }
    guard major == FrozenManifest.version[0] else {
      throw FrozenProblem(
        .format,
        "'\(path)' has format \(major); this build reads \(FrozenManifest.version[0]).",
        hint: "freeze it again with this build")
    }
    guard let manifest = try? JSONDecoder().decode(FrozenManifest.self, from: Data(bytes)),
      manifest.bytes == bytes, manifest.checksum == manifest.computedChecksum,
      manifest.digest == manifest.interface.digest
    else {
      throw FrozenProblem(
        .manifest, "The manifest of '\(path)' contradicts itself: it is damaged.")
    }
    self.manifest = manifest
  }

  private static let trustHint = "copy it to a folder of yours that only you can write in"

  private struct Head: Decodable {
    let format: String
    let formatVersion: [Int]
  }

  // MARK: Files

  /// Checks every file against the manifest, and the objects against their notes.
  ///
  /// Returns the bytes of the files by their paths.
  ///
  /// - Throws: The first file or object that is not what the manifest says.
  /// - Complexity: O(bytes of all files).
  @discardableResult public func verify() throws(DiagnosticError) -> [String: [UInt8]] {
    do throws(FrozenProblem) {
      let files = try checkedFiles()
      for t in manifest.targets { try checkObject(files[t.path] ?? [], t.path) }
      try checkObject(files[commonPath] ?? [], commonPath)
      return files
    } catch {
      throw error.diagnostic
    }
  }

  private var commonPath: String { "lib/lib\(manifest.interface.name).so" }

  /// What Python keeps of a module it makes again.
  static let pythonCache = "python/__pycache__"

  private func checkedFiles() throws(FrozenProblem) -> [String: [UInt8]] {
    if let found = folder.firstDistrusted(excluding: Self.pythonCache) {
      throw FrozenProblem(
        .folder, "'\(found.path)' of '\(path)' \(found.reason).", hint: Self.trustHint)
    }
    var files: [String: [UInt8]] = [:]
    for f in manifest.files {
      let parts = f.path.split(separator: "/", omittingEmptySubsequences: false)
      guard !parts.contains(".."), !parts.contains("."), !parts.contains("") else {
        throw FrozenProblem(.files, "The manifest of '\(path)' names '\(f.path)', outside of it.")
      }
      let bytes: [UInt8]
      do throws(Folder.Failure) { bytes = try folder.readFile(at: f.path) } catch {
        let reason =
          switch error.code {
          case ENOENT: "is missing"
          case ELOOP, ENOTDIR, EINVAL: "is no plain file"
          default: "cannot be read: \(error.reason)"
          }
        throw FrozenProblem(.files, "'\(f.path)' of '\(path)' \(reason).")
      }
      guard bytes.count == f.bytes else {
        throw FrozenProblem(
          .files, "'\(f.path)' of '\(path)' has \(bytes.count) bytes, not \(f.bytes).")
      }
      guard SHA256.hexadecimal(of: bytes) == f.sha256 else {
        throw FrozenProblem(.files, "'\(f.path)' of '\(path)' was changed: its SHA-256 is another.")
      }
      files[f.path] = bytes
    }
    for t in manifest.targets.map(\.path) + [commonPath] where files[t] == nil {
      throw FrozenProblem(.files, "The manifest of '\(path)' does not list '\(t)'.")
    }
    for name in folder.paths()
    where files[name] == nil && name != "manifest.json" && !name.hasPrefix(Self.pythonCache + "/") {
      throw FrozenProblem(
        .files, "'\(path)' has a file that nobody lists: '\(name)'.",
        hint: "move it out of there; nothing was loaded")
    }
    return files
  }

  private func checkObject(_ bytes: [UInt8], _ name: String) throws(FrozenProblem) {
    guard let elf = ElfFile(bytes: bytes) else {
      throw FrozenProblem(.object, "'\(name)' of '\(path)' is no shared object.")
    }
    guard elf.machine == Self.machine else {
      throw FrozenProblem(
        .object, "'\(name)' of '\(path)' is for another kind of processor.",
        hint: "freeze the program on a machine like this one")
    }
    guard elf.note == manifest.digest else {
      throw FrozenProblem(
        .object, "'\(name)' of '\(path)' belongs to another program than its manifest.")
    }
    let strange = elf.needed.filter { !Self.libraries.contains($0) }
    guard strange.isEmpty else {
      throw FrozenProblem(
        .library, "'\(name)' of '\(path)' needs \(strange.joined(separator: ", ")).")
    }
    let own = String(cString: native_libc_version()).version
    for v in elf.versions where v.hasPrefix("GLIBC_") {
      let wanted = String(v.dropFirst(6)).version
      if own.lexicographicallyPrecedes(wanted) {
        throw FrozenProblem(
          .library,
          "'\(name)' of '\(path)' needs glibc \(v.dropFirst(6)); this machine has "
            + "\(String(cString: native_libc_version())).",
          hint: "freeze the program on a machine as old as this one")
      }
    }
  }

  private static let libraries: Set = ["libc.so.6", "libm.so.6"]

  private static var machine: Int {
    #if arch(arm64)
      183
    #else
      62
    #endif
  }

  // MARK: Loading

  /// A frozen program that can be called.
  public struct Thawed: Sendable {

    public let manifest: FrozenManifest

    /// The level of processors that the loaded object is for.
    public let level: String

    public let program: NativeProgram

    /// The ITIR that it was frozen from.
    public let lowered: String

  }

  /// Loads the program, after all checks.
  ///
  /// - Parameter level: the processor to serve; tests say another than there is.
  /// - Throws: What `verify` throws; if no object suits the processor, or its test gives other bits.
  public func thaw(
    for level: CPULevel = .ofThisMachine
  ) throws(DiagnosticError) -> Thawed {
    let files = try verify()
    do throws(FrozenProblem) {
      let target = try target(for: level)
      let interface = manifest.interface
      let program: NativeProgram
      do throws(CompilationProblem) {
        let object = try SharedObject(bytes: files[target.path] ?? [])
        try check(object)
        program = try NativeProgram(
          object, entry: interface.entry, run: "\(interface.name)_run",
          workspace: "\(interface.name)_workspace")
      } catch {
        throw FrozenProblem(
          .load, "'\(target.path)' of '\(path)' cannot be loaded: \(error.message)")
      }
      try checkResult(files, program)
      return Thawed(
        manifest: manifest, level: target.level, program: program,
        lowered: String(decoding: files["ir/lowered.itir"] ?? [], as: UTF8.self))
    } catch {
      throw error.diagnostic
    }
  }

  private func target(for level: CPULevel) throws(FrozenProblem) -> FrozenManifest.Target {
    let known = manifest.targets.compactMap { t in CPULevel(rawValue: t.level).map { (t, $0) } }
    if let best = known.filter({ $0.1 <= level }).max(by: { $0.1 < $1.1 }) { return best.0 }
    let least = known.min { $0.1 < $1.1 }
    let features = least.map { l in l.0.features.filter { !level.allFeatures.contains($0) } } ?? []
    throw FrozenProblem(
      .processor,
      "'\(path)' needs a processor with \(features.joined(separator: ", ")); this one is "
        + "\(level.rawValue).",
      hint: "it has objects for \(known.map(\.0.level).joined(separator: ", "))")
  }

  private func check(_ object: SharedObject) throws(CompilationProblem) {
    let interface = manifest.interface
    guard let abi = object.symbol("\(interface.name)_abi"),
      let digest = object.symbol("\(interface.name)_manifest_digest")
    else { throw .notLoaded(reason: "it does not say what it is") }
    typealias Number = @convention(c) () -> Int32
    typealias Text = @convention(c) () -> UnsafePointer<CChar>?
    let version = Int(unsafeBitCast(abi, to: Number.self)())
    guard version == FrozenInterface.abi, manifest.abiVersion.first == version else {
      throw .notLoaded(reason: "it is called in another way: ABI \(version)")
    }
    guard let text = unsafeBitCast(digest, to: Text.self)(),
      String(cString: text) == manifest.digest
    else { throw .notLoaded(reason: "it belongs to another manifest") }
  }

  private func checkResult(
    _ files: [String: [UInt8]], _ program: NativeProgram
  ) throws(FrozenProblem) {
    guard let bytes = files["test/vectors.json"] else { return }
    guard let vectors = try? JSONDecoder().decode(GoldenVectors.self, from: Data(bytes)) else {
      throw FrozenProblem(.result, "The test of '\(path)' cannot be read.")
    }
    if let name = vectors.difference(of: program, manifest.interface) {
      throw FrozenProblem(
        .result, "The test of '\(path)' fails: '\(name)' is other than when it was frozen.",
        hint: "elementary functions may round differently on this machine; freeze it here")
    }
  }

}

extension CPULevel {

  /// The instructions of this level and those below.
  fileprivate var allFeatures: [String] {
    CPULevel.allCases.filter { $0 <= self }.flatMap(\.features)
  }

}

extension String {

  /// The numbers of a version: `2.36` is 2 and 36.
  fileprivate var version: [Int] { split(separator: ".").map { Int($0) ?? 0 } }

}

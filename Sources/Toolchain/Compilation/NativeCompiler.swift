import Fields
import Foundation
import Glibc

/// Makes shared objects of C or C++ text, or finds those that were made before.
public struct NativeCompiler: Sendable {

  public let compiler: CCompiler
  public let cache: ObjectCache

  /// Creates a way to objects: by `compiler`, unless they are in `cache`.
  public init(compiler: CCompiler, cache: ObjectCache) {
    self.compiler = compiler
    self.cache = cache
  }

  /// A shared object and where it came from.
  public struct Object: Sendable {

    public let bytes: [UInt8]

    /// Whether it was there already.
    public let isCached: Bool

    /// What was looked for.
    public let lookup: CacheLookup

  }

  /// Returns the object that the file `text` is compiled to; `about` says to people what it is.
  public func object(
    of text: String, for target: NativeTarget = NativeTarget(), about: String,
    isCancelled: @Sendable () -> Bool = { false }
  ) throws(CompilationProblem) -> Object {
    let key = compiler.key(of: text, for: target)
    let parts = [
      "the code": SHA256.hexadecimal(of: Array(text.utf8)), "the compiler": compiler.title,
      "the compiler's file": compiler.fileIdentity,
      "the level": target.level.rawValue, "the optimisation": target.optimisation.rawValue,
    ]
    func object(_ bytes: [UInt8], isCached: Bool) -> Object {
      let lookup = CacheLookup(program: about, key: key, isFound: isCached, parts: parts)
      return Object(bytes: bytes, isCached: isCached, lookup: lookup)
    }
    if let bytes = cache.entry(key)?["k.so"] { return object(bytes, isCached: true) }
    let bytes = try compiled(text, for: target, isCancelled: isCancelled)
    cache.publish(
      key, [compiler.language.fileName: Array(text.utf8), "k.so": bytes], about: about, parts: parts
    )
    return object(bytes, isCached: false)
  }

  private func compiled(
    _ text: String, for target: NativeTarget, isCancelled: @Sendable () -> Bool
  ) throws(CompilationProblem) -> [UInt8] {
    let path = try temporaryFolder()
    let name = compiler.language.fileName
    defer { try? FileManager.default.removeItem(atPath: path) }
    let command = compiler.command(compiling: name, to: "k.so", for: target, in: path)
    let folder: Folder
    do throws(Folder.Failure) {
      folder = try Folder.open(path)
      try folder.write(Array(text.utf8), to: name)
    } catch {
      throw .noFolder(reason: error.reason)
    }
    let outcome: ExternalCommand.Outcome
    do { outcome = try command.run(isCancelled: isCancelled) } catch {
      if error == .cancelled { throw .cancelled }
      throw .unusable(path: compiler.path, reason: error.reason, compiler.language)
    }
    guard outcome.isSuccess else {
      throw .refused(
        command: command.description, messages: outcome.errors + outcome.output, compiler.language)
    }
    do throws(Folder.Failure) { return try folder.read("k.so") } catch {
      throw .refused(
        command: command.description, messages: "error: no object came out", compiler.language)
    }
  }

}

/// Creates a folder that only we may use, wherever there is room for one.
func temporaryFolder() throws(CompilationProblem) -> String {
  let places = [ProcessInfo.processInfo.environment["TMPDIR"], "/tmp", "/dev/shm"]
  var reason = "no place for it"
  for place in places.compactMap({ $0 }) where place.hasPrefix("/") {
    var template = Array("\(place)/stencil-XXXXXX".utf8CString)
    if mkdtemp(&template) != nil {
      return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
    reason = String(cString: strerror(errno)).lowercased()
  }
  throw .noFolder(reason: reason)
}

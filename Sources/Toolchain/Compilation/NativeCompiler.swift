import CodeGen
import Fields
import Foundation
import Glibc
import Synchronization

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

  /// Returns the object that `part` of the file `text` is compiled to; `about` says to people what
  /// it is.
  ///
  /// - Throws: What the compiler refuses, that it cannot be run, and `CompilationProblem.cancelled`.
  public func object(
    of text: String, _ part: CodePart = .whole, for target: NativeTarget = NativeTarget(),
    about: String,
    isCancelled: @Sendable () -> Bool = { false }
  ) throws(CompilationProblem) -> Object {
    let digest = SHA256.hexadecimal(of: Array(text.utf8))
    let key = compiler.key(ofCode: digest, part, for: target)
    var parts = [
      "the code": digest, "the compiler": compiler.title,
      "the compiler's file": compiler.fileIdentity,
      "the level": target.level.rawValue, "the optimisation": target.optimisation.rawValue,
    ]
    if part != .whole { parts["the part of the code"] = part.rawValue }
    let finding = cache.find(key)
    func object(_ bytes: [UInt8]) -> Object {
      let lookup = CacheLookup(program: about, key: key, finding, parts: parts)
      return Object(bytes: bytes, isCached: lookup.isFound, lookup: lookup)
    }
    if case .found(let files) = finding, let bytes = files["k.so"] { return object(bytes) }
    let bytes = try compiled(text, part, for: target, isCancelled: isCancelled)
    cache.publish(
      key, [compiler.language.fileName: Array(text.utf8), "k.so": bytes], about: about, parts: parts
    )
    return object(bytes)
  }

  private func compiled(
    _ text: String, _ part: CodePart, for target: NativeTarget, isCancelled: @Sendable () -> Bool
  ) throws(CompilationProblem) -> [UInt8] {
    let path = try temporaryFolder()
    let name = compiler.language.fileName
    defer { try? FileManager.default.removeItem(atPath: path) }
    let command = compiler.command(compiling: name, part, to: "k.so", for: target, in: path)
    let folder: Folder
    do throws(Folder.Failure) {
      folder = try Folder.open(path)
      try folder.write(Array(text.utf8), to: name)
    } catch {
      throw .noFolder(reason: error.reason)
    }
    // Somebody waits for the usual part only.
    let halves = part == .usual && CodeHalf.areFound(in: text) ? CodeHalf.allCases : []
    let steps = compiler.separateCommands(
      compiling: name, part, halves, to: "k.so", for: target, in: path)
    if let steps {
      try succeed(together: steps.compile, isCancelled)
      let outcome = try? steps.link.run(isCancelled: isCancelled)
      // Whatever it is that this linker lacks, the compiler knows.
      if outcome?.isSuccess != true { try succeed(command, isCancelled) }
    } else {
      try succeed(command, isCancelled)
    }
    do throws(Folder.Failure) { return try folder.read("k.so") } catch {
      throw .refused(
        command: command.description, messages: "error: no object came out", compiler.language)
    }
  }

}

extension NativeCompiler {

  /// Runs commands of the compiler side by side, all of which must succeed.
  ///
  /// - Throws: What the first of them throws that fails, in their order.
  private func succeed(
    together commands: [ExternalCommand], _ isCancelled: @Sendable () -> Bool
  ) throws(CompilationProblem) {
    if commands.count == 1 { return try succeed(commands[0], isCancelled) }
    let problems = Mutex([CompilationProblem?](repeating: nil, count: commands.count))
    DispatchQueue.concurrentPerform(iterations: commands.count) { i in
      do throws(CompilationProblem) { try succeed(commands[i], isCancelled) } catch {
        problems.withLock { $0[i] = error }
      }
    }
    if let problem = problems.withLock({ $0 }).compactMap(\.self).first { throw problem }
  }

  /// Runs a command of the compiler, which must succeed.
  private func succeed(
    _ command: ExternalCommand, _ isCancelled: @Sendable () -> Bool
  ) throws(CompilationProblem) {
    let outcome: ExternalCommand.Outcome
    do { outcome = try command.run(isCancelled: isCancelled) } catch {
      if error == .cancelled { throw .cancelled }
      throw .unusable(path: compiler.path, reason: error.reason, compiler.language)
    }
    guard outcome.isSuccess else {
      throw .refused(
        command: command.description, messages: command.messages(of: outcome), compiler.language)
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

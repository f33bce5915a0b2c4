import CodeGen
import Fields
import Foundation
import Synchronization

/// DaCe in a Python of this machine, which compiles SDFGs and calls what comes out; each in a process of
/// its own, which may die.
public final class Dace: Sendable {

  private let pythons: PythonPrograms
  private let isNamed: Bool
  private let found = Mutex<Installation?>(nil)

  /// Creates DaCe that is looked for in `pythons`, which a person named if `isNamed`.
  public init(_ pythons: PythonPrograms, isNamed: Bool = false) {
    self.pythons = pythons
    self.isNamed = isNamed
  }

  /// What this process uses: the Python that `DACE_PYTHON` names, else `python3` on the path.
  public static let system = Dace(
    .system(overriddenBy: "DACE_PYTHON"),
    isNamed: ProcessInfo.processInfo.environment["DACE_PYTHON"] != nil)

  /// Where DaCe is.
  struct Installation: Hashable, Sendable {

    /// The path of Python.
    let python: String

    /// DaCe's version.
    let version: String

    /// The path of CMake, which DaCe needs; `nil` without.
    let cmake: String?

  }

  /// Returns where DaCe is, which is looked for when it is needed first.
  ///
  /// - Throws: That it is not there.
  func installation(
    isCancelled: @Sendable () -> Bool = { false }
  ) throws(CompilationProblem) -> Installation {
    if let known = found.withLock({ $0 }) { return known }
    guard
      let (python, text) = try pythons.first(running: DaceScripts.probe, isCancelled: isCancelled)
    else {
      throw .noLibrary(
        name: isNamed ? "DaCe in the Python of DACE_PYTHON" : "DaCe",
        remedy:
          "python3 -m pip install dace cmake 'networkx<3.5', or set DACE_PYTHON to a Python that has it"
      )
    }
    let lines = text.split(separator: "\n").map(String.init)
    let installation = Installation(
      python: python, version: lines.first ?? "", cmake: lines.count > 1 ? lines[1] : nil)
    if installation.cmake != nil { found.withLock { $0 = installation } }
    return installation
  }

  /// What DaCe made of an SDFG.
  struct Library: Hashable, Sendable, Codable {

    /// The shared object.
    let object: Data

    /// The names of arguments in the order of the call: JSON.
    let arguments: String

  }

  /// Returns what the SDFG `text` is compiled to with `flags`, or what was made of it before.
  ///
  /// - Throws: That DaCe or CMake is not there, or refused it.
  func library(
    of text: String, flags: [String], about: String, cache: ObjectCache,
    isCancelled: @Sendable () -> Bool
  ) throws(CompilationProblem) -> (library: Library, lookup: CacheLookup) {
    let place = try installation(isCancelled: isCancelled)
    guard place.cmake != nil else {
      throw .noLibrary(
        name: "CMake", remedy: "\(place.python) -m pip install cmake: DaCe compiles with it")
    }
    let arguments = flags.joined(separator: " ")
    let key = CacheKey("sdfg", [text, place.python, place.version, arguments])
    let parts = [
      "the code": SHA256.hexadecimal(of: Array(text.utf8)), "DaCe": place.version,
      "Python": place.python, "the flags": arguments,
    ]
    let finding = cache.find(key)
    let lookup = CacheLookup(program: about, key: key, finding, parts: parts)
    if case .found(let files) = finding, let object = files["k.so"],
      let names = files["arguments.json"]
    {
      let library = Library(object: Data(object), arguments: String(decoding: names, as: UTF8.self))
      return (library, lookup)
    }
    let path = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let command = ExternalCommand(
      place.python, ["-c", DaceScripts.build, arguments], in: path, timeLimit: .seconds(900))
    let folder = try inFolder { () throws(Folder.Failure) in
      let folder = try Folder.open(path)
      try folder.write(Array(text.utf8), to: "program.sdfg")
      return folder
    }
    try command.runAsDace("DaCe \(place.version)", isCancelled: isCancelled)
    let library = try inFolder { () throws(Folder.Failure) in
      Library(
        object: Data(try folder.read("program.so")),
        arguments: String(decoding: try folder.read("arguments.json"), as: UTF8.self))
    }
    cache.publish(
      key,
      [
        "k.sdfg": Array(text.utf8), "k.so": Array(library.object),
        "arguments.json": Array(library.arguments.utf8),
      ], about: about, parts: parts)
    return (library, lookup)
  }

}

/// Returns what `body` returns; what it throws is about a folder that work is done in.
func inFolder<T>(_ body: () throws(Folder.Failure) -> T) throws(CompilationProblem) -> T {
  do throws(Folder.Failure) { return try body() } catch {
    throw .noFolder(reason: error.reason)
  }
}

extension ExternalCommand {

  /// Runs a script of ours in Python, which must end well; `tool` says to people what it does.
  func runAsDace(
    _ tool: String, isCancelled: @Sendable () -> Bool
  ) throws(CompilationProblem) {
    let remedy = "`run backend=c` and `run backend=interpreter` do without it"
    let outcome: Outcome
    do { outcome = try run(isCancelled: isCancelled) } catch {
      if error == .cancelled { throw .cancelled }
      throw .broken(tool: tool, reason: error.reason, remedy: remedy)
    }
    switch outcome.ending {
    case .exited(0): return
    case .exited:
      let lines = (outcome.output + "\n" + outcome.errors).split(whereSeparator: \.isNewline)
      // The compiler's own words, if it was that; else the end of what Python says.
      let line =
        lines.first { $0.contains("error:") } ?? lines.last { $0.contains("Error: ") } ?? lines.last
      var reason =
        line.map { withoutTemporaryNames(String($0)) } ?? outcome.ending.description
      while reason.hasSuffix(".") { reason.removeLast() }
      throw .broken(tool: tool, reason: reason, remedy: remedy)
    case .killed:
      throw .broken(tool: tool, reason: outcome.ending.description, remedy: remedy)
    }
  }

}

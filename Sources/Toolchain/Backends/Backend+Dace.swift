import CodeGen
import Diagnostics
import Fields
import Foundation
import Transforms

extension Backend {

  /// The backend that writes an SDFG, has DaCe compile it, and calls what comes out in another process.
  public static let dace = Backend.dace(.system, .system)

  /// The backend `dace` with the cache of `environment`, by `dace`.
  public static func dace(_ environment: NativeEnvironment, _ dace: Dace) -> Backend {
    Backend(
      name: "dace", summary: "an SDFG that DaCe compiles",
      needs: { daceNeeds(dace, $0) },
      texts: [.code("sdfg", "the dataflow graph for DaCe", fileSuffix: ".sdfg")],
      pipeline: .compiledC,
      translate: { (input) throws(DiagnosticError) in
        let code = try SDFGProgram(lowering: input.program, tables: input.tableTypes)
        let name = input.program.name
        return GeneratedSource(
          files: [
            .init(name: name + ".sdfg", language: "SDFG", text: code.text),
            .init(name: name + ".json", language: "JSON", role: .entryPoint, text: code.entry.json),
            .init(
              name: name + ".names.json", language: "JSON", role: .argumentNames,
              text: code.interface.json),
            .init(
              name: name + ".itir", language: "ITIR", role: .program,
              text: input.program.text(style: .typed)),
          ], entryPoint: code.interface.name,
          interface: CallInterface(input, sites: input.program.sites))
      },
      build: { (source, isCancelled) throws(DiagnosticError) in
        let flags = CCompiler.daceFlags(environment.target)
        let (library, lookup) = try reporting { () throws(CompilationProblem) in
          try dace.library(
            of: source.code, flags: flags, about: source.interface.name,
            cache: environment.cache, isCancelled: isCancelled)
        }
        environment.note(lookup)
        let artifact = DaceArtifact(
          library: library, entry: source.written(.entryPoint),
          names: source.written(.argumentNames),
          program: source.written(.program))
        return Artifact(
          .memory(artifact.bytes), entryPoint: source.entryPoint, interface: source.interface)
      },
      load: { (artifact) throws(DiagnosticError) in
        guard case .memory(let bytes) = artifact.content, let made = DaceArtifact(bytes: bytes),
          let entry = EntryPoint(json: made.entry), let names = SDFGInterface(json: made.names)
        else { preconditionFailure("the backend builds in memory") }
        let executable = NativeExecutable(
          DaceProgram(dace: dace, library: made.library, entry: entry, interface: names),
          artifact.interface, text: made.program)
        return Executable(
          artifact.interface,
          updating: { (arguments: inout [ArgumentValue], around) throws(DiagnosticError) in
            try executable.update(&arguments, around)
          })
      })
  }

}

/// Returns what the backend needs, and where it is.
private func daceNeeds(_ dace: Dace, _ isCancelled: IsCancelled) -> [BackendNeed] {
  let place: Dace.Installation
  do throws(CompilationProblem) {
    place = try dace.installation(isCancelled: isCancelled)
  } catch {
    return [
      BackendNeed("DaCe", .missing(reason: error.message, remedy: error.hint))
    ]
  }
  return [
    BackendNeed("DaCe", .found(place: "\(place.version) in \(place.python)")),
    BackendNeed(
      "CMake",
      place.cmake.map { .found(place: $0) }
        ?? .missing(
          reason: "There is no CMake on this machine.",
          remedy: "\(place.python) -m pip install cmake")),
  ]
}

/// What is built of a program for the backend `dace`.
struct DaceArtifact: Codable {

  let library: Dace.Library

  /// The entry point and the names of arguments, as JSON, and the ITIR that all was made of.
  let entry: String, names: String, program: String

  init(library: Dace.Library, entry: String, names: String, program: String) {
    self.library = library
    self.entry = entry
    self.names = names
    self.program = program
  }

  var bytes: [UInt8] {
    let encoder = PropertyListEncoder()
    encoder.outputFormat = .binary
    guard let bytes = try? encoder.encode(self) else {
      preconditionFailure("texts and bytes can be written")
    }
    return Array(bytes)
  }

  init?(bytes: [UInt8]) {
    guard let made = try? PropertyListDecoder().decode(DaceArtifact.self, from: Data(bytes)) else {
      return nil
    }
    self = made
  }

}

extension CCompiler {

  /// The flags that DaCe's compiler, which is g++ or clang++, needs to give our bits: its own give others.
  static func daceFlags(_ target: NativeTarget) -> [String] {
    var flags = [
      "-std=c++17", "-fPIC", (target.optimisation == .none ? Optimisation.none : .full).rawValue,
      "-ffp-contract=off",
      "-fno-math-errno", "-fwrapv", "-fno-builtin", "-DNDEBUG", "-w",
    ]
    if target.level != .base { flags.append("-march=\(target.level.rawValue)") }
    return flags
  }

}

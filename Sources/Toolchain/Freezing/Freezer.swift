import CodeGen
import Diagnostics
import FieldView
import Fields
import Foundation
import Interpreter
import IteratorIR
import StencilTypes
import Synchronization

/// Writes programs as folders that others call them from, without us.
public struct Freezer: Sendable {

  let environment: NativeEnvironment

  /// The headers that programs of the backend `gtfn` are built with.
  let library: GridTools

  /// The levels of processors that objects are made for.
  static let levels: [CPULevel] = [.v2, .v3, .v4]

  /// Creates a freezer that builds with the compiler and the cache of `environment`, and with the
  /// headers of `library` where code needs them.
  public init(_ environment: NativeEnvironment = .system, library: GridTools = .system) {
    self.environment = environment
    self.library = library
  }

  /// A program to be frozen.
  public struct Request: Sendable {

    let callable: Callable

    /// The program as it was lowered, and after the passes of compiled code.
    let lowered: CompilableProgram, transformed: CompilableProgram

    /// The code, and how it is called, as a backend's translation gives it.
    let source: GeneratedSource

    /// Small arguments in the order of the parameters, for a check of the result.
    let sample: [ArgumentValue]

    let tables: [String: NeighborTable]

    /// Creates a request; `sample` and `tables` give the golden vectors.
    public init(
      _ callable: Callable, lowered: CompilableProgram, transformed: CompilableProgram,
      source: GeneratedSource, sample: [ArgumentValue], tables: [String: NeighborTable]
    ) {
      self.callable = callable
      self.lowered = lowered
      self.transformed = transformed
      self.source = source
      self.sample = sample
      self.tables = tables
    }

  }

  /// A frozen program that no folder holds yet.
  public struct Frozen: Sendable {

    public let manifest: FrozenManifest

    /// The contents of the files, by their paths.
    fileprivate let files: [String: [UInt8]]

    /// Writes the program to the folder `path`: nothing is there until all of it is.
    ///
    /// - Throws: If the folder cannot be written.
    public func write(to path: String) throws(DiagnosticError) {
      do throws(FrozenProblem) { try Freezer.write(files, to: path) } catch {
        throw error.diagnostic
      }
    }

  }

  /// Freezes a program for the folder `path`, which is new, empty, or holds an earlier one.
  ///
  /// The same program gives the same bytes.
  ///
  /// - Parameter overwriting: whether files may go that somebody added to an earlier one.
  /// - Throws: That the folder holds something else, that the source is of no language that can be
  ///   frozen, what the compiler and the test of the program throw, and `Diagnostic.interrupted`.
  public func freeze(
    _ request: Request, for path: String, overwriting: Bool = false,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(DiagnosticError) -> Frozen {
    do throws(FrozenProblem) {
      try checkTarget(path, overwriting: overwriting)
    } catch { throw error.diagnostic }
    guard
      let language = request.source.file(.code).flatMap({ SourceLanguage(rawValue: $0.language) }),
      let entry = request.source.file(.entryPoint).flatMap({ EntryPoint(json: $0.text) })
    else {
      throw FrozenProblem(
        .target, "Only code in C or C++ can be frozen.", hint: "backend=c or backend=gtfn"
      ).diagnostic
    }
    let code = request.source.code
    let program = request.lowered.program.text(style: .typed) + "\n"
    let interface = FrozenInterface(
      name: request.callable.definitionName, program: request.callable.name,
      bound: request.callable.bindings, entry: entry,
      sourceDigest: SHA256.hexadecimal(of: Array(request.callable.sourceText.utf8)),
      programDigest: SHA256.hexadecimal(of: Array(program.utf8)))
    let vectors = try GoldenVectors(request, interface)
    let compilers: Compilers
    do throws(CompilationProblem) {
      let wrapper = try environment.compiler(isCancelled: isCancelled).compiler
      switch language {
      case .c: compilers = Compilers(kernel: wrapper, wrapper: wrapper)
      case .cPlusPlus:
        compilers = Compilers(
          kernel: try environment.compiler(with: library, isCancelled: isCancelled).compiler,
          wrapper: wrapper)
      }
    } catch { throw DiagnosticError(error.diagnostic) }
    var files = texts(interface, code, compilers)
    files["ir/lowered.itir"] = Array(program.utf8)
    files["ir/final.itir"] = Array(
      (request.transformed.program.text(style: .typed) + "\n").utf8)
    files["test/vectors.json"] = vectors?.bytes
    let objects = try build(interface, files, compilers, isCancelled)
    files.merge(objects) { a, _ in a }
    let targets = Self.levels.map { level in
      FrozenManifest.Target(
        path: "lib/\(level.rawValue)/lib\(interface.name).so", level: level.rawValue,
        features: CPULevel.allCases.filter { $0 <= level }.flatMap(\.features),
        compiler: compilers.kernel.title, flags: Self.flags(compilers.kernel, level))
    }
    let manifest = FrozenManifest(
      interface: interface, targets: targets,
      files: files.sorted { $0.key < $1.key }.map {
        .init(path: $0.key, bytes: $0.value.count, sha256: SHA256.hexadecimal(of: $0.value))
      })
    files["manifest.json"] = manifest.bytes
    if isCancelled() { throw DiagnosticError(.interrupted) }
    return Frozen(manifest: manifest, files: files)
  }

  /// What compiles the code of the program, and what is around it.
  struct Compilers {

    let kernel: CCompiler, wrapper: CCompiler

  }

  private func texts(
    _ interface: FrozenInterface, _ code: String, _ compilers: Compilers
  ) -> [String: [UInt8]] {
    let name = interface.name
    return [
      "include/\(name).h": interface.headerText(types: CInterface.types),
      "src/\(name).c": interface.wrapperText(digest: interface.digest),
      "src/\(name)_kernel\(compilers.kernel.language.fileSuffix)": code,
      "src/\(name).map": interface.mapText,
      "src/build.sh": buildScript(interface, compilers),
      "fortran/\(name)_frozen.f90": interface.fortranText,
      "python/\(name).py": interface.pythonText,
    ].mapValues { Array($0.utf8) }
  }

}

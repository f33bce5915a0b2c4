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

  /// The levels of processors that objects are made for.
  static let levels: [CPULevel] = [.v2, .v3, .v4]

  /// Creates a freezer that builds with the compiler and the cache of `environment`.
  public init(_ environment: NativeEnvironment = .system) { self.environment = environment }

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

  /// Freezes a program to the folder `path`, which is new, empty, or holds an earlier one.
  ///
  /// Nothing is there until all of it is. The same program gives the same bytes.
  public func freeze(
    _ request: Request, to path: String, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(DiagnosticError) -> FrozenManifest {
    do throws(FrozenProblem) { try checkTarget(path) } catch { throw error.diagnostic }
    guard let language = SourceLanguage(rawValue: request.source.files[0].language),
      let entry = EntryPoint(json: request.source.files[1].text)
    else {
      throw FrozenProblem(
        .target, "Only code in C or C++ can be frozen.", hint: "backend=c or backend=gtfn"
      ).diagnostic
    }
    let code = request.source.files[0].text
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
          kernel: try environment.compiler(with: .system, isCancelled: isCancelled).compiler,
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
    do throws(FrozenProblem) { try write(files, to: path) } catch { throw error.diagnostic }
    return manifest
  }

  /// What compiles the code of the program, and what is around it.
  private struct Compilers {

    let kernel: CCompiler, wrapper: CCompiler

  }

  // MARK: Texts

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

  static func flags(_ compiler: CCompiler, _ level: CPULevel) -> [String] {
    compiler.meaningFlags(NativeTarget(level: level, optimisation: .full)) + CCompiler.objectFlags
  }

  /// A command of a compiler, and the file that it makes.
  private struct Command {

    let compiler: CCompiler
    let arguments: [String]
    let output: String

    init(_ compiler: CCompiler, _ arguments: [String], _ output: String) {
      self.compiler = compiler
      self.arguments = arguments
      self.output = output
    }

  }

  /// The commands that make the objects, in order: those of one group do not need each other.
  private func commands(
    _ interface: FrozenInterface, _ compilers: Compilers
  ) -> [[Command]] {
    let name = interface.name
    let symbol = interface.entry.symbol
    let (kernel, compiler) = (compilers.kernel, compilers.wrapper)
    let base = compiler.leadingArguments
    var kernels: [Command] = []
    var wrappers: [Command] = []
    var links: [Command] = []
    func link(_ objects: [String], to output: String) {
      links.append(
        Command(
          compiler,
          base + ["-shared", "-Wl,-soname,lib\(name).so"] + objects
            + [
              "-Wl,--version-script,src/\(name).map", "-Wl,-z,defs,-z,relro,-z,now",
              "-Wl,--as-needed,--build-id=none", "-lm", "-o", output,
            ],
          output
        ))
    }
    let short = Self.levels.map { ($0, String($0.rawValue.suffix(2))) }
    for (level, v) in short {
      kernels.append(
        Command(
          kernel,
          kernel.leadingArguments + Self.flags(kernel, level)
            + kernel.headers.flatMap { ["-isystem", $0] }
            + [
              "-w", "-D\(symbol)=\(symbol)_\(v)", "-D\(symbol)_workspace=\(symbol)_\(v)_workspace",
              "-c", "src/\(name)_kernel\(kernel.language.fileSuffix)", "-o", "kernel_\(v).o",
            ], "kernel_\(v).o"
        ))
      wrappers.append(
        Command(
          compiler,
          base + Self.flags(compiler, .base)
            + [
              "-fvisibility=default", "-Iinclude", "-DLEVEL_\(v)", "-c", "src/\(name).c", "-o",
              "wrapper_\(v).o",
            ], "wrapper_\(v).o"
        ))
      link(["wrapper_\(v).o", "kernel_\(v).o"], to: "lib/\(level.rawValue)/lib\(name).so")
    }
    wrappers.append(
      Command(
        compiler,
        base + Self.flags(compiler, .base)
          + ["-fvisibility=default", "-Iinclude"] + short.map { "-DLEVEL_\($0.1)" }
          + ["-c", "src/\(name).c", "-o", "wrapper.o"], "wrapper.o"
      ))
    link(["wrapper.o"] + short.map { "kernel_\($0.1).o" }, to: "lib/lib\(name).so")
    return [kernels + wrappers, links]
  }

  private func buildScript(_ interface: FrozenInterface, _ compilers: Compilers) -> String {
    let lines = commands(interface, compilers).joined().map { command in
      let variable = command.compiler.language.variable
      var text = "$\(variable) " + ExternalCommand("", command.arguments).argumentText
      for h in command.compiler.headers {
        text = text.replacing(ExternalCommand("", [h]).argumentText, with: "\"$GRIDTOOLS_CPP\"")
      }
      return text
    }
    let compiler = compilers.kernel
    let isC = compiler.language == .c
    return """
      #!/bin/sh
      # Makes the objects again: CC may be any gcc from 12 or clang from 14, with flags of its own kind.
      # They were made by \(compiler.title).
      set -e
      cd "$(dirname "$0")/.."
      CC=${CC:-cc}\(isC ? "" : "\nCXX=${CXX:-c++}\n: \"${GRIDTOOLS_CPP:?the folder with the headers of GridTools}\"")
      \(lines.joined(separator: "\n"))
      rm -f ./*.o

      """
  }

  // MARK: Objects

  private func build(
    _ interface: FrozenInterface, _ files: [String: [UInt8]], _ compilers: Compilers,
    _ isCancelled: @escaping @Sendable () -> Bool
  ) throws(DiagnosticError) -> [String: [UInt8]] {
    do throws(CompilationProblem) {
      let path = try temporaryFolder()
      defer { try? FileManager.default.removeItem(atPath: path) }
      let folder: Folder
      do throws(Folder.Failure) {
        folder = try Folder.open(path)
        for (name, bytes) in files.sorted(by: { $0.key < $1.key })
        where name.hasPrefix("src/") || name.hasPrefix("include/") {
          try folder.writeFile(bytes, at: name)
        }
        _ = try folder.folder("lib", creates: true)
        for level in Self.levels {
          _ = try folder.folder("lib").folder(level.rawValue, creates: true)
        }
      } catch {
        throw .noFolder(reason: error.reason)
      }
      var objects: [String: [UInt8]] = [:]
      for group in commands(interface, compilers) {
        let problems = Mutex<[Int: CompilationProblem]>([:])
        DispatchQueue.concurrentPerform(iterations: group.count) { i in
          let compiler = group[i].compiler
          let command = ExternalCommand(
            compiler.path, group[i].arguments, in: path, timeLimit: compiler.language.timeLimit)
          do throws(CompilationProblem) {
            try command.runAsCompiler(isCancelled: isCancelled)
          } catch { problems.withLock { $0[i] = error } }
        }
        if let first = problems.withLock({ $0.min { $0.key < $1.key }?.value }) { throw first }
      }
      do throws(Folder.Failure) {
        for group in commands(interface, compilers) {
          for command in group where command.output.hasPrefix("lib/") {
            objects[command.output] = try folder.readFile(at: command.output)
          }
        }
      } catch {
        throw .noFolder(reason: error.reason)
      }
      return objects
    } catch {
      throw DiagnosticError(error.diagnostic)
    }
  }

  // MARK: The folder

  private func checkTarget(_ path: String) throws(FrozenProblem) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw FrozenProblem(.target, "'\(path)' is no folder.")
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    if names.isEmpty { return }
    let manifest = FileManager.default.contents(atPath: path + "/manifest.json")
    let isOurs = manifest.map {
      String(decoding: $0, as: UTF8.self).contains(FrozenManifest.formatName)
    }
    if isOurs != true {
      throw FrozenProblem(.target, "'\(path)' holds something else already.")
    }
  }

  /// Writes all files beside `path`, and then moves them there.
  private func write(_ files: [String: [UInt8]], to path: String) throws(FrozenProblem) {
    let target = URL(fileURLWithPath: path)
    let parent = target.deletingLastPathComponent()
    let temporary = parent.appendingPathComponent(".\(target.lastPathComponent).\(getpid()).tmp")
    do {
      try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
      if FileManager.default.fileExists(atPath: temporary.path) {
        try FileManager.default.removeItem(at: temporary)
      }
      mkdir(temporary.path, 0o755)
      let folder = try Folder.open(temporary.path)
      for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
        let isProgram = name.hasSuffix(".so") || name.hasSuffix(".sh")
        try folder.writeFile(bytes, at: name, mode: isProgram ? 0o755 : 0o644)
      }
      if FileManager.default.fileExists(atPath: path) {
        try FileManager.default.removeItem(atPath: path)
      }
      if rename(temporary.path, path) != 0 { throw Folder.Failure() }
    } catch {
      try? FileManager.default.removeItem(at: temporary)
      let reason = (error as? Folder.Failure)?.reason ?? "the folder cannot be written"
      throw FrozenProblem(
        .target, "'\(path)' cannot be written: \(reason).",
        hint: "the folder must be yours to write in, with room in it")
    }
  }

}

extension ExternalCommand {

  /// The arguments as a shell reads them.
  var argumentText: String {
    String(ExternalCommand("x", arguments).description.dropFirst(2))
  }

  /// Runs a command of a compiler, which must succeed.
  func runAsCompiler(
    isCancelled: @Sendable () -> Bool
  ) throws(CompilationProblem) {
    let outcome: Outcome
    do { outcome = try run(isCancelled: isCancelled) } catch {
      if error == .cancelled { throw .cancelled }
      throw .unusable(path: executable, reason: error.reason)
    }
    if !outcome.isSuccess {
      throw .refused(command: description, messages: outcome.errors + outcome.output)
    }
  }

}

extension Folder {

  /// Writes a new file at a path with folders, which are created.
  func writeFile(_ bytes: [UInt8], at path: String, mode: mode_t = 0o644) throws(Failure) {
    let parts = path.split(separator: "/").map(String.init)
    var folder = self
    for name in parts.dropLast() { folder = try folder.folder(name, creates: true, mode: 0o755) }
    try folder.write(bytes, to: parts[parts.count - 1], mode: mode)
  }

  /// Returns the bytes of the file at a path with folders.
  func readFile(at path: String, limit: Int = 1 << 28) throws(Failure) -> [UInt8] {
    let parts = path.split(separator: "/").map(String.init)
    var folder = self
    for name in parts.dropLast() { folder = try folder.folder(name) }
    return try folder.read(parts[parts.count - 1], limit: limit)
  }

}

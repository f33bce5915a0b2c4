import CodeGen
import Diagnostics
import Fields
import Foundation
import Synchronization

// The commands that make the objects of a frozen program.
extension Freezer {

  static func flags(_ compiler: CCompiler, _ level: CPULevel) -> [String] {
    compiler.meaningFlags(NativeTarget(level: level, optimisation: .full)) + CCompiler.objectFlags
  }

  /// A command of a compiler, and the file that it makes.
  struct Command {

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
  func commands(
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

  func buildScript(_ interface: FrozenInterface, _ compilers: Compilers) -> String {
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

  func build(
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
      throw .refused(command: description, messages: messages(of: outcome))
    }
  }

}

import Diagnostics
import FieldView
import IteratorIR
import Toolchain

/// The way from source text to checked ITIR: parse, load, type, lower, verify.
enum Frontend {

  /// Returns the program `name` of the module at `path`, lowered and verified; nothing is
  /// remembered from earlier runs.
  static func program(
    _ name: String, of path: String, files: ModuleFiles = .disk, searchPath: [String] = []
  ) throws -> Program {
    do throws(DiagnosticError) {
      let loader = ModuleLoader(searchPath: searchPath, files: files)
      guard case .program(let definition) = try loader.loadFile(path).lookup(name) else {
        throw DiagnosticError(.noProgram(name, path))
      }
      let toolchain = Toolchain()
      var runner = toolchain.runner
      let program = try toolchain.program(for: Callable(.program(definition)), &runner).program
      try program.verify()
      return program
    } catch {
      throw BenchFailure(error)
    }
  }

  /// Returns the program `name` of the module that `text` holds.
  static func program(_ name: String, in text: String) throws -> Program {
    try program(name, of: "bench.py", files: .memory(["bench.py": text]))
  }

}

private enum BenchCode: String, DiagnosticCode {
  case program = "E-BENCH-PROGRAM"
}

extension Diagnostic {

  fileprivate static func noProgram(_ name: String, _ path: String) -> Diagnostic {
    Diagnostic(code: BenchCode.program, "'\(path)' has no program '\(name)'.")
  }

}

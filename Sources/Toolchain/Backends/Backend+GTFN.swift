import CodeGen
import Diagnostics
import Fields
import Transforms

extension Backend {

  /// The backend that writes C++ on GridTools `fn`, has it compiled, and calls what comes out.
  public static let gtfn = Backend.gtfn(.system, .system)

  /// The backend `gtfn` with the compiler and the cache of `environment` and the headers of `library`.
  public static func gtfn(_ environment: NativeEnvironment, _ library: GridTools) -> Backend {
    .native(
      "gtfn", summary: "C++ on GridTools fn, one thread", environment, .cPlusPlus,
      texts: [.code("gtfn", "C++ code for GridTools")],
      pipeline: .standard,
      needs: { isCancelled in
        [
          BackendNeed("GridTools") { () throws(CompilationProblem) in
            try library.headers(isCancelled: isCancelled)
          }
        ]
      },
      compiler: { (isCancelled) throws(CompilationProblem) in
        try environment.compiler(with: library, isCancelled: isCancelled)
      },
      write: { (input) throws(DiagnosticError) in
        let known = input.settings.connectivities
        let code: GTFNProgram
        do throws(GTFNRefusal) {
          code = try withLargeStack { () throws(GTFNRefusal) in
            try GTFNProgram(input.program, connectivities: known)
          }
        } catch {
          throw DiagnosticError(.unsupported(by: "gtfn", error.description, remedy: error.remedy))
        }
        return NativeCode(text: code.text, entry: code.entry)
      })
  }

}

extension NativeEnvironment {

  /// The C++ compiler, told where the headers of `library` are.
  func compiler(
    with library: GridTools, isCancelled: @Sendable () -> Bool = { false }
  ) throws(CompilationProblem) -> NativeCompiler {
    let headers = try library.headers(isCancelled: isCancelled)
    let found = try compiler(for: .cPlusPlus, isCancelled: isCancelled)
    return NativeCompiler(
      compiler: found.compiler.with(
        headers: headers, identity: GridTools.identity(of: headers)), cache: found.cache)
  }

}

extension Diagnostic {

  /// A program has no form in the language of a backend.
  static func unsupported(
    by backend: String, _ reason: String, remedy: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      code: CodeGenCode.unsupported, "The backend '\(backend)' cannot write this: \(reason).",
      hint: remedy ?? "backend=c and backend=interpreter take every program")
  }

}

import Diagnostics
import Interpreter
import IteratorIR

extension Backend {

  /// The backend that evaluates ITIR itself: it defines the meaning.
  ///
  /// It runs programs as they were lowered; its source is their typed text, which reads back.
  public static let interpreter = Backend(
    name: "interpreter", summary: "evaluates ITIR: it defines the meaning",
    interprets: true,
    translate: { (input) throws(DiagnosticError) in
      let program = input.program
      return GeneratedSource(
        files: [
          .init(name: program.name + ".itir", language: "ITIR", text: program.text(style: .typed))
        ], entryPoint: program.name,
        interface: CallInterface(input, sites: program.sites))
    },
    build: { (source, _) throws(DiagnosticError) in
      Artifact(
        .memory(Array(source.code.utf8)), entryPoint: source.entryPoint,
        interface: source.interface)
    },
    load: { (artifact) throws(DiagnosticError) in
      guard case .memory(let bytes) = artifact.content else {
        preconditionFailure("the interpreter builds in memory")
      }
      let file = SourceFile(name: artifact.entryPoint + ".itir", bytes: bytes)
      let program = try Program(parsing: file).with(sites: artifact.interface.sites)
      return Executable(artifact.interface) { (arguments, surroundings) throws(DiagnosticError) in
        try Interpreter.run(
          program, arguments: arguments, tables: surroundings.tables,
          isCancelled: surroundings.isCancelled)
      }
    })

}

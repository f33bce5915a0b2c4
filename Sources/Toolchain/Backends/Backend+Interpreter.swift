import Diagnostics
import Fields
import Interpreter
import IteratorIR

extension Backend {

  /// The backend that evaluates ITIR itself: it defines the meaning.
  public static let interpreter = Backend(
    name: "interpreter",
    translation: Step(
      "translation", from: "CompilableProgram", to: "ProgramSource",
      run: { (input) throws(DiagnosticError) in
        ProgramSource(
          language: "ITIR", text: input.program.text(style: .typed), program: input.program)
      },
      text: \.text),
    compile: Step(
      "compile", from: "ProgramSource", to: "Executable",
      run: { (source) throws(DiagnosticError) in
        let program = source.program
        return Executable(name: program.name, parameters: program.parameters) {
          (arguments, surroundings) throws(DiagnosticError) in
          try Interpreter.run(
            program, arguments: arguments, tables: surroundings.tables,
            isCancelled: surroundings.isCancelled)
        }
      },
      text: { "interpreter of \($0.name)" }),
    allocate: { (dtype, domain) throws(FieldError) in try Field.zeros(dtype, on: domain) })

}

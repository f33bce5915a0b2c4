import Diagnostics
import Fields
import IteratorIR
import Toolchain

/// A call that a line asks for, ready to be made.
struct PreparedRun {

  /// What is known of it before its values are.
  let info: CompileInfo

  /// The program as it was lowered.
  let program: Program

  let request: RunRequest
  let arguments: RunArguments

  /// The values of the declared parameters.
  var declaredValues: [(name: String, value: ArgumentValue)] {
    Array(arguments.values.dropLast(request.domain == nil ? 0 : 1))
  }

}

extension Session {

  /// Reads the arguments of the call that `line` asks for.
  ///
  /// - Parameter options: the names of options that the command has besides those of a run.
  func preparedRun(
    _ line: CommandInput, options: Set<String> = [], _ runner: inout StepRunner
  ) throws(DiagnosticError) -> PreparedRun {
    let callable = try instance(of: callable(line.words.first, at: line.span), for: line)
    let fields = try fieldsForScan(callable, line, &runner)
    var signature = try toolchain.declaredSignature(of: callable, givenFields: fields, &runner)
    let domain = try writtenDomain(of: callable, signature, line)
    if let domain { signature.keywords.append(("domain", domain.value.type)) }
    let info = CompileInfo(callable, signature, settings: passSettings)
    let program = try toolchain.lower(info, &runner).program
    var request = RunRequest(
      program: program, of: callable, line: line, domain: domain, backend: try usualBackend,
      options: options)
    try request.readOptions(in: self)
    return PreparedRun(
      info: info, program: program, request: request, arguments: try request.arguments(in: self))
  }

  /// What runs programs unless a line says otherwise.
  var usualBackend: Backend {
    get throws(DiagnosticError) {
      guard let name = settings.backend else { return toolchain.backends[0] }
      return try toolchain.backend(named: name)
    }
  }

  /// What compiles programs unless a line says otherwise.
  var compilingBackend: Backend {
    get throws(DiagnosticError) {
      let usual = try usualBackend
      return try toolchain.compiling(usual.interprets ? toolchain.backends[0] : usual)
    }
  }

}

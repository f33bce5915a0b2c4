import Diagnostics

/// Why there is no compiled code for a program.
public enum CodeGenCode: String, DiagnosticCode {

  /// The program uses something in a way that compiled code has no form for.
  case unsupported = "E-C-UNSUPPORTED"

}

extension DiagnosticError {

  /// `what` cannot be compiled.
  static func unsupported(_ what: String, at span: SourceSpan?) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        code: CodeGenCode.unsupported, "\(what) cannot be compiled to C.", at: span, label: "here",
        hint: "run it with 'backend=interpreter'"))
  }

}

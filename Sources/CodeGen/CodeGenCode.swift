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

  /// Code depends on what the table of an offset looks like.
  static func unknownTable(of offset: String, at span: SourceSpan?) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        code: CodeGenCode.unsupported,
        "No code can be made before the neighbor table of '\(offset)' is known.", at: span,
        label: "leads through that table", hint: tableRemedy(offset)))
  }

}

/// What to do where the table of `offset` has to be known.
func tableRemedy(_ offset: String) -> String {
  "write `connect \(offset) = load \"table.npy\"` first"
}

import Diagnostics

/// The kinds of messages about ITIR.
public enum IRCode: String, DiagnosticCode {

  // Reading text.
  case character = "E-ITIR-CHARACTER"
  case syntax = "E-ITIR-SYNTAX"
  case literal = "E-ITIR-LITERAL"

}

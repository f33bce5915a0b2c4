import Diagnostics

/// The kinds of messages about ITIR.
public enum IRCode: String, DiagnosticCode {

  // Reading text.
  case character = "E-ITIR-CHARACTER"
  case syntax = "E-ITIR-SYNTAX"
  case literal = "E-ITIR-LITERAL"

  // Types and structure.
  case unbound = "E-ITIR-UNBOUND"
  case arity = "E-ITIR-ARITY"
  case type = "E-ITIR-TYPE"
  case offset = "E-ITIR-OFFSET"
  case target = "E-ITIR-TARGET"
  case duplicate = "E-ITIR-DUPLICATE"

  /// A statement calls functions with too many different arguments.
  case calls = "E-ITIR-CALLS"

}

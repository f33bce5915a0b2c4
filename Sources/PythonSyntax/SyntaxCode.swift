import Diagnostics

/// The codes of messages about text that is no Python.
public enum SyntaxCode: String, DiagnosticCode {

  case character = "E-SYNTAX-CHARACTER"
  case encoding = "E-SYNTAX-ENCODING"
  case number = "E-SYNTAX-NUMBER"
  case string = "E-SYNTAX-STRING"
  case indentation = "E-SYNTAX-INDENTATION"
  case bracket = "E-SYNTAX-BRACKET"
  case expected = "E-SYNTAX-EXPECTED"
  case assignment = "E-SYNTAX-ASSIGNMENT"
  case decorator = "E-SYNTAX-DECORATOR"
  case nesting = "E-SYNTAX-NESTING"

}

import Diagnostics

/// The codes of the messages about passes.
public enum TransformCode: String, DiagnosticCode {
  case unsettled = "E-PASS-UNSETTLED"
  case unknownPass = "E-PASS-UNKNOWN"
  case unknownRule = "E-PASS-RULE"
  case invalidResult = "E-PASS-INVALID"
}

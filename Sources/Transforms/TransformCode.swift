import Diagnostics

/// The codes of the messages about passes.
public enum TransformCode: String, DiagnosticCode {
  case unsettled = "E-PASS-UNSETTLED"
  case unknownPass = "E-PASS-UNKNOWN"
  case invalidResult = "E-PASS-INVALID"
}

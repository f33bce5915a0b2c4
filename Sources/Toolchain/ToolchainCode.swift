import Diagnostics

/// The codes of messages about stages.
public enum ToolchainCode: String, DiagnosticCode {

  case noStage = "E-STAGE-NONE"

  case unknownBackend = "E-BACKEND-UNKNOWN"

}

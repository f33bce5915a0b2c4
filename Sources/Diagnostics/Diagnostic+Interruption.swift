/// What ends work before it is done.
public enum InterruptionCode: String, DiagnosticCode {

  /// The user does not want to wait any longer.
  case interrupted = "E-INTERRUPTED"

}

extension Diagnostic {

  /// The user stopped the command.
  public static var interrupted: Diagnostic {
    Diagnostic(
      code: InterruptionCode.interrupted, "The command was interrupted.",
      hint: "nothing has changed: fields and files are as they were before")
  }

}

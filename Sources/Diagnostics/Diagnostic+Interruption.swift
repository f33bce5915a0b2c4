/// What ends work before it is done.
public enum InterruptionCode: String, DiagnosticCode {

  /// The user does not want to wait any longer.
  case interrupted = "E-INTERRUPTED"

  /// There is no memory left.
  case memory = "E-MEMORY"

  /// A program nests deeper than the stack is.
  case stack = "E-MEMORY-STACK"

}

extension Diagnostic {

  /// The user stopped the command.
  public static var interrupted: Diagnostic {
    Diagnostic(
      code: InterruptionCode.interrupted, "The command was interrupted.",
      hint: "nothing has changed: fields and files are as they were before")
  }

  /// The thread of the command ran out of something.
  public static func exhausted(_ exhaustion: Exhaustion) -> Diagnostic {
    switch exhaustion {
    case .stack:
      Diagnostic(
        code: InterruptionCode.stack, "The program nests deeper than the stack is.",
        hint: LargeStack.isLimited
          ? "nothing has changed; take the program apart, or \(Memory.remedy)"
          : "nothing has changed; take the program apart: make operators of parts of it")
    case .memory:
      Diagnostic(
        code: InterruptionCode.memory, "Memory is used up.",
        hint: "nothing has changed, but little is left: save the session; then take the program"
          + " apart, or \(Memory.remedy)")
    }
  }

}

import Diagnostics

/// The codes of messages about frozen programs, one for each check.
public enum FrozenCode: String, DiagnosticCode {
  case folder = "E-FROZEN-FOLDER"
  case manifest = "E-FROZEN-MANIFEST"
  case format = "E-FROZEN-FORMAT"
  case files = "E-FROZEN-FILES"
  case object = "E-FROZEN-OBJECT"
  case processor = "E-FROZEN-CPU"
  case library = "E-FROZEN-LIBRARY"
  case load = "E-FROZEN-LOAD"
  case interface = "E-FROZEN-INTERFACE"
  case result = "E-FROZEN-RESULT"

  /// Nothing was written.
  case target = "E-FREEZE"
}

/// What keeps a frozen program from being used, or from being written.
struct FrozenProblem: Error {

  let code: FrozenCode
  let message: String
  let hint: String

  init(_ code: FrozenCode, _ message: String, hint: String? = nil) {
    self.code = code
    self.message = message
    self.hint =
      hint
      ?? (code == .target
        ? "choose another folder" : "freeze it again, or get another copy: nothing was loaded")
  }

  var diagnostic: DiagnosticError {
    DiagnosticError(Diagnostic(code: code, message, hint: hint))
  }

}

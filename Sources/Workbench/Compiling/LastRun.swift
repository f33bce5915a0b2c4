import Fields
import IteratorIR

/// What a run was called with, for what is asked about it later.
struct LastRun: Sendable {

  /// The name of the program or operator.
  let name: String

  /// The program as it was lowered for the call.
  let program: Program

  /// The arguments, in the order of the program's parameters.
  let arguments: [ArgumentValue]

  /// What the program calls the fields that were written, by their names in the session.
  let written: [String: String]

}

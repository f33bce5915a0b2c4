import Diagnostics
import Fields
import Interpreter
import IteratorIR
import StencilTypes

/// What programs mean, which is the same for all toolchains and backends.
extension Toolchain {

  /// Returns what `program` makes of `arguments`, which are in the order of its parameters.
  ///
  /// - Throws: Errors of the program at these arguments; `Diagnostic.interrupted` once `isCancelled`
  ///   returns true.
  public static func interpret(
    _ program: Program, _ arguments: [ArgumentValue], tables: [String: NeighborTable],
    isCancelled: @escaping IsCancelled = { false }
  ) throws(DiagnosticError) -> [ArgumentValue] {
    try Interpreter.run(program, arguments: arguments, tables: tables, isCancelled: isCancelled)
  }

  /// Returns where fields are read and written, by the names of the parameters; parts of tuples are
  /// named `state[0]`.
  ///
  /// - Parameter checksCoverage: whether a field that does not cover what is read and written is an
  ///   error.
  ///
  /// - Throws: Messages to the user: what is too small, has no size, or is no domain.
  public static func requirements(
    of program: Program, arguments: [ArgumentOutline], tables: [String: NeighborTable],
    checksCoverage: Bool = true
  ) throws(DiagnosticError) -> [String: Requirement] {
    try Interpreter.requirements(
      of: program, arguments: arguments, tables: tables, checksCoverage: checksCoverage)
  }

}

extension DiagnosticError {

  /// `true` iff the value of a point failed, as it does in each run on the same arguments.
  public var isOfPoint: Bool {
    diagnostics.first.flatMap { RunCode(rawValue: $0.code) }?.isOfPoint ?? false
  }

}

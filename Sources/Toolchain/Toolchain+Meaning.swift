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

  /// Returns which points of fields may be read for the value of the field `output` at `point`, by the
  /// names of the parameters; `nil` if nothing is written there.
  ///
  /// - Throws: Messages to the user: what has no size, or is no domain.
  public static func reads(
    of program: Program, for output: String, at point: [Dimension: Int],
    arguments: [ArgumentOutline], tables: [String: NeighborTable]
  ) throws(DiagnosticError) -> [String: ReadPoints]? {
    try Interpreter.reads(
      of: program, for: output, at: point, arguments: arguments, tables: tables)
  }

}

extension DiagnosticError {

  /// `true` iff the value of a point failed, as it does in each run on the same arguments.
  public var isOfPoint: Bool {
    diagnostics.first.flatMap { RunCode(rawValue: $0.code) }?.isOfPoint ?? false
  }

}

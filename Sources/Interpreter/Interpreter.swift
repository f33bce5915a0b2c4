import Diagnostics
import Fields
import IteratorIR
import StencilTypes

/// Runs programs by what their expressions mean: other ways to run them have to agree, bit by bit.
public enum Interpreter {

  /// Runs `program` and returns its arguments with what was written to them.
  ///
  /// `arguments` are in the order of the parameters, `tables` by the names of offsets. At most
  /// `blockSize` points are computed together, which makes no difference to the results.
  ///
  /// - Throws: Arguments that do not fit, errors at points, and `Diagnostic.interrupted` once
  ///   `isCancelled` returns true; nothing was written then.
  public static func run(
    _ program: Program, arguments: [ArgumentValue], tables: [String: NeighborTable] = [:],
    blockSize: Int = 4096, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(DiagnosticError) -> [ArgumentValue] {
    try withLargeStack { () throws(DiagnosticError) in
      let run = try ProgramRun(
        program, arguments: arguments.map(ArgumentOutline.init), tables: tables,
        isCancelled: isCancelled)
      try run.fill(arguments)
      // All statements are checked before the first is run.
      _ = try run.plan()
      try run.execute(blockSize: blockSize)
      return run.results(arguments)
    }
  }

  /// Returns where the fields of `program` are read and written, by their names.
  ///
  /// Parts of tuples are named `state[0]`. A program that asks for the range of a field without a
  /// size is refused. A field whose domain is given and does not cover what is read
  /// and written is an error, unless `checksCoverage` is false.
  ///
  /// - Throws: What `run` throws before it computes a point, and if a size is missing.
  public static func requirements(
    of program: Program, arguments: [ArgumentOutline], tables: [String: NeighborTable] = [:],
    checksCoverage: Bool = true
  ) throws(DiagnosticError) -> [String: Requirement] {
    try withLargeStack { () throws(DiagnosticError) in
      let run = try ProgramRun(
        program, arguments: arguments, tables: tables, checksCoverage: checksCoverage,
        isCancelled: { false })
      return try run.plan()
    }
  }

  /// Returns which points of the fields of `program` may be read for the value of the field `output` at
  /// `point`, by their names; `nil` if nothing is written there.
  ///
  /// `requirements` covers them with a box. Of several statements that write the point the last one
  /// counts. Fields may be smaller than what is read.
  ///
  /// - Throws: What `requirements` throws without checks of coverage.
  public static func reads(
    of program: Program, for output: String, at point: [Dimension: Int],
    arguments: [ArgumentOutline], tables: [String: NeighborTable] = [:]
  ) throws(DiagnosticError) -> [String: ReadPoints]? {
    try withLargeStack { () throws(DiagnosticError) in
      try ProgramRun(
        program, arguments: arguments, tables: tables, checksCoverage: false,
        isCancelled: { false }
      ).reads(for: output, at: point)
    }
  }

}

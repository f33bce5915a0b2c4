import Diagnostics
import Fields
import IteratorIR
import StencilTypes
import Toolchain

/// Arguments to try a program on, and what it makes of them.
struct TriedSample {

  let arguments: [ArgumentValue]

  /// What the program computes, or the error of the point that fails.
  let outcome: Result<[ArgumentValue], DiagnosticError>

  /// A way to make sample arguments.
  struct Attempt {

    /// How many points fields reach further than is known to be read.
    let margin: Int

    /// Whether integers in fields are 1, and not random.
    var integersAreOne = false

  }

  /// Tries `program` on random fields that cover what it is known to read; where it fails at a
  /// point, on further attempts until it fails at none, or none is left.
  ///
  /// Where data says what is read, a random index may lead out of a small field, and a random
  /// divisor may be 0.
  ///
  /// - Throws: What is wrong with the program, and that there is no memory for its fields.
  init(
    _ program: Program, tables: [String: NeighborTable], seed: Int, otherwise attempts: [Attempt],
    isCancelled: @escaping @Sendable () -> Bool
  ) throws(DiagnosticError) {
    var sample = try Self(program, tables, seed, Attempt(margin: 0), isCancelled)
    for attempt in attempts {
      if case .success = sample.outcome { break }
      sample = try Self(program, tables, seed, attempt, isCancelled)
    }
    self = sample
  }

  private init(
    _ program: Program, _ tables: [String: NeighborTable], _ seed: Int, _ attempt: Attempt,
    _ isCancelled: @escaping @Sendable () -> Bool
  ) throws(DiagnosticError) {
    let sample = try SampleArguments(
      program, tables: tables, seed: seed, margin: attempt.margin,
      integersAreOne: attempt.integersAreOne)
    try self.init(program, on: sample.values, tables: tables, isCancelled: isCancelled)
  }

  /// Tries `program` on `arguments`.
  ///
  /// - Throws: What is wrong with the program.
  init(
    _ program: Program, on arguments: [ArgumentValue], tables: [String: NeighborTable],
    isCancelled: @escaping @Sendable () -> Bool
  ) throws(DiagnosticError) {
    self.arguments = arguments
    do throws(DiagnosticError) {
      outcome = .success(
        try Toolchain.interpret(program, arguments, tables: tables, isCancelled: isCancelled))
    } catch {
      guard error.isOfPoint else { throw error }
      outcome = .failure(error)
    }
  }

}

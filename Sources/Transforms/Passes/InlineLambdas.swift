import Diagnostics
import IteratorIR

extension Pass {

  /// Applies functions to their arguments where that costs nothing.
  ///
  ///     let x = v; … x …  ⇒  … v …
  ///
  /// An argument is put in its place if it is used at most once, or is a name or a literal.
  /// Others stay lets, so nothing is computed twice: neither what is used twice, nor what is used
  /// in a function that may be called many times.
  public static let inlineLambdas = Pass(
    "inline_lambdas", "Applies functions to their arguments where that costs nothing.",
    rules: [
      .inlineName, .inlineLiteral, .inlineSingleUse, .inlineFunction, .applyNullary, .dropUnused,
      .dropLet,
      .rename,
    ],
    isIdempotent: true
  ) { program, context in
    try context.untilSettled(program) { program, context in
      try inlining(program, Inliner.Options(), &context)
    }
  }

}

/// Returns `program` after one walk of an inliner.
func inlining(
  _ program: Program, _ options: Inliner.Options, _ context: inout PassContext
) throws -> Program {
  var inliner = Inliner(options, for: program, context)
  return try context.mapExpressions(of: program) { try inliner.inline($0, &$1) }
}

extension PassContext {

  /// Returns `program` after `round` was repeated until it changed nothing.
  ///
  /// - Throws: a diagnostic that names the last rule that fired if there is no end of it.
  mutating func untilSettled(
    _ program: Program, _ round: (Program, inout PassContext) throws -> Program
  ) throws -> Program {
    var program = program
    let limit = 1000
    for i in 1 ... limit {
      let steps = stepCount
      program = try round(program, &self)
      guard stepCount > steps, let lastRule else { return program }
      if i == limit { throw DiagnosticError(.unsettled(rule: lastRule, pass: pass)) }
      try checkCancellation()
    }
    return program
  }

}

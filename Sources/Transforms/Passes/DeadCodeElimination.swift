extension Pass {

  /// Removes what no result depends on, and applies all functions.
  ///
  ///     let x = {a, b}; if_(True, x[0], c)  ⇒  a
  ///
  /// Inlines what is used once, folds constants, then inlines what is used once by now, functions
  /// however often they are used (what follows knows no functions but stencils), and takes tuples
  /// apart.
  public static let deadCodeElimination = Pass(
    "dead_code_elimination", "Removes what no result depends on, and applies all functions.",
    rules: Rule.constantFolding + [.ifStatement] + Rule.collapseTuple + Rule.inlining
      + [.makeTupleOfElements],
    isIdempotent: true
  ) { program, context in
    try context.untilSettled(program) { program, context in
      let steps: [Pass] = [.inlineLambdas, .constantFolding, .applyFunctions, .collapseTuple]
      return try steps.reduce(program) { try $1.continue($0, &context) }
    }
  }

  private static let applyFunctions = Pass(
    "apply_functions", "Applies all functions.", isIdempotent: true
  ) { program, context in
    try context.untilSettled(program) { program, context in
      try inlining(program, Inliner.Options(everyFunction: true), &context)
    }
  }

}

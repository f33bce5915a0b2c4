import IteratorIR

extension Pass {

  /// Puts scalars in their places outside of stencils, so that stencils and domains see them.
  ///
  ///     let x = n + 1; … x …  ⇒  … n + 1 …
  ///
  /// Does nothing to large expressions: chains of them would grow without bound.
  public static let inlineScalar = Pass(
    "inline_scalar", "Puts scalars in their places outside of stencils.", rules: Rule.inlining
  ) { program, context in
    try context.untilSettled(program) { program, context in
      let types = try program.inferTypes()
      let options = Inliner.Options(isCheap: { value in
        if case .scalar = types[value] { true } else { false }
      })
      return try inlining(program, options, &context)
    }
  }

}

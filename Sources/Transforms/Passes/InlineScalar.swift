import IteratorIR

extension Pass {

  /// Puts scalars in their places outside of stencils, and literals into stencils, so that stencils
  /// and domains see them.
  ///
  ///     let x = n + 1; … x …  ⇒  … n + 1 …
  ///     as_fieldop(λ(a, n) → ·a × ·n)(f, 4.0)  ⇒  as_fieldop(λ(a) → ·a × 4.0)(f)
  ///
  /// Does nothing to large expressions: chains of them would grow without bound.
  public static let inlineScalar = Pass(
    "inline_scalar", "Puts scalars in their places, and literals into stencils.",
    rules: Rule.inlining + [.literalArgument]
  ) { program, context in
    let inlined = try context.untilSettled(program) { program, context in
      let types = try context.types(of: program)
      let options = Inliner.Options(isCheap: { value in
        if case .scalar = types[value] { true } else { false }
      })
      return try inlining(program, options, &context)
    }
    var engine = RewriteEngine(table, for: inlined)
    return try context.mapExpressions(of: inlined) { try engine.normalize($0, &$1) }
  }

}

private let table = RuleTable([.literalArgument])

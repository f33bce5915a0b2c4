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
      guard program.mayBindScalars else {
        return try inlining(program, Inliner.Options(), &context)
      }
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

extension Program {

  /// `true` iff the value of some let is no field at first sight.
  fileprivate var mayBindScalars: Bool {
    var found = false
    forEachExpression { found = found || $0.mayBindScalars }
    return found
  }

}

extension Expr {

  /// `true` iff the value of some let outside of stencils is no field at first sight.
  fileprivate var mayBindScalars: Bool {
    guard containsLet else { return false }
    switch kind {
    case .reference, .builtin, .literal, .typeName, .infinity, .offset, .axis: return false
    case .lambda(_, let body): return body.mayBindScalars
    case .call(let function, let arguments):
      if case .lambda = function.kind, arguments.contains(where: { !$0.isStencilCall }) {
        return true
      }
      if function.arguments(of: .asFieldop) != nil {
        return arguments.contains { $0.mayBindScalars }
      }
      return function.mayBindScalars || arguments.contains { $0.mayBindScalars }
    }
  }

  /// `true` iff the expression applies a stencil to fields.
  private var isStencilCall: Bool {
    guard case .call(let function, _) = kind else { return false }
    return function.arguments(of: .asFieldop) != nil
  }

}

private let table = RuleTable([.literalArgument])

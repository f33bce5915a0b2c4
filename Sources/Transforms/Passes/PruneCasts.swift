import IteratorIR

extension Pass {

  /// Removes conversions to the type that a value has already.
  ///
  ///     cast_(x, T)  ⇒  x, where x is a T
  public static let pruneCasts = Pass(
    "prune_casts", "Removes conversions to the type that a value has already.",
    rules: [.pruneCast]
  ) { program, context in
    guard program.builtins.contains(.cast) else {
      return program
    }
    let types = try context.types(of: program)
    return try context.mapExpressions(of: program) { try prunedCasts(in: $0, types, &$1) }
  }

}

extension Rule {

  static let pruneCast = Rule(
    "prune-cast", "cast_(x, T) ⇒ x, where x is a T",
    except: "in a function that is applied to several types")

}

private func prunedCasts(
  in e: Expr, _ types: InferredTypes, _ context: inout PassContext
) throws -> Expr {
  let new = try context.mapChildren(e) { try prunedCasts(in: $0, types, &$1) }
  guard let old = e.arguments(of: .cast), let a = new.arguments(of: .cast), a.count == 2,
    case .typeName(let kind) = a[1].kind, types[old[0]] == .scalar(kind)
  else { return new }
  return context.replace(
    new, with: a[0], by: .pruneCast, because: [.type(a[0], kind)])
}

import Diagnostics
import StencilTypes

extension Typer {

  /// Returns the type of a scalar function's call; comparisons and logic also make domains.
  func scalar(
    _ b: Builtin, _ operation: ScalarOperation, _ types: [IRType], at e: Expr
  ) throws(DiagnosticError) -> IRType {
    try expectCount(b, operation.operandCount, types.count, e)
    let signature = operation.signature
    if let domain = domain(signature, types) { return domain }
    for (i, t) in types.enumerated() {
      guard case .scalar(let k) = t, signature.accepts(k) else {
        throw DiagnosticError(wrongArgument(b, needed(signature), t, argument(i, of: e)))
      }
    }
    switch signature {
    case .arithmetic1, .float1, .power: return types[0]
    case .predicate, .logic1: return .scalar(.bool)
    case .arithmetic2, .comparison, .logic2:
      if types[0] != types[1] { throw DiagnosticError(differentOperands(b, types, e)) }
      return signature == .arithmetic2 ? types[0] : .scalar(.bool)
    }
  }

  /// Returns the type of a region, such as `Iₕ < 3`, or of several together.
  private func domain(_ signature: ScalarOperation.Signature, _ types: [IRType]) -> IRType? {
    switch (signature, types.first, types.last) {
    case (.comparison, .axis(let d), .scalar(let k)) where k.isInteger: .domain([d])
    case (.comparison, .scalar(let k), .axis(let d)) where k.isInteger: .domain([d])
    case (.logic2, .domain(let a), .domain(let b)): .domain(promote([a, b]))
    default: nil
    }
  }

  private func needed(_ signature: ScalarOperation.Signature) -> String {
    switch signature {
    case .arithmetic1, .arithmetic2, .power: "numbers"
    case .float1, .predicate: "a floating-point number"
    case .comparison: "scalars"
    case .logic1, .logic2: "bools"
    }
  }

}

private func differentOperands(_ b: Builtin, _ types: [IRType], _ e: Expr) -> Diagnostic {
  Diagnostic(
    code: IRCode.type, "The operands of '\(b.name)' have different types.", at: e.span,
    label: types.map(\.description).joined(separator: " and "),
    hint: "convert one: cast_(x, \(types[0])); literals have a type, such as 1.0:f32")
}

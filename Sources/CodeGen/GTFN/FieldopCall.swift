import IteratorIR

/// `as_fieldop(stencil, domain)(arguments)`.
struct FieldopCall {

  let stencil: Expr, domain: Expr
  let arguments: [Expr]

  init?(_ e: Expr) {
    guard case .call(let f, let arguments) = e.kind, let a = f.arguments(of: .asFieldop),
      a.count == 2
    else { return nil }
    stencil = a[0]
    domain = a[1]
    self.arguments = arguments
  }

}

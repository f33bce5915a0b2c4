import IteratorIR

extension Pass {

  /// Writes broadcasts as stencils.
  ///
  ///     broadcast(x, {I, J})  ⇒  as_fieldop(deref, D)(x)
  public static let removeBroadcast = Pass(
    "remove_broadcast", "Writes broadcasts as stencils.", rules: [.removeBroadcast]
  ) { program, context in
    guard program.builtins.contains(.broadcast) else {
      return program
    }
    return try DomainWalk.run(on: program, &context) { e, place, context in
      guard let a = e.arguments(of: .broadcast), let domain = place.expr else { return e }
      let stencil = Expr.lambda(["it"], .call(.deref, .ref("it")))
      return context.replace(
        e, with: Expr.call(.asFieldop, stencil, domain).applied(to: [a[0]]),
        by: .removeBroadcast)
    }
  }

}

extension Rule {

  static let removeBroadcast = Rule(
    "remove-broadcast", "broadcast(x, {I, J}) ⇒ as_fieldop(deref, D)(x)")

}

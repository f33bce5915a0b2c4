import IteratorIR

extension PassContext {

  /// Returns `program` with other names for lets that hide a name of which a domain is made.
  ///
  ///     o @ c⟨ Iₕ: [0, n[ ⟩ ← let n = v; e  ⇒  o @ c⟨ Iₕ: [0, n[ ⟩ ← let n_ = v; e
  ///
  /// So the domain can be written inside the let.
  mutating func unshadowDomains(of program: Program) throws -> Program {
    let around = BoundNames(program)
    return try mapValues(of: program) { value, _, domain, context in
      if !value.containsLet { return value }
      var walk = Unshadowing(bound: around)
      walk.collectNames(ofDomainsIn: domain)
      walk.collectNames(ofDomainsIn: value)
      return try walk.visit(value, &context)
    }
  }

}

private struct Unshadowing {

  /// The names that are bound around the place.
  var bound: BoundNames

  /// The names of which domains are made.
  private var mentioned: Set<Symbol> = []
  private let free = FreeNames()

  init(bound: BoundNames) { self.bound = bound }

  mutating func collectNames(ofDomainsIn e: Expr) {
    if e.builtins.isDisjoint(with: [.cartesianDomain, .unstructuredDomain]) { return }
    if e.builtinCall?.builtin.structural?.definition.makesDomain == true {
      mentioned.formUnion(free.names(of: e))
    } else {
      e.children.forEach { collectNames(ofDomainsIn: $0) }
    }
  }

  /// Returns `e`, which stands outside of stencils.
  mutating func visit(_ e: Expr, _ context: inout PassContext) throws -> Expr {
    guard e.containsLet, case .call(let function, _) = e.kind else { return e }
    let isLet = e.isLet
    let isStencil = function.arguments(of: .asFieldop) != nil
    var slot = -1
    return try context.mapChildren(e) { child, context in
      slot += 1
      if slot > 0 { return try visit(child, &context) }
      return isLet
        ? try visitFunction(child, &context) : isStencil ? child : try visit(child, &context)
    }
  }

  /// Returns the function of a let.
  private mutating func visitFunction(_ lambda: Expr, _ context: inout PassContext) throws -> Expr {
    guard case .lambda(let parameters, _) = lambda.kind else { return lambda }
    let hiding = Set(parameters.filter { mentioned.contains($0) && bound.contains($0) })
    let renamed =
      hiding.isEmpty
      ? lambda
      : context.replace(
        lambda, with: lambda.renamingParameters(hiding, avoiding: bound), by: .rename)
    guard case .lambda(let names, _) = renamed.kind else { return renamed }
    bound.bind(names)
    defer { bound.unbind(names) }
    return try context.mapChildren(renamed) { try visit($0, &$1) }
  }

}

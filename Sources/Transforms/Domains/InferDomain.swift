import IteratorIR

extension Pass {

  /// Writes down on which points each field is computed.
  ///
  ///     o @ D ← (⇑f)(a)  ⇒  o @ D ← as_fieldop(f, D)(a)
  ///
  /// Domains are followed from the targets back through the reads of stencils. Does nothing where a
  /// field is read at places that are known at run time only.
  public static let inferDomain = Pass(
    "infer_domain", "Writes down on which points each field is computed.", rules: [.writeDomain]
  ) { program, context in
    return try DomainWalk.run(on: program, &context) { e, place, context in
      guard case .call(let function, let arguments) = e.kind,
        let parts = function.arguments(of: .asFieldop), parts.count == 1, let domain = place.expr
      else { return e }
      return context.replace(
        e, with: Expr.call(.asFieldop, parts[0], domain).applied(to: arguments),
        by: .writeDomain)
    }
  }

}

extension Rule {

  static let writeDomain = Rule(
    "write-domain", "(⇑f)(a) ⇒ as_fieldop(f, D)(a), where D is where it is needed",
    except: "where a place is known at run time only")

}

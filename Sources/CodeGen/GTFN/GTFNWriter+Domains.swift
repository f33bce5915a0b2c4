import IteratorIR
import StencilTypes

/// The boxes that statements and stencils run on.
extension GTFNWriter {

  func domains(_ e: Expr, _ scope: CppScope) throws(GTFNRefusal) -> CppDomains {
    if let a = e.arguments(of: .makeTuple) {
      var parts: [CppDomains] = []
      for x in a { parts.append(try domains(x, scope)) }
      return .tuple(parts)
    }
    return .one(try domain(e, scope))
  }

  func domain(_ e: Expr, _ scope: CppScope) throws(GTFNRefusal) -> CppDomain {
    if let l = e.asLet {
      var inner = scope
      for (p, v) in zip(l.parameters, l.values) { inner[p] = .field(try field(v, scope)) }
      return try domain(l.body, inner)
    }
    guard
      let ranges = e.arguments(of: .cartesianDomain) ?? e.arguments(of: .unstructuredDomain)
    else { throw GTFNRefusal("a domain that is none") }
    let names = hostScope(scope)
    var result: [CppDomain.Range] = []
    for r in ranges {
      guard let a = r.arguments(of: .namedRange), case .axis(let d) = a[0].kind else {
        throw GTFNRefusal("a range without a dimension")
      }
      result.append(
        CppDomain.Range(
          dimension: d, lower: try bound(a[1], names), upper: try bound(a[2], names)))
    }
    return CppDomain(ranges: result)
  }

  func bound(_ e: Expr, _ scope: CppScope) throws(GTFNRefusal) -> String {
    if let (text, block) = bounds[e], block.encloses(body.block) { return text }
    let (text, _) = try host.scalar(e, scope)
    bounds[e] = (text, body.block)
    requireNoWrapping(onTheWayTo: text)
    return text
  }

  /// Ends the call before anything is written if an integer wrapped on the way to `name`.
  func requireNoWrapping(onTheWayTo name: String) {
    for condition in host.wrapping(onTheWayTo: name) {
      body.line("if constexpr (now == stk::phase::check) if (\(condition)) return 4;")
    }
  }

}

import Diagnostics
import IteratorIR

extension Program {

  /// The places that the nodes came from, each before those of its children, in the order of the
  /// text.
  var sites: [SourceSpan?] {
    var sites: [SourceSpan?] = []
    forEachNode { sites.append($0.span) }
    return sites
  }

  /// Returns the program with the places of its nodes replaced by `sites`, which are those of an
  /// equal program; it stays as it is if there are none.
  func with(sites: [SourceSpan?]) -> Program {
    if sites.isEmpty { return self }
    return withLargeStack {
      var rest = sites[...]
      let placed = mapExpressions { e, _ in e.placed(at: &rest) }
      precondition(rest.isEmpty, "the places are those of an equal program")
      return placed
    }
  }

}

extension Expr {

  /// Returns the expression with its nodes at the first of `sites`, which are taken away.
  fileprivate func placed(at sites: inout ArraySlice<SourceSpan?>) -> Expr {
    guard let site = sites.popFirst() else {
      preconditionFailure("the places are those of an equal program")
    }
    switch kind {
    case .reference, .builtin, .literal, .typeName, .infinity, .offset, .axis:
      return Expr(kind, at: site)
    case .lambda(let parameters, let body):
      return Expr(.lambda(parameters, body.placed(at: &sites)), at: site)
    case .call(let function, let arguments):
      let function = function.placed(at: &sites)
      return Expr(.call(function, arguments.map { $0.placed(at: &sites) }), at: site)
    }
  }

}

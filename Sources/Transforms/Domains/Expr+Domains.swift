import IteratorIR

extension Expr {

  /// The builtin that makes the domain, or the first domain of a tuple of them, however deep; `nil` if
  /// `self` is no such call.
  var domainBuiltin: Builtin? {
    guard let (b, arguments) = builtinCall else { return nil }
    switch b {
    case .cartesianDomain, .unstructuredDomain: return b
    case .makeTuple: return arguments.first?.domainBuiltin
    case .deref, .canDeref, .shift, .lift, .asFieldop, .scan, .neighbors, .reduce, .map,
      .makeConstList, .listGet, .tupleGet, .if, .cast, .concatWhere, .broadcast, .index,
      .namedRange, .getDomainRange, .neighborRange, .scalar:
      return nil
    }
  }

}

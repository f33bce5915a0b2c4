import IteratorIR

extension Pass {

  /// Takes elements of lists without making the lists.
  ///
  ///     list_get(i, neighbors(V2Eₒ, it))  ⇒  ·⟪V2Eₒ, iₒ⟫(it)
  public static let collapseListGet = Pass(
    "collapse_list_get", "Takes elements of lists without making the lists.",
    applying: [.listGetNeighbors, .listGetConstant, .listGetMap, .listGetIf])

}

extension Rule {

  static let listGetNeighbors = Rule(
    "list-get-neighbors", "list_get(i, neighbors(V2Eₒ, it)) ⇒ ·⟪V2Eₒ, iₒ⟫(it)", heads: [.listGet]
  ) { e, _ in
    guard let (index, list) = e.listGet, let a = list.arguments(of: .neighbors), a.count == 2
    else { return .miss(.otherForm) }
    let distance = index.integer.map { Expr.offset(Int($0)) } ?? index
    return .match(.call(.deref, .call(.shift, a[0], distance).applied(to: [a[1]]), at: e.span))
  }

  static let listGetConstant = Rule(
    "list-get-constant", "list_get(i, make_const_list(x)) ⇒ x", heads: [.listGet]
  ) { e, _ in
    guard let x = e.listGet?.list.arguments(of: .makeConstList)?.first else {
      return .miss(.otherForm)
    }
    return .match(x)
  }

  static let listGetMap = Rule(
    "list-get-map", "list_get(i, map_(f)(a, b)) ⇒ f(list_get(i, a), list_get(i, b))",
    heads: [.listGet]
  ) { e, _ in
    guard let (index, list) = e.listGet, let (f, lists) = list.appliedMap else {
      return .miss(.otherForm)
    }
    return .match(f.applied(to: lists.map { .call(.listGet, index, $0) }, at: e.span))
  }

  static let listGetIf = Rule(
    "list-get-if", "list_get(i, if_(c, a, b)) ⇒ if_(c, list_get(i, a), list_get(i, b))",
    heads: [.listGet]
  ) { e, _ in
    guard let (index, list) = e.listGet, let (c, a, b) = list.choice else {
      return .miss(.otherForm)
    }
    return .match(.call(.if, c, .call(.listGet, index, a), .call(.listGet, index, b), at: e.span))
  }

}

extension Expr {

  /// The parts if `self` is `list_get(index, list)`.
  fileprivate var listGet: (index: Expr, list: Expr)? {
    guard let a = arguments(of: .listGet), a.count == 2 else { return nil }
    return (a[0], a[1])
  }

  /// The function and the lists if `self` is `map_(f)(a, b)`.
  var appliedMap: (function: Expr, lists: [Expr])? {
    guard case .call(let f, let lists) = kind, let function = f.arguments(of: .map)?.first else {
      return nil
    }
    return (function, lists)
  }

}

extension Builtin {

  /// How many arguments a call takes.
  public var argumentCount: ClosedRange<Int> {
    switch self {
    case .deref, .canDeref, .lift, .map, .makeConstList, .index: 1 ... 1
    case .neighbors, .reduce, .listGet, .tupleGet, .cast, .broadcast, .getDomainRange,
      .neighborRange:
      2 ... 2
    case .scan, .if, .concatWhere, .namedRange: 3 ... 3
    case .asFieldop: 1 ... 2
    case .shift, .makeTuple, .cartesianDomain, .unstructuredDomain: 0 ... .max
    case .scalar(let operation): operation.operandCount ... operation.operandCount
    }
  }

  /// What a call takes, as messages show it.
  var parameterNames: String {
    switch self {
    case .deref, .canDeref: "iterator"
    case .shift: "Ioffₒ, 1ₒ"
    case .lift: "stencil"
    case .asFieldop: "stencil, domain"
    case .scan: "function, forward, start"
    case .neighbors: "V2Eₒ, iterator"
    case .reduce: "function, start"
    case .map: "function"
    case .makeConstList: "value"
    case .listGet: "index, list"
    case .makeTuple: "a, b"
    case .tupleGet: "index, tuple"
    case .if: "condition, a, b"
    case .cast: "value, type"
    case .concatWhere: "region, a, b"
    case .broadcast: "value, axes"
    case .index: "axis"
    case .cartesianDomain, .unstructuredDomain: "range, range"
    case .namedRange: "axis, low, high"
    case .getDomainRange: "field, axis"
    case .neighborRange: "V2Eₒ, range"
    case .scalar(let operation): operation.signature.parameterNames.joined(separator: ", ")
    }
  }

}

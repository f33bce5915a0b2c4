extension Builtin {

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
    case .plus, .minus, .multiplies, .divides, .floordiv, .mod, .minimum, .maximum, .fmod, .power,
      .eq, .notEq, .less, .lessEqual, .greater, .greaterEqual, .and, .or, .xor:
      "a, b"
    case .not, .abs, .neg, .sin, .cos, .tan, .arcsin, .arccos, .arctan, .sinh, .cosh, .tanh,
      .arcsinh, .arccosh, .arctanh, .sqrt, .exp, .log, .gamma, .cbrt, .floor, .ceil, .trunc,
      .isfinite, .isinf, .isnan:
      "a"
    }
  }

}

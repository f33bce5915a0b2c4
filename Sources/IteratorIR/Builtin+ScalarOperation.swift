import StencilTypes

extension Builtin {

  /// The meaning of a function on scalars; `nil` for the others.
  public var scalarOperation: ScalarOperation? {
    switch self {
    case .plus: .binary(.plus)
    case .minus: .binary(.minus)
    case .multiplies: .binary(.multiplies)
    case .divides: .binary(.divides)
    case .floordiv: .binary(.floorDivides)
    case .mod: .binary(.remainder)
    case .fmod: .binary(.truncatedRemainder)
    case .minimum: .binary(.minimum)
    case .maximum: .binary(.maximum)
    case .power: .power
    case .eq: .comparison(.equal)
    case .notEq: .comparison(.notEqual)
    case .less: .comparison(.less)
    case .lessEqual: .comparison(.lessEqual)
    case .greater: .comparison(.greater)
    case .greaterEqual: .comparison(.greaterEqual)
    case .and: .logic(.and)
    case .or: .logic(.or)
    case .xor: .logic(.xor)
    case .not: .not
    case .abs: .unary(.absolute)
    case .neg: .unary(.negative)
    case .sin: .unary(.sin)
    case .cos: .unary(.cos)
    case .tan: .unary(.tan)
    case .arcsin: .unary(.arcsin)
    case .arccos: .unary(.arccos)
    case .arctan: .unary(.arctan)
    case .sinh: .unary(.sinh)
    case .cosh: .unary(.cosh)
    case .tanh: .unary(.tanh)
    case .arcsinh: .unary(.arcsinh)
    case .arccosh: .unary(.arccosh)
    case .arctanh: .unary(.arctanh)
    case .sqrt: .unary(.squareRoot)
    case .cbrt: .unary(.cubeRoot)
    case .exp: .unary(.exp)
    case .log: .unary(.log)
    case .gamma: .unary(.gamma)
    case .floor: .unary(.floor)
    case .ceil: .unary(.ceil)
    case .trunc: .unary(.trunc)
    case .isfinite: .predicate(.isFinite)
    case .isinf: .predicate(.isInfinite)
    case .isnan: .predicate(.isNaN)
    case .deref, .canDeref, .shift, .lift, .asFieldop, .scan, .neighbors, .reduce, .map,
      .makeConstList, .listGet, .makeTuple, .tupleGet, .if, .cast, .concatWhere, .broadcast,
      .index, .cartesianDomain, .unstructuredDomain, .namedRange, .getDomainRange,
      .neighborRange:
      nil
    }
  }

}

/// The functions that ITIR programs can use without defining them.
///
/// Raw values are their names. Adding one: its case here, its type in `Inference`, its meaning in `Interpreter`.
public enum Builtin: String, CaseIterable, Hashable, Sendable {

  // Iterators and stencils.
  case deref, canDeref = "can_deref", shift, lift, asFieldop = "as_fieldop", scan

  // Neighbours.
  case neighbors, reduce, map = "map_", makeConstList = "make_const_list", listGet = "list_get"

  // Tuples, choice, casts.
  case makeTuple = "make_tuple", tupleGet = "tuple_get", `if` = "if_", cast = "cast_"

  // Fields and domains.
  case concatWhere = "concat_where", broadcast, index
  case cartesianDomain = "cartesian_domain", unstructuredDomain = "unstructured_domain"
  case namedRange = "named_range", getDomainRange = "get_domain_range"

  /// `neighbor_range(V2Eₒ, {start, stop})`: the smallest range that holds the neighbours of the
  /// points of a range, skip values aside; `{0, 0}` if there are none.
  case neighborRange = "neighbor_range"

  // Arithmetic on two operands of one type.
  case plus, minus, multiplies, divides, floordiv, mod, minimum, maximum, fmod, power

  // Comparisons.
  case eq, notEq = "not_eq", less, lessEqual = "less_equal", greater, greaterEqual = "greater_equal"

  // Logic.
  case and = "and_", or = "or_", xor = "xor_", not = "not_"

  // Arithmetic on one operand.
  case abs, neg
  case sin, cos, tan, arcsin, arccos, arctan, sinh, cosh, tanh, arcsinh, arccosh, arctanh
  case sqrt, exp, log, gamma, cbrt, floor, ceil, trunc
  case isfinite, isinf, isnan

}

extension Builtin {

  /// What a scalar function takes and gives.
  public enum ScalarSignature: Hashable, Sendable {

    /// One arithmetic operand; the result has its type.
    case arithmetic1
    /// One floating-point operand; the result has its type.
    case float1
    /// One floating-point operand; the result is a `bool`.
    case predicate
    /// Two arithmetic operands of one type; the result has that type.
    case arithmetic2
    /// The base and an arithmetic exponent; the result has the base's type.
    case power
    /// Two operands of one type; the result is a `bool`.
    case comparison
    /// Two `bool`s (or two domains) give one.
    case logic2
    /// A `bool` gives a `bool`.
    case logic1

  }

  /// The signature of a function on scalars; `nil` for the others.
  public var scalarSignature: ScalarSignature? {
    switch self {
    case .abs, .neg: .arithmetic1
    case .sin, .cos, .tan, .arcsin, .arccos, .arctan, .sinh, .cosh, .tanh, .arcsinh, .arccosh,
      .arctanh, .sqrt, .exp, .log, .gamma, .cbrt, .floor, .ceil, .trunc:
      .float1
    case .isfinite, .isinf, .isnan: .predicate
    case .plus, .minus, .multiplies, .divides, .floordiv, .mod, .minimum, .maximum, .fmod:
      .arithmetic2
    case .power: .power
    case .eq, .notEq, .less, .lessEqual, .greater, .greaterEqual: .comparison
    case .and, .or, .xor: .logic2
    case .not: .logic1
    case .deref, .canDeref, .shift, .lift, .asFieldop, .scan, .neighbors, .reduce, .map,
      .makeConstList, .listGet, .makeTuple, .tupleGet, .if, .cast, .concatWhere, .broadcast,
      .index, .cartesianDomain, .unstructuredDomain, .namedRange, .getDomainRange,
      .neighborRange:
      nil
    }
  }

}

extension Builtin {

  /// The number of cases before it.
  ///
  /// An enum without payloads and with at most 256 cases is stored as that number, in one byte.
  var ordinal: UInt8 { unsafeBitCast(self, to: UInt8.self) }

  /// Hashes which of the cases it is: the hash of an enum with raw values is that of its text.
  public func hash(into hasher: inout Hasher) { hasher.combine(ordinal) }

}

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
    case .plus, .minus, .multiplies, .divides, .floordiv, .mod, .minimum, .maximum, .fmod, .power,
      .eq, .notEq, .less, .lessEqual, .greater, .greaterEqual, .and, .or, .xor:
      2 ... 2
    case .not, .abs, .neg, .sin, .cos, .tan, .arcsin, .arccos, .arctan, .sinh, .cosh, .tanh,
      .arcsinh, .arccosh, .arctanh, .sqrt, .exp, .log, .gamma, .cbrt, .floor, .ceil, .trunc,
      .isfinite, .isinf, .isnan:
      1 ... 1
    }
  }

}

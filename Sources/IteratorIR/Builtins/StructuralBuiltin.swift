/// A function of ITIR that is none on scalars: on iterators, functions, lists, tuples, fields, domains.
///
/// Its names, what it takes and what is true of it wherever it stands are in its `definition`. What its
/// calls are in the stages is theirs to say: its type in `Typer`, its meaning in `Interpreter`.
public enum StructuralBuiltin: CaseIterable, Sendable {

  // Iterators and stencils.
  case deref, canDeref, shift, lift, asFieldop, scan

  // Neighbors.
  case neighbors, reduce, map, makeConstList, listGet

  // Tuples, choice, casts.
  case makeTuple, tupleGet, `if`, cast

  // Fields and domains.
  case concatWhere, broadcast, index
  case cartesianDomain, unstructuredDomain, namedRange, getDomainRange

  /// `neighbor_range(V2Eₒ, {start, stop})`: the smallest range that holds the neighbors of the
  /// points of a range, skip values aside; `{0, 0}` if there are none.
  case neighborRange

}

extension StructuralBuiltin {

  /// What is true of a function wherever it is called.
  public struct Definition: Sendable {

    /// The name in ITIR.
    public let name: String

    /// What a call takes, as messages show it.
    public let parameterNames: String

    /// How many arguments a call takes.
    public let argumentCount: ClosedRange<Int>

    /// `true` iff a stencil of nothing else but this and scalars is arithmetic on what it reads.
    public let isArithmetic: Bool

    /// Which arguments of a call are fields if what it gives is one; `nil` if there are none.
    public let fieldArguments: FieldArguments?

    /// `true` iff a call gives a domain.
    public let makesDomain: Bool

    /// Creates the definition of a function of `argumentCount` arguments.
    init(
      _ name: String, _ parameterNames: String, _ argumentCount: ClosedRange<Int>,
      isArithmetic: Bool = false, fieldArguments: FieldArguments? = nil, makesDomain: Bool = false
    ) {
      self.name = name
      self.parameterNames = parameterNames
      self.argumentCount = argumentCount
      self.isArithmetic = isArithmetic
      self.fieldArguments = fieldArguments
      self.makesDomain = makesDomain
    }

  }

  /// Which arguments of a call are fields.
  public enum FieldArguments: Sendable {

    case all
    case only(Int)

    /// Returns their places among `count` arguments; `nil` if one of them is missing.
    public func places(among count: Int) -> [Int]? {
      switch self {
      case .all: Array(0 ..< count)
      case .only(let i): i < count ? [i] : nil
      }
    }

  }

  /// What is true of it wherever it is called.
  public var definition: Definition {
    switch self {
    case .deref: Definition("deref", "iterator", 1 ... 1, isArithmetic: true)
    case .canDeref: Definition("can_deref", "iterator", 1 ... 1)
    case .shift: Definition("shift", "Ioffₒ, 1ₒ", 0 ... .max, isArithmetic: true)
    case .lift: Definition("lift", "stencil", 1 ... 1)
    case .asFieldop: Definition("as_fieldop", "stencil, domain", 1 ... 2)
    case .scan: Definition("scan", "function, forward, start", 3 ... 3)
    case .neighbors: Definition("neighbors", "V2Eₒ, iterator", 2 ... 2)
    case .reduce: Definition("reduce", "function, start", 2 ... 2)
    case .map: Definition("map_", "function", 1 ... 1)
    case .makeConstList: Definition("make_const_list", "value", 1 ... 1)
    case .listGet: Definition("list_get", "index, list", 2 ... 2)
    case .makeTuple: Definition("make_tuple", "a, b", 0 ... .max, fieldArguments: .all)
    case .tupleGet: Definition("tuple_get", "index, tuple", 2 ... 2, fieldArguments: .only(1))
    case .if:
      Definition("if_", "condition, a, b", 3 ... 3, isArithmetic: true, fieldArguments: .all)
    case .cast: Definition("cast_", "value, type", 2 ... 2, isArithmetic: true)
    case .concatWhere: Definition("concat_where", "region, a, b", 3 ... 3, fieldArguments: .all)
    case .broadcast: Definition("broadcast", "value, axes", 2 ... 2, fieldArguments: .only(0))
    case .index: Definition("index", "axis", 1 ... 1)
    case .cartesianDomain:
      Definition("cartesian_domain", "range, range", 0 ... .max, makesDomain: true)
    case .unstructuredDomain:
      Definition("unstructured_domain", "range, range", 0 ... .max, makesDomain: true)
    case .namedRange: Definition("named_range", "axis, low, high", 3 ... 3)
    case .getDomainRange: Definition("get_domain_range", "field, axis", 2 ... 2)
    case .neighborRange: Definition("neighbor_range", "V2Eₒ, range", 2 ... 2)
    }
  }

}

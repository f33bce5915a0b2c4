import StencilTypes

/// The functions that ITIR programs can use without defining them.
///
/// Functions on scalars are those of `ScalarOperation`. Adding another one: its case here, in
/// `name`, `argumentCount` and `parameterNames`, its type in `Typer`, its meaning in `Interpreter`.
public enum Builtin: Sendable {

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

  /// A function on scalars; some are functions on domains as well.
  case scalar(ScalarOperation)

}

extension Builtin: CaseIterable {

  public static let allCases: [Builtin] =
    [
      .deref, .canDeref, .shift, .lift, .asFieldop, .scan, .neighbors, .reduce, .map,
      .makeConstList, .listGet, .makeTuple, .tupleGet, .if, .cast, .concatWhere, .broadcast,
      .index, .cartesianDomain, .unstructuredDomain, .namedRange, .getDomainRange, .neighborRange,
    ] + ScalarOperation.allCases.map { .scalar($0) }

}

extension Builtin {

  /// The name in ITIR.
  public var name: String {
    switch self {
    case .deref: "deref"
    case .canDeref: "can_deref"
    case .shift: "shift"
    case .lift: "lift"
    case .asFieldop: "as_fieldop"
    case .scan: "scan"
    case .neighbors: "neighbors"
    case .reduce: "reduce"
    case .map: "map_"
    case .makeConstList: "make_const_list"
    case .listGet: "list_get"
    case .makeTuple: "make_tuple"
    case .tupleGet: "tuple_get"
    case .if: "if_"
    case .cast: "cast_"
    case .concatWhere: "concat_where"
    case .broadcast: "broadcast"
    case .index: "index"
    case .cartesianDomain: "cartesian_domain"
    case .unstructuredDomain: "unstructured_domain"
    case .namedRange: "named_range"
    case .getDomainRange: "get_domain_range"
    case .neighborRange: "neighbor_range"
    case .scalar(let operation): operation.name
    }
  }

  /// Creates the function called `name` in ITIR; `nil` if there is none.
  public init?(name: String) {
    guard let builtin = builtinsByName[name] else { return nil }
    self = builtin
  }

  /// The function on scalars that it is; `nil` for the others.
  @inlinable public var scalarOperation: ScalarOperation? {
    if case .scalar(let operation) = self { operation } else { nil }
  }

  /// What it takes and gives if it is a function on scalars; `nil` for the others.
  public var scalarSignature: ScalarOperation.Signature? { scalarOperation?.signature }

}

private let builtinsByName = Dictionary(
  uniqueKeysWithValues: Builtin.allCases.map { ($0.name, $0) })

// The functions on scalars that the compiler itself writes and looks for.

extension Builtin {

  @inlinable public static var plus: Builtin { .scalar(.binary(.plus)) }
  @inlinable public static var minus: Builtin { .scalar(.binary(.minus)) }
  @inlinable public static var multiplies: Builtin { .scalar(.binary(.multiplies)) }
  @inlinable public static var divides: Builtin { .scalar(.binary(.divides)) }
  @inlinable public static var floordiv: Builtin { .scalar(.binary(.floorDivides)) }
  @inlinable public static var mod: Builtin { .scalar(.binary(.remainder)) }
  @inlinable public static var fmod: Builtin { .scalar(.binary(.truncatedRemainder)) }
  @inlinable public static var minimum: Builtin { .scalar(.binary(.minimum)) }
  @inlinable public static var maximum: Builtin { .scalar(.binary(.maximum)) }
  @inlinable public static var power: Builtin { .scalar(.power) }
  @inlinable public static var neg: Builtin { .scalar(.unary(.negative)) }

  @inlinable public static var eq: Builtin { .scalar(.comparison(.equal)) }
  @inlinable public static var notEq: Builtin { .scalar(.comparison(.notEqual)) }
  @inlinable public static var less: Builtin { .scalar(.comparison(.less)) }
  @inlinable public static var lessEqual: Builtin { .scalar(.comparison(.lessEqual)) }
  @inlinable public static var greater: Builtin { .scalar(.comparison(.greater)) }
  @inlinable public static var greaterEqual: Builtin { .scalar(.comparison(.greaterEqual)) }

  @inlinable public static var and: Builtin { .scalar(.logic(.and)) }
  @inlinable public static var or: Builtin { .scalar(.logic(.or)) }
  @inlinable public static var xor: Builtin { .scalar(.logic(.xor)) }
  @inlinable public static var not: Builtin { .scalar(.not) }

}

extension Builtin: Hashable {

  /// What distinguishes it from all others.
  ///
  /// An enum whose payloads are enums without payloads is stored as its case and that of the payload:
  /// in two bytes, which are compared and hashed far more often than they are taken apart.
  @inlinable var code: UInt16 { unsafeBitCast(self, to: UInt16.self) }

  @inlinable public static func == (l: Builtin, r: Builtin) -> Bool { l.code == r.code }

  @inlinable public func hash(into hasher: inout Hasher) { hasher.combine(code) }

}

import StencilTypes

/// The functions that ITIR programs can use without defining them.
public enum Builtin: Sendable {

  /// A function on iterators, functions, lists, tuples, fields or domains.
  case structural(StructuralBuiltin)

  /// A function on scalars; some are functions on domains as well.
  case scalar(ScalarOperation)

}

extension Builtin: CaseIterable {

  public static let allCases: [Builtin] =
    StructuralBuiltin.allCases.map { .structural($0) }
    + ScalarOperation.allCases.map { .scalar($0) }

}

extension Builtin {

  /// The name in ITIR.
  public var name: String {
    switch self {
    case .structural(let builtin): builtin.definition.name
    case .scalar(let operation): operation.name
    }
  }

  /// How many arguments a call takes.
  public var argumentCount: ClosedRange<Int> {
    switch self {
    case .structural(let builtin): builtin.definition.argumentCount
    case .scalar(let operation): operation.operandCount ... operation.operandCount
    }
  }

  /// What a call takes, as messages show it.
  var parameterNames: String {
    switch self {
    case .structural(let builtin): builtin.definition.parameterNames
    case .scalar(let operation): operation.signature.parameterNames.joined(separator: ", ")
    }
  }

  /// Creates the function called `name` in ITIR; `nil` if there is none.
  public init?(name: String) {
    guard let builtin = builtinsByName[name] else { return nil }
    self = builtin
  }

  /// The structural function that it is; `nil` if it is one on scalars.
  @inlinable public var structural: StructuralBuiltin? {
    if case .structural(let builtin) = self { builtin } else { nil }
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

// The functions by their names alone, as the compiler writes and looks for them.

extension Builtin {

  @inlinable public static var deref: Builtin { .structural(.deref) }
  @inlinable public static var canDeref: Builtin { .structural(.canDeref) }
  @inlinable public static var shift: Builtin { .structural(.shift) }
  @inlinable public static var lift: Builtin { .structural(.lift) }
  @inlinable public static var asFieldop: Builtin { .structural(.asFieldop) }
  @inlinable public static var scan: Builtin { .structural(.scan) }
  @inlinable public static var neighbors: Builtin { .structural(.neighbors) }
  @inlinable public static var reduce: Builtin { .structural(.reduce) }
  @inlinable public static var map: Builtin { .structural(.map) }
  @inlinable public static var makeConstList: Builtin { .structural(.makeConstList) }
  @inlinable public static var listGet: Builtin { .structural(.listGet) }
  @inlinable public static var makeTuple: Builtin { .structural(.makeTuple) }
  @inlinable public static var tupleGet: Builtin { .structural(.tupleGet) }
  @inlinable public static var `if`: Builtin { .structural(.if) }
  @inlinable public static var cast: Builtin { .structural(.cast) }
  @inlinable public static var concatWhere: Builtin { .structural(.concatWhere) }
  @inlinable public static var broadcast: Builtin { .structural(.broadcast) }
  @inlinable public static var index: Builtin { .structural(.index) }
  @inlinable public static var cartesianDomain: Builtin { .structural(.cartesianDomain) }
  @inlinable public static var unstructuredDomain: Builtin { .structural(.unstructuredDomain) }
  @inlinable public static var namedRange: Builtin { .structural(.namedRange) }
  @inlinable public static var getDomainRange: Builtin { .structural(.getDomainRange) }
  @inlinable public static var neighborRange: Builtin { .structural(.neighborRange) }

}

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

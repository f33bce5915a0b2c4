import StencilTypes

/// What a caller of compiled code has to pass, in order.
public struct EntryPoint: Sendable, Hashable, Codable {

  /// The name of the C function.
  public let symbol: String

  public let fields: [FieldSlot]
  public let scalars: [ScalarSlot]
  public let tables: [TableSlot]

  /// What can go wrong at a point; empty if nothing can.
  public let failures: [FailureSite]

  /// Creates the entry point found as `symbol`, with what is passed to it in this order.
  public init(
    symbol: String, fields: [FieldSlot], scalars: [ScalarSlot], tables: [TableSlot],
    failures: [FailureSite]
  ) {
    self.symbol = symbol
    self.fields = fields
    self.scalars = scalars
    self.tables = tables
    self.failures = failures
  }

}

/// A field that compiled code takes: a leaf of a parameter.
public struct FieldSlot: Sendable, Hashable, Codable {

  /// The parameter with the way through its tuples: `state.0`.
  public let name: String

  public let dtype: String

  /// The names of the dimensions, in the order of the type.
  public let dims: [String]

  public let isRead: Bool
  public let isWritten: Bool

  /// The dimension along which elements had best lie side by side; `nil` if it makes no difference.
  ///
  /// It is that of vectors: for a scan not its own, but one of columns that are walked together.
  public let row: String?

  /// Creates the slot of a field whose dimensions have the names `dims`.
  init(
    name: String, dtype: String, dims: [String], isRead: Bool, isWritten: Bool, row: String? = nil
  ) {
    self.name = name
    self.dtype = dtype
    self.dims = dims
    self.isRead = isRead
    self.isWritten = isWritten
    self.row = row
  }

  /// Returns the slot with elements that had best lie side by side along `row`.
  func with(row: String?) -> FieldSlot {
    FieldSlot(
      name: name, dtype: dtype, dims: dims, isRead: isRead, isWritten: isWritten, row: row)
  }

  /// The leaf's kind of element.
  public var kind: ScalarKind { ScalarKind(rawValue: dtype) ?? .float64 }

}

/// A scalar that compiled code takes: a leaf of a parameter.
public struct ScalarSlot: Sendable, Hashable, Codable {

  public let name: String
  public let dtype: String

  public var kind: ScalarKind { ScalarKind(rawValue: dtype) ?? .float64 }

}

/// A neighbor table that compiled code takes.
public struct TableSlot: Sendable, Hashable, Codable {

  /// The name of the offset.
  public let name: String

  /// The dimension of the rows, and that of the entries.
  public let target: String, source: String

  /// The number of columns, and whether entries can be skip values, that the code was made for.
  public let columns: Int
  public let hasSkipValues: Bool

}

/// An operation that can fail, with the place that asks for it.
public struct FailureSite: Sendable, Hashable, Codable {

  public enum Reason: String, Sendable, Hashable, Codable {

    case divisionByZero, negativePower

    /// A field is read where it has no value; so is a computed field.
    case outside

    case beforeScan, skipValue, outsideTable, outsideList

  }

  public let reason: Reason

  /// What is read, and along which dimension; empty if nothing is.
  public let field: String, dimension: String

  /// The file, the line and the text of the source; empty and 0 without one.
  public let file: String
  public let line: Int
  public let text: String

}

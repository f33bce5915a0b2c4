/// The type of a field: its dimensions in canonical order and the type of its elements.
///
/// A sparse field has one dimension of kind `local`.
public struct FieldType: Hashable, Sendable {

  public let dims: [Dimension]
  public let dtype: ScalarKind

  /// Creates the type of fields on `dims`, which are in canonical order, with elements of `dtype`.
  public init(dims: [Dimension], dtype: ScalarKind) {
    self.dims = dims
    self.dtype = dtype
  }

  /// The local dimension of a sparse field.
  public var localDim: Dimension? { dims.first { $0.kind == .local } }

}

/// A `NamedTuple` or a dataclass whose members are data.
public struct NamedCollectionType: Hashable, Sendable {

  public struct Member: Hashable, Sendable {

    public let name: String
    public let type: DataType

    /// Creates the member `name`.
    public init(name: String, type: DataType) {
      self.name = name
      self.type = type
    }

  }

  public let name: String
  public let members: [Member]

  /// Creates the type `name` with `members` in the order of their definition.
  public init(name: String, members: [Member]) {
    self.name = name
    self.members = members
  }

}

/// The type of something that a program can take, give or compute.
public indirect enum DataType: Hashable, Sendable {

  case scalar(ScalarKind)
  case field(FieldType)
  case tuple([DataType])
  case named(NamedCollectionType)

  /// Returns the field type with `dims` and `dtype`.
  public static func field(_ dims: [Dimension], _ dtype: ScalarKind) -> DataType {
    .field(FieldType(dims: dims, dtype: dtype))
  }

  /// The elements of a tuple, or the types of a named collection's members; `nil` for the others.
  public var elements: [DataType]? {
    switch self {
    case .scalar, .field: nil
    case .tuple(let e): e
    case .named(let n): n.members.map(\.type)
    }
  }

  /// The type with every named collection replaced by a plain tuple.
  public var structural: DataType {
    elements.map { .tuple($0.map(\.structural)) } ?? self
  }

  /// The scalars and fields in it, from left to right.
  public var leaves: [DataType] {
    elements.map { $0.flatMap(\.leaves) } ?? [self]
  }

}

extension FieldType: CustomStringConvertible {

  /// `Field[[I, K], float64]`, as GT4Py prints it.
  public var description: String {
    "Field[[\(dims.map(\.name).joined(separator: ", "))], \(dtype)]"
  }

}

extension DataType: CustomStringConvertible {

  public var description: String {
    switch self {
    case .scalar(let k): k.description
    case .field(let f): f.description
    case .tuple(let e): "tuple[\(e.map(\.description).joined(separator: ", "))]"
    case .named(let n):
      "\(n.name){\(n.members.map { "\($0.name): \($0.type)" }.joined(separator: ", "))}"
    }
  }

}

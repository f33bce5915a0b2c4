import CodeGen
import StencilTypes

/// How a frozen program is called: what its manifest says and its callers rely on.
public struct FrozenInterface: Codable, Hashable, Sendable {

  /// A field that is passed.
  public struct Field: Codable, Hashable, Sendable {

    /// The name for callers, and that of the parameter: `state.0` is a part of a tuple.
    public let name: String, source: String

    public let dtype: String
    public let dims: [String]

    /// `in`, `out` or `inout`.
    public let intent: String

  }

  /// A scalar that is passed.
  public struct Scalar: Codable, Hashable, Sendable {
    public let name: String, source: String
    public let dtype: String
  }

  /// A neighbor table that is passed.
  public struct Table: Codable, Hashable, Sendable {
    public let name: String, source: String
    public let target: String, neighbors: String
    public let columns: Int
    public let hasSkipValues: Bool
  }

  /// A parameter that callers do not pass any more.
  public struct Bound: Codable, Hashable, Sendable {
    public let name: String, value: String
  }

  /// The name of the C function, the Fortran and the Python module.
  public let name: String

  /// How the program is called at the prompt.
  public let program: String

  public let bound: [Bound]
  public let fields: [Field]
  public let scalars: [Scalar]
  public let tables: [Table]

  /// How the kernels are called.
  public let entry: EntryPoint

  /// Digests of the texts that the program was frozen from.
  public let sourceDigest: String, programDigest: String

  init(
    name: String, program: String, bound: [BoundArgument], entry: EntryPoint, sourceDigest: String,
    programDigest: String
  ) {
    var names = SafeNames()
    self.name = names.program(for: name)
    self.program = program
    self.bound = bound.map { Bound(name: $0.name, value: "\($0.value)") }
    fields = entry.fields.map { f in
      Field(
        name: names.name(for: f.name), source: f.name, dtype: f.dtype, dims: f.dims,
        intent: f.isWritten ? (f.isRead ? "inout" : "out") : "in")
    }
    scalars = entry.scalars.map { s in
      Scalar(name: names.name(for: s.name), source: s.name, dtype: s.dtype)
    }
    tables = entry.tables.map { t in
      Table(
        name: names.name(for: t.name), source: t.name, target: t.target, neighbors: t.source,
        columns: t.columns, hasSkipValues: t.hasSkipValues)
    }
    self.entry = entry
    self.sourceDigest = sourceDigest
    self.programDigest = programDigest
  }

}

extension FrozenInterface {

  /// Returns the name for callers, with that of the parameter where it is another.
  public func title(_ name: String, of source: String) -> String {
    name == source ? name : "\(name) (\(source))"
  }

}

/// How the languages call the elements of a type.
struct FrozenType {

  let c: String
  let fortran: String
  let python: String
  let byteCount: Int

  init(_ dtype: String) {
    let kind = ScalarKind(rawValue: dtype) ?? .float64
    byteCount = kind.byteCount
    python = kind == .bool ? "bool_" : dtype
    switch kind {
    case .bool: (c, fortran) = ("uint8_t", "integer(c_int8_t)")
    case .int8: (c, fortran) = ("int8_t", "integer(c_int8_t)")
    case .uint8: (c, fortran) = ("uint8_t", "integer(c_int8_t)")
    case .int16: (c, fortran) = ("int16_t", "integer(c_int16_t)")
    case .uint16: (c, fortran) = ("uint16_t", "integer(c_int16_t)")
    case .int32: (c, fortran) = ("int32_t", "integer(c_int32_t)")
    case .uint32: (c, fortran) = ("uint32_t", "integer(c_int32_t)")
    case .int64: (c, fortran) = ("int64_t", "integer(c_int64_t)")
    case .uint64: (c, fortran) = ("uint64_t", "integer(c_int64_t)")
    case .float32: (c, fortran) = ("float", "real(c_float)")
    case .float64, .string: (c, fortran) = ("double", "real(c_double)")
    }
  }

}

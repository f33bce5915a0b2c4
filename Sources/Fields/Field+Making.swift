import Glibc
import StencilTypes

extension Field {

  /// Returns a field of zeros (`False` for bools), or says why there cannot be one.
  public static func zeros(_ dtype: ScalarKind, on domain: Domain) throws(FieldError) -> Field {
    try checkSize(of: dtype, on: domain)
    return Field(zeros: dtype, on: domain)
  }

  /// Returns a field of ones (`True` for bools).
  public static func ones(_ dtype: ScalarKind, on domain: Domain) throws(FieldError) -> Field {
    guard let one = ScalarValue(Int32(1)).cast(to: dtype) else { throw .unsuitableType(dtype) }
    return try constant(one, on: domain)
  }

  /// Returns the field that has `value` at each point.
  public static func constant(
    _ value: ScalarValue, on domain: Domain
  ) throws(FieldError) -> Field {
    try checkSize(of: value.kind, on: domain)
    var field = Field(zeros: value.kind, on: domain)
    let count = domain.count
    field.withUnsafeMutableBytes { base in
      for i in 0 ..< count { value.store(to: base + i * value.kind.byteCount) }
    }
    return field
  }

  /// Returns the field whose value at a point is its index along `dimension`.
  public static func index(
    _ dimension: Dimension, on domain: Domain, dtype: ScalarKind = .int32
  ) throws(FieldError) -> Field {
    guard dtype.isArithmetic else { throw .unsuitableType(dtype) }
    guard let d = domain.dims.firstIndex(of: dimension) else {
      preconditionFailure("the field has no dimension \(dimension)")
    }
    try checkSize(of: dtype, on: domain)
    var field = Field(zeros: dtype, on: domain)
    let size = dtype.byteCount
    let rows = field
    field.withUnsafeMutableBytes { base in
      rows.forEachRow { row in
        for i in 0 ..< row.count {
          let n = d == row.index.count - 1 ? row.index[d] + i : row.index[d]
          ScalarValue(wrapping: n, as: .int64).cast(to: dtype)?
            .store(to: base + (row.position + i) * size)
        }
      }
    }
    return field
  }

  /// Throws if a field on `domain` has no size, or one beyond the machine's memory.
  static func checkSize(of dtype: ScalarKind, on domain: Domain) throws(FieldError) {
    guard dtype != .string else { throw .unsuitableType(dtype) }
    guard let p = FieldLayout.dense(domain.dims).placement(of: dtype, on: domain) else {
      throw .tooLarge(domain, byteCount: nil)
    }
    let byteCount = p.count * dtype.byteCount
    if byteCount > machineMemory { throw .tooLarge(domain, byteCount: byteCount) }
  }

}

/// The number of bytes of memory that the machine has.
let machineMemory = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))

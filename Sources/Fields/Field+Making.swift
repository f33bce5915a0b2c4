import Diagnostics
import StencilTypes

extension Field {

  /// Returns a field of zeros (`False` for bools), or says why there cannot be one.
  ///
  /// - Throws: If there is no memory for it, its bytes cannot be counted, or `dtype` is `string`.
  public static func zeros(_ dtype: ScalarKind, on domain: Domain) throws(FieldError) -> Field {
    try checkSize(of: dtype, on: domain)
    return Field(zeros: dtype, on: domain)
  }

  /// Returns a field of ones (`True` for bools).
  ///
  /// - Throws: What `zeros` throws, and what `progress` throws to stop.
  public static func ones(
    _ dtype: ScalarKind, on domain: Domain, progress: WorkProgress<FieldError> = .unwatched
  ) throws(FieldError) -> Field {
    guard let one = ScalarValue(Int32(1)).cast(to: dtype) else { throw .unsuitableType(dtype) }
    return try constant(one, on: domain, progress: progress)
  }

  /// Returns the field that has `value` at each point.
  ///
  /// - Throws: What `zeros` throws, and what `progress` throws to stop.
  public static func constant(
    _ value: ScalarValue, on domain: Domain, progress: WorkProgress<FieldError> = .unwatched
  ) throws(FieldError) -> Field {
    let size = value.kind.byteCount
    return try made(of: value.kind, on: domain, progress) { row, address in
      for i in 0 ..< row.count { value.store(to: address + i * size) }
    }
  }

  /// Returns the field whose value at a point is its index along `dimension`.
  ///
  /// - Throws: What `zeros` throws, if `dtype` is no number, and what `progress` throws to stop.
  /// - Requires: `domain` has `dimension`.
  public static func index(
    _ dimension: Dimension, on domain: Domain, dtype: ScalarKind = .int32,
    progress: WorkProgress<FieldError> = .unwatched
  ) throws(FieldError) -> Field {
    guard dtype.isArithmetic else { throw .unsuitableType(dtype) }
    guard let d = domain.dims.firstIndex(of: dimension) else {
      preconditionFailure("the field has no dimension \(dimension)")
    }
    let size = dtype.byteCount
    return try made(of: dtype, on: domain, progress) { row, address in
      for i in 0 ..< row.count {
        let n = d == row.index.count - 1 ? row.index[d] + i : row.index[d]
        ScalarValue(wrapping: n, as: .int64).cast(to: dtype)?.store(to: address + i * size)
      }
    }
  }

  /// Returns a field whose elements `store` puts in place, a row at a time, the first of each at
  /// the given address.
  static func made(
    of dtype: ScalarKind, on domain: Domain, _ progress: WorkProgress<FieldError>,
    _ store: (FieldRow, UnsafeMutableRawPointer) -> Void
  ) throws(FieldError) -> Field {
    try checkSize(of: dtype, on: domain)
    let field = Field(zeros: dtype, on: domain)
    // Nothing shares the storage yet.
    guard let base = field.storage.bytes.baseAddress else { preconditionFailure("no storage") }
    try field.forEachRow(progress) { (row) throws(FieldError) in
      store(row, base + row.position * dtype.byteCount)
    }
    return field
  }

  /// Throws if a field on `domain` has no size, or one for which there is no memory.
  static func checkSize(of dtype: ScalarKind, on domain: Domain) throws(FieldError) {
    if !domain.isEmpty {
      for (d, range) in zip(domain.dims, domain.ranges) where range.lowerBound < leastPoint {
        throw .originTooLarge(d, range.lowerBound)
      }
    }
    guard dtype != .string else { throw .unsuitableType(dtype) }
    guard let p = FieldLayout.dense(domain.dims).placement(of: dtype, on: domain) else {
      throw .tooLarge(domain, byteCount: nil)
    }
    let byteCount = p.count * dtype.byteCount
    if !Memory.has(byteCount) { throw .tooLarge(domain, byteCount: byteCount) }
  }

}

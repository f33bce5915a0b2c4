import StencilTypes

extension Field {

  /// Returns the field with elements of type `dtype`, cast as in the language.
  ///
  /// - Throws: If there is no memory for it, or no such cast, and what `progress` throws to stop.
  public func converted(
    to dtype: ScalarKind, progress: WorkProgress<FieldError> = .unwatched
  ) throws(FieldError) -> Field {
    if dtype == self.dtype { return self }
    guard dtype != .string else { throw .unsuitableType(dtype) }
    let source = sideBySide
    return try source.withLanes { base throws(FieldError) in
      try Field.made(of: dtype, on: domain, progress) { row, address in
        let from = base + row.position * source.dtype.byteCount
        // No kind of elements is a string, so that there is a cast.
        try? castLanes(
          LaneSource(from, isConstant: false), of: source.dtype, to: dtype, count: row.count,
          into: address)
      }
    }
  }

  /// Throws if there is no memory for what `operation` makes of the `operands`, and for the copies
  /// that it takes.
  ///
  /// - Throws: How much memory is missing.
  public static func checkMemory(
    applying operation: ScalarOperation, to operands: [Field]
  ) throws(FieldError) {
    guard let first = operands.first else { return }
    let copies = operands.count { !$0.isContiguous } * first.dtype.byteCount
    let size = operation.resultKind(on: first.dtype).byteCount + copies
    let (byteCount, overflows) = first.domain.count.multipliedReportingOverflow(by: size)
    if overflows || !FieldStorage.canAllocate(byteCount) {
      throw .tooLarge(first.domain, byteCount: overflows ? nil : byteCount)
    }
  }

  /// Returns what `operation` makes of each point of the `operands`, which have one domain and, but
  /// for the exponent of a power, one type.
  ///
  /// - Throws: `undefined` if there is no such operation on this type, or the failure at a point.
  public static func applying(
    _ operation: ScalarOperation, to operands: [Field]
  ) throws(ScalarFailure) -> Field {
    guard let first = operands.first else { throw .undefined }
    precondition(
      operands.allSatisfy {
        $0.domain == first.domain && ($0.dtype == first.dtype || operation == .power)
      })
    let sources = operands.map { $0.isContiguous ? $0 : $0.sideBySide }
    let kind = operation.resultKind(on: first.dtype)
    var result = Field(zeros: kind, on: first.domain)
    var failure: ScalarFailure?
    let count = first.domain.count
    let lanes = sources.compactMap { source in
      source.storage.bytes.baseAddress.map {
        LaneSource(
          UnsafeRawPointer($0) + source.offset * source.dtype.byteCount, isConstant: false)
      }
    }
    try result.withMutableLanes { out throws(ScalarFailure) in
      try operation.apply(
        to: lanes, kind: first.dtype, exponentKind: operands.last?.dtype, count: count, into: out
      ) { _, f in failure = failure ?? f }
    }
    withExtendedLifetime(sources) {}
    if let failure { throw failure }
    return result
  }

  /// Returns the values of `a` where `mask` holds, and those of `b` elsewhere.
  ///
  /// - Requires: All have one domain, `a` and `b` one type, and `mask` holds truth values.
  public static func choosing(_ a: Field, _ b: Field, where mask: Field) -> Field {
    precondition(mask.dtype == .bool && a.dtype == b.dtype)
    precondition(a.domain == b.domain && mask.domain == a.domain)
    var result = a.sideBySide
    let (count, size) = (a.domain.count, a.dtype.byteCount)
    if count == 0 { return result }
    result.withMutableLanes { out in
      mask.sideBySide.withLanes { mask in
        b.sideBySide.withLanes { other in
          for i in 0 ..< count where mask.load(fromByteOffset: i, as: UInt8.self) == 0 {
            (out + i * size).copyMemory(from: other + i * size, byteCount: size)
          }
        }
      }
    }
    return result
  }

  /// The field with its elements side by side in canonical order, from the start of the storage.
  private var sideBySide: Field {
    var copy = Field(zeros: dtype, on: domain)
    copy.copyElements(from: self)
    return copy
  }

  private func withLanes<R, E: Error>(
    _ body: (UnsafeRawPointer) throws(E) -> R
  ) throws(E) -> R {
    defer { withExtendedLifetime(storage) {} }
    guard let base = storage.bytes.baseAddress else { preconditionFailure("no storage") }
    return try body(UnsafeRawPointer(base))
  }

  private mutating func withMutableLanes<R, E: Error>(
    _ body: (UnsafeMutableRawPointer) throws(E) -> R
  ) throws(E) -> R {
    makeUnique()
    defer { withExtendedLifetime(storage) {} }
    guard let base = storage.bytes.baseAddress else { preconditionFailure("no storage") }
    return try body(base)
  }

}

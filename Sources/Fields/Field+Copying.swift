import StencilTypes

extension Field {

  /// `true` iff the elements lie side by side in canonical order.
  public var isContiguous: Bool {
    var expected = 1
    for d in domain.ranges.indices.reversed() {
      if domain.ranges[d].count > 1, strides[d] != expected { return false }
      expected *= domain.ranges[d].count
    }
    return true
  }

  /// Returns the elements in canonical order, side by side.
  public func contiguousBytes() -> [UInt8] {
    let size = domain.count * dtype.byteCount
    let dense = isContiguous ? self : converted(to: .dense(dims))
    return dense.withUnsafeBytes {
      Array(UnsafeRawBufferPointer(start: $0 + dense.offset * dtype.byteCount, count: size))
    }
  }

  /// Calls `body` with copies of the elements in canonical order, a block at a time.
  func forEachBlock<Stop>(
    _ progress: WorkProgress<Stop>, _ body: (UnsafeMutableRawBufferPointer) throws(Stop) -> Void
  ) throws(Stop) {
    let size = dtype.byteCount
    let capacity = 1 << 20
    let block = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 16)
    defer { block.deallocate() }
    guard let start = block.baseAddress else { preconditionFailure("a block has memory") }
    var filled = 0
    try withUnsafeBytes { (base) throws(Stop) in
      try forEachRow(progress) { (row) throws(Stop) in
        if filled + row.count * size > capacity {
          try body(UnsafeMutableRawBufferPointer(rebasing: block[..<filled]))
          filled = 0
        }
        copyRow(
          from: base + row.position * size, by: row.stride, to: start + filled, by: 1,
          count: row.count, size: size)
        filled += row.count * size
      }
    }
    try body(UnsafeMutableRawBufferPointer(rebasing: block[..<filled]))
  }

  /// Returns the part of the field on `part`, which lies in its domain; it shares the memory.
  public func sliced(to part: Domain) -> Field {
    precondition(domain.contains(part))
    return Field(
      dtype: dtype, domain: part, strides: strides,
      offset: part.isEmpty ? 0 : position(of: part.ranges.map(\.lowerBound)), storage: storage)
  }

  /// Sets the elements to those of `source` at the same points; its domain contains this one.
  public mutating func copyElements(from source: Field) {
    precondition(dtype == source.dtype && source.domain.contains(domain))
    let size = dtype.byteCount
    let target = self
    // The copy holds the same storage, so uniqueness is established before the walk.
    makeUnique()
    guard let out = storage.bytes.baseAddress else { preconditionFailure("no storage") }
    source.withUnsafeBytes { base in
      target.forEachRow { row in
        copyRow(
          from: base + source.position(of: row.index) * size, by: source.strides.last ?? 1,
          to: out + row.position * size, by: row.stride, count: row.count, size: size)
      }
    }
  }

}

/// Copies `count` elements of `size` bytes; strides are in elements.
private func copyRow(
  from source: UnsafeRawPointer, by sourceStride: Int, to target: UnsafeMutableRawPointer,
  by targetStride: Int, count: Int, size: Int
) {
  if sourceStride == 1, targetStride == 1 || count == 1 {
    return target.copyMemory(from: source, byteCount: count * size)
  }
  switch size {
  case 1: copyRow(of: UInt8.self, source, sourceStride, target, targetStride, count)
  case 2: copyRow(of: UInt16.self, source, sourceStride, target, targetStride, count)
  case 4: copyRow(of: UInt32.self, source, sourceStride, target, targetStride, count)
  case 8: copyRow(of: UInt64.self, source, sourceStride, target, targetStride, count)
  default: preconditionFailure("no element has \(size) bytes")
  }
}

private func copyRow<T: BitwiseCopyable>(
  of type: T.Type, _ source: UnsafeRawPointer, _ sourceStride: Int,
  _ target: UnsafeMutableRawPointer, _ targetStride: Int, _ count: Int
) {
  let s = source.assumingMemoryBound(to: T.self)
  let t = target.assumingMemoryBound(to: T.self)
  for i in 0 ..< count { t[i * targetStride] = s[i * sourceStride] }
}

import StencilTypes

/// An array as a file holds it: its axes have extents but no names.
public struct NpyArray: Sendable {

  public let dtype: ScalarKind
  public let shape: [Int]

  /// Whether the first axis runs fastest in memory, not the last.
  public let isFortranOrder: Bool

  /// The elements, side by side, in the machine's byte order.
  public let storage: FieldStorage

  /// Creates the array of `shape` with these elements, in C order.
  ///
  /// - Throws: If there are not as many axes as the array has, or an index is beyond all indices.
  /// - Requires: No axis is given twice.
  public init(_ elements: [Int32], shape: [Int]) {
    precondition(elements.count == shape.reduce(1, *))
    dtype = .int32
    self.shape = shape
    isFortranOrder = false
    storage = FieldStorage(byteCount: elements.count * MemoryLayout<Int32>.stride)
    elements.withUnsafeBytes { storage.bytes.copyMemory(from: $0) }
  }

  /// Takes the elements that `storage` holds as `header` says.
  init(_ header: NpyHeader, storage: FieldStorage) {
    dtype = header.dtype
    shape = header.shape
    isFortranOrder = header.isFortranOrder
    self.storage = storage
    let bytes = UnsafeMutableRawBufferPointer(rebasing: storage.bytes[..<header.dataByteCount])
    if header.isSwapped { swapBytes(of: bytes, size: dtype.byteCount) }
    if dtype == .bool {
      // Any other byte than 0 is true for NumPy, but in memory ours has to be 1.
      for i in bytes.indices where bytes[i] > 1 { bytes[i] = 1 }
    }
  }

}

/// Reverses the bytes of each element of `size` bytes.
private func swapBytes(of bytes: UnsafeMutableRawBufferPointer, size: Int) {
  for start in stride(from: 0, to: bytes.count, by: size) {
    for i in 0 ..< size / 2 { bytes.swapAt(start + i, start + size - 1 - i) }
  }
}

extension Field {

  /// Creates the field whose values are the elements of `array`; it shares the memory.
  ///
  /// `axes` names the array's axes in their order, and `origins` gives the index at which a
  /// dimension starts, 0 if it is left out. The dimensions of the field are in canonical order.
  ///
  /// - Throws: If there are not as many axes as the array has, or an index is beyond all indices.
  /// - Requires: No axis is given twice.
  public init(
    _ array: NpyArray, axes: [Dimension], origins: [Dimension: Int] = [:]
  ) throws(FieldError) {
    guard axes.count == array.shape.count else {
      throw .wrongRank(shape: array.shape, dims: axes)
    }
    precondition(Set(axes).count == axes.count)
    var strides: [Dimension: Int] = [:]
    var extents: [Dimension: Int] = [:]
    var stride = 1
    for (d, n) in array.isFortranOrder
      ? Array(zip(axes, array.shape)) : zip(axes, array.shape).reversed()
    {
      strides[d] = stride
      extents[d] = n
      stride *= max(1, n)
    }
    var ranges: [Range<Int>] = []
    for d in axes.sorted() {
      let lower = origins[d] ?? 0
      let upper = lower.addingReportingOverflow(extents[d] ?? 0)
      guard !upper.overflow, indices.contains(lower), indices.contains(upper.partialValue) else {
        throw .originTooLarge(d, lower)
      }
      ranges.append(lower ..< upper.partialValue)
    }
    self.init(
      dtype: array.dtype, domain: Domain(dims: axes.sorted(), ranges: ranges),
      strides: axes.sorted().map { strides[$0] ?? 1 }, offset: 0, storage: array.storage)
  }

}

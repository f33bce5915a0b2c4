import StencilTypes

/// An array as a file holds it: its axes have extents but no names.
public struct NpyArray: Sendable {

  public let dtype: ScalarKind
  public let shape: [Int]

  /// Whether the file holds 16-bit floats, which became `float32`.
  public let isWidened: Bool

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
    isWidened = false
    storage = FieldStorage(byteCount: elements.count * MemoryLayout<Int32>.stride)
    elements.withUnsafeBytes { storage.bytes.copyMemory(from: $0) }
  }

  /// Takes the elements that `storage` holds as `header` says, in its `place(for:)`.
  init(_ header: NpyHeader, storage: FieldStorage) {
    dtype = header.dtype
    shape = header.shape
    isFortranOrder = header.isFortranOrder
    isWidened = header.isHalf
    self.storage = storage
    let bytes = storage.place(for: header)
    if header.isSwapped { swapBytes(of: bytes, size: header.storedSize) }
    if header.isHalf {
      widenHalves(bytes, into: storage.bytes)
      return
    }
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

/// Writes the 16-bit floats in `halves` as 32-bit ones to `bytes`, whose last part `halves` may be.
private func widenHalves(
  _ halves: UnsafeMutableRawBufferPointer, into bytes: UnsafeMutableRawBufferPointer
) {
  for i in 0 ..< halves.count / 2 {
    let half = halves.load(fromByteOffset: 2 * i, as: UInt16.self)
    bytes.storeBytes(of: widened(half), toByteOffset: 4 * i, as: UInt32.self)
  }
}

/// Returns the bits of the 32-bit float of the same value as the 16-bit one with bits `half`
/// (IEEE 754-2019, 3.6); of a NaN sign and payload stay.
private func widened(_ half: UInt16) -> UInt32 {
  let sign = UInt32(half & 0x8000) << 16
  let exponent = UInt32(half >> 10 & 0x1F)
  let fraction = UInt32(half & 0x3FF)
  switch exponent {
  case 0: return sign | (Float(fraction) * 0x1p-24).bitPattern
  case 0x1F: return sign | 0x7F80_0000 | fraction << 13
  default: return sign | (exponent + 112) << 23 | fraction << 13
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
      guard !upper.overflow, indices.contains(lower),
        lower >= leastPoint || array.shape.contains(0)
      else {
        throw .originTooLarge(d, lower)
      }
      if !indices.contains(upper.partialValue) {
        throw .rangeTooLarge(d, lower ..< upper.partialValue)
      }
      ranges.append(lower ..< upper.partialValue)
    }
    self.init(
      dtype: array.dtype, domain: Domain(dims: axes.sorted(), ranges: ranges),
      strides: axes.sorted().map { strides[$0] ?? 1 }, offset: 0, storage: array.storage)
  }

}

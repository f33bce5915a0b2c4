import StencilTypes

/// A field: values of one type on a box of index points, in any memory layout.
///
/// A `Field` is a value: writing to one never changes another. A sparse field has a local
/// dimension, whose range starts at 0.
public struct Field: Sendable {

  public let dtype: ScalarKind
  public let domain: Domain

  /// The distance in elements between neighbors along each dimension of `domain`.
  public let strides: [Int]

  /// The position in elements of the point at the lower corner of `domain`.
  public let offset: Int

  public private(set) var storage: FieldStorage

  /// Creates the field that `storage` holds in the given layout.
  public init(
    dtype: ScalarKind, domain: Domain, strides: [Int], offset: Int, storage: FieldStorage
  ) {
    precondition(strides.count == domain.dims.count)
    self.dtype = dtype
    self.domain = domain
    self.strides = strides
    self.offset = offset
    self.storage = storage
  }

  /// Creates a field of zeros on `domain`, the last dimension's neighbors side by side.
  public init(zeros dtype: ScalarKind, on domain: Domain) {
    self.init(zeros: dtype, on: domain, layout: .dense(domain.dims))
  }

  public var dims: [Dimension] { domain.dims }

  public var type: FieldType { FieldType(dims: dims, dtype: dtype) }

  /// Gives the field storage of its own, if others share it, before it is written.
  public mutating func makeUnique() {
    if isKnownUniquelyReferenced(&storage) { return }
    let copy = FieldStorage(byteCount: storage.bytes.count)
    copy.bytes.copyMemory(from: UnsafeRawBufferPointer(storage.bytes))
    storage = copy
  }

  /// Returns the position in elements of the point `index`, which lies in `domain`.
  public func position(of index: [Int]) -> Int {
    var p = offset
    for (d, i) in index.enumerated() { p += (i - domain.ranges[d].lowerBound) * strides[d] }
    return p
  }

}

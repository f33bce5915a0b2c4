import StencilTypes

/// Where the elements of a field lie in memory.
///
/// A row is the elements along the innermost dimension, side by side.
public struct FieldLayout: Hashable, Sendable {

  /// The dimensions of the field, the outermost first: rows lie along the last one.
  public let order: [Dimension]

  /// The number of bytes of which the distance between rows is a multiple: a power of two, at most 64.
  public let rowAlignment: Int

  /// The index along the innermost dimension that lies at a multiple of `rowAlignment`; the first
  /// of the row if it is `nil`.
  public let alignedIndex: Int?

  /// Creates the layout with rows along the last dimension of `order`.
  public init(order: [Dimension], rowAlignment: Int = 1, alignedIndex: Int? = nil) {
    precondition((1 ... 64).contains(rowAlignment) && rowAlignment & (rowAlignment - 1) == 0)
    self.order = order
    self.rowAlignment = rowAlignment
    self.alignedIndex = alignedIndex
  }

  /// Returns the layout without gaps: C order of `dims`.
  public static func dense(_ dims: [Dimension]) -> FieldLayout { FieldLayout(order: dims) }

  /// Returns the layout with rows along `innermost`, each padded to cache lines of 64 bytes, in
  /// which the index `interior`, where loops start, is aligned.
  public static func padded(
    _ dims: [Dimension], innermost: Dimension, interior: Int? = nil
  ) -> FieldLayout {
    FieldLayout(
      order: dims.filter { $0 != innermost } + [innermost], rowAlignment: 64,
      alignedIndex: interior)
  }

}

extension FieldLayout {

  /// What a layout comes to for one domain and one type of elements, in elements.
  struct Placement {

    let strides: [Int]
    let offset: Int
    let count: Int

  }

  /// Returns the places of the elements of `dtype` on `domain`, or `nil` if the size overflows.
  func placement(of dtype: ScalarKind, on domain: Domain) -> Placement? {
    precondition(Set(order) == Set(domain.dims) && order.count == domain.dims.count)
    let shape = order.map { (domain[$0] ?? 0 ..< 1).saturatingCount }
    let lanes = max(1, rowAlignment / max(1, dtype.byteCount))
    var byDimension: [Dimension: Int] = [:]
    var stride = 1
    for (i, d) in order.enumerated().reversed() {
      byDimension[d] = stride
      var extent = shape[i]
      if i == order.count - 1, order.count > 1 {
        let padded = extent.addingReportingOverflow(lanes - 1)
        if padded.overflow { return nil }
        extent = padded.partialValue / lanes * lanes
      }
      // An empty field takes no memory, however far its other ranges go.
      let product = stride.multipliedReportingOverflow(by: domain.isEmpty ? 0 : extent)
      if product.overflow { return nil }
      stride = product.partialValue
    }
    var offset = 0
    if let a = alignedIndex, let inner = order.last, let range = domain[inner] {
      offset = ((range.lowerBound - a) % lanes + lanes) % lanes
    }
    let total = stride.addingReportingOverflow(offset)
    if total.overflow || total.partialValue > Int.max / 8 { return nil }
    return Placement(
      strides: domain.dims.map { byDimension[$0] ?? 1 }, offset: offset, count: total.partialValue)
  }

}

extension Field {

  /// Creates a field of zeros on `domain` in the given layout.
  public init(zeros dtype: ScalarKind, on domain: Domain, layout: FieldLayout) {
    guard let p = layout.placement(of: dtype, on: domain) else {
      preconditionFailure("the size of a field overflows")
    }
    self.init(
      dtype: dtype, domain: domain, strides: p.strides, offset: p.offset,
      storage: FieldStorage(byteCount: p.count * dtype.byteCount))
  }

  /// Returns the same values in the given layout.
  public func converted(to layout: FieldLayout) -> Field {
    var copy = Field(zeros: dtype, on: domain, layout: layout)
    copy.copyElements(from: self)
    return copy
  }

}

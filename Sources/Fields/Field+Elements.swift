import StencilTypes

extension Field {

  /// Returns the element at `index`, or `nil` if that is no point of the field.
  public func value(at index: [Int]) -> ScalarValue? {
    guard contains(index) else { return nil }
    return withUnsafeBytes {
      ScalarValue(loading: $0 + position(of: index) * dtype.byteCount, as: dtype)
    }
  }

  /// Sets the element at `index`, a point of the field, to `value`, which is of its type.
  public mutating func setValue(_ value: ScalarValue, at index: [Int]) {
    precondition(contains(index) && value.kind == dtype)
    let p = position(of: index) * dtype.byteCount
    withUnsafeMutableBytes { value.store(to: $0 + p) }
  }

  /// `true` iff `index` is a point of the field.
  public func contains(_ index: [Int]) -> Bool {
    index.count == domain.ranges.count
      && zip(domain.ranges, index).allSatisfy { $0.contains($1) }
  }

  /// Calls `body` with the address of the elements; the element at position `p` lies `p` places on.
  ///
  /// - Throws: What `body` throws.
  /// - Requires: `type` is the Swift type of the field's `dtype`.
  @inlinable public func withElements<T: ScalarElement, R, E: Error>(
    as type: T.Type, _ body: (UnsafePointer<T>) throws(E) -> R
  ) throws(E) -> R {
    precondition(T.kind == dtype)
    defer { withExtendedLifetime(storage) {} }
    guard let base = storage.bytes.baseAddress else { preconditionFailure("no storage") }
    return try body(UnsafePointer(base.assumingMemoryBound(to: T.self)))
  }

  /// Calls `body` with the address of the elements, after the field has storage of its own.
  ///
  /// - Throws: What `body` throws.
  /// - Requires: `type` is the Swift type of the field's `dtype`.
  /// - Complexity: O(bytes) if the storage is shared, else O(1).
  @inlinable public mutating func withMutableElements<T: ScalarElement, R, E: Error>(
    as type: T.Type, _ body: (UnsafeMutablePointer<T>) throws(E) -> R
  ) throws(E) -> R {
    precondition(T.kind == dtype)
    makeUnique()
    defer { withExtendedLifetime(storage) {} }
    guard let base = storage.bytes.baseAddress else { preconditionFailure("no storage") }
    return try body(base.assumingMemoryBound(to: T.self))
  }

  /// Returns the elements in canonical order; `T` is the type of the field's elements.
  public func elements<T: ScalarElement>(as type: T.Type) -> [T] {
    var result: [T] = []
    result.reserveCapacity(domain.count)
    withElements(as: type) { base in
      forEachRow { row in
        for i in 0 ..< row.count { result.append(base[row.position + i * row.stride]) }
      }
    }
    return result
  }

  /// Returns the elements in canonical order.
  public var values: [ScalarValue] {
    var result: [ScalarValue] = []
    result.reserveCapacity(domain.count)
    withUnsafeBytes { base in
      forEachRow { row in
        for i in 0 ..< row.count {
          let p = (row.position + i * row.stride) * dtype.byteCount
          result.append(ScalarValue(loading: base + p, as: dtype))
        }
      }
    }
    return result
  }

  /// Creates a field of `elements`, in canonical order, on `domain`.
  public init<T: ScalarElement>(_ elements: [T], on domain: Domain) {
    precondition(elements.count == domain.count)
    self.init(zeros: T.kind, on: domain)
    elements.withUnsafeBytes { storage.bytes.copyMemory(from: $0) }
  }

}

extension Field {

  /// Calls `body` with the address of the field's memory.
  func withUnsafeBytes<R, E: Error>(_ body: (UnsafeRawPointer) throws(E) -> R) throws(E) -> R {
    defer { withExtendedLifetime(storage) {} }
    guard let base = storage.bytes.baseAddress else { preconditionFailure("no storage") }
    return try body(UnsafeRawPointer(base))
  }

  /// Calls `body` with the address of the field's memory, after it has storage of its own.
  mutating func withUnsafeMutableBytes<R, E: Error>(
    _ body: (UnsafeMutableRawPointer) throws(E) -> R
  ) throws(E) -> R {
    makeUnique()
    defer { withExtendedLifetime(storage) {} }
    guard let base = storage.bytes.baseAddress else { preconditionFailure("no storage") }
    return try body(base)
  }

}

extension ScalarValue {

  /// Returns the value converted to `kind`, in the meaning of `cast_`; `string` has no conversions.
  ///
  /// A floating-point number is truncated to an integer: NaN gives 0, and what is out of range the
  /// nearest integer. A number is converted to `bool` by comparing it with zero.
  public func cast(to kind: ScalarKind) -> ScalarValue? {
    guard self.kind != .string, kind != .string else { return nil }
    return withUnsafeTemporaryAllocation(byteCount: 16, alignment: 8) { bytes in
      guard let out = bytes.baseAddress else { preconditionFailure("no memory for scalars") }
      store(to: out + 8)
      let source = LaneSource(out + 8, isConstant: false)
      do throws(ScalarFailure) {
        try castLanes(source, of: self.kind, to: kind, count: 1, into: out)
      } catch {
        return nil
      }
      return ScalarValue(loading: out, as: kind)
    }
  }

  /// Writes the value in memory as an element of a field.
  ///
  /// - Requires: The kind is not `string`; there is room for the value, aligned for it.
  public func store(to address: UnsafeMutableRawPointer) {
    precondition(kind.accept(StoreOfScalar(value: self, address: address)) == true)
  }

  /// Reads a value of `kind`, which is not `string`, from an element of a field in memory.
  ///
  /// - Requires: `kind` is not `string`.
  public init(loading address: UnsafeRawPointer, as kind: ScalarKind) {
    guard let v = kind.accept(LoadOfScalar(address: address)) else {
      preconditionFailure("no field holds strings")
    }
    self = v
  }

}

private struct StoreOfScalar: ScalarElementVisitor {

  let value: ScalarValue
  let address: UnsafeMutableRawPointer

  func visit<T: ScalarElement>(_: T.Type) -> Bool {
    guard let x = T(value) else { return false }
    address.storeBytes(of: x, as: T.self)
    return true
  }

}

private struct LoadOfScalar: ScalarElementVisitor {

  let address: UnsafeRawPointer

  func visit<T: ScalarElement>(_: T.Type) -> ScalarValue {
    address.loadUnaligned(as: T.self).scalarValue
  }

}

/// Raises lanes of `kind` to exponents of `exponentKind`.
///
/// A floating-point exponent means libm's `pow` in the wider type of the two, where an integer
/// counts as `float64`; the result is converted to the base's type.
func applyPower(
  _ operands: [LaneSource], kind: ScalarKind, exponentKind: ScalarKind, count: Int,
  into out: UnsafeMutableRawPointer, failed: LaneFailure
) throws(ScalarFailure) {
  let (base, exponent) = (operands[0], operands[1])
  func integerExponent<N: IntegerElement>(_: N.Type) throws(ScalarFailure) {
    func integer<T: IntegerElement>(_: T.Type) {
      mapLanes(base, exponent, count: count, into: out) { (x: T, n: N) in
        n < 0 ? 0 : x.wrappingPower(UInt64(n))
      }
      let exponents = exponent.base.assumingMemoryBound(to: N.self)
      for i in 0 ..< count where exponents[exponent.isConstant ? 0 : i] < 0 {
        failed(i, .negativePower)
      }
    }
    func float<T: FloatElement>(_: T.Type) {
      mapLanes(base, exponent, count: count, into: out) { (x: T, n: N) in x.power(n) }
    }
    switch kind {
    case .int8: integer(Int8.self)
    case .int16: integer(Int16.self)
    case .int32: integer(Int32.self)
    case .int64: integer(Int64.self)
    case .uint8: integer(UInt8.self)
    case .uint16: integer(UInt16.self)
    case .uint32: integer(UInt32.self)
    case .uint64: integer(UInt64.self)
    case .float32: float(Float.self)
    case .float64: float(Double.self)
    case .bool, .string: throw .undefined
    }
  }
  func floatExponent<E: FloatElement>(_: E.Type) throws(ScalarFailure) {
    guard kind.isArithmetic else { throw .undefined }
    let visit = PowerOfLanes<E>(base: base, exponent: exponent, count: count, out: out)
    guard kind.accept(visit) != nil else { throw .undefined }
  }
  switch exponentKind {
  case .int8: try integerExponent(Int8.self)
  case .int16: try integerExponent(Int16.self)
  case .int32: try integerExponent(Int32.self)
  case .int64: try integerExponent(Int64.self)
  case .uint8: try integerExponent(UInt8.self)
  case .uint16: try integerExponent(UInt16.self)
  case .uint32: try integerExponent(UInt32.self)
  case .uint64: try integerExponent(UInt64.self)
  case .float32: try floatExponent(Float.self)
  case .float64: try floatExponent(Double.self)
  case .bool, .string: throw .undefined
  }
}

private struct PowerOfLanes<E: FloatElement>: ScalarElementVisitor {

  let base, exponent: LaneSource
  let count: Int
  let out: UnsafeMutableRawPointer

  func visit<T: ScalarElement>(_: T.Type) {
    let isSingle = T.kind == .float32 && E.kind == .float32
    mapLanes(base, exponent, count: count, into: out) { (x: T, e: E) in
      isSingle
        ? Float.libmPower(x.converted(to: Float.self), e.converted(to: Float.self))
          .converted(to: T.self)
        : Double.libmPower(x.converted(to: Double.self), e.converted(to: Double.self))
          .converted(to: T.self)
    }
  }

}

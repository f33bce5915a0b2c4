/// Applies `operation` to lanes of integers.
func applyInteger<T: IntegerElement>(
  _ operation: UnaryOperation, _: T.Type, _ a: LaneSource, count: Int,
  into out: UnsafeMutableRawPointer
) throws(ScalarFailure) {
  switch operation.definition {
  case .negation: mapLanes(a, count: count, into: out) { (x: T) in 0 &- x }
  case .magnitude: mapLanes(a, count: count, into: out) { (x: T) in x < 0 ? 0 &- x : x }
  case .squareRoot, .floor, .ceil, .trunc, .libm: throw .undefined
  }
}

/// Applies `operation` to lanes of integers; divisions by zero fail.
func applyInteger<T: IntegerElement>(
  _ operation: BinaryOperation, _: T.Type, _ a: LaneSource, _ b: LaneSource, count: Int,
  into out: UnsafeMutableRawPointer, failed: LaneFailure
) {
  func divide(_ f: (T, T) -> T) {
    mapLanes(a, b, count: count, into: out) { (x: T, y: T) in y == 0 ? 0 : f(x, y) }
    let divisors = b.base.assumingMemoryBound(to: T.self)
    for i in 0 ..< count where divisors[b.isConstant ? 0 : i] == 0 { failed(i, .divisionByZero) }
  }
  switch operation {
  case .plus: mapLanes(a, b, count: count, into: out) { (x: T, y: T) in x &+ y }
  case .minus: mapLanes(a, b, count: count, into: out) { (x: T, y: T) in x &- y }
  case .multiplies: mapLanes(a, b, count: count, into: out) { (x: T, y: T) in x &* y }
  case .minimum: mapLanes(a, b, count: count, into: out) { (x: T, y: T) in Swift.min(x, y) }
  case .maximum: mapLanes(a, b, count: count, into: out) { (x: T, y: T) in Swift.max(x, y) }
  case .divides: divide { $0.truncatedQuotient(by: $1) }
  case .floorDivides: divide { $0.flooredQuotient(by: $1) }
  case .remainder: divide { $0.flooredRemainder(by: $1) }
  case .truncatedRemainder: divide { $0.truncatedRemainder(by: $1) }
  }
}

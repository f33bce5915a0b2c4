/// Applies `operation` to lanes of floating-point numbers.
func applyFloat<T: FloatElement>(
  _ operation: UnaryOperation, _: T.Type, _ a: LaneSource, count: Int,
  into out: UnsafeMutableRawPointer
) {
  switch operation.definition {
  case .negation: mapLanes(a, count: count, into: out) { (x: T) in -x }
  case .magnitude: mapLanes(a, count: count, into: out) { (x: T) in x.magnitude }
  case .squareRoot: mapLanes(a, count: count, into: out) { (x: T) in x.squareRoot() }
  case .floor: mapLanes(a, count: count, into: out) { (x: T) in x.rounded(.down) }
  case .ceil: mapLanes(a, count: count, into: out) { (x: T) in x.rounded(.up) }
  case .trunc: mapLanes(a, count: count, into: out) { (x: T) in x.rounded(.towardZero) }
  case .libm(let function):
    let f = T.function(function)
    mapLanes(a, count: count, into: out) { (x: T) in f(x) }
  }
}

/// Applies `operation` to lanes of floating-point numbers.
func applyFloat<T: FloatElement>(
  _ operation: BinaryOperation, _: T.Type, _ a: LaneSource, _ b: LaneSource, count: Int,
  into out: UnsafeMutableRawPointer
) {
  switch operation {
  case .plus: mapLanes(a, b, count: count, into: out) { (x: T, y: T) in x + y }
  case .minus: mapLanes(a, b, count: count, into: out) { (x: T, y: T) in x - y }
  case .multiplies: mapLanes(a, b, count: count, into: out) { (x: T, y: T) in x * y }
  case .divides: mapLanes(a, b, count: count, into: out) { (x: T, y: T) in x / y }
  case .floorDivides:
    mapLanes(a, b, count: count, into: out) { (x: T, y: T) in x.flooredQuotient(by: y) }
  case .remainder:
    mapLanes(a, b, count: count, into: out) { (x: T, y: T) in x.flooredRemainder(by: y) }
  case .truncatedRemainder:
    mapLanes(a, b, count: count, into: out) { (x: T, y: T) in T.libmRemainder(x, y) }
  case .minimum: mapLanes(a, b, count: count, into: out) { (x: T, y: T) in x.minimum(y) }
  case .maximum: mapLanes(a, b, count: count, into: out) { (x: T, y: T) in x.maximum(y) }
  }
}

/// Answers `question` for lanes of floating-point numbers.
func test<T: FloatElement>(
  _ question: FloatPredicate, _: T.Type, _ a: LaneSource, count: Int,
  into out: UnsafeMutableRawPointer
) {
  switch question {
  case .isFinite: mapLanes(a, count: count, into: out) { (x: T) in x.isFinite }
  case .isInfinite: mapLanes(a, count: count, into: out) { (x: T) in x.isInfinite }
  case .isNaN: mapLanes(a, count: count, into: out) { (x: T) in x.isNaN }
  }
}

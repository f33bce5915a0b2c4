/// Called with each lane whose operation has no value; the lane's result is 0 then.
public typealias LaneFailure = (_ lane: Int, _ failure: ScalarFailure) -> Void

extension ScalarOperation {

  /// Applies the operation to each of `count` lanes and writes the results to `out`.
  ///
  /// All operands are of type `kind`, but for the exponent of a power, which is of
  /// `exponentKind`.
  ///
  /// - Throws: `ScalarFailure.undefined`, and writes nothing, if there is no such operation.
  /// - Requires: `out` has room for `count` results.
  /// - Complexity: O(`count`).
  public func apply(
    to operands: [LaneSource], kind: ScalarKind, exponentKind: ScalarKind? = nil, count: Int,
    into out: UnsafeMutableRawPointer, failed: LaneFailure
  ) throws(ScalarFailure) {
    guard operands.count == operandCount else { throw .undefined }
    switch self {
    case .power:
      guard let exponentKind else { throw .undefined }
      try applyPower(
        operands, kind: kind, exponentKind: exponentKind, count: count, into: out, failed: failed)
    case .comparison(let c):
      let visit = ComparisonOfLanes(
        comparison: c, a: operands[0], b: operands[1], count: count, out: out)
      guard kind.accept(visit) != nil else { throw .undefined }
    case .logic(let l):
      guard kind == .bool else { throw .undefined }
      let (a, b) = (operands[0], operands[1])
      switch l {
      case .and: mapLanes(a, b, count: count, into: out) { (x: Bool, y: Bool) in x && y }
      case .or: mapLanes(a, b, count: count, into: out) { (x: Bool, y: Bool) in x || y }
      case .xor: mapLanes(a, b, count: count, into: out) { (x: Bool, y: Bool) in x != y }
      }
    case .not:
      guard kind == .bool else { throw .undefined }
      mapLanes(operands[0], count: count, into: out) { (x: Bool) in !x }
    case .unary, .binary, .predicate:
      try applyArithmetic(operands, kind: kind, count: count, into: out, failed: failed)
    }
  }

  private func applyArithmetic(
    _ operands: [LaneSource], kind: ScalarKind, count: Int, into out: UnsafeMutableRawPointer,
    failed: LaneFailure
  ) throws(ScalarFailure) {
    func integer<T: IntegerElement>(_: T.Type) throws(ScalarFailure) {
      switch self {
      case .unary(let u):
        try applyInteger(u, T.self, operands[0], count: count, into: out)
      case .binary(let b):
        applyInteger(
          b, T.self, operands[0], operands[1], count: count, into: out, failed: failed)
      case .predicate, .power, .comparison, .logic, .not: throw .undefined
      }
    }
    func float<T: FloatElement>(_: T.Type) throws(ScalarFailure) {
      switch self {
      case .unary(let u): applyFloat(u, T.self, operands[0], count: count, into: out)
      case .binary(let b): applyFloat(b, T.self, operands[0], operands[1], count: count, into: out)
      case .predicate(let p): test(p, T.self, operands[0], count: count, into: out)
      case .power, .comparison, .logic, .not: throw .undefined
      }
    }
    switch kind {
    case .int8: try integer(Int8.self)
    case .int16: try integer(Int16.self)
    case .int32: try integer(Int32.self)
    case .int64: try integer(Int64.self)
    case .uint8: try integer(UInt8.self)
    case .uint16: try integer(UInt16.self)
    case .uint32: try integer(UInt32.self)
    case .uint64: try integer(UInt64.self)
    case .float32: try float(Float.self)
    case .float64: try float(Double.self)
    case .bool, .string: throw .undefined
    }
  }

}

private struct ComparisonOfLanes: ScalarElementVisitor {

  let comparison: Comparison
  let a, b: LaneSource
  let count: Int
  let out: UnsafeMutableRawPointer

  func visit<T: ScalarElement>(_: T.Type) {
    switch comparison {
    case .equal: mapLanes(a, b, count: count, into: out) { (x: T, y: T) in x == y }
    case .notEqual: mapLanes(a, b, count: count, into: out) { (x: T, y: T) in x != y }
    case .less: mapLanes(a, b, count: count, into: out) { (x: T, y: T) in x.isLess(than: y) }
    case .lessEqual:
      mapLanes(a, b, count: count, into: out) { (x: T, y: T) in x.isLess(than: y) || x == y }
    case .greater: mapLanes(a, b, count: count, into: out) { (x: T, y: T) in y.isLess(than: x) }
    case .greaterEqual:
      mapLanes(a, b, count: count, into: out) { (x: T, y: T) in y.isLess(than: x) || x == y }
    }
  }

}

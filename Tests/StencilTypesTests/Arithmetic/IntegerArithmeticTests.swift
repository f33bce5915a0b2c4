import StencilTypes
import Testing

@Suite struct IntegerArithmeticTests {

  @Test(arguments: BinaryOperation.allCases)
  func `int8 agrees with unbounded integers on all operands`(operation: BinaryOperation) throws {
    try checkAllPairs(Int8.self, operation)
  }

  @Test(arguments: BinaryOperation.allCases)
  func `uint8 agrees with unbounded integers on all operands`(operation: BinaryOperation) throws {
    try checkAllPairs(UInt8.self, operation)
  }

  @Test func `int8 powers wrap`() throws {
    for base in Int8.min ... Int8.max {
      var expected = 1
      for n in 0 ... 20 {
        let r = ScalarOperation.power.evaluate([base.scalarValue, Int32(n).scalarValue])
        #expect(try r.get().integer == Int128(Int8(truncatingIfNeeded: expected)))
        expected = Int(Int8(truncatingIfNeeded: expected * Int(base)))
      }
    }
  }

  @Test func `powers of integers have no negative exponents`() {
    let r = ScalarOperation.power.evaluate([Int32(2).scalarValue, Int64(-1).scalarValue])
    #expect(r == .failure(.negativePower))
  }

  @Test func `the smallest value has no opposite`() throws {
    for op in [UnaryOperation.negative, .absolute] {
      let r = try ScalarOperation.unary(op).evaluate([Int8.min.scalarValue]).get()
      #expect(r == Int8.min.scalarValue)
    }
  }

  @Test func `operations on other types are undefined`() {
    #expect(
      ScalarOperation.unary(.sin).evaluate([ScalarValue(Int32(1))]) == .failure(.undefined))
    #expect(
      ScalarOperation.binary(.plus).evaluate([ScalarValue(true), ScalarValue(true)])
        == .failure(.undefined))
    #expect(
      ScalarOperation.binary(.plus).evaluate([ScalarValue(1.0), ScalarValue(Float(1))])
        == .failure(.undefined))
  }

}

/// Compares `operation` on all pairs of `T` with the same on `Int`.
private func checkAllPairs<T: IntegerElement>(_: T.Type, _ operation: BinaryOperation) throws {
  let all = Array(T.min ... T.max)
  var results = [T](repeating: 0, count: all.count)
  for a in all {
    var failed: [Int] = []
    try withUnsafeBytes(of: a) { x in
      try all.withUnsafeBytes { y in
        try results.withUnsafeMutableBytes { out in
          try ScalarOperation.binary(operation).apply(
            to: [
              LaneSource(try #require(x.baseAddress), isConstant: true),
              LaneSource(try #require(y.baseAddress), isConstant: false),
            ],
            kind: T.kind, count: all.count, into: try #require(out.baseAddress),
            failed: { lane, _ in failed.append(lane) })
        }
      }
    }
    for (i, b) in all.enumerated() {
      guard let expected = reference(operation, Int(a), Int(b)) else {
        #expect(failed == [i], "\(a) \(operation) \(b)")
        continue
      }
      let r = results[i]
      if r != T(truncatingIfNeeded: expected) {
        Issue.record("\(a) \(operation) \(b) is \(r), not \(expected)")
      }
    }
  }
}

/// The operation on numbers that do not wrap, from floating-point division where it rounds.
private func reference(_ operation: BinaryOperation, _ a: Int, _ b: Int) -> Int? {
  switch operation {
  case .plus: a + b
  case .minus: a - b
  case .multiplies: a * b
  case .divides: b == 0 ? nil : Int((Double(a) / Double(b)).rounded(.towardZero))
  case .floorDivides: b == 0 ? nil : Int((Double(a) / Double(b)).rounded(.down))
  case .remainder: b == 0 ? nil : a - b * Int((Double(a) / Double(b)).rounded(.down))
  case .truncatedRemainder:
    b == 0 ? nil : a - b * Int((Double(a) / Double(b)).rounded(.towardZero))
  case .minimum: a < b ? a : b
  case .maximum: a > b ? a : b
  }
}

import StencilTypes
import Testing

@Suite struct FloatArithmeticTests {

  @Test func `division agrees with NumPy`() throws {
    for line in numpyDivision.split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      let operation: BinaryOperation =
        switch words[1] {
        case "floor_divide": .floorDivides
        case "remainder": .remainder
        default: .truncatedRemainder
        }
      let a = try value(words[0], words[2])
      let b = try value(words[0], words[3])
      let r = try ScalarOperation.binary(operation).evaluate([a, b]).get()
      if words[4] == "nan" {
        #expect(r.float64?.isNaN ?? r.float32?.isNaN == true, "\(a) \(words[1]) \(b)")
      } else {
        #expect(try r == value(words[0], words[4]), "\(a) \(words[1]) \(b)")
      }
    }
  }

  private func value(_ kind: String, _ bits: String) throws -> ScalarValue {
    if kind == "float64" {
      return ScalarValue(Double(bitPattern: try #require(UInt64(bits, radix: 16))))
    }
    return ScalarValue(Float(bitPattern: try #require(UInt32(bits, radix: 16))))
  }

  @Test func `minimum and maximum propagate NaN and order zeros`() throws {
    func check(_ op: BinaryOperation, _ a: Double, _ b: Double, _ expected: Double) throws {
      for (x, y) in [(a, b), (b, a)] {
        let r = try ScalarOperation.binary(op).evaluate([ScalarValue(x), ScalarValue(y)]).get()
        let d = try #require(r.float64)
        #expect(expected.isNaN ? d.isNaN : d.bitPattern == expected.bitPattern)
        let s = try ScalarOperation.binary(op)
          .evaluate([ScalarValue(Float(x)), ScalarValue(Float(y))]).get()
        let f = try #require(s.float32)
        #expect(expected.isNaN ? f.isNaN : f.bitPattern == Float(expected).bitPattern)
      }
    }
    try check(.minimum, 0.0, -0.0, -0.0)
    try check(.maximum, 0.0, -0.0, 0.0)
    try check(.minimum, -0.0, -0.0, -0.0)
    try check(.maximum, -0.0, -0.0, -0.0)
    try check(.minimum, .nan, 1, .nan)
    try check(.maximum, .nan, .infinity, .nan)
    try check(.minimum, -.infinity, 3, -.infinity)
    try check(.maximum, 2, 3, 3)
  }

  @Test func `integer powers square from the lowest bit up`() throws {
    let x = 1.1
    let x2 = x * x
    let x4 = x2 * x2
    func power(_ n: Int32) throws -> Double? {
      try ScalarOperation.power.evaluate([ScalarValue(x), ScalarValue(n)]).get().float64
    }
    #expect(try power(0) == 1)
    #expect(try power(1) == x)
    #expect(try power(2) == x2)
    #expect(try power(3) == x * x2)
    #expect(try power(7) == (x * x2) * x4)
    #expect(try power(-3) == 1 / (x * x2))
    let f = Float(1.1)
    let r = try ScalarOperation.power.evaluate([ScalarValue(f), ScalarValue(Int32(5))]).get()
    #expect(r.float32 == f * ((f * f) * (f * f)))
    #expect(
      try ScalarOperation.power.evaluate([ScalarValue(0.0), ScalarValue(Int32(-1))]).get().float64
        == .infinity)
  }

  // Bits that CPython's math.pow gives, which is libm's.
  @Test func `powers with floating-point exponents are those of libm`() throws {
    let a = try ScalarOperation.power.evaluate([ScalarValue(1.1), ScalarValue(2.0)]).get()
    #expect(a.float64 == 1.2100000000000002)
    let b = try ScalarOperation.power.evaluate([ScalarValue(2.0), ScalarValue(0.5)]).get()
    #expect(b.float64 == 1.4142135623730951)
  }

  // Values that Python's math module gives.
  @Test(arguments: [
    (UnaryOperation.sin, 0.5, 0.479425538604203), (.cos, 0.5, 0.8775825618903728),
    (.tan, 0.5, 0.5463024898437905), (.arcsin, 0.5, 0.5235987755982989),
    (.arccos, 0.5, 1.0471975511965979), (.arctan, 0.5, 0.4636476090008061),
    (.sinh, 0.5, 0.5210953054937474), (.cosh, 0.5, 1.1276259652063807),
    (.tanh, 0.5, 0.46211715726000973), (.arcsinh, 0.5, 0.48121182505960347),
    (.arccosh, 1.5, 0.9624236501192069), (.arctanh, 0.5, 0.5493061443340549),
    (.squareRoot, 2, 1.4142135623730951), (.cubeRoot, -27, -3), (.exp, 1, 2.718281828459045),
    (.log, 10, 2.302585092994046), (.gamma, 5, 24), (.floor, -1.5, -2), (.ceil, -1.5, -1),
    (.trunc, -1.5, -1), (.negative, 0, -0.0), (.absolute, -3, 3),
  ])
  func elementary(operation: UnaryOperation, x: Double, expected: Double) throws {
    let r = try #require(
      try ScalarOperation.unary(operation).evaluate([ScalarValue(x)]).get().float64)
    #expect(abs(r - expected) <= expected.ulp.magnitude * 2)
    #expect(r.sign == expected.sign)
    let s = try #require(
      try ScalarOperation.unary(operation).evaluate([ScalarValue(Float(x))]).get().float32)
    #expect(abs(s - Float(expected)) <= Float(expected).ulp.magnitude * 2)
  }

  @Test func `comparisons with NaN are false but for inequality`() throws {
    for c in Comparison.allCases {
      let r = try ScalarOperation.comparison(c).evaluate([
        ScalarValue(Double.nan), ScalarValue(1.0),
      ])
      .get()
      #expect(r.bool == (c == .notEqual))
    }
  }

}

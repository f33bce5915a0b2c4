import StencilTypes
import Testing

@Suite struct ScalarValueTests {

  /// Pairs of a number and what Python's `repr` says.
  @Test(arguments: [
    (1.0, "1.0"), (0.0001, "0.0001"), (1e-5, "1e-05"), (1e15, "1000000000000000.0"),
    (1e16, "1e+16"), (9_007_199_254_740_993.0, "9007199254740992.0"),
    (12_345_678_901_234_567.0, "1.2345678901234568e+16"), (1e22, "1e+22"), (-0.0, "-0.0"),
    (1.5e300, "1.5e+300"), (123456789.0, "123456789.0"), (0.1, "0.1"),
    (.leastNonzeroMagnitude, "5e-324"),
    (1.7976931348623157e308, "1.7976931348623157e+308"), (.infinity, "inf"),
    (-.infinity, "-inf"), (.nan, "nan"), (2.5e-7, "2.5e-07"), (100.0, "100.0"),
  ])
  func printsAsPythonDoes(value: Double, text: String) {
    #expect(ScalarValue(value).description == text)
  }

  @Test(arguments: [
    (Float(0.1), "0.1"), (-Float.greatestFiniteMagnitude, "-3.4028235e+38"),
    (16777216, "16777216.0"),
    (1e-5, "1e-05"),
  ])
  func printsSinglePrecision(value: Float, text: String) {
    #expect(ScalarValue(value).description == text)
    #expect(ScalarValue(value).typedDescription == text + ":f32")
  }

  @Test func wrapsIntegers() {
    #expect(ScalarValue(wrapping: 300, as: .uint8).integer == 44)
    #expect(ScalarValue(wrapping: -1, as: .uint64).integer == Int128(UInt64.max))
    #expect(ScalarValue(wrapping: Int64(1) << 31, as: .int32).integer == -2_147_483_648)
    #expect(ScalarValue(exactly: 128, as: .int8) == nil)
    #expect(ScalarValue(exactly: -128, as: .int8)?.integer == -128)
  }

  @Test func comparesBitsAndKinds() {
    #expect(ScalarValue(0.0) != ScalarValue(-0.0))
    #expect(ScalarValue(Double.nan) == ScalarValue(Double.nan))
    #expect(ScalarValue(Float(1)) != ScalarValue(1.0))
  }

}

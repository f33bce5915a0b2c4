import Fields
import StencilTypes
import Testing

@Suite struct FieldStatisticsTests {

  static func field<T: ScalarElement>(_ elements: [T]) -> Field {
    Field(
      elements, on: Domain(dims: [Dimension("I")], ranges: [5 ..< 5 + elements.count]))
  }

  static let tiny = Double.leastNonzeroMagnitude

  /// Numbers, their sum and their mean, as Python's exact `fractions` round them.
  static let sums: [([Double], sum: Double, mean: Double)] = [
    ([0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1], 1.0, 0.1),
    ([1e308, 1e308, -1e308], 1e308, 3.333333333333333e307),
    ([1e308, 1e308], .infinity, 1e308),
    ([1e16, 1.0, -1e16], 1.0, 0.3333333333333333),
    ([tiny, tiny, tiny], 0x3 * tiny, tiny),
    (
      [tiny, tiny, -tiny, 0x10000000000000 * tiny], 0x10000000000001 * tiny,
      0x4000000000000 * tiny
    ),
    (
      [1.0, 1.1102230246251565e-16, 1.232595164407831e-32], 1.0000000000000002,
      0.33333333333333337
    ),
    ([1.0, 1.1102230246251565e-16], 1.0, 0.5),
    ([1.0000000000000002, 1.1102230246251565e-16], 1.0000000000000004, 0.5000000000000002),
    ([1e-300, -1e300, 1e300, 0x12688B70E62B * tiny], 1.0000000001e-300, 2.50000000025e-301),
    (
      [-1.7976931348623157e308, -9.9792015476736e291], -.infinity, -8.98846567431158e307
    ),
    (
      [-1.7976931348623157e308, -9.979201547673598e291], -1.7976931348623157e308,
      -8.988465674311579e307
    ),
    ([-1.0, -2.0, -4.0], -7.0, -2.3333333333333335),
    (
      [
        3.1415926535897928e-40, -3.141592653589793e-33, 3.1415926535897934e-26,
        -3.141592653589793e-19, 3.141592653589793e-12, -3.1415926535897935e-05,
        314.1592653589793, -3141592653.589793, 3.1415926535897932e+16, -3.141592653589793e+23,
        3.141592653589793e+30, -3.141592653589793e+37,
      ], -3.1415923394305587e+37, -2.6179936161921324e+36
    ),
    (
      [
        1.5868144332280362e+119, 1.5508900523147354e-287, 6.045797116674617e-16,
        4.298371449085644e-130, -1.1615450918591195e+256, 1.1777987317359342e+147,
        1.5546980320355327e-16, -7.9426953852015475e-56, -2.6875439633077594e-99,
        9.146005549432179e+157, -1.7129218037078665e-234, -1.7114871779302827e+226,
      ], -1.1615450918591195e+256, -9.67954243215933e+254
    ),
    (
      [
        -tiny, tiny, -0x4A61110 * tiny, 0x1D72B9 * tiny, 0x17D5876155 * tiny,
        -0xBED22D * tiny,
        0x505465 * tiny,
      ], 0x17D0904536 * tiny, 0x366F009E3 * tiny
    ),
  ]

  @Test(arguments: sums)
  func sumsExactly(_ numbers: [Double], sum: Double, mean: Double) {
    let s = Self.field(numbers).statistics
    #expect(s.sum == sum)
    #expect(s.mean == mean)
    #expect(Self.field(numbers.reversed()).statistics == s)
  }

  @Test func sumsManyNumbers() {
    // 0.1 is 3602879701896397 / 2^55, and 100000 times that rounds to 10000.
    let s = Self.field([Double](repeating: 0.1, count: 100_000)).statistics
    #expect(s.sum == 10_000)
    #expect(s.mean == 0.1)
  }

  @Test func sumsIntegers() {
    let s = Self.field([Int64.max, Int64.max, 3]).statistics
    #expect(s.integerSum == 18_446_744_073_709_551_617)
    #expect(s.sum == 0x1p64)
    #expect(s.mean == 6148914691236517205.67)
    #expect(s.minimum?.integer == 3)
    let unsigned = Self.field([UInt64.max, 0]).statistics
    #expect(unsigned.integerSum == 18_446_744_073_709_551_615)
    #expect(unsigned.maximum?.integer == 18_446_744_073_709_551_615)
    let negative = Self.field([Int8(-1), -2, 2]).statistics
    #expect(negative.integerSum == -1)
    #expect(negative.mean == -0.3333333333333333)
    let bools = Self.field([true, false, true]).statistics
    #expect(bools.integerSum == 2)
    #expect(bools.mean == 0.6666666666666666)
    #expect(bools.minimum?.bool == false)
    #expect(bools.maximum?.bool == true)
  }

  @Test func ordersZeros() {
    for numbers in [[0.0, -0.0], [-0.0, 0.0]] {
      let s = Self.field(numbers).statistics
      #expect(s.minimum == ScalarValue(-0.0))
      #expect(s.maximum == ScalarValue(0.0))
    }
  }

  @Test func propagatesNaNs() {
    let s = Self.field([Float(1), .nan, -.infinity, .infinity]).statistics
    #expect(s.minimum?.float32?.isNaN == true)
    #expect(s.maximum?.float32?.isNaN == true)
    #expect(s.sum.isNaN && s.mean.isNaN)
    #expect(s.nanCount == 1)
    #expect(s.infinityCount == 2)
    let infinite = Self.field([1, Double.infinity]).statistics
    #expect(infinite.sum == .infinity)
    #expect(infinite.minimum == ScalarValue(1.0))
    #expect(Self.field([Double.infinity, -.infinity]).statistics.sum.isNaN)
  }

  @Test func existsForNoValues() {
    let s = Self.field([Double]()).statistics
    #expect(s.count == 0 && s.sum == 0 && s.mean.isNaN && s.minimum == nil)
    #expect(Self.field([Int32]()).statistics.mean.isNaN)
  }

}

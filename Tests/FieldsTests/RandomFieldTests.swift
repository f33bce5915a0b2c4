import Fields
import StencilTypes
import Testing

@Suite struct RandomFieldTests {

  /// What a Python script that follows the docstring gives.
  struct Sample: Sendable {

    let seed: Int
    let name: String
    let point: [(String, Int)]
    let float64: Double
    let float32: Float
    let integer: Int128
    let bool: Bool
    let limitedInteger: Int128
    let limitedFloat: Double

    var domain: Domain {
      Domain(
        dims: point.map { Dimension($0.0, $0.0 == "K" ? .vertical : .horizontal) },
        ranges: point.map { $0.1 ..< $0.1 + 1 })
    }

  }

  static let samples = [
    Sample(
      seed: 0, name: "a", point: [("I", 0)], float64: 0.45567565946411326, float32: 0.4556756,
      integer: 4, bool: false, limitedInteger: -2, limitedFloat: 0.2783782973205664),
    Sample(
      seed: 0, name: "a", point: [("I", 1)], float64: 0.7144436347156335, float32: 0.7144436,
      integer: 7, bool: true, limitedInteger: 0, limitedFloat: 1.5722181735781677),
    Sample(
      seed: 0, name: "b", point: [("I", 0)], float64: 0.5616211196659339, float32: 0.56162107,
      integer: 5, bool: true, limitedInteger: -1, limitedFloat: 0.8081055983296692),
    Sample(
      seed: 1, name: "a", point: [("I", 0)], float64: 0.25011748246731724, float32: 0.25011748,
      integer: 2, bool: false, limitedInteger: -3, limitedFloat: -0.7494125876634139),
    Sample(
      seed: 7, name: "u", point: [("I", -3), ("K", 5)], float64: 0.0432192863409957,
      float32: 0.04321927, integer: 0, bool: false, limitedInteger: -5,
      limitedFloat: -1.7839035682950215),
    Sample(
      seed: 42, name: "\u{3C6}", point: [("Cell", 1_000_000), ("K", 0)],
      float64: 0.8324102774014939, float32: 0.8324103, integer: 8, bool: true, limitedInteger: 1,
      limitedFloat: 2.1620513870074696),
    Sample(
      seed: -1, name: "s", point: [], float64: 0.9160005333165023, float32: 0.9160005, integer: 9,
      bool: true, limitedInteger: 2, limitedFloat: 2.5800026665825113),
  ]

  @Test(arguments: samples)
  func followsItsDescription(_ s: Sample) throws {
    func value(
      _ dtype: ScalarKind, low: ScalarValue? = nil, high: ScalarValue? = nil
    ) throws -> ScalarValue? {
      try Field.random(
        seed: s.seed, name: s.name, on: s.domain, dtype: dtype, low: low, high: high
      ).values.first
    }
    #expect(try value(.float64)?.float64 == s.float64)
    #expect(try value(.float32)?.float32 == s.float32)
    #expect(try value(.int32)?.integer == s.integer)
    #expect(try value(.uint8)?.integer == s.integer)
    #expect(try value(.bool)?.bool == s.bool)
    let limited = try value(.int64, low: ScalarValue(Int32(-5)), high: ScalarValue(Int32(3)))
    #expect(limited?.integer == s.limitedInteger)
    let float = try value(.float64, low: ScalarValue(Int32(-2)), high: ScalarValue(3.0))
    #expect(float?.float64 == s.limitedFloat)
  }

  @Test func dependsOnThePointOnly() throws {
    let dims = [Dimension("I"), Dimension("J"), Dimension("K", .vertical)]
    let large = Domain(dims: dims, ranges: [-2 ..< 6, 1 ..< 5, 0 ..< 7])
    let small = Domain(dims: dims, ranges: [0 ..< 3, 2 ..< 4, 3 ..< 7])
    let a = try Field.random(seed: 3, name: "x", on: large, dtype: .float64)
    let b = try Field.random(seed: 3, name: "x", on: small, dtype: .float64)
    #expect(a.sliced(to: small).values == b.values)
    #expect(Set(a.values).count == large.count)
  }

  @Test func staysBetweenItsLimits() throws {
    let domain = Domain(dims: [Dimension("I")], ranges: [0 ..< 500])
    let bytes = try Field.random(
      seed: 1, name: "x", on: domain, dtype: .int8, low: ScalarValue(wrapping: -128, as: .int8),
      high: ScalarValue(wrapping: 127, as: .int8))
    #expect(bytes.elements(as: Int8.self).allSatisfy { $0 < 127 })
    #expect(bytes.elements(as: Int8.self).contains { $0 < -100 })
    let narrow = try Field.random(
      seed: 1, name: "x", on: domain, dtype: .float32, low: ScalarValue(Float(1)),
      high: ScalarValue(Float(1).nextUp))
    #expect(narrow.elements(as: Float.self).allSatisfy { $0 == 1 })
  }

  @Test func refusesBadLimits() {
    let domain = Domain(dims: [Dimension("I")], ranges: [0 ..< 2])
    func refusal(_ dtype: ScalarKind, _ low: ScalarValue?, _ high: ScalarValue?) -> FieldError? {
      do throws(FieldError) {
        _ = try Field.random(seed: 0, name: "x", on: domain, dtype: dtype, low: low, high: high)
        return nil
      } catch {
        return error
      }
    }
    let five = ScalarValue(Int32(5))
    #expect(refusal(.int32, five, five) == .emptyRange(low: five, high: five))
    let twenty = ScalarValue(Int32(20))
    #expect(
      refusal(.int32, twenty, nil) == .emptyRange(low: twenty, high: ScalarValue(Int32(10))))
    #expect(refusal(.bool, nil, five) == .unsuitableBound(five, .bool))
    let half = ScalarValue(0.5)
    #expect(refusal(.int32, half, nil) == .unsuitableBound(half, .int32))
    let nan = ScalarValue(Double.nan)
    #expect(refusal(.float64, nan, nil) == .unsuitableBound(nan, .float64))
    let minus = ScalarValue(Int32(-1))
    #expect(refusal(.uint8, minus, nil) == .unsuitableBound(minus, .uint8))
    #expect(refusal(.string, nil, nil) == .unsuitableType(.string))
  }

  @Test func refusesWhatNoMachineHolds() {
    let i = Dimension("I")
    let j = Dimension("J")
    let huge = Domain(dims: [i, j], ranges: [0 ..< 1 << 40, 0 ..< 1 << 40])
    #expect(throws: FieldError.tooLarge(huge, byteCount: nil)) {
      try Field.random(seed: 0, name: "x", on: huge, dtype: .float64)
    }
    let large = Domain(dims: [i], ranges: [0 ..< 1 << 50])
    #expect(throws: FieldError.tooLarge(large, byteCount: 1 << 53)) {
      try Field.zeros(.float64, on: large)
    }
  }

}

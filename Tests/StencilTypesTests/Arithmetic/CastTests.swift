import StencilTypes
import Testing

@Suite struct CastTests {

  @Test(arguments: [
    (2.9, Int128(2), UInt8(2)), (-2.9, -2, 0), (.nan, 0, 0), (.infinity, 2_147_483_647, 255),
    (-.infinity, -2_147_483_648, 0), (2_147_483_647.5, 2_147_483_647, 255),
    (2_147_483_648, 2_147_483_647, 255), (-2_147_483_648.5, -2_147_483_648, 0),
    (255.9, 255, 255), (-0.9, 0, 0),
  ])
  func `floating-point numbers truncate and saturate`(x: Double, int32: Int128, uint8: UInt8) {
    #expect(ScalarValue(x).cast(to: .int32)?.integer == int32)
    #expect(ScalarValue(x).cast(to: .uint8)?.integer == Int128(uint8))
  }

  @Test func `the upper bound of int64 is no float`() {
    #expect(ScalarValue(0x1p63).cast(to: .int64)?.integer == Int128(Int64.max))
    #expect(ScalarValue(Float(0x1p64)).cast(to: .uint64)?.integer == Int128(UInt64.max))
    #expect(ScalarValue(Float(-0x1p63)).cast(to: .int64)?.integer == Int128(Int64.min))
  }

  @Test func `integers wrap`() {
    #expect(ScalarValue(Int32(300)).cast(to: .int8)?.integer == 44)
    #expect(ScalarValue(Int32(-1)).cast(to: .uint64)?.integer == Int128(UInt64.max))
  }

  @Test func `integers round to the nearest float`() {
    #expect(ScalarValue(Int32(16_777_217)).cast(to: .float32)?.float32 == 16_777_216)
    #expect(ScalarValue(Int32(16_777_219)).cast(to: .float32)?.float32 == 16_777_220)
  }

  @Test func `truth is being unequal to zero`() {
    #expect(ScalarValue(0.1).cast(to: .bool)?.bool == true)
    #expect(ScalarValue(-0.0).cast(to: .bool)?.bool == false)
    #expect(ScalarValue(Double.nan).cast(to: .bool)?.bool == true)
    #expect(ScalarValue(true).cast(to: .float32)?.float32 == 1)
  }

}

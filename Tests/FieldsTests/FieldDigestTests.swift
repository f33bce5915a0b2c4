import Fields
import StencilTypes
import Testing

@Suite struct FieldDigestTests {

  static let i = Dimension("I")
  static let k = Dimension("K", .vertical)

  /// Digests as a Python script with `hashlib` gives them.
  @Test func followsItsDescription() {
    let counting = Field(
      Array(0 ..< 12).map(Int32.init),
      on: Domain(dims: [Self.i, Self.k], ranges: [-1 ..< 2, 0 ..< 4]))
    #expect(
      counting.digest == "c6957fee2275e17ddb0dc174ecad1abe684c0344cf20c1b99aa49c96a51c338c")
    let floats = Field(
      [1.5, Double(bitPattern: 0xFFF8_0000_0000_0123), -0.0],
      on: Domain(dims: [Self.i], ranges: [0 ..< 3]))
    #expect(floats.digest == "f55f60f93e8a02ed4d44609dbc22ead9397c505741f933e2f69c109bde2fb18b")
    let single = Field([Float.signalingNaN], on: Domain(dims: [], ranges: []))
    #expect(single.digest == "190c159cb400c1f2e4e18c750d6eb60fd81fe988c9a0b350d0e9e476df54a66e")
    let bools = Field(
      [true, false], on: Domain(dims: [Dimension("\u{E9}")], ranges: [0 ..< 2]))
    #expect(bools.digest == "fd28df582286f795146b452da6b417c37ad90e4136ad160d476b1d9e1146c9c4")
  }

  @Test func dependsOnValuesAndPlaceOnly() throws {
    let domain = Domain(dims: [Self.i, Self.k], ranges: [0 ..< 5, 0 ..< 6])
    let f = try Field.random(seed: 1, name: "f", on: domain, dtype: .float64)
    #expect(f.converted(to: FieldLayout(order: [Self.k, Self.i])).digest == f.digest)
    let part = Domain(dims: domain.dims, ranges: [1 ..< 3, 2 ..< 5])
    #expect(
      f.sliced(to: part).digest
        == f.sliced(to: part).converted(to: .padded(f.dims, innermost: Self.i)).digest)
    let moved = Field(
      f.elements(as: Double.self), on: Domain(dims: domain.dims, ranges: [1 ..< 6, 0 ..< 6]))
    #expect(moved.digest != f.digest)
    var negated = Field([0.0], on: Domain(dims: [], ranges: []))
    let before = negated.digest
    negated.setValue(ScalarValue(-0.0), at: [])
    #expect(negated.digest != before)
  }

}

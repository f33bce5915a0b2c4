import Fields
import StencilTypes
import Testing

@Suite struct FieldTests {

  static let i = Dimension("I")
  static let j = Dimension("J")
  static let k = Dimension("K", .vertical)

  static let domain = Domain(dims: [i, j, k], ranges: [-1 ..< 2, 3 ..< 5, 0 ..< 4])

  static let layouts = [
    FieldLayout.dense([i, j, k]), FieldLayout(order: [k, j, i]), FieldLayout(order: [j, k, i]),
    .padded([i, j, k], innermost: k), .padded([i, j, k], innermost: i, interior: 0),
    FieldLayout(order: [k, i, j], rowAlignment: 32, alignedIndex: 4),
  ]

  /// A field whose elements count from 0 in canonical order.
  static func counting(_ dtype: ScalarKind = .int32) throws -> Field {
    var f = Field(zeros: dtype, on: domain)
    for n in 0 ..< domain.count {
      let v = try #require(ScalarValue(Int32(n)).cast(to: dtype))
      f.setValue(v, at: f.index(ofElement: n))
    }
    return f
  }

  @Test(arguments: layouts)
  func keepsItsValuesInAnyLayout(_ layout: FieldLayout) throws {
    for dtype in [ScalarKind.int8, .int16, .int32, .float64] {
      let f = try Self.counting(dtype)
      let g = f.converted(to: layout)
      #expect(g.values == f.values)
      #expect(g.contiguousBytes() == f.contiguousBytes())
      #expect(g.converted(to: .dense(g.dims)).isContiguous)
    }
  }

  @Test func countsInCanonicalOrder() throws {
    let f = try Self.counting()
    #expect(f.elements(as: Int32.self) == Array(0 ..< 24))
    // 8 elements an I, 4 a J.
    #expect(f.value(at: [1, 4, 2])?.integer == 22)
    #expect(f.value(at: [2, 4, 2]) == nil)
    #expect(f.value(at: [0, 4]) == nil)
  }

  @Test func alignsTheInteriorOfRows() {
    let domain = Domain(dims: [Self.i, Self.k], ranges: [-3 ..< 20, 0 ..< 5])
    let layout = FieldLayout.padded(domain.dims, innermost: Self.i, interior: 0)
    let f = Field(zeros: .float64, on: domain, layout: layout)
    for k in 0 ..< 5 { #expect(f.position(of: [0, k]) % 8 == 0) }
    #expect(f.strides == [1, 24])
    #expect(f.position(of: [-3, 0]) >= 0)
    #expect((f.position(of: [19, 4]) + 1) * 8 <= f.storage.bytes.count)
  }

  @Test func isAValue() throws {
    let f = try Self.counting()
    var g = f
    g.setValue(ScalarValue(Int32(99)), at: [0, 3, 0])
    #expect(f.value(at: [0, 3, 0])?.integer == 8)
    #expect(g.value(at: [0, 3, 0])?.integer == 99)
    let part = Domain(dims: f.dims, ranges: [0 ..< 1, 3 ..< 4, 0 ..< 2])
    var slice = f.sliced(to: part)
    let p = slice.position(of: [0, 3, 1])
    slice.withMutableElements(as: Int32.self) { $0[p] = -1 }
    #expect(slice.elements(as: Int32.self) == [8, -1])
    #expect(f.value(at: [0, 3, 1])?.integer == 9)
  }

  @Test func slices() throws {
    let part = Domain(dims: Self.domain.dims, ranges: [0 ..< 2, 4 ..< 5, 1 ..< 3])
    for layout in Self.layouts {
      let slice = try Self.counting().converted(to: layout).sliced(to: part)
      #expect(slice.elements(as: Int32.self) == [13, 14, 21, 22])
      #expect(slice.contiguousBytes().count == 16)
    }
    let none = Domain(dims: Self.domain.dims, ranges: [0 ..< 0, 4 ..< 5, 1 ..< 3])
    #expect(try Self.counting().sliced(to: none).values.isEmpty)
  }

  @Test func hasOneElementWithoutDimensions() throws {
    let f = try Field.constant(ScalarValue(2.5), on: Domain(dims: [], ranges: []))
    #expect(f.elements(as: Double.self) == [2.5])
    #expect(f.value(at: [])?.float64 == 2.5)
  }

  @Test func isMadeOfConstants() throws {
    let domain = Domain(dims: [Self.i], ranges: [2 ..< 4])
    #expect(try Field.zeros(.bool, on: domain).elements(as: Bool.self) == [false, false])
    #expect(try Field.ones(.bool, on: domain).elements(as: Bool.self) == [true, true])
    #expect(try Field.ones(.float32, on: domain).elements(as: Float.self) == [1, 1])
    #expect(throws: FieldError.unsuitableType(.string)) { try Field.ones(.string, on: domain) }
  }

  @Test func isMadeOfIndices() throws {
    let domain = Domain(dims: [Self.i, Self.k], ranges: [-1 ..< 1, 4 ..< 6])
    let i = try Field.index(Self.i, on: domain)
    #expect(i.elements(as: Int32.self) == [-1, -1, 0, 0])
    let k = try Field.index(Self.k, on: domain, dtype: .float64)
    #expect(k.elements(as: Double.self) == [4, 5, 4, 5])
  }

}

import Fields
import StencilTypes
import Testing

@Suite struct FieldComparisonTests {

  static let i = Dimension("I")
  static let k = Dimension("K", .vertical)

  static func field<T: ScalarElement>(_ elements: [T], from lower: Int = 0) -> Field {
    Field(elements, on: Domain(dims: [i], ranges: [lower ..< lower + elements.count]))
  }

  @Test func findsEqualFields() throws {
    let domain = Domain(dims: [Self.i, Self.k], ranges: [0 ..< 5, 0 ..< 6])
    let f = try Field.random(seed: 1, name: "f", on: domain, dtype: .float64)
    let c = compare(f, f.converted(to: FieldLayout(order: [Self.k, Self.i])))
    #expect(c.areEqual && c.count == 30 && c.maximumAbsoluteError == 0 && c.worst == nil)
  }

  @Test func takesNaNsForOne() {
    let a = Self.field([Double.nan, 1])
    let b = Self.field([-Double.nan, 1])
    #expect(compare(a, b).areEqual)
    let c = compare(Self.field([Double.nan]), Self.field([1.0]))
    #expect(c.differingCount == 1)
    #expect(c.maximumAbsoluteError == .infinity)
  }

  @Test func distinguishesZerosIfExact() {
    let (a, b) = (Self.field([0.0]), Self.field([-0.0]))
    #expect(compare(a, b).differingCount == 1)
    #expect(compare(a, b, .within(relative: 0, absolute: 0)).areEqual)
  }

  @Test func measuresErrors() {
    let a = Self.field([1.0, 2.5, 8.0, 4.0], from: 3)
    let b = Self.field([1.0, 2.0, 10.0, 4.0], from: 3)
    let c = compare(a, b)
    #expect(c.differingCount == 2)
    #expect(c.maximumAbsoluteError == 2)
    #expect(c.maximumRelativeError == 0.25)
    #expect(c.firstDifference?.index == [4])
    #expect(c.firstDifference?.a == ScalarValue(2.5))
    #expect(c.firstDifference?.b == ScalarValue(2.0))
    #expect(c.worst?.index == [5])
    let d = compare(a, b, .within(relative: 0.2, absolute: 0))
    #expect(d.differingCount == 1)
    #expect(d.firstDifference?.index == [4])
    #expect(compare(a, b, .within(relative: 0.2, absolute: 0.1)).areEqual)
  }

  @Test func comparesInfinities() {
    let infinite = Self.field([Double.infinity])
    let loose = Tolerance.within(relative: 1, absolute: 1)
    #expect(compare(infinite, infinite, loose).areEqual)
    #expect(!compare(infinite, Self.field([1.0]), loose).areEqual)
    #expect(!compare(Self.field([1.0]), infinite, loose).areEqual)
    #expect(!compare(infinite, Self.field([-Double.infinity]), loose).areEqual)
  }

  @Test func comparesIntegersAndBools() {
    let c = compare(Self.field([Int64.min]), Self.field([Int64.max]))
    #expect(c.maximumAbsoluteError == 0x1p64)
    #expect(compare(Self.field([true]), Self.field([false])).maximumAbsoluteError == 1)
    let near = Tolerance.within(relative: 0, absolute: 1)
    #expect(compare(Self.field([Int32(3)]), Self.field([Int32(4)]), near).areEqual)
  }

  @Test func saysWhyFieldsCannotBeCompared() {
    let a = Self.field([1.0, 2.0])
    let single = Self.field([Float(1), 2])
    #expect(compare(a, single).mismatch == .dtypes(.float64, .float32))
    let moved = Self.field([1.0, 2.0], from: 1)
    #expect(compare(a, moved).mismatch == .domains(a.domain, moved.domain))
    let column = Field([1.0, 2.0], on: Domain(dims: [Self.k], ranges: [0 ..< 2]))
    #expect(compare(a, column).mismatch == .dims([Self.i], [Self.k]))
    #expect(!compare(a, column).areEqual)
  }

}

import StencilTypes
import Testing

@testable import Workbench

/// Fields whose values are written out: `field a[I] = [1.0, 2.0]`.
@Suite("Listed values") struct ListedValueTests {

  private func workshop() throws -> Workshop { try Workshop(after: ["from cartesian import I, J"]) }

  @Test func `stand where the range says`() throws {
    let workshop = try workshop()
    try workshop.succeed("field a[I] = [1.0, 2, 3e0,] I=2")
    let a = try #require(workshop.session.fields["a"])
    #expect(a.dtype == .float64)
    #expect(a.domain.ranges == [2 ..< 5])
    #expect(a.values.compactMap(\.float64) == [1, 2, 3])
    try workshop.succeed("field b[I] = [true, false] I=-1:1")
    #expect(workshop.session.fields["b"]?.dtype == .bool)
    #expect(workshop.session.fields["b"]?.domain.ranges == [-1 ..< 1])
    try workshop.succeed("field c[I] = [1, -2]")
    #expect(workshop.session.fields["c"]?.dtype == .int32)
    try workshop.succeed("field d[I] = [1, 3000000000]")
    #expect(workshop.session.fields["d"]?.dtype == .int64)
    try workshop.succeed("field e[I] = [1, 2] dtype=float32")
    #expect(workshop.session.fields["e"]?.dtype == .float32)
  }

  /// The outer list goes along the dimension that is written first, as in NumPy; fields keep I first.
  @Test func `make fields of two dimensions`() throws {
    let workshop = try workshop()
    try workshop.succeed("field a[I, J] = [[1, 2, 3], [4, 5, 6]] J=10")
    let a = try #require(workshop.session.fields["a"])
    #expect(a.domain.ranges == [0 ..< 2, 10 ..< 13])
    #expect(a.values.compactMap(\.integer) == [1, 2, 3, 4, 5, 6])
    try workshop.succeed("field b[J, I] = [[1, 2, 3], [4, 5, 6]]")
    let b = try #require(workshop.session.fields["b"])
    #expect(b.domain.ranges == [0 ..< 3, 0 ..< 2])
    #expect(b.values.compactMap(\.integer) == [1, 4, 2, 5, 3, 6])
  }

  @Test(arguments: [
    ("field a[I, J] = [1, 2]", "The field has 2 dimensions"),
    ("field a[I] = [[1], [2]]", "The field has 1 dimension"),
    ("field a[I, J] = [[1, 2], [3]]", "This list has 1 value, and the one before it 2."),
    ("field a[I, J] = [[1, 2], 3]", "'3' is no list of values"),
    ("field a[I] = []", "The list has no values."),
    ("field a[I] = [1, x]", "'x' is no number and no truth value."),
    ("field a[I] = [1, true]", "'true' is no value of type 'int32'."),
    ("field a[I] = [1.5] dtype=int32", "'1.5' is no value of type 'int32'."),
    ("field a[I] = [1, 2, 3] I=0:2", "'[1, 2, 3]' has 3 points along 'I'."),
  ])
  func `say what is wrong with them`(input: String, message: String) throws {
    let output = try workshop().perform(input)
    #expect(output.diagnostics.first?.message.hasPrefix(message) == true, "\(output.rendered())")
    #expect(output.diagnostics.first?.hint != nil)
  }

}

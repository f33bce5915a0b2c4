import Fields
import StencilTypes
import Testing

@Suite struct NeighborTableTests {

  static let vertex = Dimension("Vertex")
  static let edge = Dimension("Edge")
  static let v2e = FieldOffset("V2E", source: edge, target: [vertex, Dimension("V2EDim", .local)])

  /// Returns the array of `rows` as it comes back from a file.
  static func array<T: ScalarElement>(_ rows: [[T]]) throws -> NpyArray {
    let folder = try TemporaryFolder()
    let domain = Domain(
      dims: [vertex, Dimension("c")], ranges: [0 ..< rows.count, 0 ..< (rows.first?.count ?? 0)])
    try NpyFile.write(Field(Array(rows.joined()), on: domain), to: folder.path + "/t.npy")
    return try NpyFile.read(folder.path + "/t.npy")
  }

  static func refusal(_ array: NpyArray, skip: Int? = nil) -> NeighborTableError? {
    do throws(NeighborTableError) {
      _ = try NeighborTable(checking: array, offset: v2e, skipValue: skip)
      return nil
    } catch {
      return error
    }
  }

  @Test func isMadeOfAnArray() throws {
    let table = try NeighborTable(
      checking: Self.array([[0, 3], [2, -1], [-1, -1]] as [[Int64]]), offset: Self.v2e,
      skipValue: -1)
    #expect(table.target == Self.vertex && table.source == Self.edge)
    #expect(table.local.name == "V2EDim")
    #expect(table.rowCount == 3 && table.columnCount == 2)
    #expect(table[0, 1] == 3 && table[1, 1] == nil)
    #expect(table.entryRange == 0 ... 3)
  }

  @Test func namesTheBadEntry() throws {
    let negative = Self.refusal(try Self.array([[0, 1], [2, -1]] as [[Int32]]))
    #expect(negative == .negative(Self.v2e, row: 1, column: 1, entry: -1))
    #expect(negative?.hint == "write skip=-1 if that stands for no neighbor")
    #expect(
      negative?.description
        == "the table of V2E has -1 in row 1, column 1, where an index of Edge should stand")
    let other = Self.refusal(try Self.array([[0, -2]] as [[Int32]]), skip: -1)
    #expect(other == .negative(Self.v2e, row: 0, column: 1, entry: -2))
    let large = Self.refusal(try Self.array([[0], [1 << 40]] as [[Int64]]))
    #expect(large == .tooLarge(Self.v2e, row: 1, column: 0, entry: 1 << 40))
  }

  @Test func refusesOtherArrays() throws {
    let floats = Self.refusal(try Self.array([[0.5]]))
    #expect(floats == .noIntegers(Self.v2e, .float64))
    let vector = Self.refusal(try NpyFile.read(fixture("vector.npy")))
    #expect(vector == .wrongRank(Self.v2e, shape: [5]))
    let skip = Self.refusal(try Self.array([[0 as Int32]]), skip: 1 << 40)
    #expect(skip == .skipValueTooLarge(Self.v2e, 1 << 40))
    let ioff = FieldOffset("Ioff", source: Self.edge, target: [Self.edge])
    #expect(throws: NeighborTableError.cartesian(ioff)) {
      try NeighborTable(checking: Self.array([[0 as Int32]]), offset: ioff, skipValue: nil)
    }
  }

  @Test func isCheckedAgainstItsSource() throws {
    let table = try NeighborTable(
      checking: Self.array([[0, 3], [2, -1]] as [[Int32]]), offset: Self.v2e, skipValue: -1)
    try table.check(against: 0 ..< 4, name: "V2E")
    #expect(
      throws: NeighborTableError.outside(
        name: "V2E", source: Self.edge, row: 0, column: 1, entry: 3, indices: 0 ..< 3)
    ) {
      try table.check(against: 0 ..< 3, name: "V2E")
    }
  }

}

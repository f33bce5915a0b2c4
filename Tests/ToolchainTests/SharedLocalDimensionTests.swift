import Fields
import StencilTypes
import TestSupport
import Testing
import Toolchain

/// Two offsets along one local dimension: the elements of a sparse field stand for the neighbors that
/// the field's own points have.
@Suite("Tables that share a local dimension") struct SharedLocalDimensionTests {

  private static let mesh = """
    from gt4py.next import *

    Vertex = Dimension("Vertex")
    Cell = Dimension("Cell")
    Edge = Dimension("Edge")
    V2EDim = Dimension("V2E", kind=DimensionKind.LOCAL)
    V2E = FieldOffset("V2E", source=Edge, target=(Vertex, V2EDim))
    C2E = FieldOffset("C2E", source=Edge, target=(Cell, V2EDim))

    @field_operator
    def weighed(w: Field[[Vertex, V2EDim], float64], e: Field[[Edge], float64]) -> Field[[Vertex], float64]:
        return neighbor_sum(w, axis=V2EDim) + neighbor_sum(w * e(V2E), axis=V2EDim)

    @field_operator
    def summed(e: Field[[Edge], float64]) -> Field[[Cell], float64]:
        return neighbor_sum(e(C2E), axis=V2EDim)

    @program
    def sums(
        w: Field[[Vertex, V2EDim], float64], e: Field[[Edge], float64],
        v: Field[[Vertex], float64], c: Field[[Cell], float64]
    ):
        weighed(w, e, out=v)
        summed(e, out=c)

    """

  private static let vertex = Dimension("Vertex"), cell = Dimension("Cell")
  private static let edge = Dimension("Edge"), local = Dimension("V2E", .local)

  private static let tables = [
    "V2E": NeighborTable(
      target: vertex, local: local, source: edge, rowCount: 3, columnCount: 4,
      entries: [0, 1, 2, 3, 1, 2, 3, 4, 4, 5, 0, -1], skipValue: -1),
    "C2E": NeighborTable(
      target: cell, local: local, source: edge, rowCount: 2, columnCount: 3,
      entries: [0, 1, 2, 3, 4, 5], skipValue: nil),
  ]

  private static func field(_ values: [Double], _ dims: [Dimension], _ shape: [Int])
    -> ArgumentValue
  {
    .field(Field(values, on: Domain(dims: dims, ranges: shape.map { 0 ..< $0 })))
  }

  private func check(on backend: Backend) throws {
    let toolchain = Toolchain(backends: [backend])
    var runner = toolchain.runner
    let arguments = [
      Self.field((0 ..< 12).map(Double.init), [Self.vertex, Self.local], [3, 4]),
      Self.field((0 ..< 6).map { 10 * Double($0) }, [Self.edge], [6]),
      Self.field([0, 0, 0], [Self.vertex], [3]), Self.field([0, 0], [Self.cell], [2]),
    ]
    let result = try toolchain.call(
      callable("sums", in: Self.mesh), CallArguments(positional: arguments),
      tables: Self.tables, on: backend, &runner)
    // By hand: 0+1+2+3 + 0·0+1·10+2·20+3·30; 4+5+6+7 + 4·10+5·20+6·30+7·40; the last vertex has
    // three neighbors: 8+9+10 + 8·40+9·50+10·0.
    #expect(result.first { $0.name == "v" }?.value.values == [146, 622, 797])
    #expect(result.first { $0.name == "c" }?.value.values == [30, 120])
  }

  @Test(arguments: [Backend.interpreter, .c])
  func `are told apart by the field's dimensions`(backend: Backend) throws {
    try check(on: backend)
  }

  @Test(.needsGridTools) func `are told apart by C++ on GridTools`() throws {
    try check(on: Peers.gtfn)
  }

}

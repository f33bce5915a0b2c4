import Diagnostics
import Fields
import StencilTypes
import Testing

@testable import Workbench

/// What `plot NAME reads OUT` marks.
///
/// Which points a run reads is found by running: where another input gives another result, it was read.
@Suite("Footprints") struct FootprintTests {

  /// The mesh is a hexagon.
  ///
  /// Vertex 0 is in the middle, 1 to 6 around it; edges 0 to 5 go from the middle outwards, 6 to 11 along
  /// the rim. Of a vertex on the rim three neighbors are missing.
  private static let module = """
    import gt4py.next as gtx
    from gt4py.next import neighbor_sum, abs, where, concat_where, float64, int32

    I = gtx.Dimension("I")
    J = gtx.Dimension("J")
    K = gtx.Dimension("K", kind=gtx.DimensionKind.VERTICAL)
    Ioff = gtx.FieldOffset("Ioff", source=I, target=(I,))
    Joff = gtx.FieldOffset("Joff", source=J, target=(J,))
    Koff = gtx.FieldOffset("Koff", source=K, target=(K,))
    Vertex = gtx.Dimension("Vertex")
    Edge = gtx.Dimension("Edge")
    V2EDim = gtx.Dimension("V2E", kind=gtx.DimensionKind.LOCAL)
    E2VDim = gtx.Dimension("E2V", kind=gtx.DimensionKind.LOCAL)
    V2E = gtx.FieldOffset("V2E", source=Edge, target=(Vertex, V2EDim))
    E2V = gtx.FieldOffset("E2V", source=Vertex, target=(Edge, E2VDim))
    VK = gtx.Dims[Vertex, K]

    @gtx.field_operator
    def difference(h: gtx.Field[[Vertex], float64]) -> gtx.Field[[Edge], float64]:
        return h(E2V[1]) * 2.0 - h(E2V[0])

    @gtx.field_operator
    def rough(h: gtx.Field[[Vertex], float64]) -> gtx.Field[[Vertex], float64]:
        steps = difference(h)
        return neighbor_sum(steps(V2E), axis=V2EDim)

    @gtx.field_operator
    def rougher(h: gtx.Field[[Vertex], float64]) -> gtx.Field[[Vertex], float64]:
        return rough(rough(h)) + h

    @gtx.field_operator
    def second(h: gtx.Field[[Vertex], float64]) -> gtx.Field[[Edge], float64]:
        return h(E2V[1])

    @gtx.field_operator
    def below(h: gtx.Field[[Vertex, K], float64]) -> gtx.Field[[Vertex, K], float64]:
        return neighbor_sum(h(Koff[1])(E2V), axis=E2VDim)(V2E[0]) + h

    @gtx.field_operator
    def star(h: gtx.Field[[I, J], float64]) -> gtx.Field[[I, J], float64]:
        return h(Ioff[2]) + h(Ioff[-1]) * h(Joff[1]) - 2.0 * h

    @gtx.field_operator
    def corner(h: gtx.Field[[I, J], float64]) -> gtx.Field[[I, J], float64]:
        return concat_where(I < 4, h(Ioff[1]), h(Joff[-1]))

    @gtx.scan_operator(axis=K, forward=True, init=0.0)
    def total(sum: float64, h: float64) -> float64:
        return sum + h

    """

  private static let edges: [[Int]] =
    (1 ... 6).map { [0, $0] } + (1 ... 6).map { [$0, $0 % 6 + 1] }

  private static let spokes: [[Int]] =
    [[0, 1, 2, 3, 4, 5]]
    + (1 ... 6).map { v in [v - 1, v + 5, v == 1 ? 11 : v + 4, -1, -1, -1] }

  /// Returns a session that knows the module, the mesh and where its vertices are.
  private func workshop(_ inputs: String...) throws -> Workshop {
    let workshop = try Workshop(["m.py": Self.module], after: ["load m.py"])
    func table(_ name: String, _ rows: [[Int]], _ source: String, _ target: String, _ local: String)
      throws
    {
      let dims = [Dimension(target), Dimension(local, .local)]
      let domain = Domain(dims: dims, ranges: [0 ..< rows.count, 0 ..< rows[0].count])
      workshop.session.fields["table"] = Field(rows.joined().map(Int32.init), on: domain)
      try workshop.succeed("save table \"\(name).npy\"")
      try workshop.succeed("connect \(name) = load \"\(name).npy\" skip=-1")
    }
    try table("E2V", Self.edges, "Vertex", "Edge", "E2V")
    try table("V2E", Self.spokes, "Edge", "Vertex", "V2E")
    let vertices = Domain(dims: [Dimension("Vertex")], ranges: [0 ..< 7])
    workshop.session.fields["x"] = Field([0.0, 1, 0.5, -0.5, -1, -0.5, 0.5], on: vertices)
    workshop.session.fields["y"] = Field([0.0, 0, 0.9, 0.9, 0, -0.9, -0.9], on: vertices)
    for input in inputs { try workshop.succeed(input) }
    return workshop
  }

  /// Returns the points of `h` that `out` at `point` depends on when `run` makes `out` from `h`.
  private func dependencies(
    _ run: String, at point: [Int], in workshop: Workshop
  ) throws -> Set<[Int]> {
    let h = try #require(workshop.session.fields["h"])
    try workshop.succeed(run)
    let before = try #require(workshop.session.fields["out"]?.value(at: point))
    var read: Set<[Int]> = []
    for (n, index) in indices(of: h.domain).enumerated() {
      var values = h.values.compactMap(\.float64)
      values[n] += 1000
      workshop.session.fields["h"] = Field(values, on: h.domain)
      try workshop.succeed(run)
      if workshop.session.fields["out"]?.value(at: point) != before { read.insert(index) }
    }
    workshop.session.fields["h"] = h
    try workshop.succeed(run)
    return read
  }

  private func indices(of domain: Domain) -> [[Int]] {
    domain.ranges.reduce([[]]) { points, r in points.flatMap { p in r.map { p + [$0] } } }
  }

  @Test(arguments: [
    ("difference", "Vertex=7", "Edge", [6], "", "on Vertex=1:3"),
    ("difference", "Vertex=7", "Edge", [4], "", "at Vertex=0,5"),
    ("second", "Vertex=7", "Edge", [11], "", "on Vertex=1:2"),
    ("rough", "Vertex=7", "Vertex", [4], "", "at Vertex=0,3,4,5"),
    ("rough", "Vertex=7", "Vertex", [0], "", "on Vertex=0:7"),
    ("rougher", "Vertex=7", "Vertex", [1], "", "on Vertex=0:7"),
    ("below", "Vertex=7 K=5", "Vertex", [3, 2], "K=4", "at 3 points of Vertex=0:4, K=2:4"),
    ("star", "I=9 J=8", "I", [3, 4], "", "at 4 points of I=2:6, J=4:6"),
    ("corner", "I=9 J=8", "I", [3, 4], "I=7 J=1:7", "on I=4:5, J=4:5"),
    ("corner", "I=9 J=8", "I", [4, 4], "I=7 J=1:7", "on I=4:5, J=3:4"),
  ])
  func `mark what a run reads, and nothing else`(
    program: String, size: String, first: String, point: [Int], ranges: String, text: String
  ) throws {
    let workshop = try workshop()
    let names = size.split(separator: " ").map { String($0.prefix { $0 != "=" }) }
    try workshop.succeed("field h[\(names.joined(separator: ", "))] = random \(size)")
    let run = "run \(program) h=h out=zeros \(ranges)"
    let expected = try dependencies(run, at: point, in: workshop)
    let out = try #require(workshop.session.fields["out"])
    #expect(out.dims.first?.name == first)
    let place = zip(out.dims, point).map { "\($0.name)=\($1)" }
    let spelled = { (name: String) in
      Spelled(
        text: name, span: SourceSpan(SourceFile(name: "", text: name), 0 ..< 1), isQuoted: false)
    }
    let footprint = try workshop.session.footprint(
      of: spelled("h"), for: spelled("out"),
      at: Dictionary(uniqueKeysWithValues: zip(out.dims, point)), spelled("h").span)
    let marked = (footprint.reads?.boxes ?? []).reduce(into: Set<[Int]>()) {
      $0.formUnion(indices(of: $1))
    }
    #expect(marked == expected)
    let plotted = try workshop.succeed("plot h reads out \(place.joined(separator: " "))")
    #expect(
      plotted.hasSuffix("out at \(place.joined(separator: ", ")) reads h \(text)"), "\(plotted)")
  }

  /// A sum from below reads all levels up to its own.
  @Test func `mark the levels that a scan walked through`() throws {
    let workshop = try workshop("field h[K] = random K=6", "run total h=h out=zeros K=6")
    let text = try workshop.succeed("plot h reads out K=3")
    #expect(text.hasSuffix("out at K=3 reads h on K=0:4"))
    // Five stretches of twelve columns between six points, and the last one.
    #expect(text.contains("\n" + String(repeating: " ", count: 10)))
    let row = try #require(
      text.split(separator: "\n").first { $0.contains("o") && $0.contains("X") })
    #expect(row.filter { $0 == "o" }.count == 3)
    #expect(row.last == "X")
  }

  /// Vertex 4 lies in the middle at the left; its neighbors are 0, 3 and 5.
  @Test func `mark points where they lie on a mesh`() throws {
    let workshop = try workshop("field h[Vertex] = random Vertex=7", "run rough h=h out=zeros")
    let text = try workshop.succeed("plot h reads out Vertex=4 at x y")
    let rows = text.split(separator: "\n").filter { $0.contains("|") }.map(String.init)
    #expect(rows.joined().filter { $0 == "X" }.count == 1)
    #expect(rows.joined().filter { $0 == "o" }.count == 3)
    #expect(try #require(rows.first).contains("o"))
    #expect(try #require(rows.last).contains("o"))
    let middle = try #require(rows.first { $0.contains("X") })
    #expect(middle.contains("|X"))
    #expect(middle.contains("o"))
    #expect(text.hasSuffix("out at Vertex=4 reads h at Vertex=0,3,4,5"))
    // It is the names here that count, of what was written too.
    try workshop.succeed("field whole = h")
    try workshop.succeed("field part[Vertex] = zeros Vertex=7")
    try workshop.succeed("run rough h=whole out=part Vertex=2:5")
    #expect(
      try workshop.succeed("plot whole reads part Vertex=4").hasSuffix(
        "part at Vertex=4 reads whole at Vertex=0,3,4,5"))
    try workshop.succeed("run rough h=h out=zeros")
    // An edge has no place among vertices.
    try workshop.succeed("run difference h=h out=zeros")
    let edge = try workshop.succeed("plot h reads out Edge=4 at x y")
    let drawn = edge.split(separator: "\n").filter { $0.contains("|") }.joined()
    #expect(!drawn.contains("X") && drawn.filter { $0 == "o" }.count == 2)
    try workshop.succeed("plot h reads out Edge=4 at x y > h.png")
    try workshop.succeed("plot h reads out Edge=4 > h.svg")
  }

  @Test(arguments: [
    ("plot h reads out Vertex=9 at x y", "The field 'out' has Vertex=0:7; 9 lies outside."),
    ("plot h reads out at x y", "'out'"),
    ("plot h reads out Vertex=1 at x", "plot"),
    ("plot h reads out Vertex=1 at x z", "There is no field 'z'."),
    ("plot h reads out Vertex=1 at e e", "Edge"),
    ("plot h reads", "plot"),
    ("plot h reads none Vertex=1 at x y", "There is no field 'none'."),
    ("plot h reads part Vertex=1 at x y", "The last run did not write 'part' at Vertex=1."),
  ])
  func `say what is wrong`(line: String, message: String) throws {
    let workshop = try workshop(
      "field h[Vertex] = random Vertex=7", "field e[Edge] = random Edge=12",
      "run rough h=h out=zeros")
    if line.contains("part") {
      try workshop.succeed("field part[Vertex] = zeros Vertex=7")
      try workshop.succeed("run rough h=h out=part Vertex=2:4")
    }
    let output = workshop.perform(line)
    #expect(output.diagnostics.count == 1)
    #expect(output.diagnostics.first?.message.contains(message) == true, "\(output.rendered())")
  }

}

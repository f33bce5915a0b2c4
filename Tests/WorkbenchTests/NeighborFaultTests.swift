import Testing

@testable import Workbench

/// Neighbors that do not exist, and extremes of infinite values.
@Suite("Reads of neighbors") struct NeighborFaultTests {

  /// A session with a table of 4 vertices and 3 edges of each.
  private func workshop(_ returned: String, type: String = "float64") throws -> Workshop {
    let module = """
      from gt4py.next import *
      from icon import Edge, Vertex, V2E, V2EDim
      @field_operator
      def f(e: Field[[Edge], \(type)]) -> Field[[Vertex], \(type)]:
          return \(returned)
      """
    return try Workshop(
      ["m.py": module],
      after: [
        "load m.py", "from cartesian import I, J", "from icon import Edge, Vertex, V2E",
        "field t[I, J] = index(J) I=4 J=3 dtype=int32", "save t \"v2e.npy\"",
        "connect V2E = load \"v2e.npy\"",
      ])
  }

  @Test func `say which neighbor the table has not`() throws {
    let text = try workshop("e(V2E[3])").perform("run f e=random out=zeros Vertex=0:4").rendered()
    #expect(text.contains("E-RUN-TABLE"), "\(text)")
    #expect(text.contains("Neighbor 3 is read, but the table of 'V2E' has 3."), "\(text)")
    #expect(text.contains("from 0 to 2"))
    try workshop("e(V2E[2])").succeed("run f e=random out=zeros Vertex=0:4")
  }

  @Test func `say which elements a list has`() throws {
    let run = "run f e=random out=zeros Vertex=0:4"
    let text = try workshop("e(V2E)[V2EDim(3)]").perform(run).rendered()
    #expect(text.contains("Element 3 of a list of 3 is read."), "\(text)")
    #expect(text.contains("hint: elements are numbered from 0 to 2"), "\(text)")
  }

  @Test(arguments: [
    ("max_over", "-inf", "float64"), ("min_over", "inf", "float64"),
    ("max_over", "-inf", "float32"),
    ("min_over", "inf", "float32"),
  ]) func `keep infinities as extremes`(builtin: String, value: String, type: String) throws {
    let workshop = try workshop("\(builtin)(e(V2E), axis=V2EDim)", type: type)
    try workshop.succeed("field e[Edge] = \(value) Edge=4 dtype=\(type)")
    try workshop.succeed("run f e=e out=zeros Vertex=0:4")
    try workshop.succeed("field w[Vertex] = \(value) Vertex=4 dtype=\(type)")
    #expect(try workshop.succeed("compare out w").contains("equal"))
    #expect(try workshop.succeed("show itir").contains(", \(value)"))
  }

  @Test func `tell dimensions of one name and two kinds apart`() throws {
    let workshop = try Workshop(
      [
        "m.py": """
        from gt4py.next import *
        I = Dimension("I")
        @field_operator
        def foo(a: Field[[I], float64]) -> Field[[I], float64]:
            return a + 1.0
        """
      ], after: ["load m.py", "I = Dimension(\"I\", kind=DimensionKind.VERTICAL)"])
    try workshop.succeed("field a[I] = zeros I=2")
    let text = workshop.perform("run foo a=a out=zeros I=0:2").rendered()
    #expect(text.contains("horizontal") && text.contains("vertical"), "\(text)")
    try workshop.succeed("I = Dimension(\"I\")")
    try workshop.succeed("field b[I] = zeros I=2")
    let compared = workshop.perform("compare a b").rendered()
    #expect(compared.contains("[I[vertical]] and") && compared.contains("[I[horizontal]]"))
  }

  /// Whatever makes the code: the table is missing, and another backend does not help.
  @Test func `code is made once the table is known`() throws {
    let module = """
      from gt4py.next import *
      from icon import Edge, Vertex, V2E, V2EDim
      @field_operator
      def f(e: Field[[Edge], float64]) -> Field[[Vertex], float64]:
          return neighbor_sum(e(V2E), axis=V2EDim)
      """
    let workshop = try Workshop(["m.py": module], after: ["load m.py"])
    for input in ["compile f", "freeze f to frozen", "show c", "show gtfn", "show sdfg"] {
      let d = try #require(workshop.perform(input).diagnostics.first)
      #expect(d.code == "E-C-UNSUPPORTED" && d.message.contains("V2E"), "\(input)")
      #expect(d.hint == "write `connect V2E = load \"table.npy\"` first", "\(input)")
    }
    for input in [
      "from cartesian import I, J", "from icon import V2E",
      "field t[I, J] = index(J) I=4 J=3 dtype=int32", "save t \"v2e.npy\"",
      "connect V2E = load \"v2e.npy\"", "show c", "show gtfn", "show sdfg", "compile f",
    ] { try workshop.succeed(input) }
  }

  /// Vertices 4 and 5 have no row: their sums are no sums over no neighbors.
  @Test(arguments: ["interpreter", "c"], ["", " skip=1"])
  func `rows that a table lacks have no sums`(backend: String, skip: String) throws {
    let module = """
      from gt4py.next import *
      from icon import Edge, Vertex, V2E, V2EDim
      @field_operator
      def total(e: Field[[Edge], float64]) -> Field[[Vertex], float64]:
          return neighbor_sum(e(V2E), axis=V2EDim)
      @field_operator
      def most(e: Field[[Edge], float64]) -> Field[[Vertex], float64]:
          return max_over(e(V2E), axis=V2EDim)
      @field_operator
      def chosen(e: Field[[Edge], float64], m: Field[[Vertex], bool]) -> Field[[Vertex], float64]:
          return where(m, neighbor_sum(e(V2E), axis=V2EDim), -1.0)
      """
    let workshop = try Workshop(
      ["m.py": module],
      after: [
        "load m.py", "from cartesian import I, J", "from icon import Edge, Vertex, V2E",
        "field t[I, J] = index(J) I=4 J=3 dtype=int32", "save t \"v2e.npy\"",
        "connect V2E = load \"v2e.npy\"" + skip,
        "field e[Edge] = index(Edge) Edge=4 dtype=float64",
        "field v[Vertex] = index(Vertex) Vertex=6",
      ])
    for name in ["total", "most"] {
      let output = workshop.perform("run \(name) e=e out=zeros Vertex=0:6 backend=\(backend)")
      #expect(output.diagnostics.map(\.code) == ["E-RUN-TABLE"], "\(output.rendered())")
      try workshop.succeed("run \(name) e=e out=zeros Vertex=0:4 backend=\(backend)")
    }
    // Whether the rows are read is known at the points alone.
    for (mask, isRight) in [("v < 4", true), ("v < 5", false)] {
      try workshop.succeed("field m = \(mask)")
      let output = workshop.perform(
        "run chosen e=e m=m out=zeros Vertex=0:6 backend=\(backend)")
      #expect(output.failed != isRight, "\(output.rendered())")
      if isRight {
        let sum = skip.isEmpty ? 3.0 : 2.0
        #expect(workshop.session.fields["out"]?.value(at: [3])?.float64 == sum)
        #expect(workshop.session.fields["out"]?.value(at: [5])?.float64 == -1)
      } else {
        #expect(output.rendered().contains("Vertex=4"), "\(output.rendered())")
      }
    }
  }

}

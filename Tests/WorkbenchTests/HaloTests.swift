import Fields
import IteratorIR
import RandomSamples
import StencilTypes
import Testing
import Toolchain

@testable import Workbench

/// How far inputs are read beyond the result, against the fields that `run` makes.
@Suite("Figures of halos") struct HaloTests {

  /// `lap` of `lap` reads two points beyond the result, whatever temporaries a pass makes.
  @Test(arguments: [(1, "u I-1:+1 J-1:+1"), (2, "u I-2:+2 J-2:+2"), (3, "u I-3:+3 J-3:+3")])
  func `count what is between input and result`(depth: Int, halo: String) throws {
    let calls =
      String(repeating: "lap(", count: depth) + "u" + String(repeating: ")", count: depth)
    let workshop = try lapWorkshop(
      """
      @field_operator
      def deep(on: bool, u: Field[[I, J], float64]) -> Field[[I, J], float64]:
          r = u
          if on:
              r = \(calls)
          return r

      @program
      def deeper(on: bool, u: Field[[I, J], float64], out: Field[[I, J], float64]):
          deep(on, u, out=out)
      """)
    let lines = try workshop.succeed("bind on=?").split(separator: "\n").map(String.init)
    #expect(lines[2].hasSuffix("  " + halo) && lines[3].hasSuffix("  " + halo))
    #expect(!lines[4].contains("u I"))
  }

  /// A float decides as a flag does.
  @Test func `count each way that a number decides`() throws {
    let workshop = try lapWorkshop(
      """
      @field_operator
      def pick(a: Field[[I], float64], x: float64, on: bool) -> Field[[I], float64]:
          b = a(Ioff[3]) if x > 2.5 else a(Ioff[-4])
          return b if on else b + 1.0
      """)
    let lines = try workshop.succeed("bind on=?").split(separator: "\n")
    #expect(lines[2].hasSuffix("a I-4:+3"), "\(lines)")
  }

  /// A condition between two parameters can turn out either way, whatever one of them is.
  @Test func `count each way that two numbers decide`() throws {
    let workshop = try lapWorkshop(
      """
      @field_operator
      def pick(
          a: Field[[I], float64], n: int32, m: int32, on: bool
      ) -> Field[[I], float64]:
          b = a(Ioff[3]) if n < m else a(Ioff[-4])
          return b if on else b + 1.0
      """)
    let lines = try workshop.succeed("bind on=?").split(separator: "\n")
    #expect(lines[2].hasSuffix("a I-4:+3"), "\(lines)")
    // What runs read, one for each order.
    for (n, m, range) in [(1, 2, "I=3:9"), (2, 1, "I=-4:2"), (2, 2, "I=-4:2")] {
      let output = try workshop.succeed("run pick a=random n=\(n) m=\(m) on=true out=zeros I=0:6")
      #expect(output.contains("a made random on \(range)"), "\(output)")
    }
  }

  /// A bound keeps its value, and still both ways count.
  @Test func `count each way beside a bound`() throws {
    let workshop = try lapWorkshop(
      """
      @field_operator
      def pick(a: Field[[I], float64], n: int32, m: int32) -> Field[[I], float64]:
          return a(Ioff[3]) if n < m else a(Ioff[-4])

      @program
      def p(
          a: Field[[I], float64], n: int32, m: int32, on: bool, out: Field[[I], float64]
      ):
          pick(a, n, m, out=out, domain={I: (0, n)})

      @program
      def q(
          a: Field[[I], float64], n: int32, m: int32, on: bool, out: Field[[I], float64]
      ):
          pick(a, n, m, out=out, domain={I: (m, n)})
      """)
    try workshop.succeed("use p")
    var lines = try workshop.succeed("bind on=?").split(separator: "\n")
    #expect(lines[2].hasSuffix("a I-4:+3"), "\(lines)")
    // Two bounds cannot be anything: the figure says on what else it depends.
    try workshop.succeed("use q")
    lines = try workshop.succeed("bind on=?").split(separator: "\n")
    #expect(lines[2].hasSuffix("; depends on n, m"), "\(lines)")
  }

  /// What an offset field leads to, nobody knows before.
  @Test func `say where values decide`() throws {
    let workshop = try lapWorkshop(
      """
      @field_operator
      def gather(
          a: Field[[I], float64], d: Field[[I], int32], b: Field[[I], float64], on: bool
      ) -> Field[[I], float64]:
          c = a(as_offset(Ioff, d)) + a(I + 1) + b(I - 2)
          return c if on else c + 1.0
      """)
    let lines = try workshop.succeed("bind on=?").split(separator: "\n")
    #expect(lines[2].hasSuffix("a I depends on values, b I-2:+0"), "\(lines)")
    // So it is: with one value of `d` the points are there, with another they are not.
    for input in ["field a[I] = ones I=0:9", "field b[I] = zeros I=-2:6"] {
      try workshop.succeed(input)
    }
    let run = "run gather a=a d=d b=b on=true out=zeros I=0:6"
    try workshop.succeed("field d[I] = 3 I=0:6 dtype=int32")
    try workshop.succeed(run)
    try workshop.succeed("field d[I] = 4 I=0:6 dtype=int32")
    let output = workshop.perform(run)
    #expect(
      output.failed && output.rendered().contains("'a' is read at I=9"), "\(output.rendered())")
  }

  /// The last levels count, although a small sample ends before the bound.
  @Test func `reach each literal bound`() throws {
    let workshop = try Workshop(after: [
      "from cartesian import I, K", "from gt4py.next.experimental import concat_where",
      """
      @field_operator
      def top(a: Field[[I, K], float64], on: bool) -> Field[[I, K], float64]:
          b = concat_where(K < 40, a, a(K - 7))
          return b if on else b + 1.0
      """,
    ])
    let lines = try workshop.succeed("bind on=?").split(separator: "\n")
    // From level 40 on the level seven below is read, which is one of the result's.
    #expect(!lines[2].contains("K-"), "\(lines)")
    try workshop.succeed(
      """
      @field_operator
      def top(a: Field[[I, K], float64], on: bool) -> Field[[I, K], float64]:
          b = concat_where(K < 40, a, a(K + 7))
          return b if on else b + 1.0
      """)
    #expect(try workshop.succeed("bind on=?").contains("a K0:+7"))
  }

  /// The figure of a program without free scalars is the box that `run` makes its inputs on; the
  /// figure of any program covers it.
  @Test func `agree with run on random programs`() throws {
    var compared = 0
    for seed in 1 ... 100 as ClosedRange<UInt64> {
      guard let session = RandomProgram(seed: seed).opened else { continue }
      let (unbound, callable) = (session, try #require(session.callables[session.current ?? ""]))
      var runner = session.runner
      let free = try session.toolchain.program(for: callable, &runner).program
      let whole = HaloFigures(free, session)
      let values = free.parameters.compactMap { p -> String? in
        guard case .scalar(let kind) = p.type else { return nil }
        let n = Int(seed) % 3 + 1
        return
          "\(p.name.name)=\(kind == .bool ? "\(seed % 2 == 0)" : kind.isInteger ? "\(n)" : "\(n).5")"
      }
      let binding = values.isEmpty ? nil : "bind \(values.joined(separator: " "))"
      let bound = binding.map { unbound.performing($0) }
      if bound?.output.failed == true { continue }
      let ready = bound?.session ?? unbound
      let program = try ready.toolchain.program(
        for: try #require(ready.callables[ready.current ?? ""]), &runner
      ).program
      let figures = HaloFigures(program, ready)
      let (ran, output) = ready.performing(runCommand(program, ready, figures))
      if output.failed { continue }
      for p in program.parameters where !program.outputNames.contains(p.name.name) {
        guard case .field = p.type, let field = ran.fields[p.name.name],
          let sides = figures.sides[p.name.name]
        else { continue }
        let written = try writtenBox(of: program, ran)
        for (d, r) in zip(field.domain.dims, field.domain.ranges) {
          guard let w = written[d], let side = sides[d] else { continue }
          compared += 1
          let low = r.lowerBound - w.lowerBound
          let high = r.upperBound - w.upperBound
          let comment = "seed \(seed) \(p.name.name) \(d.name) \(r) of \(w)"
          #expect(min(0, low) == side.low && max(0, high) == side.high, "\(comment), is \(side)")
          let all = whole.sides[p.name.name]?[d]
          #expect(all.map { $0.low <= low && high <= $0.high } == true, "\(comment), all \(all)")
        }
      }
    }
    #expect(compared > 50, "\(compared)")
  }

  /// The line that runs `program` on outputs as large as the sample's, inputs as large as needed.
  private func runCommand(
    _ program: Program, _ session: Session, _ figures: HaloFigures
  ) -> String {
    let outputs = program.outputNames
    func word(_ type: DataType, _ filling: String) -> String {
      switch type {
      case .scalar(let kind): kind == .bool ? "true" : kind.isInteger ? "2" : "2.5"
      case .field: filling
      case .tuple, .named:
        "(\((type.elements ?? []).map { word($0, filling) }.joined(separator: ",")))"
      }
    }
    let arguments = program.parameters.map {
      "\($0.name.name)=\(word($0.type, outputs.contains($0.name.name) ? "zeros" : "random"))"
    }
    var dims: Set<StencilTypes.Dimension> = []
    for p in program.parameters {
      let isMadeByRange = p.type.fieldNames(below: p.name.name).contains {
        outputs.contains(p.name.name) || !figures.read.contains($0)
      }
      if !isMadeByRange { continue }
      for case .field(let f) in p.type.leaves { dims.formUnion(f.dims) }
    }
    let ranges = dims.filter { $0.kind != .local }.sorted().map { d in
      let rows = session.tables.values.first { $0.target == d }?.rowCount
      return "\(d.name)=0:\(rows ?? program.extents[d] ?? 6)"
    }
    return (["run"] + arguments + ranges).joined(separator: " ")
  }

  /// The hull of what `program` wrote in `session`, by dimension.
  private func writtenBox(
    of program: Program, _ session: Session
  ) throws -> [StencilTypes.Dimension: Range<Int>] {
    let outputs = program.outputNames
    let arguments = try #require(session.lastArguments[session.current ?? ""])
    let tables = Dictionary(uniqueKeysWithValues: session.tables.map { ($0, $1) })
    let needs = try Toolchain.requirements(
      of: program, arguments: arguments.map { .init($0) }, tables: tables)
    var written: [StencilTypes.Dimension: Range<Int>] = [:]
    for p in program.parameters where outputs.contains(p.name.name) {
      for name in p.type.fieldNames(below: p.name.name) {
        let domain = needs[name]?.domain
        for (d, r) in zip(domain?.dims ?? [], domain?.ranges ?? []) {
          let known = written[d] ?? r
          written[d] =
            min(known.lowerBound, r.lowerBound) ..< max(known.upperBound, r.upperBound)
        }
      }
    }
    return written
  }

}

import Fields
import StencilTypes
import Toolchain

/// Makes the cases on a triangulated square of `n` times `n` vertices, numbered row by row.
struct UnstructuredKernels {

  let dtype: ScalarKind
  let n: Int
  let levels: Int
  let rivals: Rivals

  /// The ends of each edge, and the edges of each vertex in the order in which they come.
  private func mesh() -> (ends: [Int32], edges: [Int32], edgeCount: Int) {
    var ends: [Int32] = []
    var edges = [Int32](repeating: -1, count: n * n * 6)
    var degrees = [Int](repeating: 0, count: n * n)
    func join(_ a: Int, _ b: Int) {
      let e = Int32(ends.count / 2)
      ends += [Int32(a), Int32(b)]
      for v in [a, b] {
        edges[v * 6 + degrees[v]] = e
        degrees[v] += 1
      }
    }
    for i in 0 ..< n {
      for j in 0 ..< n {
        let v = i * n + j
        if j + 1 < n { join(v, v + 1) }
        if i + 1 < n { join(v, v + n) }
        if i + 1 < n, j + 1 < n { join(v, v + n + 1) }
      }
    }
    return (ends, edges, ends.count / 2)
  }

  /// The edges of each vertex, -1 where there are fewer than six, and the vertices of each edge.
  private func tables() -> (v2e: NeighborTable, e2v: NeighborTable) {
    let (ends, edges, edgeCount) = mesh()
    let vertex = Dimension("Vertex"), edge = Dimension("Edge")
    return (
      NeighborTable(
        target: vertex, local: Dimension("V2E", .local), source: edge, rowCount: n * n,
        columnCount: 6, entries: edges, skipValue: -1),
      NeighborTable(
        target: edge, local: Dimension("E2V", .local), source: vertex, rowCount: edgeCount,
        columnCount: 2, entries: ends, skipValue: nil)
    )
  }

  func nabla() throws -> KernelCase {
    let (v2e, e2v) = tables()
    let (edges, ends, edgeCount) = (v2e.entries, e2v.entries, e2v.rowCount)
    let vertex = v2e.target, edge = e2v.target, ofVertex = v2e.local
    let vertices = 0 ..< n * n
    let space = Domain(dims: [vertex, dimK], ranges: [vertices, 0 ..< levels])
    let line = Domain(dims: [edge], ranges: [0 ..< edgeCount])
    // Rows of one element would be padded to eight.
    let layout: FieldLayout =
      levels >= 8
      ? .padded(space.dims, innermost: dimK, interior: 0) : .dense(space.dims)
    func random(_ name: String, _ d: Domain) throws -> Field {
      try Field.random(seed: 1, name: name, on: d, dtype: dtype)
    }
    let pp = try random("pp", space).converted(to: layout)
    let sx = try random("sx", line), sy = try random("sy", line)
    let sign = try random(
      "sign", Domain(dims: [vertex, ofVertex], ranges: [vertices, 0 ..< 6]))
    let one = ScalarValue(1.0).cast(to: dtype), two = ScalarValue(2.0).cast(to: dtype)
    let volume = try Field.random(
      seed: 1, name: "volume", on: Domain(dims: [vertex], ranges: [vertices]), dtype: dtype,
      low: one, high: two)
    func zeros() -> Field { Field(zeros: dtype, on: space, layout: layout) }
    typealias F =
      @convention(c) (
        Pointer, Pointer, Pointer, Pointer, Pointer, Pointer, Pointer, UnsafePointer<Int32>,
        UnsafePointer<Int32>, Int64, Int64, Int64, Int64, Int64
      ) -> Void
    func work(_ function: String, _ out: [Field]) -> Work {
      let f = rivals.function(function, F.self)
      let p = [pp, sx, sy, sign, volume].map(\.zero), q = out.map(\.zero)
      let (nk, sv) = (Int64(levels), pp.stride(vertex))
      return Work(blocks: (n * n + 63) / 64) { [count = n * n] r in
        edges.withUnsafeBufferPointer { a in
          ends.withUnsafeBufferPointer { b in
            guard let a = a.baseAddress, let b = b.baseAddress else { return }
            f(
              p[0], p[1], p[2], p[3], p[4], q[0], q[1], a, b, 6, nk, sv,
              Int64(r.lowerBound * 64), Int64(min(count, r.upperBound * 64)))
          }
        }
      }
    }
    let hand = [zeros(), zeros()], naive = [zeros(), zeros()]
    // Both outputs are written, and all inputs and tables are read once.
    let size = dtype.byteCount
    let tables = (edges.count + ends.count) * 4
    let read = (space.count + 2 * edgeCount + 7 * n * n) * size + tables
    let bytes = read + 2 * space.count * size
    return KernelCase(
      title: "nabla \(edgeCount / 1000)k edges x\(levels) \(dtype)", program: "nabla",
      dtype: dtype,
      arguments: [pp, sx, sy, sign, volume, zeros(), zeros()].map { .field($0) }
        + [n * n, levels].map { .scalar(ScalarValue(Int32($0))) },
      tables: ["V2E": v2e, "E2V": e2v], outputs: [5, 6], hand: work("hand_nabla", hand),
      naive: work("naive_nabla", naive), handResults: hand, naiveResults: naive,
      stream: Stream(reads: 1, writes: 2, count: bytes / (3 * size)))
  }

}

import Fields
import StencilTypes
import Toolchain

let dimI = Dimension("I"), dimJ = Dimension("J"), dimK = Dimension("K", .vertical)

/// Makes the cases on structured grids.
struct StructuredKernels {

  let dtype: ScalarKind
  let size: KernelSize
  let rivals: Rivals

  private var n: Int { size.horizontal }
  private var nk: Int { size.vertical }
  private var points: Int { n * n * nk }

  private func domain(halo: Int, vertical: Int = 0) -> Domain {
    Domain(
      dims: [dimI, dimJ, dimK],
      ranges: [-halo ..< n + halo, -halo ..< n + halo, -vertical ..< nk + vertical])
  }

  private func random(_ name: String, _ d: Domain, along inner: Dimension) throws -> Field {
    try Field.random(seed: 1, name: name, on: d, dtype: dtype)
      .converted(to: .padded(d.dims, innermost: inner, interior: 0))
  }

  private func zeros(along inner: Dimension) -> Field {
    let d = domain(halo: 0)
    return Field(zeros: dtype, on: d, layout: .padded(d.dims, innermost: inner, interior: 0))
  }

  private var sizes: [ArgumentValue] {
    [n, n, nk].map { .scalar(ScalarValue(Int32($0))) }
  }

  private func title(_ name: String) -> String { "\(name) \(size.text) \(dtype)" }

  func laplacian(_ name: String, vertical: Int) throws -> KernelCase {
    let a = try random("a", domain(halo: 1, vertical: vertical), along: dimK)
    let hand = zeros(along: dimK), naive = zeros(along: dimK)
    typealias F =
      @convention(c) (
        Pointer, Pointer, Int64, Int64, Int64, Int64, Int64, Int64, Int64, Int64, Int64
      ) -> Void
    func work(_ function: String, _ blocks: Int, _ out: Field) -> Work {
      let f = rivals.function(function, F.self)
      let (n, nk) = (Int64(n), Int64(nk))
      let (si, sj) = (a.stride(dimI), a.stride(dimJ)),
        (oi, oj) = (out.stride(dimI), out.stride(dimJ))
      let (p, q) = (a.zero, out.zero)
      return Work(blocks: blocks) { r in
        f(p, q, n, n, nk, si, sj, oi, oj, Int64(r.lowerBound), Int64(r.upperBound))
      }
    }
    return KernelCase(
      title: title(name), program: name, dtype: dtype,
      arguments: [.field(a), .field(zeros(along: dimK))] + sizes, outputs: [1],
      hand: work("hand_\(name)", (n + 15) / 16, hand), naive: work("naive_\(name)", n, naive),
      handResults: [hand], naiveResults: [naive],
      stream: Stream(reads: 1, writes: 1, count: points))
  }

  func diffusion() throws -> KernelCase {
    let a = try random("a", domain(halo: 2), along: dimK)
    let weight = try random("weight", domain(halo: 0), along: dimK)
    let hand = zeros(along: dimK), naive = zeros(along: dimK)
    typealias F =
      @convention(c) (
        Pointer, Pointer, Pointer, Int64, Int64, Int64, Int64, Int64, Int64, Int64, Int64, Int64,
        Int64, Int64
      ) -> Void
    func work(_ function: String, _ blocks: Int, _ out: Field) -> Work {
      let f = rivals.function(function, F.self)
      let (n, nk) = (Int64(n), Int64(nk))
      let (si, sj) = (a.stride(dimI), a.stride(dimJ))
      let (ci, cj) = (weight.stride(dimI), weight.stride(dimJ))
      let (oi, oj) = (out.stride(dimI), out.stride(dimJ))
      let (p, c, q) = (a.zero, weight.zero, out.zero)
      return Work(blocks: blocks) { r in
        f(p, c, q, n, n, nk, si, sj, ci, cj, oi, oj, Int64(r.lowerBound), Int64(r.upperBound))
      }
    }
    return KernelCase(
      title: title("hdiff"), program: "hdiff", dtype: dtype,
      arguments: [.field(a), .field(weight), .field(zeros(along: dimK))] + sizes, outputs: [2],
      hand: work("hand_hdiff", (n + 63) / 64 * ((n + 1) / 2), hand),
      naive: work("naive_hdiff", n, naive), handResults: [hand], naiveResults: [naive],
      stream: Stream(reads: 2, writes: 1, count: points))
  }

  /// Columns lie side by side, as our allocator puts what scans read; the naive loop walks along
  /// columns that are rows.
  func solve() throws -> KernelCase {
    let names = ["lower", "middle", "upper", "right"]
    let inputs = try names.map { name in
      var f = try Field.random(
        seed: 1, name: name, on: domain(halo: 0), dtype: dtype,
        low: ScalarValue(name == "middle" ? 4.0 : 0.0).cast(to: dtype),
        high: ScalarValue(name == "middle" ? 5.0 : 1.0).cast(to: dtype))
      f = f.converted(to: .padded(f.dims, innermost: dimJ, interior: 0))
      return f
    }
    let rows = inputs.map { $0.converted(to: .padded($0.dims, innermost: dimK, interior: 0)) }
    let hand = zeros(along: dimJ), naive = zeros(along: dimK)
    typealias Hand =
      @convention(c) (
        Pointer, Pointer, Pointer, Pointer, Pointer, Int64, Int64, Int64, Int64, Int64, Int64, Int64
      ) -> Void
    typealias Naive =
      @convention(c) (
        Pointer, Pointer, Pointer, Pointer, Pointer, Int64, Int64, Int64, Int64, Int64, Int64
      ) -> Void
    let f = rivals.function("hand_vadv", Hand.self), g = rivals.function("naive_vadv", Naive.self)
    let (n, nk) = (Int64(n), Int64(nk))
    let p = inputs.map(\.zero), q = hand.zero
    let (si, sk) = (hand.stride(dimI), hand.stride(dimK))
    let u = rows.map(\.zero), v = naive.zero
    let (ri, rj) = (naive.stride(dimI), naive.stride(dimJ))
    return KernelCase(
      title: title("vadv"), program: "vadv", dtype: dtype,
      arguments: inputs.map { .field($0) } + [.field(zeros(along: dimJ))] + sizes, outputs: [4],
      hand: Work(blocks: Int(n * ((n + 63) / 64))) { r in
        f(
          p[0], p[1], p[2], p[3], q, n, n, nk, si, sk, Int64(r.lowerBound), Int64(r.upperBound))
      },
      naive: Work(blocks: Int(n)) { r in
        withExtendedLifetime(rows) {
          g(
            u[0], u[1], u[2], u[3], v, n, nk, ri, rj, Int64(r.lowerBound), Int64(r.upperBound))
        }
      },
      handResults: [hand], naiveResults: [naive],
      stream: Stream(reads: 4, writes: 1, count: points))
  }

  /// - Parameter isFolded: whether the flag is bound before the code is made.
  func flag(_ useLam: Bool, isFolded: Bool) throws -> KernelCase {
    let a = try random("a", domain(halo: 0), along: dimK)
    let hand = zeros(along: dimK), naive = zeros(along: dimK)
    typealias F =
      @convention(c) (
        Pointer, Pointer, Int32, Int64, Int64, Int64, Int64, Int64, Int64, Int64, Int64
      ) -> Void
    func work(_ function: String, _ out: Field) -> Work {
      let f = rivals.function(function, F.self)
      let (n, nk) = (Int64(n), Int64(nk))
      let (si, sj) = (a.stride(dimI), a.stride(dimJ)),
        (oi, oj) = (out.stride(dimI), out.stride(dimJ))
      let (p, q) = (a.zero, out.zero)
      return Work(blocks: Int(n)) { r in
        f(p, q, useLam ? 1 : 0, n, nk, si, sj, oi, oj, Int64(r.lowerBound), Int64(r.upperBound))
      }
    }
    let flag: [ArgumentValue] = isFolded ? [] : [.scalar(ScalarValue(useLam))]
    let bindings: KeyValuePairs<String, BoundValue> =
      isFolded ? ["use_lam": .scalar(ScalarValue(useLam))] : [:]
    return KernelCase(
      title: title("lam \(useLam ? "on" : "off") \(isFolded ? "folded" : "flag")"),
      program: "lam", bindings: bindings, dtype: dtype,
      arguments: [.field(a), .field(zeros(along: dimK))] + flag + sizes, outputs: [1],
      hand: work("hand_lam", hand), naive: work("naive_lam", naive), handResults: [hand],
      naiveResults: [naive], stream: Stream(reads: 1, writes: 1, count: points))
  }

}

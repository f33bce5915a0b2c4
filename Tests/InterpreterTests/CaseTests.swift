import Fields
import Interpreter
import StencilTypes
import TestSupport
import Testing

@Suite("Programs with results that GT4Py computed")
struct CaseTests {

  @Test(arguments: try Case.all())
  func `interpreter agrees`(example: Case) throws {
    let results = try Interpreter.run(
      example.program, arguments: example.values, tables: example.neighborTables)
    let same = try Interpreter.run(
      example.program, arguments: example.values, tables: example.neighborTables, blockSize: 7)
    #expect(bytes(of: same) == bytes(of: results))
    let leaves = Dictionary(uniqueKeysWithValues: zip(example.leaves, results.flatMap(\.leaves)))
    for name in example.outputs {
      guard case .field(let result)? = leaves[name] else {
        Issue.record("\(name) is no field")
        continue
      }
      let array = try NpyFile.read("\(example.folder)/expected/\(name).npy")
      let origins = Dictionary(
        uniqueKeysWithValues: zip(result.dims, result.domain.ranges.map(\.lowerBound)))
      let expected = try Field(array, axes: result.dims, origins: origins)
      #expect(result.domain == expected.domain)
      #expect(difference(of: result, expected) == nil, "\(name)")
    }
  }

  private func bytes(of results: [ArgumentValue]) -> [[UInt8]] {
    results.flatMap(\.leaves).map { leaf in
      guard case .field(let f) = leaf else { return [] }
      return f.contiguousBytes()
    }
  }

  /// Returns the first values that differ; GT4Py adds and rounds in an order of its own at times.
  private func difference(of a: Field, _ b: Field) -> String? {
    let (x, y) = (a.values, b.values)
    let magnitudes = y.compactMap { $0.cast(to: .float64)?.float64?.magnitude }.filter(\.isFinite)
    let tolerance = a.dtype == .float32 ? 1e-6 : 1e-12
    let scale = (magnitudes.max() ?? 1) * 0.1
    for (i, (p, q)) in zip(x, y).enumerated() where p != q {
      guard a.dtype.isFloat, let u = p.cast(to: .float64)?.float64,
        let v = q.cast(to: .float64)?.float64
      else { return "\(p) is not \(q) at \(i)" }
      if u == v || u.isNaN && v.isNaN { continue }
      if abs(u - v) <= tolerance * (abs(v) + scale) { continue }
      return "\(p) is not \(q) at \(i)"
    }
    return x.count == y.count ? nil : "\(x.count) values, not \(y.count)"
  }

}

import Glibc
import StencilTypes

/// How near two values must be to count as equal; a NaN equals a NaN.
public enum Tolerance: Hashable, Sendable {

  /// The same bits, so `-0.0` differs from `0.0`.
  case exact

  /// `|a - b| <= absolute + relative * |b|`; infinities equal only themselves.
  case within(relative: Double, absolute: Double)

}

/// How two fields differ.
public struct FieldComparison: Hashable, Sendable {

  /// What keeps two fields from being compared point by point.
  public enum Mismatch: Hashable, Sendable {

    case dtypes(ScalarKind, ScalarKind)
    case dims([Dimension], [Dimension])
    case domains(Domain, Domain)

  }

  /// A point at which the fields differ, and their values there.
  public struct Point: Hashable, Sendable {

    public let index: [Int]
    public let a, b: ScalarValue

  }

  /// `nil` if type and domain agree.
  public let mismatch: Mismatch?

  /// The number of points that were compared.
  public let count: Int

  /// The number of points beyond the tolerance.
  public let differingCount: Int

  /// The first point, in canonical order, beyond the tolerance.
  public let firstDifference: Point?

  /// The largest `|a - b|` at any point, within the tolerance or not; infinite where only one is
  /// a NaN.
  public let maximumAbsoluteError: Double

  /// The largest `|a - b| / |b|` at any point; infinite where only `b` is zero.
  public let maximumRelativeError: Double

  /// The point at which the absolute error is largest; `nil` if all values are the same.
  public let worst: Point?

  /// `true` iff the fields have one type, one domain, and equal values within the tolerance.
  public var areEqual: Bool { mismatch == nil && differingCount == 0 }

}

/// Returns how `a` differs from `b`, which is taken for right in relative errors.
public func compare(_ a: Field, _ b: Field, _ tolerance: Tolerance = .exact) -> FieldComparison {
  compare(a, b, tolerance, WorkProgress<Never>.unwatched)
}

/// Returns how `a` differs from `b`, which is taken for right in relative errors.
///
/// - Throws: What `progress` throws to stop.
/// - Complexity: O(points).
public func compare<Stop>(
  _ a: Field, _ b: Field, _ tolerance: Tolerance, _ progress: WorkProgress<Stop>
) throws(Stop) -> FieldComparison {
  var result = RunningComparison(tolerance: tolerance)
  if let m = mismatch(a, b) { return result.finished(mismatch: m, count: 0) }
  let size = a.dtype.byteCount
  try a.withUnsafeBytes { (x) throws(Stop) in
    try b.withUnsafeBytes { (y) throws(Stop) in
      try a.forEachRow(progress) { (row) throws(Stop) in
        let other = b.position(of: row.index)
        let otherStride = b.strides.last ?? 1
        let p = x + row.position * size
        let q = y + other * size
        // Equal rows are the rule, and quickly seen.
        if row.stride == 1, otherStride == 1, memcmp(p, q, row.count * size) == 0 { return }
        for i in 0 ..< row.count {
          let v = ScalarValue(loading: p + i * row.stride * size, as: a.dtype)
          let w = ScalarValue(loading: q + i * otherStride * size, as: a.dtype)
          if v == w { continue }
          var index = row.index
          if !index.isEmpty { index[index.count - 1] += i }
          result.add(FieldComparison.Point(index: index, a: v, b: w))
        }
      }
    }
  }
  return result.finished(mismatch: nil, count: a.domain.count)
}

private func mismatch(_ a: Field, _ b: Field) -> FieldComparison.Mismatch? {
  if a.dims != b.dims { return .dims(a.dims, b.dims) }
  if a.dtype != b.dtype { return .dtypes(a.dtype, b.dtype) }
  if a.domain != b.domain { return .domains(a.domain, b.domain) }
  return nil
}

/// A comparison under way.
private struct RunningComparison {

  let tolerance: Tolerance
  var differingCount = 0
  var first: FieldComparison.Point?
  var worst: FieldComparison.Point?
  var absolute = 0.0
  var relative = 0.0

  /// Takes in a point at which the bits differ.
  mutating func add(_ p: FieldComparison.Point) {
    if p.a.isNaN, p.b.isNaN { return }
    let error = p.a.distance(to: p.b)
    let magnitude = p.b.magnitude
    if worst == nil || error > absolute {
      absolute = error
      worst = p
    }
    if error > 0 { relative = max(relative, magnitude.isFinite ? error / magnitude : .infinity) }
    switch tolerance {
    case .exact: break
    case .within(let r, let a):
      if error == 0 || (error.isFinite && error <= a + r * magnitude) { return }
    }
    differingCount += 1
    if first == nil { first = p }
  }

  func finished(mismatch: FieldComparison.Mismatch?, count: Int) -> FieldComparison {
    FieldComparison(
      mismatch: mismatch, count: count, differingCount: differingCount, firstDifference: first,
      maximumAbsoluteError: absolute, maximumRelativeError: relative, worst: worst)
  }

}

extension ScalarValue {

  fileprivate var isNaN: Bool { float64?.isNaN ?? float32?.isNaN ?? false }

  /// The value as a floating-point number; bools are 0 and 1.
  private var number: Double {
    if let x = float64 { return x }
    if let x = float32 { return Double(x) }
    if let x = integer { return Double(x) }
    return bool == true ? 1 : 0
  }

  fileprivate var magnitude: Double { abs(number) }

  /// Returns `|self - other|`; infinite if one is a NaN.
  fileprivate func distance(to other: ScalarValue) -> Double {
    if let x = integer, let y = other.integer { return Double((x - y).magnitude) }
    if number == other.number { return 0 }
    let d = abs(number - other.number)
    return d.isNaN ? .infinity : d
  }

}

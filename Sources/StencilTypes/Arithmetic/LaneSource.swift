/// Many values of one scalar type side by side in memory, or one value that stands for many.
public struct LaneSource {

  public let base: UnsafeRawPointer

  /// Whether the value at `base` stands for all lanes.
  public let isConstant: Bool

  /// Creates the source of the lanes at `base`, or of its first value for all lanes if `isConstant`.
  ///
  /// - Requires: `base` stays valid, and is aligned for the values, as long as the source is read.
  public init(_ base: UnsafeRawPointer, isConstant: Bool) {
    self.base = base
    self.isConstant = isConstant
  }

}

/// Sets `out[i]` to `f(a[i])` for all `i` below `count`.
@inlinable @inline(__always)
func mapLanes<A: ScalarElement, R: ScalarElement>(
  _ a: LaneSource, count: Int, into out: UnsafeMutableRawPointer, _ f: (A) -> R
) {
  let x = a.base.assumingMemoryBound(to: A.self)
  let r = out.assumingMemoryBound(to: R.self)
  if a.isConstant {
    let y = f(x[0])
    for i in 0 ..< count { r[i] = y }
  } else {
    for i in 0 ..< count { r[i] = f(x[i]) }
  }
}

/// Sets `out[i]` to `f(a[i], b[i])` for all `i` below `count`.
@inlinable @inline(__always)
func mapLanes<A: ScalarElement, B: ScalarElement, R: ScalarElement>(
  _ a: LaneSource, _ b: LaneSource, count: Int, into out: UnsafeMutableRawPointer,
  _ f: (A, B) -> R
) {
  let x = a.base.assumingMemoryBound(to: A.self)
  let y = b.base.assumingMemoryBound(to: B.self)
  let r = out.assumingMemoryBound(to: R.self)
  // Loops of their own for constants, so that all of them are simple enough to be vectorised.
  if a.isConstant {
    let c = x[0]
    if b.isConstant {
      let v = f(c, y[0])
      for i in 0 ..< count { r[i] = v }
    } else {
      for i in 0 ..< count { r[i] = f(c, y[i]) }
    }
  } else if b.isConstant {
    let c = y[0]
    for i in 0 ..< count { r[i] = f(x[i], c) }
  } else {
    for i in 0 ..< count { r[i] = f(x[i], y[i]) }
  }
}

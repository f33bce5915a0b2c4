import StencilTypes

extension Lanes {

  /// Whether the condition is true on all lanes, or false on all; `nil` if they differ.
  func uniformTruth(shape: LaneShape) -> Bool? {
    switch content {
    case .constant(let v): return v.bool
    case .unknown: return nil
    case .buffer(let b):
      let c = b.lanes(of: Bool.self)
      for i in 0 ..< shape.count where c[i] != c[0] { return nil }
      return shape.count == 0 || c[0]
    }
  }

  /// Returns `a` where `condition` is true and `b` elsewhere; both are of one type.
  ///
  /// Failures of the side that is not taken are forgotten.
  static func choosing(
    _ condition: LaneBuffer, _ a: Lanes, _ b: Lanes, shape: LaneShape
  ) -> Lanes {
    if a.isUnknown || b.isUnknown { return .unknown(a.kind) }
    let out = LaneBuffer(from: shape.pool)
    let c = condition.lanes(of: Bool.self)
    a.withSource { x in
      b.withSource { y in
        select(c, x, y, byteCount: a.kind.byteCount, count: shape.count, into: out.bytes)
      }
    }
    let poison: Poison =
      a.poison.isNone && b.poison.isNone
      ? .none
      : .make(count: shape.count, pool: shape.pool) {
        c[$0] ? a.poison.failure(of: $0) : b.poison.failure(of: $0)
      }
    return Lanes(kind: a.kind, content: .buffer(out), poison: poison)
  }

}

/// Sets each lane of `out` to that of `a` or of `b`, elements of `byteCount` bytes.
private func select(
  _ condition: UnsafePointer<Bool>, _ a: LaneSource, _ b: LaneSource, byteCount: Int, count: Int,
  into out: UnsafeMutableRawPointer
) {
  switch byteCount {
  case 1: select(condition, a, b, UInt8.self, count, out)
  case 2: select(condition, a, b, UInt16.self, count, out)
  case 4: select(condition, a, b, UInt32.self, count, out)
  default: select(condition, a, b, UInt64.self, count, out)
  }
}

@inline(__always)
private func select<T>(
  _ c: UnsafePointer<Bool>, _ a: LaneSource, _ b: LaneSource, _: T.Type, _ count: Int,
  _ out: UnsafeMutableRawPointer
) {
  let x = a.base.assumingMemoryBound(to: T.self)
  let y = b.base.assumingMemoryBound(to: T.self)
  let r = out.assumingMemoryBound(to: T.self)
  switch (a.isConstant, b.isConstant) {
  case (false, false): for i in 0 ..< count { r[i] = c[i] ? x[i] : y[i] }
  case (true, false): for i in 0 ..< count { r[i] = c[i] ? x[0] : y[i] }
  case (false, true): for i in 0 ..< count { r[i] = c[i] ? x[i] : y[0] }
  case (true, true): for i in 0 ..< count { r[i] = c[i] ? x[0] : y[0] }
  }
}

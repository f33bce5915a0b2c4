import Diagnostics
import StencilTypes

extension Block {

  /// Returns the lanes that stand somewhere at `place`, as bools; `nil` if all do.
  func validity(of place: Place) -> Lanes? {
    guard place.hasGaps else { return nil }
    let buffer = LaneBuffer(from: shape.pool)
    let out = buffer.lanes(of: Bool.self)
    out.update(repeating: true, count: shape.count)
    for c in place.coordinates.values {
      // A row that the table lacks is no skip value: whoever reads there fails.
      forEachGap(of: c) { lane, entry in
        if entry == NoCoordinate.skipped { out[lane] = false }
      }
    }
    return Lanes(kind: .bool, content: .buffer(buffer))
  }

  /// Returns the failures of the lanes that stand nowhere at `place`, and of those led astray.
  func gaps(
    of place: Place, failure: (FailureSite.Reason) -> Failure
  ) -> Poison {
    guard place.hasGaps else { return place.poison }
    let skipped = failure(.skipValue)
    let outside = failure(.outsideTable)
    let buffer = LaneBuffer(from: shape.pool)
    let out = buffer.lanes(of: Failure.self)
    out.update(repeating: .none, count: shape.count)
    // Where a lane stands nowhere along several dimensions, the first is told.
    for (_, c) in place.coordinates.sorted(by: { $0.key > $1.key }) {
      forEachGap(of: c) { lane, entry in
        out[lane] = entry == NoCoordinate.skipped ? skipped : outside
      }
    }
    return place.poison.combined(with: .lanes(buffer), lanes: shape.count, pool: shape.pool)
  }

  /// Calls `body` with each lane that has no coordinate, and with what it has instead.
  private func forEachGap(of c: Coordinate, _ body: (Int, Int32) -> Void) {
    switch c {
    case .affine: break
    case .fixed(let i):
      guard i <= Int(NoCoordinate.outsideTable) else { return }
      for lane in 0 ..< shape.count { body(lane, Int32(clamping: i)) }
    case .along(let a):
      guard a.hasGaps else { return }
      forEachLane(along: a.axis) { lane, step in
        if NoCoordinate.contains(a.values[step]) { body(lane, a.values[step]) }
      }
    case .free(let f):
      for lane in 0 ..< shape.count where NoCoordinate.contains(f.values[lane]) {
        body(lane, f.values[lane])
      }
    }
  }

}

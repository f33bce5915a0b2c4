import Diagnostics
import StencilTypes

/// What a statement needs of a node.
struct FieldDemand {

  /// The hull of the points that may be read, as far as they are known before the run.
  var may: Box?

  /// The dimensions along which other points may be read too: data says which.
  var unbounded: Set<Dimension> = []

  /// The hull of the points that are read whatever the data are.
  var must: Box?

  /// Whether all points of `must` are.
  var mustIsExact = false

  /// The levels between which scans in it walk.
  ///
  /// They are those of the output, within a branch of `concat_where` only those for which the
  /// branch is chosen. Shifts do not move them.
  var column: Range<Int>?

  /// Whether it is read from elsewhere than the reader's own point.
  var isShifted = false

  /// The number of reads.
  var readCount = 0

  /// The numbers of those that read it: outputs and nodes that are kept in memory.
  var groups: Set<Int> = []

  /// Adds that `box` may be read, and with `certainly` that it must.
  mutating func add(_ request: Request) {
    may = may.map { $0.hull(request.box) } ?? request.box
    unbounded.formUnion(request.unbounded)
    if let more = request.column { column = column.map { $0.hull(more) } ?? more }
    guard request.isCertain, !request.box.isEmpty else { return }
    guard let known = must else {
      must = request.box
      mustIsExact = request.isExact
      return
    }
    let hull = known.hull(request.box)
    // A hull is all certain if one box is it, or if two boxes that differ along one dimension meet.
    mustIsExact =
      (mustIsExact && known == hull) || (request.isExact && request.box == hull)
      || (mustIsExact && request.isExact && known.meets(request.box))
    must = hull
  }

}

/// A part of a node that is asked for.
struct Request: Hashable {

  var box: Box
  var unbounded: Set<Dimension> = []

  /// The levels between which scans walk.
  var column: Range<Int>?

  /// Whether it is read whatever the data are.
  var isCertain: Bool

  /// Whether all points of the box are read then, not only such that it is their hull.
  var isExact: Bool

}

extension Box {

  /// `true` iff the boxes differ along one dimension only, and leave no gap there.
  fileprivate func meets(_ other: Box) -> Bool {
    guard ranges.keys == other.ranges.keys else { return false }
    let different = ranges.filter { other[$0.key] != $0.value }
    guard let (d, a) = different.first, different.count == 1, let b = other[d] else {
      return false
    }
    return a.lowerBound <= b.upperBound && b.lowerBound <= a.upperBound
  }

}
